"""Words to choose from while somebody types, and what they may have meant.

Both come from the thesaurus and from titles and names that the reader may read: of each title that
is shown, the row was loaded and asked. The words of the index itself are never shown.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress

from hub.finding import kinds, shown
from hub.finding.queries import Asking
from hub.search import analysis, names
from hub.search.index import Missing
from hub.search.likeness import is_near
from hub.search.names import Name
from hub.search.queries import LONGEST, Results

MOST_WORDS = 4
MOST_TITLES = 6
MOST_MEANT = 2
MOST_TRIED = 4  # words for which another one is looked for
MOST_NEAR = 12  # of which the rows are loaded
SHORTEST_SOUND = 4  # kana, of which one may be wrong


def suggestions(asking: Asking, typed: str) -> list[tuple[str, str]]:
    """(text, what it is) of words and titles that go on from what was typed."""
    written = analysis.normalize(typed[:LONGEST]).strip()
    words = [(word, "") for word in _words(asking, written)]
    try:
        found = names.titles(asking.readers, written, MOST_TITLES)
    except Missing:  # while it is built anew
        return words
    readable = dict(_readable(asking, found))
    titles = [readable[name.key] for name in found if name.key in readable]
    return list(dict.fromkeys([*words, *titles]))


def meant(asking: Asking, results: Results) -> list[str]:
    """What was typed with other words in the place of those that nothing has."""
    plan, texts = results.plan, dict[str, None]()
    unmet = [concept.word.text for concept in results.unmet]
    words = [word.text for word in plan.words if not word.is_phrase]
    whole = [word for word in words if any(text in word for text in unmet)]
    longer = [concept.compound for concept in results.unmet if concept.compound]
    for typed in dict.fromkeys([*whole, *longer, *unmet][:MOST_TRIED]):
        for known in _near(asking, typed):
            if known in plan.text:  # there already
                continue
            texts[plan.text.replace(typed, known)] = None
            if len(texts) == MOST_MEANT:
                return list(texts)
    return list(texts)


def _words(asking: Asking, written: str) -> list[str]:
    """Of the thesaurus: those that begin so, as they are written or as they sound."""
    if not written:
        return []
    heard = names.sound_typed(written)
    words = asking.words.thesaurus.words
    found = [
        known.text
        for word, known in words.items()
        if word != written
        and not known.is_sentence
        and (word.startswith(written) or (heard and known.sound.startswith(heard)))
    ]
    return sorted(found, key=len)[:MOST_WORDS]


def _near(asking: Asking, typed: str) -> Iterator[str]:
    """Words that sound the same, then those of which one character is other."""
    sound = analysis.sound_of(analysis.tokens(typed))
    is_heard = analysis.has_kana(typed) and len(sound) >= SHORTEST_SOUND
    alike, near = [], []
    for name in _vocabulary(asking):
        if name.text == typed:
            continue
        if name.sound == sound and len(sound) > 1:
            alike.append(name)
        elif is_near(typed, name.text) or (is_heard and is_near(sound, name.sound)):
            near.append(name)
    nearest = [*alike, *near][:MOST_NEAR]
    titles = {key: title for key, (title, _what) in _readable(asking, nearest)}
    for name in nearest:
        if not name.key or name.text in analysis.normalize(titles.get(name.key, "")):
            yield name.text


def _vocabulary(asking: Asking) -> Iterator[Name]:
    for known in asking.words.thesaurus.words.values():
        yield Name(known.text, known.sound, "")
    with suppress(Missing):  # while it is built anew
        yield from names.nouns(asking.readers)


def _readable(asking: Asking, found: Iterable[Name]) -> Iterator[tuple[str, tuple[str, str]]]:
    """(key, (title, what it is)) of the rows that the viewer may read, as they are now."""
    named = {name.key: name for name in found if name.key}
    owners = {name.parent for key, name in named.items() if key.startswith("attachment:")}
    rows = shown.rows({*named, *owners} - {""})
    for key in named:
        row, kind = rows.get(key), kinds.KINDS[key.partition(":")[0]]
        if row is not None and kind.is_found(row) and kinds.may_view(asking.viewer, row):
            yield key, (kind.title(row), str(kind.label))
