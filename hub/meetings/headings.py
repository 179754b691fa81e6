"""Which agenda item a line of minutes belongs to: the one under whose heading it stands."""

import re
import unicodedata
from collections.abc import Sequence

from hub.meetings.models import AgendaItem

_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.+)$")


def items_by_line(text: str, items: Sequence[AgendaItem]) -> dict[int, int]:
    """The id of the agenda item for each line number (from 1) below its heading.

    A heading names an item by its title, as the template of minutes writes it; the next heading
    of the same level or a higher one ends it. The longest title that fits is meant.
    """
    titles = sorted(((_plain(item.title), item.id) for item in items), reverse=True, key=_length)
    found: dict[int, int] = {}
    current, depth = None, 0
    for number, line in enumerate(text.split("\n"), start=1):
        if heading := _HEADING.match(line):
            level, words = len(heading[1]), _plain(heading[2])
            named = next((item_id for title, item_id in titles if title in words), None)
            if named is not None or level <= depth:
                current, depth = named, level if named is not None else 0
        if current is not None:
            found[number] = current
    return found


def _length(pair: tuple[str, int]) -> int:
    return len(pair[0])


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("\\", "").strip()
