"""Text as people type it: unified without changing what they meant."""

import re
import unicodedata

_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\u0085]")


def tidy_line(value: str | None) -> str | None:
    """One line: control characters go, spaces at the ends go, line breaks become spaces."""
    if value is None:
        return None
    flat = re.sub(r"[\t\n\v\f\r\u2028\u2029\u0085]+", " ", value)
    return _printable(flat).strip(" \u3000")


def tidy_text(value: str | None) -> str | None:
    """Many lines: line ends become \\n, control characters other than it and the tab go."""
    if value is None:
        return None
    return _printable(_LINE_ENDS.sub("\n", value)).strip("\n")


def first_sentence(text: str, most: int = 100) -> str:
    """For a title: up to the first 。, without it, and not longer than ``most``."""
    said = text.split("。")[0].split("\n")[0].strip()
    return said if len(said) <= most else f"{said[: most - 1]}…"


def _printable(value: str) -> str:
    kept = (c for c in value if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    return unicodedata.normalize("NFC", "".join(kept))
