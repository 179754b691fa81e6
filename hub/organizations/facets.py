"""Narrowing the directory down by kind, ward and theme; every choice is in the address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from hub.organizations.models import Organization, OrganizationKind, StrengthKind
from hub.taxonomies.models import Term

# Values of an organization for a facet.
Values = Callable[[Organization], set[str]]


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    count: int  # what choosing it gives, with the other facets in force
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    choices: Sequence[Choice]

    @property
    def chosen(self) -> list[str]:
        return [choice.value for choice in self.choices if choice.is_chosen]


def _kind(organization: Organization) -> set[str]:
    return {organization.kind.value}


def _ward(organization: Organization) -> set[str]:
    return {organization.ward.code} if organization.ward else set()


def _themes(organization: Organization) -> set[str]:
    return {s.theme.code for s in organization.strengths_of(StrengthKind.STRENGTH)}


READERS: dict[str, Values] = {"kind": _kind, "ward": _ward, "theme": _themes}


def narrow(
    everything: Sequence[Organization],
    wanted: Mapping[str, Sequence[str]],
    wards: Sequence[Term],
    themes: Sequence[Term],
) -> tuple[list[Organization], list[Facet]]:
    """What fits all facets (any of the values within one), and the facets with their counts.

    A value that is not known narrows nothing: an old address still opens.
    """
    labels = _labels(wards, themes)
    chosen = {name: [v for v in wanted.get(name, ()) if v in labels[name]] for name in READERS}
    found = [o for o in everything if _fits(o, chosen)]
    return found, [_facet(name, everything, chosen, labels[name]) for name in READERS]


def _fits(organization: Organization, chosen: Mapping[str, Sequence[str]]) -> bool:
    return all(
        not values or READERS[name](organization) & set(values) for name, values in chosen.items()
    )


def _facet(
    name: str,
    everything: Sequence[Organization],
    chosen: Mapping[str, Sequence[str]],
    labels: Mapping[str, str],
) -> Facet:
    others = {other: values for other, values in chosen.items() if other != name}
    left = [READERS[name](o) for o in everything if _fits(o, others)]
    choices = [
        Choice(value, label, sum(value in values for values in left), value in chosen[name])
        for value, label in labels.items()
    ]
    title = {"kind": _("種別"), "ward": _("区"), "theme": _("得意分野")}[name]
    return Facet(name, title, [c for c in choices if c.count or c.is_chosen])


def _labels(wards: Sequence[Term], themes: Sequence[Term]) -> dict[str, dict[str, str]]:
    return {
        "kind": {kind.value: str(kind.label) for kind in OrganizationKind},
        "ward": {ward.code: ward.label for ward in wards},
        "theme": {theme.code: theme.label for theme in themes},
    }
