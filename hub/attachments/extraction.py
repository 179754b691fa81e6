"""Reading the text of files: by the worker, one file after the other, each in a child process.

The row of an extraction is written before the child begins. A worker that ends in the middle leaves
it as it is, and the file is tried again; one that breaks its reader each time is given up.
"""

import json
import subprocess
import sys
import time
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Timer
from typing import Any

import structlog
from sqlalchemy import delete, or_, select

from hub.attachments import store
from hub.attachments.extraction_models import (
    READ,
    Extraction,
    ExtractionState,
    Trouble,
)
from hub.attachments.models import TYPES, Attachment, AttachmentPage
from hub.core.db import db, now, transaction
from hub.core.worker import every_tick
from hub.search.queries import forms_of

CHILD = Path(__file__).with_name("extraction_child.py")  # never imported here
CPU_SECONDS = 10
MEMORY = 512 << 20
SECONDS = 60.0  # of one file, by the clock
SECONDS_OF_TICK = 30.0  # another file is begun only before that
MOST_SAID = 4 << 20  # bytes that are taken from the child
TRIES = 3
LOST = timedelta(minutes=5)  # nobody works on it any more

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Page:
    number: int
    label: str
    text: str


@dataclass(frozen=True)
class Said:
    """What the child told before it ended, however it ended."""

    pages: list[Page] = field(default_factory=list)
    trouble: Trouble | None = None
    is_cut: bool = False


@dataclass(frozen=True)
class Begun:
    attachment_id: int
    path: Path
    ending: str


@every_tick
def read_waiting() -> None:
    """In bounded time: what is left waits for the next tick."""
    until = time.monotonic() + SECONDS_OF_TICK
    while time.monotonic() < until and (begun := _begin()):
        said = read(begun.path, begun.ending)
        with transaction():
            _keep(begun.attachment_id, said)


def read(path: Path, ending: str) -> Said:
    """The text of a file. Whatever is in it, this returns."""
    if not path.is_file():
        return Said(trouble=Trouble.BROKEN)
    with path.open("rb") as file:
        child = subprocess.Popen(  # noqa: S603 (our own script, and an ending out of READ)
            [sys.executable, "-I", str(CHILD), ending, str(CPU_SECONDS), str(MEMORY)],
            stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/",
        )  # fmt: skip
    assert child.stdout is not None
    timer = Timer(SECONDS, child.kill)
    timer.start()
    try:
        said = child.stdout.read(MOST_SAID)
    finally:
        timer.cancel()
        child.kill()
        child.wait()
        child.stdout.close()
    return _understood(said)


def _understood(said: bytes) -> Said:
    """A child that ended without a last word was stopped by one of its limits."""
    pages: list[Page] = []
    for line in said.splitlines():
        try:
            told: dict[str, Any] = json.loads(line)
        except ValueError:  # the line it was at when it was stopped
            break
        if "trouble" in told:
            return _cut(pages, Trouble(told["trouble"]))
        if "text" not in told:
            trouble = None if pages else Trouble.NO_TEXT
            return Said(pages, trouble, is_cut="cut" in told)
        pages.append(
            Page(number=told["number"], label=_tidy(told["label"])[:100], text=_tidy(told["text"]))
        )
    return _cut(pages, Trouble.TOO_LARGE)


def _cut(pages: list[Page], trouble: Trouble) -> Said:
    """What was read before the trouble is kept."""
    return Said(pages, is_cut=True) if pages else Said(trouble=trouble)


def _tidy(text: str) -> str:
    """Compatible forms (PDF writes many) as the plain ones; no control characters."""
    plain = unicodedata.normalize("NFKC", text.encode("utf-8", "replace").decode())
    return "".join(c if c.isprintable() or c == "\n" else " " for c in plain).strip()


def _begin() -> Begun | None:
    """Take the next file that waits; None when there is none."""
    db.session.rollback()
    if db.session.scalar(_waiting()) is None:  # without a lock: most ticks find nothing
        return None
    with transaction():
        while attachment := db.session.scalar(_waiting()):
            extraction = _extraction(attachment.id)
            if extraction.tries < TRIES:
                extraction.begin()
                path, name = store.path_of(attachment.sha256), attachment.name
                return Begun(attachment.id, path, name.rpartition(".")[2].lower())
            extraction.fail(Trouble.TOO_LARGE)
            db.session.flush()
    return None


def _waiting() -> Any:
    is_lost = (Extraction.state == ExtractionState.WORKING) & (Extraction.began_at < now() - LOST)
    return (
        select(Attachment)
        .outerjoin(Extraction, Extraction.attachment_id == Attachment.id)
        .where(
            Attachment.is_removed.is_(False),
            Attachment.content_type.in_([TYPES[ending][0] for ending in READ]),
            or_(Extraction.id.is_(None), is_lost),
        )
        .order_by(Attachment.id)
        .limit(1)
    )


def _extraction(attachment_id: int) -> Extraction:
    query = select(Extraction).where(Extraction.attachment_id == attachment_id)
    extraction = db.session.scalar(query)
    if extraction is None:
        extraction = Extraction(attachment_id=attachment_id, tries=0)
        db.session.add(extraction)
    return extraction


def _keep(attachment_id: int, said: Said) -> None:
    extraction = _extraction(attachment_id)
    db.session.execute(delete(AttachmentPage).where(AttachmentPage.attachment_id == attachment_id))
    db.session.add_all(_rows(attachment_id, said.pages))
    if said.trouble is not None:
        extraction.fail(said.trouble)
        log.info("no text in a file", attachment=attachment_id, trouble=said.trouble.value)
    else:
        extraction.finish(len(said.pages), is_cut=said.is_cut)


def _rows(attachment_id: int, pages: Iterable[Page]) -> Iterator[AttachmentPage]:
    for page in pages:
        forms = dict.fromkeys(forms_of(page.text))
        yield AttachmentPage(
            attachment_id=attachment_id,
            number=page.number,
            label=page.label,
            text=page.text,
            forms=f" {'  '.join(forms)} ",
        )
