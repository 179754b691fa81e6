"""Joint menus: the provider asks, the partner's editors accept or decline."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core.db import transaction
from hub.core.errors import Invalid, authorize
from hub.menus import commands, policy, queries
from hub.menus.routes.blueprint import bp
from hub.organizations.queries import organizations


@bp.post("/menus/<int:menu_id>/partners")
@login_required
def propose(menu_id: int):
    given = request.form.get("organization", "")
    with transaction():
        menu = queries.get_menu(current_user, menu_id)
        authorize(policy.can_propose(current_user, menu))
        organization = next((o for o in organizations() if str(o.id) == given), None)
        if organization is None:
            raise Invalid(_("協力を頼む組織を選んでください。"))
        commands.propose_partner(current_user, menu, organization)
        text = _("%(name)sに協力を頼みました。", name=organization.short_name)
    return _back(menu_id, text)


@bp.post("/menus/<int:menu_id>/partners/<int:partner_id>/drop")
@login_required
def drop(menu_id: int, partner_id: int):
    with transaction():
        menu = queries.get_menu(current_user, menu_id)
        partner = queries.get_partner(current_user, menu, partner_id)
        name = partner.organization.short_name
        commands.drop_partner(current_user, partner)
    return _back(menu_id, _("%(name)sへの協力の依頼を取りやめました。", name=name))


@bp.post("/menus/<int:menu_id>/partners/<int:partner_id>/accept")
@login_required
def accept(menu_id: int, partner_id: int):
    with transaction():
        menu = queries.get_menu(current_user, menu_id)
        partner = queries.get_partner(current_user, menu, partner_id)
        commands.accept_partnership(current_user, partner)
        text = _("「%(title)s」への協力を引き受けました。", title=menu.title)
    return _back(menu_id, text)


@bp.post("/menus/<int:menu_id>/partners/<int:partner_id>/decline")
@login_required
def decline(menu_id: int, partner_id: int):
    with transaction():
        menu = queries.get_menu(current_user, menu_id)
        partner = queries.get_partner(current_user, menu, partner_id)
        commands.decline_partnership(current_user, partner)
        text = _("「%(title)s」への協力を断りました。名前は出ません。", title=menu.title)
    return _back(menu_id, text)


def _back(menu_id: int, text: str):
    flash(text, "message")
    return redirect(url_for(".show", menu_id=menu_id), 303)
