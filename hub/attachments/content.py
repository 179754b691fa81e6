"""What a file really is, told from its bytes: its name only says what it claims to be."""

import codecs
import mmap
import re
import unicodedata
import zipfile
from pathlib import Path, PurePosixPath

from flask_babel import gettext as _

from hub.attachments.models import TYPES
from hub.core.errors import Invalid
from hub.core.text import tidy_line

LONGEST_NAME = 150
# The folder that an Office file of this ending must have, or the stream in its older form.
PARTS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
STREAMS = {"doc": ("WordDocument",), "xls": ("Workbook", "Book"), "ppt": ("PowerPoint Document",)}
NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
PAGE = re.compile(r"\s*<(!doctype|html|head|body|script|svg|\?xml|iframe)", re.IGNORECASE)
MOST_ENTRIES = 10_000


def tidy_name(given: str | None) -> str:
    """The name under which a file is offered again: no folders, nothing invisible, not too long."""
    flat = tidy_line(given) or ""
    last = re.split(r"[/\\]", flat)[-1]
    seen = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cn"})
    clean = re.sub(r'[<>:"|?*]', "_", seen).strip(" .\u3000")
    stem, dot, ending = clean.rpartition(".")
    if not dot or len(ending) >= LONGEST_NAME:
        return clean[-LONGEST_NAME:]
    return f"{stem.strip(' .')[: LONGEST_NAME - len(ending) - 1] or 'file'}.{ending}"


def ending_of(name: str) -> str:
    """The ending in lower case.

    Raises:
        Invalid: files of this ending are not taken.
    """
    ending = name.rpartition(".")[2].lower()
    if "." not in name or ending not in TYPES:
        raise Invalid(
            _("この種類のファイルは受け取れません。受け取れるのは %(types)s です。",
              types=_("、").join(TYPES))
        )  # fmt: skip
    return ending


def check(path: Path, ending: str) -> None:
    """Compare the bytes with what ``ending`` promises.

    Raises:
        Invalid: they do not fit; the text says what to do.
    """
    with path.open("rb") as file:
        head = file.read(16)
    if not head:
        raise Invalid(_("ファイルが空です。中身のあるファイルを選んでください。"))
    begins = TYPES[ending][2]
    fits = not begins or head.startswith(begins)
    if not fits or not _inside_fits(path, ending):
        raise Invalid(
            _("中身が「.%(ending)s」のファイルではありません。元のソフトで保存し直してください。",
              ending=ending)
        )  # fmt: skip


def _inside_fits(path: Path, ending: str) -> bool:
    if ending in PARTS:
        return _is_office_package(path, PARTS[ending])
    if ending in STREAMS:
        return _is_compound_file(path, STREAMS[ending])
    if not TYPES[ending][2]:
        return _is_text(path, "utf-8-sig") or _is_text(path, "cp932")
    return True


def _is_office_package(path: Path, part: str) -> bool:
    """An OOXML package: a zip with its table of contents. Nothing is ever unpacked here."""
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False
    if "[Content_Types].xml" not in names or len(names) > MOST_ENTRIES:
        return False
    if any(_leaves_its_folder(name) for name in names):
        return False
    return any(name.startswith(part) for name in names)


def _leaves_its_folder(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in PurePosixPath(name.replace("\\", "/")).parts


def _is_compound_file(path: Path, streams: tuple[str, ...]) -> bool:
    """The older Office form names its streams in UTF-16; installers (.msi) have other ones."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return any(data.find(name.encode("utf-16-le")) >= 0 for name in streams)


def _is_text(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        first = True
        while True:
            piece = file.read(1 << 20)
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError:
                return False
            if NOT_TEXT.search(text) or (first and PAGE.match(text)):
                return False
            if not piece:
                return True
            first = False
