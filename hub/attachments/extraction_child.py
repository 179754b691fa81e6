"""The text of one file, in a process of its own: files come from outside and may be made to harm.

Run as a script, with the file as standard input; the arguments are its ending and how many seconds
of CPU and bytes of memory it may take. It limits itself before it looks at the file, writes one
line of JSON for each page, and a last one that says how it ended. It imports nothing of the hub,
writes no files and is ended by whoever started it.
"""

import codecs
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.parsers import expat

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError

MOST_PAGES = 300
MOST_OF_PAGE = 20_000  # characters
MOST_CHARACTERS = 100_000
MOST_BYTES = 64 << 20  # unpacked, in all
MOST_OF_PART = 48 << 20
MOST_RATIO = 100  # of a part that unpacks to more than a megabyte
PIECE = 1 << 16
STRINGS = {"s", "str", "inlineStr"}  # kinds of cells that hold text

Page = tuple[str, str]  # label, text


class Refused(Exception):
    """The file is not read. The text is one of the troubles of extraction_models."""


def limit(seconds: int, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(ending: str, seconds: str, memory: str) -> None:
    limit(int(seconds), int(memory))
    left, number = MOST_CHARACTERS, 0
    try:
        for label, text in READERS[ending](sys.stdin.buffer):
            number += 1
            shown = text[: min(MOST_OF_PAGE, left)]
            left -= len(shown)
            if shown.strip():
                say(number=number, label=label, text=shown)
            if left <= 0 or number == MOST_PAGES:
                return say(cut=True)
        say(done=True)
    except Refused as refused:
        say(trouble=str(refused))
    except MemoryError:
        say(trouble="too_large")
    except Exception:
        say(trouble="broken")


def say(**said: Any) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


def pdf(file: BinaryIO) -> Iterator[Page]:
    try:
        reader = PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("encrypted")
        pages, failed = reader.pages, 0
        for number in range(len(pages)):
            try:
                yield "", pages[number].extract_text()
            except (MemoryError, FileNotDecryptedError, DependencyError, LimitReachedError):
                raise
            except Exception:  # one page that cannot be read does not hide the others
                failed += 1
                yield "", ""
    except (FileNotDecryptedError, DependencyError) as error:
        raise Refused("encrypted") from error
    except LimitReachedError as error:
        raise Refused("too_large") from error
    if failed and failed == len(pages):
        raise Refused("broken")


def docx(file: BinaryIO) -> Iterator[Page]:
    with Package(file) as package:
        reader = _Document()
        package.read("word/document.xml", reader)
    yield from (("", text) for text in reader.pages)


def xlsx(file: BinaryIO) -> Iterator[Page]:
    with Package(file) as package:
        strings = _Strings()
        if package.has("xl/sharedStrings.xml"):
            package.read("xl/sharedStrings.xml", strings)
        book, relations = _Attributes("sheet"), _Attributes("Relationship")
        package.read("xl/workbook.xml", book)
        package.read("xl/_rels/workbook.xml.rels", relations)
        targets = {one.get("Id"): one.get("Target", "") for one in relations.found}
        for sheet in book.found:
            target = targets.get(sheet.get("id"), "")
            name = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if package.has(name):
                cells = _Sheet(strings.found)
                package.read(name, cells)
                yield sheet.get("name", ""), cells.text


def plain(file: BinaryIO) -> Iterator[Page]:
    data = file.read(4 * MOST_CHARACTERS)  # what is behind it may be cut in a character
    for encoding in ("utf-8-sig", "cp932"):
        try:
            yield "", codecs.getincrementaldecoder(encoding)().decode(data)
        except UnicodeDecodeError:
            continue
        return
    raise Refused("broken")


READERS = {"pdf": pdf, "docx": docx, "xlsx": xlsx, "txt": plain, "csv": plain}


class Package:
    """An Office file. Each part is checked before it is unpacked, and counted while it is."""

    def __init__(self, file: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(file)
        self._left = MOST_BYTES

    def __enter__(self) -> "Package":
        return self

    def __exit__(self, *_error: object) -> None:
        self._zip.close()

    def has(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def read(self, name: str, reader: "_Reader") -> None:
        part = self._zip.getinfo(name)
        if part.flag_bits & 1:
            raise Refused("encrypted")
        is_bomb = part.file_size > 1 << 20 and part.file_size > MOST_RATIO * part.compress_size
        if is_bomb or part.file_size > MOST_OF_PART:
            raise Refused("too_large")
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = _refuse  # entities are declared there; Office writes none
        parser.StartElementHandler = lambda tag, given: reader.start(_local(tag), _locals(given))
        parser.EndElementHandler = lambda tag: reader.end(_local(tag))
        parser.CharacterDataHandler = reader.characters
        with self._zip.open(part) as unpacked:
            while piece := unpacked.read(PIECE):
                self._left -= len(piece)
                if self._left < 0:
                    raise Refused("too_large")
                parser.Parse(piece)
                if reader.is_full:
                    return
        parser.Parse(b"", True)


def _refuse(*_given: object) -> None:
    raise Refused("broken")


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _locals(given: dict[str, str]) -> dict[str, str]:
    return {_local(name): value for name, value in given.items()}


class _Reader:
    """What is made of the parts of an XML file."""

    is_full = False

    def start(self, tag: str, given: dict[str, str]) -> None: ...
    def end(self, tag: str) -> None: ...
    def characters(self, text: str) -> None: ...


class _Attributes(_Reader):
    """Of all elements of one name."""

    def __init__(self, tag: str) -> None:
        self._tag = tag
        self.found: list[dict[str, str]] = []

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag == self._tag and len(self.found) < MOST_PAGES:
            self.found.append(given)


class _Document(_Reader):
    """Word: pages begin where Word broke them when it saved the file last."""

    def __init__(self) -> None:
        self._pages: list[list[str]] = [[]]
        self._in_text = False
        self._skipped = 0  # inside what only older programs are to read
        self._size = 0

    @property
    def pages(self) -> list[str]:
        return ["".join(parts) for parts in self._pages]

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "Fallback":
            self._skipped += 1
        self._in_text = tag == "t" and not self._skipped
        if tag == "lastRenderedPageBreak" or (tag == "br" and given.get("type") == "page"):
            if "".join(self._pages[-1]).strip():
                self._pages.append([])
        elif tag in {"tab", "br"}:
            self._pages[-1].append(" ")

    def end(self, tag: str) -> None:
        self._in_text = False
        if tag == "Fallback":
            self._skipped -= 1
        elif tag == "p":
            self._pages[-1].append("\n")

    def characters(self, text: str) -> None:
        if self._in_text:
            self._pages[-1].append(text)
            self._size += len(text)
            self.is_full = self._size > MOST_CHARACTERS or len(self._pages) > MOST_PAGES


class _Strings(_Reader):
    """The table of texts that the cells of a workbook point to."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._in_text = self._in_sound = False

    def start(self, tag: str, given: dict[str, str]) -> None:
        self._in_sound = self._in_sound or tag == "rPh"  # the reading of a name stands there again
        self._in_text = tag == "t" and not self._in_sound

    def end(self, tag: str) -> None:
        self._in_text = False
        if tag == "rPh":
            self._in_sound = False
        elif tag == "si":
            self.found.append("".join(self._parts))
            self._parts = []

    def characters(self, text: str) -> None:
        if self._in_text:
            self._parts.append(text)


class _Sheet(_Reader):
    """The texts of a sheet, row by row; numbers and dates are no words."""

    def __init__(self, strings: list[str]) -> None:
        self._strings = strings
        self._kind = ""
        self._value = ""
        self._is_value = False
        self._parts: list[str] = []
        self._size = 0

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "c":
            self._kind, self._value = given.get("t", ""), ""
        self._is_value = tag in {"v", "t"}

    def end(self, tag: str) -> None:
        self._is_value = False
        if tag == "c" and self._kind in STRINGS:
            text = self._value
            if self._kind == "s":
                text = self._string(text)
            self._parts.append(f"{text} ")
            self._size += len(text) + 1
            self.is_full = self._size > MOST_OF_PAGE
        elif tag == "row":
            self._parts.append("\n")

    def characters(self, text: str) -> None:
        if self._is_value and self._kind in STRINGS:
            self._value += text

    def _string(self, number: str) -> str:
        index = int(number) if re.fullmatch(r"\d{1,9}", number) else -1
        return self._strings[index] if 0 <= index < len(self._strings) else ""


if __name__ == "__main__":
    main(*sys.argv[1:])
