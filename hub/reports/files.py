"""The files of a report: ``DATA_DIR/reports/<uid>/``, each written whole or not at all."""

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

from flask import current_app

from hub.core.errors import NotFound

DOCUMENT, WORKBOOK, PDF = "report.html", "report.xlsx", "report.pdf"


def sheet(name: str) -> str:
    return f"{name}.csv"


def keep(uid: uuid.UUID, name: str, content: bytes) -> None:
    folder = _folder(uid)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    incoming = folder / f"{name}.incoming"
    incoming.write_bytes(content)
    os.replace(incoming, folder / name)


def read(uid: uuid.UUID, name: str) -> bytes:
    """Raises NotFound."""
    try:
        return (_folder(uid) / name).read_bytes()
    except FileNotFoundError as error:
        raise NotFound from error


def size(uid: uuid.UUID, name: str) -> int | None:
    """None where there is none."""
    try:
        return (_folder(uid) / name).stat().st_size
    except FileNotFoundError:
        return None


def remove(uid: uuid.UUID) -> None:
    shutil.rmtree(_folder(uid), ignore_errors=True)


def kept() -> Iterator[uuid.UUID]:
    """Of which reports there are files."""
    for folder in (Path(current_app.config["DATA_DIR"]) / "reports").glob("*/"):
        yield uuid.UUID(folder.name)


def _folder(uid: uuid.UUID) -> Path:
    return Path(current_app.config["DATA_DIR"]) / "reports" / str(uid)
