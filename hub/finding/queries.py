"""The search as a viewer sees it: hits, counts and texts of what they may read today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import select

from hub.accounts.models import Viewer
from hub.attachments import extraction_queries
from hub.core import calendar, generations
from hub.core.db import db
from hub.finding import kinds, shown, thesaurus
from hub.meetings.models import Series
from hub.meetings.queries import series_ids_of
from hub.organizations.models import Organization
from hub.search import queries
from hub.search.documents import NETWORK, PUBLIC, organization_reader, series_reader
from hub.search.queries import Highlighter, Hit, Recent, Request, Results
from hub.taxonomies.models import Scheme

SCHEMES = {
    "type": Scheme.TYPE,
    "theme": Scheme.THEME,
    "ward": Scheme.WARD,
    "target": Scheme.TARGET,
    "phase": Scheme.PHASE,
}
generations.watch("organizations", Organization)
generations.watch("series", Series)


@dataclass(frozen=True)
class Item:
    """A result as it is shown. ``row`` is the menu, meeting, ... itself."""

    kind: str
    row: Any
    title: Markup
    snippet: Markup
    day: date | None
    parent: str | None  # kind:id
    place: str = ""  # where in a file: 3ページ
    lines: Sequence[str] = ()  # of other tables: its wards, what happened to it

    @property
    def label(self) -> Any:
        return kinds.KINDS[self.kind].label

    @property
    def name(self) -> Any:
        """What it is called above its title."""
        if self.kind == "agenda_item":
            return _("議題%(number)s", number=self.row.position)
        return self.label

    @property
    def url(self) -> str:
        return kinds.KINDS[self.kind].url(self.row)


@dataclass(frozen=True)
class Place:
    """One place in the list: an item alone, or ``head`` with the items found within it."""

    head: Item | None
    items: Sequence[Item]
    matches: int = 1  # the head counts where it was found itself


@dataclass(frozen=True)
class Found:
    results: Results
    places: Sequence[Place]

    @property
    def items(self) -> list[Item]:
        return [item for place in self.places for item in place.items]


@dataclass(frozen=True)
class Choice:
    """One value of a facet with the number of results that have it."""

    value: str
    label: str
    count: int
    is_chosen: bool


class Asking:
    """One viewer in one request: what several searches and suggestions of it share is read once."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.words = thesaurus.current()

    @cached_property
    def readers(self) -> frozenset[str]:
        return readers_of(self.viewer)

    @cached_property
    def waiting(self) -> Recent:
        return queries.waiting_rows()


def readers_of(viewer: Viewer) -> frozenset[str]:
    """The groups of readers the viewer belongs to today; asked anew for each search."""
    if not viewer.in_network:
        return frozenset({PUBLIC})
    series = _every_series() if viewer.coordinates else series_ids_of(viewer)
    return frozenset(
        {PUBLIC, NETWORK}
        | {organization_reader(number) for number in viewer.organization_ids}
        | {series_reader(number) for number in series}
    )


def find(asking: Asking, request: Request) -> Found:
    """One result after the other."""
    return _checked(asking, request, queries.find)


def find_grouped(asking: Asking, request: Request) -> Found:
    """The results of one meeting under the meeting."""
    return _checked(asking, request, queries.find_grouped)


def choices(results: Results, chosen: Mapping[str, Sequence[str]]) -> dict[str, list[Choice]]:
    """The values of each facet with their words, most frequent first, chosen ones always."""
    words = _words(results, chosen)
    listed: dict[str, list[Choice]] = {}
    for name, counts in results.facets.items():
        selected = set(chosen.get(name, ()))
        order = {value: place for place, value in enumerate(words[name])}
        values = sorted(
            {*counts, *selected} & order.keys(), key=lambda v: (-counts.get(v, 0), order[v])
        )
        listed[name] = [
            Choice(value, words[name][value], counts.get(value, 0), value in selected)
            for value in values
        ]
    if "year" in listed:
        listed["year"].sort(key=lambda choice: choice.value, reverse=True)
    return listed


def _checked(asking: Asking, request: Request, search: Any) -> Found:
    """Search, and leave out what the index does not know yet to be no longer readable."""
    viewer = asking.viewer
    if request.thesaurus is None:
        request = replace(request, thesaurus=asking.words.thesaurus)
    withheld: set[str] = set()
    while True:
        wanted = replace(request, withheld=frozenset(withheld))
        results = search(asking.readers, wanted, asking.waiting)
        rows = shown.rows(_keys(results))
        denied = {hit.source for hit in results.hits if not _may_see(viewer, rows, hit)}
        if denied <= withheld:
            return _shown(viewer, results, rows)
        withheld |= denied


def _may_see(viewer: Viewer, rows: Mapping[str, Any], hit: Hit) -> bool:
    return hit.key in rows and kinds.may_view(viewer, rows[hit.key])


def _keys(results: Results) -> set[str]:
    """With what files belong to, as the rules ask that."""
    heads = {group.head for group in results.groups if group.head}
    owners = {hit.parent for hit in results.hits if hit.kind == "attachment" and hit.parent}
    return {hit.key for hit in results.hits} | heads | owners


def _shown(viewer: Viewer, results: Results, rows: Mapping[str, Any]) -> Found:
    highlighter = Highlighter(results.plan)
    in_files = _in_files(results)
    lines = shown.lines(rows)
    places = []
    for group in results.groups:
        items = [
            _item(viewer, highlighter, hit, rows[hit.key], lines.get(hit.key, ()), in_files)
            for hit in group.hits
        ]
        head = rows.get(group.head) if group.head else None
        if group.head is None or head is None or not kinds.may_view(viewer, head):
            places += [Place(None, [item]) for item in items]
        else:
            own = [item for item in items if item.row is not head]
            places.append(Place(_head(highlighter, group.head, head, lines), own, len(items)))
    return Found(results, places)


def _in_files(results: Results) -> dict[str, extraction_queries.Place]:
    """By key of the hit: the page or sheet of a file on which it is."""
    files = [hit.id for hit in results.hits if hit.kind == "attachment"]
    words = [*results.plan.words, *results.plan.also]
    sought = [extraction_queries.Sought(word.text, word.terms) for word in words]
    found = extraction_queries.places(files, sought)
    return {f"attachment:{number}": place for number, place in found.items()}


def _item(
    viewer: Viewer, highlighter: Highlighter, hit: Hit, row: Any, lines: Sequence[str],
    in_files: Mapping[str, extraction_queries.Place],
) -> Item:  # fmt: skip
    kind = kinds.KINDS[hit.kind]
    place = in_files.get(hit.key)
    texts = [place.text] if place else [*kind.texts(row), *lines]
    return Item(
        kind=hit.kind,
        row=row,
        title=highlighter.mark(kind.title(row)),
        snippet=highlighter.best_snippet(texts),
        day=hit.day,
        parent=hit.parent if kind.may_tell_parent(viewer, row) else None,
        place=place.name if place else "",
        lines=lines,
    )


def _head(highlighter: Highlighter, key: str, row: Any, lines: Mapping[str, Sequence[str]]) -> Item:
    name = key.partition(":")[0]
    return Item(
        kind=name,
        row=row,
        title=highlighter.mark(kinds.KINDS[name].title(row)),
        snippet=Markup(""),
        day=None,
        parent=None,
        lines=lines.get(key, ()),
    )


def _words(results: Results, chosen: Mapping[str, Sequence[str]]) -> dict[str, dict[str, str]]:
    labels = thesaurus.labels()
    words = {name: dict(labels[scheme]) for name, scheme in SCHEMES.items()}
    asked = {*results.facets.get("organization", {}), *chosen.get("organization", ())}
    words["organization"] = {value: name for value, name in _organizations() if value in asked}
    years = {*results.facets.get("year", {}), *chosen.get("year", ())}
    words["year"] = {
        year: calendar.fiscal_year_label(int(year))
        for year in sorted(years, reverse=True)
        if year.isdecimal() and 1900 < int(year) < 2200
    }
    return words


def _read_organizations() -> list[tuple[str, str]]:
    ordered = select(Organization.id, Organization.short_name).order_by(
        Organization.position, Organization.id
    )
    return [(str(number), name) for number, name in db.session.execute(ordered)]


def _read_series() -> frozenset[int]:
    return frozenset(db.session.scalars(select(Series.id)))


_organizations = generations.Kept("organizations", _read_organizations)
_every_series = generations.Kept("series", _read_series)
