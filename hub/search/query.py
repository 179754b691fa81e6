"""What a person typed, as a plan that any engine can follow. Never a query language.

Words are separated by spaces, "quotes" keep a phrase as it is written, a minus in front excludes.
Everything else is plain text.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from hub.search import analysis
from hub.search.analysis import Token
from hub.search.thesaurus import Entry, Facet, Thesaurus
from hub.search.wording import is_empty, is_loose, is_telling, is_wish

LONGEST = 200  # characters that are read
MOST_WORDS = 16
MOST_TERMS = 32  # of one word
MOST_CONCEPTS = 12
MOST_ALSO = 12  # words of the thesaurus for one that was typed
PLACE = "ward"
PLACE_WEIGHT = 3.0  # who names one looks for what is there
NEED_WEIGHT = 2.0  # what people come for
DOING_WEIGHT = 1.4
KNOWN_WEIGHT = 1.2
LOOSE_WEIGHT = 0.4
OTHERWISE_WEIGHT = 0.5
NOTHING = Thesaurus()

_QUOTES = str.maketrans(dict.fromkeys("“”„‟〝〞〟", '"'))
_PARTS = re.compile(r'(?P<minus>(?<!\S)[-−])?(?:"(?P<quoted>[^"]*)"|(?P<plain>[^\s"]+))')


@dataclass(frozen=True)
class Word:
    """Found where all ``terms`` are, or (counting less) where ``grams`` follow each other."""

    text: str
    terms: tuple[str, ...]
    grams: tuple[str, ...]
    is_phrase: bool = False  # only as it is written
    sound: str = ""  # where kana were typed
    shown: str = ""  # as the thesaurus writes it

    @property
    def is_single_kanji(self) -> bool:
        return analysis.is_kanji(self.text)


@dataclass(frozen=True)
class Concept:
    """One thing of what was asked for, found as it was typed, as ``also``, or by a facet.

    ``weight``: how much it says; what somebody does (借りたい) says less than what it is about.
    """

    word: Word
    also: tuple[Word, ...] = ()
    facets: tuple[Facet, ...] = ()
    weight: float = 1.0
    is_heard: bool = False  # typed in kana, looked for as it is written
    compound: str = ""  # the longer name that it is a part of (宇宙旅行)

    @property
    def is_known(self) -> bool:
        """The thesaurus has it."""
        return bool(self.also or self.facets)


@dataclass(frozen=True)
class Plan:
    """``words`` are all looked for; ``concepts`` are what is left to look for where that fails."""

    words: tuple[Word, ...] = ()
    excluded: tuple[Word, ...] = ()
    concepts: tuple[Concept, ...] = ()
    is_told: bool = False  # in a sentence
    wished: tuple[Facet, ...] = ()  # come first, as something is wanted
    is_guess: bool = False  # the last concept is what is looked for where nothing is known

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def has_phrases(self) -> bool:
        return any(word.is_phrase for word in self.words)

    @property
    def phrases(self) -> tuple[Word, ...]:
        return tuple(word for word in self.words if word.is_phrase)

    @property
    def is_widened(self) -> bool:
        """The thesaurus knows something of it."""
        return bool(self.wished) or any(concept.is_known for concept in self.concepts)

    @property
    def also(self) -> tuple[Word, ...]:
        """Words that nobody typed."""
        return tuple(dict.fromkeys(word for concept in self.concepts for word in concept.also))

    @property
    def facets(self) -> tuple[Facet, ...]:
        named = (facet for concept in self.concepts for facet in concept.facets)
        return tuple(dict.fromkeys([*named, *self.wished]))

    @property
    def text(self) -> str:
        """The words as they are noted in the search log."""
        return " ".join(word.text for word in self.words)


def read(text: str, thesaurus: Thesaurus = NOTHING) -> Plan:
    """The plan for a text, however long or strange it is."""
    typed = unicodedata.normalize("NFKC", text[:LONGEST]).translate(_QUOTES)
    clean = "".join(c if c.isprintable() else " " for c in typed)
    plain: list[tuple[Word, list[Concept]]] = []
    minus: list[tuple[Word, list[Concept]]] = []
    for part in _PARTS.finditer(clean):
        quoted = part["quoted"] is not None
        said = _read_part(part["quoted"] if quoted else part["plain"], quoted, thesaurus)
        if said is not None:
            (minus if part["minus"] else plain).append(said)
    if not plain:  # only exclusions: a minus sign of the text itself (-5度)
        plain, minus = minus, []
    concepts = dict.fromkeys(concept for _word, parts in plain for concept in parts)
    told = list(analysis.tokens(analysis.normalize(clean)))
    wishes = any(map(is_wish, told))
    is_guess = wishes and not any(concept.is_known for concept in concepts)
    if is_guess and thesaurus.otherwise:
        concepts[_concept_of(thesaurus.otherwise)] = None
    return Plan(
        tuple(dict.fromkeys(word for word, _parts in plain))[:MOST_WORDS],
        tuple(dict.fromkeys(word for word, _parts in minus))[:MOST_WORDS],
        tuple(concepts)[:MOST_CONCEPTS],
        any(map(is_telling, told)),
        thesaurus.wished if wishes else (),
        is_guess,
    )


def _read_part(
    typed: str, is_phrase: bool, thesaurus: Thesaurus
) -> tuple[Word, list[Concept]] | None:
    text = analysis.normalize(typed).strip()
    grams = tuple(analysis.phrase(text)[:MOST_TERMS])
    if not grams:
        return None  # only signs
    tokens = list(analysis.tokens(text))
    terms = tuple(dict.fromkeys(token.form for token in tokens if token.has_meaning))[:MOST_TERMS]
    sound = analysis.sound_of(tokens) if analysis.has_kana(text) else ""
    word = Word(text, terms, grams, is_phrase, sound)
    return word, [] if is_phrase else _concepts(word, tokens, thesaurus)


def _concepts(word: Word, tokens: Sequence[Token], thesaurus: Thesaurus) -> list[Concept]:
    """What the thesaurus knows, then what else was said, neighbouring nouns as one."""
    found: list[tuple[int, Concept]] = []
    matches = thesaurus.matches(word.text, tokens)
    for match in matches:
        said = [tokens[number] for number in match.places]
        also = tuple(_word_of(one) for one in match.also[:MOST_ALSO])
        weight = _weight_of(match.facets, said)
        part = _word_of(match.heard) if match.heard else _part(word, said)
        compound = _compound(word, tokens, match.places)
        concept = Concept(part, also, match.facets, weight, bool(match.heard), compound)
        found.append((match.places[0], concept))
    taken = {number for match in matches for number in match.places}
    left = [n for n, token in enumerate(tokens) if token.has_meaning and n not in taken]
    telling = [number for number in left if not is_empty(tokens[number])]
    if not found and not telling:
        telling = left
    for group in _neighbours(telling, tokens):
        said = [tokens[number] for number in group]
        weight = LOOSE_WEIGHT if is_loose(said[0]) else 1.0
        compound = _compound(word, tokens, group)
        found.append((group[0], Concept(_part(word, said), weight=weight, compound=compound)))
    return [concept for _place, concept in sorted(found, key=lambda item: item[0])] or [
        Concept(word)
    ]


def _weight_of(facets: Iterable[Facet], said: Sequence[Token]) -> float:
    """What is done (手伝う) says less than what it is done with (宣伝)."""
    if any(facet.name == PLACE for facet in facets):
        return PLACE_WEIGHT
    if not any(facet.is_lifting for facet in facets):
        return KNOWN_WEIGHT
    is_vague = all(map(is_empty, said)) or (len(said) == 1 and is_loose(said[0]))
    return DOING_WEIGHT if is_vague else NEED_WEIGHT


def _compound(word: Word, tokens: Sequence[Token], places: Sequence[int]) -> str:
    """The name that the words at these places are a part of; nothing where they are all of it."""
    for first, last in analysis.nouns(tokens):
        if first <= places[0] and places[-1] <= last and last - first + 1 > len(places):
            return word.text[tokens[first].begin : tokens[last].end]
    return ""


def _neighbours(numbers: Sequence[int], tokens: Sequence[Token]) -> Iterator[list[int]]:
    group: list[int] = []
    for number in numbers:
        joins = group and number == group[-1] + 1
        if group and (not joins or is_loose(tokens[number]) or is_loose(tokens[group[-1]])):
            yield group
            group = []
        group.append(number)
    if group:
        yield group


def _part(word: Word, tokens: Sequence[Token]) -> Word:
    """A part of a word, as a word of its own."""
    begin, end = tokens[0].begin, tokens[-1].end
    text = word.text[begin:end].strip()
    if len(tokens) == 1 or sum(t.end - t.begin for t in tokens) == end - begin:
        grams = tuple(analysis.phrase(text)[:MOST_TERMS])
    else:
        grams = ()  # not next to each other
    terms = tuple(dict.fromkeys(token.form for token in tokens if not is_empty(token)))
    return Word(text, terms or tuple(token.form for token in tokens), grams)


def _concept_of(entry: Entry) -> Concept:
    """As if its first word had been said by the way."""
    also = tuple(map(_word_of, entry.also))
    return Concept(_word_of(entry.words[0]), also, entry.facets, OTHERWISE_WEIGHT)


@lru_cache(maxsize=4096)
def _word_of(text: str) -> Word:
    """A word of the thesaurus."""
    normalized = analysis.normalize(text)
    terms = tuple(dict.fromkeys(analysis.morphemes(normalized)))[:MOST_TERMS]
    grams = tuple(analysis.phrase(normalized)[:MOST_TERMS])
    return Word(normalized, terms, grams, shown=text)
