"""How much each two organizations do together, for one circle of readers, from the shelves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations, groupby

from flask_babel import gettext as _
from sqlalchemy import select

from hub.core import calendar, generations
from hub.core.db import db
from hub.organizations.models import GOVERNMENT, Organization, OrganizationKind
from hub.pictures.ledger import Circle, Shelf, actions, ideas, meetings, menus, seen
from hub.pictures.ledger.measures import RECENT
from hub.pictures.together.selection import MOST, Kind, Of, Selection, Since
from hub.taxonomies.models import Scheme, Term


@dataclass(frozen=True)
class Place:
    """An organization with its part of the city."""

    id: int
    name: str
    area: str
    is_government: bool
    order: tuple[int, int]  # of the area from north to south, of the network


@dataclass(frozen=True)
class Tie:
    """Two organizations (their numbers in the picture) and how many things they share."""

    first: int
    second: int
    number: int


class Together:
    """``places`` are the organizations of the picture, by area; ``left_out`` are not in it."""

    def __init__(self, circle: Circle, chosen: Selection) -> None:
        self._sets = [_shared(kind, circle, chosen.since) for kind in chosen.kind.single]
        every = [place for place in _places(calendar.today()) if _is_in(place, chosen)]
        shown = sorted(every, key=lambda place: self._rank(place, chosen.organization))[:MOST]
        self.places = sorted(shown, key=lambda place: place.order)
        self.left_out = len(every) - len(shown)

    @cached_property
    def ties(self) -> list[Tie]:
        """Those that there are, the strongest first."""
        found = [
            Tie(first, second, number)
            for (first, one), (second, other) in combinations(enumerate(self.places), 2)
            if (number := self.between(one.id, other.id))
        ]
        return sorted(found, key=lambda tie: (-tie.number, tie.first, tie.second))

    @cached_property
    def of_pair(self) -> dict[tuple[int, int], int]:
        """Number by the two numbers, from either side."""
        pairs = {(tie.first, tie.second): tie.number for tie in self.ties}
        return pairs | {(second, first): number for (first, second), number in pairs.items()}

    def between(self, one: int, other: int) -> int:
        return sum(
            (shelf.involved[one] & shelf.involved[other] & readable).bit_count()
            for shelf, readable in self._sets
        )

    def partners(self, number: int) -> list[tuple[Place, int]]:
        """Whom it works with, most first."""
        found = [
            (place, self.of_pair[number, other])
            for other, place in enumerate(self.places)
            if (number, other) in self.of_pair
        ]
        return sorted(found, key=lambda pair: -pair[1])

    def strangers(self, number: int) -> list[Place]:
        """Whom it does not work with yet."""
        others = enumerate(self.places)
        return [p for n, p in others if n != number and (number, n) not in self.of_pair]

    @property
    def areas(self) -> list[tuple[str, int]]:
        """Each part of the city with how many organizations, in their order."""
        return [(area, len(list(some))) for area, some in groupby(p.area for p in self.places)]

    def _rank(self, place: Place, middle: int | None) -> tuple[int, int]:
        """Who has the most in common comes first: with all others, or with one of them."""
        if middle is None:
            number = sum((s.involved[place.id] & bits).bit_count() for s, bits in self._sets)
        else:
            number = self.between(place.id, middle)
        return 0 if place.id == middle else 1, -number


def _is_in(place: Place, chosen: Selection) -> bool:
    return chosen.of is Of.ALL or not place.is_government or place.id == chosen.organization


def _shared(kind: Kind, circle: Circle, since: Since) -> tuple[Shelf, int]:
    """The things of a kind that are read, and that several may be in."""
    read = seen(circle)
    shelf, readable = {
        Kind.ACTIONS: (actions, read.actions),
        Kind.MENUS: (menus, read.menus),
        Kind.MEETINGS: (meetings, read.meetings),
        Kind.IDEAS: (ideas, read.ideas),
    }[kind]
    found = shelf()
    return found, readable & found.marks[RECENT] if since is Since.YEAR else readable


def _read_places(today: date) -> Sequence[Place]:
    """Those that there are today."""
    areas = _areas()
    rows = db.session.execute(
        select(Organization, Term).outerjoin(Organization.ward).order_by(Organization.position)
    )
    return [
        Place(
            organization.id, organization.short_name, _area(organization, ward),
            organization.kind in GOVERNMENT, (areas.get(_area(organization, ward), -1), number),
        )
        for number, (organization, ward) in enumerate(rows)
        if organization.is_valid
    ]  # fmt: skip


def _area(organization: Organization, ward: Term | None) -> str:
    if ward is not None:
        return ward.note or ward.label
    return _("市の所管課") if organization.kind is OrganizationKind.DEPARTMENT else _("市全域")


def _areas() -> dict[str, int]:
    """From north to south: the taxonomy begins in the south. 所管課 come last."""
    wards = db.session.scalars(
        select(Term).where(Term.scheme == Scheme.WARD).order_by(Term.position.desc(), Term.id)
    )
    names = dict.fromkeys([ward.note or ward.label for ward in wards])
    order = {name: place for place, name in enumerate(names)}
    return {_("市全域"): -1, **order, _("市の所管課"): len(order)}


_places = generations.Kept("menus", _read_places)
