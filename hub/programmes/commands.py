"""Changes to programmes. Each authorizes, changes, records; none commits."""

from collections.abc import Collection
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from hub.accounts.models import User
from hub.audit.log import changed, record
from hub.core.db import db, lock_version
from hub.core.errors import Invalid, authorize
from hub.menus.models import Menu
from hub.menus.queries import visible_to as visible_menus
from hub.organizations.models import Organization
from hub.programmes import policy, queries
from hub.programmes.entries import ProgrammeEntry, is_taken
from hub.programmes.models import Programme


def create_programme(actor: User, organization: Organization, entry: ProgrammeEntry) -> Programme:
    """Behind the others of the organization.

    Raises:
        Invalid: the organization has one of this name.
    """
    authorize(policy.can_create_for(actor, organization.id))
    refuse_taken_name(organization.id, entry.name)
    last = select(func.max(Programme.position)).where(
        Programme.organization_id == organization.id
    )  # fmt: skip
    programme = Programme(
        organization=organization, position=(db.session.scalar(last) or 0) + 1, name=entry.name
    )
    _fill(actor, programme, entry)
    db.session.add(programme)
    _recorded(actor, programme, "programme:create", {})
    return programme


def edit_programme(actor: User, programme: Programme, entry: ProgrammeEntry, *, seen: int) -> None:
    """
    Raises:
        Conflict: somebody else changed it since ``seen``.
        Invalid: another programme of the organization has this name.
    """
    authorize(policy.can_edit(actor, programme))
    lock_version(programme, seen)
    refuse_taken_name(programme.organization_id, entry.name, but=programme.id)
    before = facts_of(programme)
    _fill(actor, programme, entry)
    if facts_of(programme) != before:
        programme.touch()  # for the menus, which are no columns of it
        _recorded(actor, programme, "programme:edit", before)


def archive_programme(actor: User, programme: Programme) -> None:
    """終了: it stays readable with its figures."""
    _end(actor, programme, "programme:archive", is_archived=True)


def restore_programme(actor: User, programme: Programme) -> None:
    _end(actor, programme, "programme:restore", is_archived=False)


def refuse_taken_name(organization_id: int, name: str, *, but: int | None = None) -> None:
    """Raises Invalid."""
    if is_taken(name, queries.names_of(organization_id, but=but)):
        raise Invalid(_("同じ名前の事業がもうあります。別の名前にしてください。"))


def facts_of(programme: Programme) -> dict[str, Any]:
    return {
        "name": programme.name,
        "category": programme.category,
        "summary": programme.summary,
        "visibility": programme.visibility,
        "menus": sorted(menu.id for menu in programme.menus),
        "is_archived": programme.is_archived,
    }


def _end(actor: User, programme: Programme, verb: str, *, is_archived: bool) -> None:
    authorize(policy.can_edit(actor, programme))
    if programme.is_archived == is_archived:
        return
    before = facts_of(programme)
    programme.is_archived = is_archived
    _recorded(actor, programme, verb, before)


def _fill(actor: User, programme: Programme, entry: ProgrammeEntry) -> None:
    programme.name, programme.summary = entry.name, entry.summary
    programme.category, programme.visibility = entry.category, entry.visibility
    programme.menus = _menus(actor, programme, entry.menu_ids)


def _menus(actor: User, programme: Programme, ids: Collection[int]) -> list[Menu]:
    """Menus of its organization. What the actor does not see stays as it is.

    Raises:
        Invalid: one was chosen that is not to be seen any more.
    """
    offered = {menu.id: menu for menu in queries.own_menus(actor, programme.organization.id)}
    mine = {menu.id: menu for menu in programme.menus}
    seen = set(db.session.scalars(visible_menus(actor).with_only_columns(Menu.id).where(
        Menu.id.in_(mine)
    )))  # fmt: skip
    kept = [menu for menu in programme.menus if menu.id in ids or menu.id not in seen]
    added = [number for number in ids if number not in mine]
    if any(number not in offered for number in added):
        raise Invalid(_("選んだ支援メニューは、いまは見られません。選び直してください。"))
    return [*kept, *(offered[number] for number in sorted(added))]


def _recorded(actor: User, programme: Programme, verb: str, before: dict[str, Any]) -> None:
    record(
        actor, verb, programme, organization_id=programme.organization_id,
        **changed(before, facts_of(programme)),
    )  # fmt: skip
