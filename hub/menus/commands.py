"""Changes to support menus. Each authorizes, changes, records; none commits."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from hub.accounts.models import User
from hub.audit import revisions
from hub.audit.log import changed, record
from hub.core import calendar
from hub.core.db import db, lock_version, now
from hub.core.errors import Conflict, Invalid, authorize
from hub.menus import policy
from hub.menus.content import FIELDS, TERM_FIELDS, snapshot
from hub.menus.models import Menu, MenuPartner, MenuState, MenuVisibility
from hub.organizations.models import Organization
from hub.taxonomies import queries as taxonomies
from hub.taxonomies.models import Scheme, Term


def create_menu(actor: User, provider: Organization, values: Mapping[str, Any]) -> Menu:
    """A draft. ``values`` has the names of ``content.FIELDS`` and codes for the terms."""
    authorize(policy.can_provide(actor, provider.id))
    menu = Menu(provider=provider, state=MenuState.DRAFT)
    _fill(menu, values)
    db.session.add(menu)
    content = snapshot(menu)
    revisions.keep(actor, menu, content, organization_id=provider.id)
    record(actor, "menu:create", menu, organization_id=provider.id, after=content)
    return menu


def edit_menu(actor: User, menu: Menu, values: Mapping[str, Any], *, seen: int) -> None:
    """Raises Conflict when somebody saved it since ``seen``, or when it is withdrawn."""
    authorize(policy.can_edit(actor, menu))
    lock_version(menu, seen)
    if menu.state is MenuState.ARCHIVED:
        raise Conflict(_("取り下げたメニューです。下書きに戻してから直してください。"))
    before = snapshot(menu)
    if revisions.latest(menu) is None:  # loaded from a file: its first text is kept too
        revisions.keep(None, menu, before, organization_id=menu.provider_id)
    _fill(menu, values)
    menu.touch()
    if menu.state is MenuState.PUBLISHED:  # whoever saves it has read it
        menu.confirm(calendar.today())
    after = snapshot(menu)
    revisions.keep(actor, menu, after, organization_id=menu.provider_id)
    record(
        actor, "menu:edit", menu, organization_id=menu.provider_id, **changed(before, after)
    )  # fmt: skip


def publish_menu(actor: User, menu: Menu) -> None:
    authorize(policy.can_publish(actor, menu))
    _require(menu, MenuState.DRAFT)
    menu.publish(now(), calendar.today())
    menu.touch()
    _note(actor, "menu:publish", menu, state=menu.state, visibility=menu.visibility)


def confirm_menu(actor: User, menu: Menu) -> None:
    """変更なし."""
    authorize(policy.can_confirm(actor, menu))
    _require(menu, MenuState.PUBLISHED)
    menu.confirm(calendar.today())
    _note(actor, "menu:confirm", menu, confirmed_on=menu.confirmed_on)


def pause_menu(actor: User, menu: Menu) -> None:
    authorize(policy.can_confirm(actor, menu))
    _require(menu, MenuState.PUBLISHED)
    menu.pause()
    menu.touch()
    _note(actor, "menu:pause", menu, is_paused=True)


def resume_menu(actor: User, menu: Menu) -> None:
    authorize(policy.can_confirm(actor, menu))
    _require(menu, MenuState.PUBLISHED)
    menu.resume()
    menu.touch()
    _note(actor, "menu:resume", menu, is_paused=False)


def withdraw_menu(actor: User, menu: Menu) -> None:
    """取り下げる: nothing is deleted, and a draft can be put away too."""
    authorize(policy.can_edit(actor, menu))
    if menu.state is MenuState.ARCHIVED:
        raise Conflict(_("このメニューは、すでに取り下げられています。"))
    menu.archive()
    menu.touch()
    _note(actor, "menu:withdraw", menu, state=menu.state)


def restore_menu(actor: User, menu: Menu) -> None:
    authorize(policy.can_edit(actor, menu))
    _require(menu, MenuState.ARCHIVED)
    menu.restore()
    menu.touch()
    _note(actor, "menu:restore", menu, state=menu.state)


def propose_partner(actor: User, menu: Menu, organization: Organization) -> MenuPartner:
    """Ask an organization to be named. One that declined may be asked again."""
    authorize(policy.can_propose(actor, menu))
    _require(menu, MenuState.PUBLISHED)
    if menu.visibility is MenuVisibility.ORGANIZATION:
        raise Invalid(_("公開範囲が「自組織のみ」のメニューは、ほかの組織から見えません。"))
    if organization.id == menu.provider_id or not organization.is_valid:
        raise Invalid(_("この組織には頼めません。ほかの組織を選んでください。"))
    partner = next((p for p in menu.partners if p.organization_id == organization.id), None)
    if partner is not None and partner.declined_at is None:
        raise Conflict(_("この組織には、すでに頼んでいます。"))
    if partner is None:
        partner = MenuPartner(organization=organization)
        menu.partners.append(partner)
    partner.ask()
    menu.touch()
    _note(actor, "menu:propose-partner", menu, partner=organization.id)
    return partner


def drop_partner(actor: User, partner: MenuPartner) -> None:
    """The provider takes the request, or the name, back."""
    menu = partner.menu
    authorize(policy.can_propose(actor, menu))
    menu.partners.remove(partner)
    menu.touch()
    _note(actor, "menu:drop-partner", menu, partner=partner.organization_id)


def accept_partnership(actor: User, partner: MenuPartner) -> None:
    authorize(policy.can_answer(actor, partner))
    if partner.accepted_at is not None:
        raise Conflict(_("すでに引き受けています。"))
    partner.accept(now())
    _answered(actor, "menu:accept-partnership", partner)


def decline_partnership(actor: User, partner: MenuPartner) -> None:
    """Also ends a partnership that was accepted before."""
    authorize(policy.can_answer(actor, partner))
    if partner.declined_at is not None:
        raise Conflict(_("すでに断っています。"))
    partner.decline(now())
    _answered(actor, "menu:decline-partnership", partner)


def _answered(actor: User, verb: str, partner: MenuPartner) -> None:
    partner.menu.touch()
    record(
        actor, verb, partner.menu, organization_id=partner.organization_id,
        after={"partner": partner.organization_id},
    )  # fmt: skip


def _note(actor: User, verb: str, menu: Menu, **after: Any) -> None:
    record(actor, verb, menu, organization_id=menu.provider_id, after=after)


def _require(menu: Menu, state: MenuState) -> None:
    if menu.state is not state:
        raise Conflict(
            _("このメニューは、いま「%(state)s」です。開き直して確かめてください。",
              state=menu.state.label)
        )  # fmt: skip


def _fill(menu: Menu, values: Mapping[str, Any]) -> None:
    opens, closes = values["opens_on"], values["closes_on"]
    if opens and closes and closes < opens:
        raise Invalid(_("受付のおわりが、はじまりより前の日です。"))
    kind, cost = _term(Scheme.TYPE, values["type"]), _term(Scheme.COST, values["cost"])
    terms = [_term(scheme, code) for name, scheme in TERM_FIELDS.items() for code in values[name]]
    for name in FIELDS:
        setattr(menu, name, values[name])
    menu.type, menu.cost = kind, cost
    menu.terms = terms


def _term(scheme: Scheme, code: str) -> Term:
    term = taxonomies.term(scheme, code)
    if term is None:
        raise Invalid(_("選べる語の中にありません。もう一度選んでください。"))
    return term
