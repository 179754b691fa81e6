"""The thesaurus of the field: a file of defaults, what coordinators changed, and the taxonomies.

The file serves every city from the first start, without loading. A row of ``thesaurus_entries``
takes the place of the default with its key. The words of the taxonomies themselves are known
without being entered anywhere.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from flask import current_app
from sqlalchemy import select

from hub.core import generations
from hub.core.db import db
from hub.finding.models import EntryKind, ThesaurusEntry
from hub.search.thesaurus import Entry, Facet, Thesaurus
from hub.taxonomies.models import CITYWIDE, ONLINE, Scheme, Term

FILE = Path(__file__).parent / "thesaurus.yaml"
WEIGHTS = {Scheme.TYPE: 1.0, Scheme.TARGET: 0.7, Scheme.THEME: 0.7, Scheme.WARD: 1.0,
           Scheme.PHASE: 0.5}  # fmt: skip
ELSEWHERE = {CITYWIDE: 0.4, ONLINE: 0.3}  # what is for the whole city is for each ward too
MENUS_FIRST = Facet("kind", "menu", 0.5, is_lifting=True)
WISHED = Facet("kind", "menu", 1.0, is_lifting=True)  # for whoever says that they want something
OTHERWISE = "consult"  # the group that is asked where nothing of a wish is known
LONGEST_WORD = 40
NAMED = {Scheme.TYPE, Scheme.TARGET, Scheme.THEME, Scheme.WARD}  # in words of their own
SUBJECT = "thesaurus"
_ASIDE = re.compile(r"（[^）]*）|\([^)]*\)")
_PARTS = re.compile(r"[・、/\s]+")
_AREA = re.compile(r"(..+)[区市町村]")
generations.watch(SUBJECT, ThesaurusEntry, Term)


class TermRow(NamedTuple):
    scheme: Scheme
    code: str
    label: str
    is_hidden: bool


@dataclass(frozen=True)
class Group:
    """One entry as it is edited, whether it comes from the file or from the table."""

    key: str | None
    kind: EntryKind
    words: tuple[str, ...]
    also: tuple[str, ...] = ()
    prefer: tuple[str, ...] = ()
    row: ThesaurusEntry | None = None

    @property
    def name(self) -> str:
        """In addresses."""
        return self.key or (f"own-{self.row.id}" if self.row else "")

    @property
    def preferred(self) -> list[tuple[str, str]]:
        """(scheme, code) of what it puts first."""
        return [(scheme, code) for scheme, _colon, code in (p.partition(":") for p in self.prefer)]


@cache
def defaults() -> dict[str, Group]:
    read: dict[str, dict[str, list[str]]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {
        key: Group(
            key,
            EntryKind.SAME if "same" in said else EntryKind.SAID,
            tuple(str(word) for word in said.get("same", said.get("said", ()))),
            tuple(str(word) for word in said.get("also", ())),
            tuple(said.get("prefer", ())),
        )
        for key, said in read.items()
    }


def groups() -> list[Group]:
    """All that are in force: own ones first, then the defaults in the order of the file."""
    changed = {row.key: row for row in _rows() if row.key}
    own = [_group(row) for row in _rows() if row.key not in defaults() and not row.is_removed]
    kept = [
        _group(changed[key]) if key in changed else group
        for key, group in defaults().items()
        if key not in changed or not changed[key].is_removed
    ]
    return own + kept


def removed() -> list[Group]:
    """Defaults that are not in force."""
    return [_group(row) for row in _rows() if row.is_removed and row.key in defaults()]


def get(name: str) -> Group | None:
    return next((group for group in groups() if group.name == name), None)


@dataclass(frozen=True)
class Words:
    """The words of the field at one moment; those of the taxonomies by scheme and code."""

    state: tuple[Any, ...]
    thesaurus: Thesaurus
    labels: Mapping[str, Mapping[str, str]]


def current() -> Words:
    """As it is now; built anew only when rows or taxonomies changed, by whichever process."""
    token = generations.token(SUBJECT)
    kept: Words | None = current_app.extensions.get("hub_words")
    if token is not None and kept is not None and kept.state == (token,):
        return kept
    terms = _terms()
    state = (token,) if token is not None else tuple(terms)
    if kept is None or kept.state != state:
        kept = Words(state, build(groups(), terms), _labels(terms))
        current_app.extensions["hub_words"] = kept
    return kept


def labels() -> Mapping[str, Mapping[str, str]]:
    """Of the taxonomies, as ``current`` read them last: a request asks for it first."""
    kept: Words | None = current_app.extensions.get("hub_words")
    return (kept or current()).labels


def _terms() -> list[TermRow]:
    """The words of all taxonomies in their order, in one query."""
    query = select(Term.scheme, Term.code, Term.label, Term.is_hidden)
    return [TermRow(*row) for row in db.session.execute(query.order_by(Term.position, Term.id))]


def build(given: Iterable[Group], terms: Sequence[TermRow] | None = None) -> Thesaurus:
    """``terms``: what of the taxonomies there is; None takes every code for known."""
    known = None if terms is None else {f"{term.scheme}:{term.code}" for term in terms}
    entries: list[Entry] = []
    otherwise: Entry | None = None
    for group in given:
        prefer = group.prefer if known is None else [p for p in group.prefer if p in known]
        is_mutual = group.kind is EntryKind.SAME
        entries.append(Entry(group.words, group.also, _facets(prefer), is_mutual))
        if group.key == OTHERWISE:
            otherwise = entries[-1]
    return Thesaurus([*entries, *_of_taxonomies(terms or ())], wished=[WISHED], otherwise=otherwise)


def default_thesaurus() -> Thesaurus:
    """What a hub without any data of its own knows."""
    return build(defaults().values())


def _of_taxonomies(terms: Sequence[TermRow]) -> Iterable[Entry]:
    for term in terms:
        if term.scheme not in NAMED or term.is_hidden or term.code in ELSEWHERE:
            continue
        label = _ASIDE.sub("", term.label)
        words = [word for word in [label, *_PARTS.split(label)] if len(word) > 1]
        if term.scheme is Scheme.WARD and (area := _AREA.fullmatch(term.label)):
            words.append(area[1])
        yield Entry(tuple(dict.fromkeys(words)), facets=_facets([f"{term.scheme}:{term.code}"]))


def _facets(prefer: Iterable[str]) -> tuple[Facet, ...]:
    facets: list[Facet] = []
    for name, _colon, code in (value.partition(":") for value in prefer):
        facets.append(Facet(name, code, WEIGHTS[Scheme(name)]))
        if name == Scheme.WARD and code not in ELSEWHERE:
            facets += [Facet(name, other, weight) for other, weight in ELSEWHERE.items()]
        if name == Scheme.TYPE:
            facets.append(MENUS_FIRST)
    return tuple(dict.fromkeys(facets))


def _rows() -> Sequence[ThesaurusEntry]:
    return db.session.scalars(select(ThesaurusEntry).order_by(ThesaurusEntry.id)).all()


def _group(row: ThesaurusEntry) -> Group:
    return Group(row.key, row.kind, tuple(row.words), tuple(row.also), tuple(row.prefer), row)


def _labels(terms: Sequence[TermRow]) -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {scheme: {} for scheme in Scheme}
    for term in terms:
        found[term.scheme][term.code] = term.label
    return found
