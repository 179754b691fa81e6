"""Words to choose from while somebody types, and what they may have meant.

Both come from the thesaurus and from titles and names that the reader may read: of each title that
is shown, the row was loaded and asked. The words of the index itself are never shown.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress

from hub.accounts.models import Viewer
from hub.finding import kinds, thesaurus
from hub.finding.queries import readers_of
from hub.search import analysis, names
from hub.search.index import Missing
from hub.search.likeness import is_near
from hub.search.names import Name
from hub.search.queries import LONGEST, Results

MOST_WORDS = 4
MOST_TITLES = 6
MOST_MEANT = 2
MOST_TRIED = 4  # words for which another one is looked for
SHORTEST_SOUND = 4  # kana, of which one may be wrong


def suggestions(viewer: Viewer, typed: str) -> list[tuple[str, str]]:
    """(text, what it is) of words and titles that go on from what was typed."""
    written = analysis.normalize(typed[:LONGEST]).strip()
    words = [(word, "") for word in _words(written)]
    try:
        found = names.titles(readers_of(viewer), written, MOST_TITLES)
    except Missing:  # while it is built anew
        return words
    readable = dict(_readable(viewer, found))
    titles = [readable[name.key] for name in found if name.key in readable]
    return list(dict.fromkeys([*words, *titles]))


def meant(viewer: Viewer, results: Results) -> list[str]:
    """What was typed with other words in the place of those that nothing has."""
    texts: dict[str, None] = {}
    if not results.unmet:
        return []
    whole = [word.text for word in results.plan.words if not word.is_phrase]
    unmet = [concept.word.text for concept in results.unmet]
    for typed in dict.fromkeys([*whole, *unmet][:MOST_TRIED]):
        for known in _near(viewer, typed):
            texts[results.plan.text.replace(typed, known)] = None
            if len(texts) == MOST_MEANT:
                return list(texts)
    return list(texts)


def _words(written: str) -> list[str]:
    """Of the thesaurus: those that begin so, as they are written or as they sound."""
    if not written:
        return []
    heard = names.sound_typed(written)
    words = thesaurus.current().thesaurus.words
    found = [
        known.text
        for word, known in words.items()
        if word != written
        and not known.is_sentence
        and (word.startswith(written) or (heard and known.sound.startswith(heard)))
    ]
    return sorted(found, key=len)[:MOST_WORDS]


def _near(viewer: Viewer, typed: str) -> Iterator[str]:
    """Words that sound the same, then those of which one character is other."""
    sound = analysis.sound_of(analysis.tokens(typed))
    is_heard = analysis.has_kana(typed) and len(sound) >= SHORTEST_SOUND
    alike, near = [], []
    for name in _vocabulary(viewer):
        if name.text == typed:
            continue
        if name.sound == sound and len(sound) > 1:
            alike.append(name)
        elif is_near(typed, name.text) or (is_heard and is_near(sound, name.sound)):
            near.append(name)
    for name in [*alike, *near]:
        if not name.key or name.text in analysis.normalize(_title(viewer, name)):
            yield name.text


def _vocabulary(viewer: Viewer) -> Iterator[Name]:
    for known in thesaurus.current().thesaurus.words.values():
        yield Name(known.text, known.sound, "")
    with suppress(Missing):  # while it is built anew
        yield from names.nouns(readers_of(viewer))


def _title(viewer: Viewer, name: Name) -> str:
    return next((title for _key, (title, _what) in _readable(viewer, [name])), "")


def _readable(viewer: Viewer, found: Iterable[Name]) -> Iterator[tuple[str, tuple[str, str]]]:
    """(key, (title, what it is)) of the rows that the viewer may read, as they are now."""
    for key, row in kinds.load({name.key for name in found}).items():
        document = row.search_document() if kinds.may_view(viewer, row) else None
        if document is not None:
            kind = kinds.KINDS[document.kind]
            title = row.name if document.kind == "organization" else document.title
            yield key, (title, str(kind.label))
