"""The directory, the page of one organization, and the pages of the wards."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import render_template, request
from flask_login import current_user
from markupsafe import Markup

from hub.core import generations
from hub.core.db import db
from hub.core.errors import NotFound
from hub.core.paging import Page, page_number
from hub.core.slots import kept
from hub.organizations import facets, policy, queries
from hub.organizations.models import (
    Organization,
    OrganizationKind,
    Relation,
    Strength,
    StrengthKind,
)
from hub.organizations.routes.blueprint import bp
from hub.taxonomies import queries as taxonomies
from hub.taxonomies.models import Scheme, Term

PAGE = 50  # a network is read as a whole where it can be
VISITS_SHOWN = 5
generations.watch("directory", Organization, Relation, Strength, Term)


@bp.get("/organizations")
def index():
    wanted = tuple((name, tuple(request.args.getlist(name))) for name in facets.READERS)
    return render_template("organizations/index.html", listed=_listed(wanted, page_number()))


@dataclass(frozen=True, kw_only=True)
class _Listed:
    """A page of the directory, which is the same for everybody."""

    rows: Markup
    page: Page  # without what is on it
    facets: Sequence[facets.Facet]
    totals: Mapping[OrganizationKind, int]


@kept("directory", most=64)
def _listed(wanted: Iterable[tuple[str, Sequence[str]]], number: int) -> _Listed:
    everything = queries.directory()
    found, choices = facets.narrow(
        everything, dict(wanted), taxonomies.terms(Scheme.WARD), taxonomies.terms(Scheme.THEME)
    )
    found.sort(key=lambda organization: list(OrganizationKind).index(organization.kind))
    page = _page(found, number)
    rows = render_template(
        "organizations/_list.html",
        groups=_by_kind(page.items),
        relations=queries.relations_of_offices(),
        found_of_kind=_counted(found),
    )
    return _Listed(
        rows=Markup(rows),  # noqa: S704 (a template's output)
        page=replace(page, items=()),
        facets=choices,
        totals=_counted(everything),
    )


@bp.get("/organizations/<int:organization_id>")
def show(organization_id: int):
    organization = queries.get_for_page(organization_id)
    visits = queries.visits_about(current_user, organization)
    helpers, relying = queries.matches(current_user, organization)
    return render_template(
        "organizations/show.html",
        organization=organization,
        offices=queries.offices_of(organization),
        overseen=queries.organizations_of(organization) if organization.is_government else [],
        strengths=organization.strengths_of(StrengthKind.STRENGTH),
        reliances=organization.strengths_of(StrengthKind.RELIANCE),
        helpers=helpers,
        relying=relying,
        visits=db.session.scalars(visits.limit(VISITS_SHOWN + 1)).all(),
        visits_shown=VISITS_SHOWN,
    )


@bp.get("/wards")
def wards():
    return render_template("organizations/wards.html", wards=_overview())


@bp.get("/wards/<code>")
def ward(code: str):
    term = taxonomies.term(Scheme.WARD, code)
    if term is None:
        raise NotFound
    return render_template(
        "organizations/ward.html",
        ward=term,
        located=Markup(_located(term.id)),  # noqa: S704 (templates' output)
        beside=Markup(_all_wards(term.id)),  # noqa: S704
    )


@kept("directory")
def _located(ward_id: int) -> str:
    term = db.session.get_one(Term, ward_id)
    located = queries.of_ward(term)
    return render_template(
        "organizations/_located.html",
        ward=term,
        relations=queries.relations_of_offices(*located) if located else {},
        centers=[o for o in located if policy.is_visited(o)],
        offices=[o for o in located if o.kind is OrganizationKind.WARD_OFFICE],
        others=[
            o
            for o in located
            if not policy.is_visited(o) and o.kind is not OrganizationKind.WARD_OFFICE
        ],
    )


@kept("directory")
def _all_wards(ward_id: int) -> str:
    ward = db.session.get_one(Term, ward_id)
    return render_template("organizations/_all_wards.html", ward=ward, wards=_overview())


def _overview() -> list[tuple[Term, list[Organization], int]]:
    """(ward, its SDCs, number of organizations located there) of each ward with an area."""
    everything = queries.organizations()
    rows = []
    for term in taxonomies.real_wards():
        located = [o for o in everything if o.ward_id == term.id]
        rows.append((term, [o for o in located if policy.is_visited(o)], len(located)))
    return rows


def _by_kind(organizations) -> dict[OrganizationKind, list[Organization]]:
    groups = {kind: [o for o in organizations if o.kind is kind] for kind in OrganizationKind}
    return {kind: items for kind, items in groups.items() if items}


def _counted(organizations) -> dict[OrganizationKind, int]:
    return {kind: len(items) for kind, items in _by_kind(organizations).items()}


def _page(found: list[Organization], number: int) -> Page:
    number = min(number, max(1, -(-len(found) // PAGE)))
    items = found[(number - 1) * PAGE : number * PAGE]
    return Page(items=items, number=number, total=len(found), size=PAGE)
