"""The search as a viewer sees it: hits, counts and texts of what they may read today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from markupsafe import Markup
from sqlalchemy import select

from hub.accounts.models import Viewer
from hub.attachments import extraction_queries
from hub.core import calendar
from hub.core.db import db
from hub.finding import kinds, thesaurus
from hub.meetings.models import Series
from hub.meetings.queries import series_ids_of
from hub.organizations.models import Organization
from hub.search import queries
from hub.search.documents import NETWORK, PUBLIC, organization_reader, series_reader
from hub.search.queries import Highlighter, Hit, Request, Results
from hub.taxonomies.models import Scheme

SCHEMES = {
    "type": Scheme.TYPE,
    "theme": Scheme.THEME,
    "ward": Scheme.WARD,
    "target": Scheme.TARGET,
    "phase": Scheme.PHASE,
}


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

    @property
    def label(self) -> Any:
        return kinds.KINDS[self.kind].label

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


def readers_of(viewer: Viewer) -> frozenset[str]:
    """The groups of readers the viewer belongs to today; asked anew for each search."""
    if not viewer.in_network:
        return frozenset({PUBLIC})
    series = db.session.scalars(select(Series.id)) if viewer.coordinates else series_ids_of(viewer)
    return frozenset(
        {PUBLIC, NETWORK}
        | {organization_reader(number) for number in viewer.organization_ids}
        | {series_reader(number) for number in series}
    )


def find(viewer: Viewer, request: Request) -> Found:
    """One result after the other."""
    return _checked(viewer, request, queries.find)


def find_grouped(viewer: Viewer, request: Request) -> Found:
    """The results of one meeting under the meeting."""
    return _checked(viewer, request, queries.find_grouped)


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


def _checked(viewer: Viewer, request: Request, search: Any) -> Found:
    """Search, and leave out what the index does not know yet to be no longer readable."""
    words = thesaurus.current()
    if request.thesaurus is None:
        request = replace(request, thesaurus=words.thesaurus)
    withheld: set[str] = set()
    readers = readers_of(viewer)
    while True:
        results = search(readers, replace(request, withheld=frozenset(withheld)))
        rows = kinds.load(_keys(results))
        denied = {hit.source for hit in results.hits if not _may_see(viewer, rows, hit)}
        if denied <= withheld:
            return _shown(viewer, results, rows)
        withheld |= denied


def _may_see(viewer: Viewer, rows: Mapping[str, Any], hit: Hit) -> bool:
    return hit.key in rows and kinds.may_view(viewer, rows[hit.key])


def _keys(results: Results) -> set[str]:
    return {hit.key for hit in results.hits} | {g.head for g in results.groups if g.head}


def _shown(viewer: Viewer, results: Results, rows: Mapping[str, Any]) -> Found:
    highlighter = Highlighter(results.plan)
    in_files = _in_files(results)
    places = []
    for group in results.groups:
        items = [
            _item(viewer, highlighter, hit.key, rows[hit.key], in_files.get(hit.key))
            for hit in group.hits
        ]
        head = rows.get(group.head) if group.head else None
        if group.head is None or head is None or not kinds.may_view(viewer, head):
            places += [Place(None, [item]) for item in items]
        else:
            shown = _item(viewer, highlighter, group.head, head)
            own = [item for item in items if item.row is not head]
            places.append(Place(shown, own, len(items)))
    return Found(results, places)


def _in_files(results: Results) -> dict[str, extraction_queries.Place]:
    """By key of the hit: the page or sheet of a file on which it is."""
    files = [hit.id for hit in results.hits if hit.kind == "attachment"]
    words = [*results.plan.words, *results.plan.also]
    sought = [extraction_queries.Sought(word.text, word.terms) for word in words]
    found = extraction_queries.places(files, sought)
    return {f"attachment:{number}": place for number, place in found.items()}


def _item(
    viewer: Viewer, highlighter: Highlighter, key: str, row: Any,
    place: extraction_queries.Place | None = None,
) -> Item:  # fmt: skip
    name = key.partition(":")[0]
    kind = kinds.KINDS[name]
    document = row.search_summary()
    title = row.name if name == "organization" else document.title
    texts = [place.text] if place else kind.texts(row)
    return Item(
        kind=name,
        row=row,
        title=highlighter.mark(title),
        snippet=highlighter.best_snippet(texts),
        day=document.day,
        parent=document.parent if kind.may_tell_parent(viewer, row) else None,
        place=place.name if place else "",
    )


def _words(results: Results, chosen: Mapping[str, Sequence[str]]) -> dict[str, dict[str, str]]:
    labels = thesaurus.labels()
    words = {name: dict(labels[scheme]) for name, scheme in SCHEMES.items()}
    asked = {*results.facets.get("organization", {}), *chosen.get("organization", ())}
    ids = [int(number) for number in asked if number.isdecimal() and len(number) < 10]
    named = db.session.execute(
        select(Organization.id, Organization.short_name)
        .where(Organization.id.in_(ids))
        .order_by(Organization.position, Organization.id)
    )
    words["organization"] = {str(number): name for number, name in named}
    years = {*results.facets.get("year", {}), *chosen.get("year", ())}
    words["year"] = {
        year: calendar.fiscal_year_label(int(year))
        for year in sorted(years, reverse=True)
        if year.isdecimal() and 1900 < int(year) < 2200
    }
    return words
