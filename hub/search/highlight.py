"""Marks in a text what a search was for, in whatever width or spelling it is written there."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from hub.search import analysis
from hub.search.analysis import Token
from hub.search.cache import Cache
from hub.search.query import Plan, Word
from hub.search.reading import read
from hub.search.wording import is_empty

LENGTH = 120  # characters of a snippet
LEAD = 24  # of them at most before what was found
LOOKED_AT = 4000  # characters of a long text in which words are compared by their meaning

_COMBINING = {"ﾞ", "ﾟ", "゙", "゚"}
_MARKS = re.compile(
    r"^[ \t]*(?:#{1,6}[ \t]+|[-*+][ \t]+(?:\[[ xX]\][ \t]+)?|>[ \t]?|\|)"
    r"|\|?[ \t]*:?-{3,}:?[ \t|:-]*$"
    r"|\*\*|__|`+|(?<=\s)\||\|$|!?\[(?P<text>[^\]\n]*)\]\([^)\n]*\)",
    re.MULTILINE,
)
_STOPS = re.compile(r"[。！？\n]")
_SINGLE = re.compile("[ -~　-〩〰-ゖ゛-ヿ一-鿿]*")  # none of them joins the one before it
MOST_KEPT = 1000  # marked titles and snippets
_answers = Cache(MOST_KEPT)
Span = tuple[int, int]


@dataclass(frozen=True)
class _Folded:
    """A text as it is compared, and from where to where each of its characters was written."""

    text: str
    origins: list[Span] | None  # None: each stands for itself

    def written(self, begin: int, end: int) -> Span:
        if self.origins is None:
            return begin, end
        return self.origins[begin][0], self.origins[end - 1][1]


class Highlighter:
    """Marks the words of one plan."""

    def __init__(self, plan: Plan) -> None:
        self._words = (*plan.words, *plan.also)
        self._patterns = [_pattern(word) for word in self._words]
        self._typed = len(plan.words)
        self._said = _digest(repr((self._words, self._typed)))

    def mark(self, text: str) -> Markup:
        """The whole text with <mark> around what was searched for."""
        return self._kept("mark", (text,), lambda: _marked(text, 0, len(text), self._spans(text)))

    def best_snippet(self, texts: Iterable[str]) -> Markup:
        """Of the first text that has something as it was typed, else by its meaning; else of the
        first that says anything."""
        given = tuple(texts)
        return self._kept("best", given, lambda: self._best_snippet(given))

    def _best_snippet(self, texts: Sequence[str]) -> Markup:
        left = []
        for text in filter(None, map(_without_marks, filter(None, texts))):
            folded = _fold(text)
            spans, missing = self._as_typed(folded)
            if spans:
                begin = _begin(text, min(spans)[0])
                shown = self._spans(text[begin : begin + LENGTH])  # reading words takes long
                within = [(first + begin, last + begin) for first, last in shown]
                return _cut(text, begin, _joined([*spans, *within]))
            left.append((text, folded, missing))
        for text, folded, missing in left:
            if spans := _joined(_by_meaning(folded, missing)):
                return self._snippet(text, spans)
        return self._snippet(left[0][0], []) if left else Markup("")

    def snippet(self, text: str) -> Markup:
        """About LENGTH characters of a longer (Markdown) text, around what was found first."""
        bare = _without_marks(text)
        return self._snippet(bare, self._spans(bare))

    def _snippet(self, bare: str, spans: list[Span]) -> Markup:
        return _cut(bare, _begin(bare, spans[0][0]) if spans else 0, spans)

    def _kept(self, kind: str, texts: Sequence[str], make: Callable[[], Markup]) -> Markup:
        """The same words in the same texts are marked the same, for whoever may read them."""
        key = self._said + _digest(repr((kind, texts)))
        found: Markup | None = _answers.get(None, key)
        if found is None:
            found = make()
            _answers.put(None, key, found)
        return found

    def _spans(self, text: str) -> list[Span]:
        """Where it stands as it was typed, and else where words of the same meaning stand."""
        folded = _fold(text)
        found, missing = self._as_typed(folded)
        if missing:
            found += _by_meaning(folded, missing)
        return _joined(found)

    def _as_typed(self, folded: _Folded) -> tuple[list[Span], list[Word]]:
        """Where the words stand, and those that were typed and do not."""
        found: list[Span] = []
        missing: list[Word] = []
        for number, (word, pattern) in enumerate(zip(self._words, self._patterns, strict=True)):
            here = [folded.written(*match.span()) for match in pattern.finditer(folded.text)]
            found += here
            if not here and number < self._typed and not word.is_phrase and word.terms:
                missing.append(word)
        return found, missing


def _cut(bare: str, begin: int, spans: list[Span]) -> Markup:
    """About LENGTH characters of a text."""
    end = min(len(bare), begin + LENGTH)
    inside = [(b, min(e, end)) for b, e in spans if b >= begin and b < end]
    marked = _marked(bare, begin, end, inside)
    return Markup(f"{'…' if begin else ''}{marked}{'…' if end < len(bare) else ''}")  # noqa: S704 - escaped


def _without_marks(text: str) -> str:
    """One line of what a reader reads: near enough to Markdown, as all of it is escaped."""
    return re.sub(r"\s+", " ", _MARKS.sub(lambda found: found["text"] or "", text)).strip()


def _pattern(word: Word) -> re.Pattern[str]:
    """The word as it was typed; one in Latin letters does not begin inside another."""
    text = re.escape(word.text)
    before = r"(?<![a-z0-9])" if re.match(r"[a-z0-9]", word.text) else ""
    return re.compile(before + text)


def _by_meaning(folded: _Folded, words: list[Word]) -> list[Span]:
    known = read(folded.text[:LOOKED_AT])
    words = [word for word in words if known.may_have(word)]
    if not words:
        return []
    located = known.tokens()
    said = [token for token in located if token.has_meaning]
    forms = [token.form for token in said]
    found: list[Span] = []
    for word in words:
        size = len(word.terms)
        places = [
            i for i in range(len(forms) - size + 1) if tuple(forms[i : i + size]) == word.terms
        ]
        found += [folded.written(said[i].begin, said[i + size - 1].end) for i in places]
        heard = [] if places or not word.sound else list(_by_sound(folded, located, word.sound))
        found += heard
        if not places and not heard:
            long = {term for term in word.terms if len(term) > 1}
            found += [
                folded.written(token.begin, token.end)
                for token in said
                if token.form in long and not is_empty(token)
            ]
    return found


def _by_sound(folded: _Folded, words: list[Token], sound: str) -> Iterator[Span]:
    """Where whole words sound like what was typed in kana."""
    sounds = [analysis.sound_of([word]) for word in words]
    for first in range(len(words)):
        heard, last = "", first
        while last < len(words) and len(heard) < len(sound) and sound.startswith(heard):
            heard += sounds[last]
            last += 1
        if heard == sound:
            yield folded.written(words[first].begin, words[last - 1].end)


def _fold(text: str) -> _Folded:
    """``analysis.normalize`` that remembers where each character comes from."""
    # the one letter that is lower by where it stands
    lowered = text.lower() if "Σ" not in text else "".join(map(str.lower, text))
    if len(lowered) == len(text) and _is_plain(text):
        return _without_long_ends(lowered, None)
    letters: list[str] = []
    origins: list[Span] = []
    position = 0
    while position < len(text):
        end = position + 1
        while end < len(text) and (text[end] in _COMBINING or unicodedata.combining(text[end])):
            end += 1
        for letter in unicodedata.normalize("NFKC", text[position:end]).lower():
            letters.append(letter)
            origins.append((position, end))
        position = end
    return _without_long_ends("".join(letters), origins)


def _is_plain(text: str) -> bool:
    """Each character stands for itself, as in nearly all texts."""
    return unicodedata.is_normalized("NFKC", text) and (
        _SINGLE.fullmatch(text) is not None or not any(map(unicodedata.combining, text))
    )


def _without_long_ends(folded: str, origins: list[Span] | None) -> _Folded:
    kept = analysis.without_long_ends(folded)
    if len(kept) == len(folded):
        return _Folded(folded, origins)
    if origins is None:
        origins = [(place, place + 1) for place in range(len(folded))]
    return _Folded(kept, _origins_of(kept, folded, origins))


def _origins_of(kept: str, folded: str, origins: list[Span]) -> list[Span]:
    """The origins of what is left of ``folded``; a dropped ー belongs to the letter before it."""
    left: list[Span] = []
    for letter, origin in zip(folded, origins, strict=True):
        if len(left) < len(kept) and letter == kept[len(left)]:
            left.append(origin)
        else:
            left[-1] = (left[-1][0], origin[1])
    return left


def _begin(text: str, first: int) -> int:
    """Where the snippet begins: at a sentence where one begins near enough."""
    if first <= LEAD:
        return 0
    stops = list(_STOPS.finditer(text, first - 2 * LEAD if first > 2 * LEAD else 0, first))
    return stops[-1].end() if stops else first - LEAD


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for begin, end in sorted(spans):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


def _marked(text: str, begin: int, end: int, spans: list[Span]) -> Markup:
    parts: list[str] = []
    for first, last in spans:
        parts += (escape(text[begin:first]), "<mark>", escape(text[first:last]), "</mark>")
        begin = last
    parts.append(escape(text[begin:end]))
    return Markup("".join(parts))  # noqa: S704 - escaped


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
