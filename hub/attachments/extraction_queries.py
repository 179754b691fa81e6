"""Reads of the text of files: how far each is, and on which page what was searched for stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, case, delete, func, or_, select

from hub.attachments.extraction_models import (
    READ,
    Extraction,
    ExtractionState,
)
from hub.attachments.models import TYPES, Attachment, AttachmentPage
from hub.core.db import db

MOST_WORDS = 6
MOST_FORMS = 6  # of one word
LEAD, LENGTH = 200, 800  # characters of a page that are shown or looked through
PAGED = (TYPES["pdf"][0], TYPES["docx"][0])
READ_TYPES = {TYPES[ending][0] for ending in READ}


@dataclass(frozen=True)
class Sought:
    """A word as it is written (normalized), and its dictionary forms."""

    text: str
    forms: Sequence[str]


@dataclass(frozen=True)
class Place:
    """Where in a file something was found."""

    name: str  # 3ページ, シート「予算」; "" in a file of one piece
    text: str  # around it


def readings(files: Iterable[Attachment]) -> dict[int, str]:
    """By file, in words for its owner: whether its text can be found; nothing of other files."""
    read = {file.id for file in files if file.content_type in READ_TYPES}
    rows = db.session.scalars(select(Extraction).where(Extraction.attachment_id.in_(read)))
    by_file = {row.attachment_id: row for row in rows}
    return {number: _reading(by_file.get(number)) for number in read}


def places(attachment_ids: Sequence[int], words: Sequence[Sought]) -> dict[int, Place]:
    """By file: the first of the pages that have most of the words. Rights are asked elsewhere."""
    if not attachment_ids or not words:
        return {}
    score: Any = sum((case((_has(word), 1), else_=0) for word in words[:MOST_WORDS]), start=0)
    rank = func.row_number().over(
        partition_by=AttachmentPage.attachment_id, order_by=(score.desc(), AttachmentPage.number)
    )
    ranked = (
        select(AttachmentPage.id, rank.label("place"))
        .where(AttachmentPage.attachment_id.in_(attachment_ids), score > 0)
        .subquery()
    )
    found = db.session.execute(
        select(AttachmentPage, Attachment.content_type)
        .join(Attachment, Attachment.id == AttachmentPage.attachment_id)
        .join(ranked, ranked.c.id == AttachmentPage.id)
        .where(ranked.c.place == 1)
    )
    return {
        page.attachment_id: Place(_name(page, content_type), _around(page.text, words))
        for page, content_type in found
    }


def forget_removed() -> None:
    """The text of files that were taken away."""
    removed = select(Attachment.id).where(Attachment.is_removed.is_(True))
    for model in (AttachmentPage, Extraction):
        db.session.execute(delete(model).where(model.attachment_id.in_(removed)))


def _has(word: Sought) -> Any:
    forms = [
        AttachmentPage.forms.contains(f" {form} ", autoescape=True)
        for form in word.forms[:MOST_FORMS]
    ]
    written = AttachmentPage.text.icontains(word.text, autoescape=True)
    return or_(written, and_(*forms)) if forms else written


def _name(page: AttachmentPage, content_type: str) -> str:
    if page.label:
        return _("シート「%(name)s」", name=page.label)
    return _("%(number)sページ", number=page.number) if content_type in PAGED else ""


def _around(text: str, words: Sequence[Sought]) -> str:
    folded = text.lower()
    begins = [at for word in words if (at := folded.find(word.text)) >= 0]
    begin = max(0, min(begins, default=0) - LEAD)
    return text[begin : begin + LENGTH]


def _reading(row: Extraction | None) -> str:
    if row is None or row.state is ExtractionState.WORKING:
        return _("中の文はこれから読み取ります")
    if row.state is ExtractionState.FAILED:
        return _("中の文は検索できません：%(why)s", why=row.trouble.label if row.trouble else "")
    if row.is_cut:
        return _("中の文も検索できます（はじめの部分だけ）")
    return _("中の文も検索できます")
