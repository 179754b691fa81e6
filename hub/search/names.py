"""What things are called: titles and the nouns in them, of what a reader may read."""

from collections.abc import Iterable
from dataclasses import dataclass

from hub.search import analysis, index

SHORTEST_SOUND = 2  # kana
LOOKED_AT = 300  # titles that are put in order


@dataclass(frozen=True)
class Name:
    """A title, or a noun of one: ``key`` is the document (kind:id) it was read in, ``parent`` what
    that is shown within."""

    text: str
    sound: str
    key: str
    parent: str = ""


def titles(readers: Iterable[str], typed: str, most: int) -> list[Name]:
    """Those that have ``typed`` in them as it is written or as it sounds, nearest first."""
    written = analysis.normalize(typed).strip()
    heard = sound_typed(written)
    if not written:
        return []
    found = []
    with index.current().view() as view:
        facts = view.facts
        allowed = facts.having("reader", readers)
        for number, name in enumerate(facts.names):
            if (written in name or (heard and heard in name)) and allowed >> number & 1:
                title, _end, sound = name.partition("\n")
                place = title.find(written)
                if place < 0:
                    place = sound.find(heard) if heard else -1
                if place >= 0:
                    name_of = Name(title, sound, facts.keys[number], facts.parents[number])
                    found.append((place, len(title), name_of))
                if len(found) == LOOKED_AT:
                    break
    ordered = sorted(found, key=lambda item: (item[0] > 0, item[1], item[2].text))
    unlike: dict[str, Name] = {}
    for _place, _size, one in ordered:
        unlike.setdefault(one.text, one)
    return list(unlike.values())[:most]


def nouns(readers: Iterable[str]) -> list[Name]:
    """Each noun of the titles that may be read."""
    found: dict[str, Name] = {}
    with index.current().view() as view:
        facts = view.facts
        allowed = facts.having("reader", readers)
        for number, sounds in enumerate(facts.nouns):
            if allowed >> number & 1:
                for noun, sound in sounds.items():
                    if noun not in found:
                        found[noun] = Name(noun, sound, facts.keys[number], facts.parents[number])
    return list(found.values())


def sound_typed(normalized: str) -> str:
    """How it sounds, where it was typed in kana (as it is while it is not yet converted)."""
    if not analysis.has_kana(normalized):
        return ""
    sound = analysis.sound_of(analysis.tokens(normalized))
    return sound if len(sound) >= SHORTEST_SOUND else ""
