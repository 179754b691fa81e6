"""Finding and reading menus. What is 一般公開 needs no sign-in."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required
from markupsafe import Markup

from hub.accounts.models import Circle
from hub.attachments import queries as attachments
from hub.audit import revisions
from hub.core.db import db
from hub.core.errors import authorize
from hub.core.export import csv_file, xlsx
from hub.core.paging import Page, page_number, paginate
from hub.core.slots import kept
from hub.menus import exports, listing, own_menus, policy, queries
from hub.menus.content import LABELS, months, readable
from hub.menus.models import Menu, MenuState
from hub.menus.routes.blueprint import bp
from hub.menus.selection import Selection, Sort, read_selection
from hub.organizations import queries as organizations
from hub.taxonomies import queries as taxonomies
from hub.taxonomies.models import Scheme

COMPARED = 4  # side by side
REVISIONS_A_PAGE = 10


@bp.get("/menus")
def index():
    selection, unknown = read_selection(request.args)
    listed = listing.Listing(current_user, selection)
    page = listed.page(page_number())
    return render_template(
        "menus/index.html",
        page=page,
        rows=Markup(_rows(tuple(page.items))),  # noqa: S704 (a template's output)
        facets=listed.facets(),
        selection=selection,
        unknown=unknown,
        chips=_chips(selection),
        sorts=list(Sort),
        can_create=policy.can_create(current_user),
    )


@kept("menus", most=64)
def _rows(ids: Sequence[int]) -> str:
    """For whoever may read these."""
    return render_template("menus/_rows.html", menus=queries.by_ids(ids))


@bp.get("/menus/export.<any(xlsx, csv):ending>")
def export(ending: str):
    """What the list shows, all of its pages."""
    selection, _unknown = read_selection(request.args)
    menus = db.session.scalars(listing.found(current_user, selection)).all()
    write = xlsx if ending == "xlsx" else csv_file
    header, rows = exports.table(menus, lambda menu: _address(menu.id))
    return write(_("支援メニュー"), header, rows)


@bp.get("/menus/<int:menu_id>")
def show(menu_id: int):
    menu, edition = queries.get_for_page(current_user, menu_id)
    can_edit = policy.can_edit(current_user, menu)
    asked = {partner.organization_id for partner in menu.partners if not partner.declined_at}
    return render_template(
        "menus/show.html",
        menu=menu,
        near=Markup(_near(Circle.of(current_user), menu.id)),  # noqa: S704 (a template's output)
        files=attachments.of("menu", menu.id),
        months=months,
        edition=edition,
        can_edit=can_edit,
        invitation=_invitation(menu),
        possible_partners=[
            o
            for o in (organizations.organizations() if can_edit else [])
            if o.id != menu.provider_id and o.id not in asked
        ],
    )


@kept("menus")
def _near(circle: Circle, menu_id: int) -> str:
    menu = db.session.get_one(Menu, menu_id)
    return render_template("menus/_near.html", near=queries.near(circle, menu))


@bp.get("/menus/<int:menu_id>/history")
@login_required
def history(menu_id: int):
    menu = queries.get_menu(current_user, menu_id)
    authorize(policy.can_see_history(current_user, menu))
    page = _revision_page(revisions.of(menu))
    return render_template("menus/history.html", menu=menu, page=page)


@bp.get("/menus/mine")
@login_required
def mine():
    view = own_menus.read_view(request.args.get("show", ""))
    return render_template(
        "menus/mine.html",
        page=paginate(own_menus.menus(current_user, view), number=page_number()),
        view=view,
        views=own_menus.counts(current_user),
        invitations=queries.invitations_for(current_user),
        can_create=policy.can_create(current_user),
        writes=bool(current_user.editing_ids),
        states=MenuState,
    )


@bp.get("/menus/compare")
def compare():
    ids = [int(text) for text in request.args.getlist("id")[:50] if _is_id(text)]
    ids = list(dict.fromkeys(ids))
    return render_template(
        "menus/compare.html",
        menus=queries.some(current_user, ids[:COMPARED]),
        left_out=max(0, len(ids) - COMPARED),
        months=months,
    )


def _chips(selection: Selection) -> list[tuple[Any, str]]:
    """The words in force, each with the address of the list without it."""
    chips: list[tuple[Any, Selection]] = []
    for facet, codes in selection.chosen.items():
        words = listing.labels(facet)
        chips += [(words[code], selection.without(facet, code)) for code in codes]
    if selection.need and (need := taxonomies.term(Scheme.NEED, selection.need)):
        chips.append((_("必要なもの：%(need)s", need=need.label), selection.without_need()))
    if selection.is_stale:
        chips.append((_("見直し待ち"), selection.without_stale()))
    if selection.text:
        chips.append((_("「%(text)s」を含む", text=selection.text), selection.without_text()))
    return [(word, url_for(".index", **rest.arguments())) for word, rest in chips]


def _invitation(menu):
    """The request that the viewer may answer, or the consent that they may take back."""
    return next((p for p in menu.partners if policy.can_answer(current_user, p)), None)


def _revision_page(found) -> Page:
    """Each revision beside the one before it: (revision, [(label, before, after)])."""
    number = min(page_number(), max(1, -(-len(found) // REVISIONS_A_PAGE)))
    start = (number - 1) * REVISIONS_A_PAGE
    items = []
    for place in range(start, min(start + REVISIONS_A_PAGE, len(found))):
        before = found[place + 1].content if place + 1 < len(found) else {}
        items.append((found[place], list(_changes(before, found[place].content))))
    return Page(items=items, number=number, total=len(found), size=REVISIONS_A_PAGE)


def _changes(before: dict[str, str], after: dict[str, str]):
    for name, label in LABELS.items():
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            yield label, readable(name, old), readable(name, new)


def _address(menu_id: int) -> str:
    return url_for(".show", menu_id=menu_id, _external=True)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
