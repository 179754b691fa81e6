"""Members of an organization, managed by its admin (and by system administrators)."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.accounts import commands, events, member_commands, queries
from hub.accounts.forms import InvitationForm, MembershipForm
from hub.accounts.models import Role
from hub.accounts.pages import bp
from hub.core.db import transaction
from hub.core.errors import Invalid
from hub.core.protection import limiter
from hub.organizations.models import Organization


def _inviter_key() -> str:
    return f"inviter:{current_user.get_id()}"


def _members_url(organization_id: int) -> str:
    return url_for(".members", organization_id=organization_id)


def _page(organization: Organization, form: InvitationForm):
    memberships = queries.memberships_in(organization)
    page = render_template(
        "accounts/members.html",
        organization=organization,
        form=form,
        current=[m for m in memberships if m.is_active or not _has_ended(m)],
        ended=[m for m in memberships if _has_ended(m)],
        invitations=queries.open_invitations(organization),
    )
    return page, 422 if form.errors else 200


def _passes_on_first(place: str):
    flash(_("担当しているものがあります。先に、引き継ぐ人を決めてください。"), "warn")
    return redirect(place, 303)


def _has_ended(membership) -> bool:
    return membership.ends_on is not None and not membership.is_active


@bp.get("/organizations/<int:organization_id>/members")
@login_required
def members(organization_id: int):
    organization = queries.managed_organization(current_user, organization_id)
    return _page(organization, InvitationForm(formdata=None, role=Role.EDITOR.value))


@bp.post("/organizations/<int:organization_id>/members")
@login_required
@limiter.limit("30/hour", key_func=_inviter_key)
def invite(organization_id: int):
    organization = queries.managed_organization(current_user, organization_id)
    form = InvitationForm()
    if form.validate_on_submit():
        try:
            with transaction():
                commands.invite(
                    current_user, organization, email=form.email.data, role=form.chosen,
                    ends_on=form.ends_on.data,
                )  # fmt: skip
        except Invalid as error:
            form.refuse("ends_on" if form.ends_on.data else "email", str(error))
        else:
            flash(_("%(email)s へ招待のメールを送ります。", email=form.email.data))
            return redirect(_members_url(organization_id), 303)
    return _page(queries.managed_organization(current_user, organization_id), form)


@bp.post("/organizations/<int:organization_id>/invitations/<int:link_id>/cancel")
@login_required
def cancel_invitation(organization_id: int, link_id: int):
    link = queries.managed_invitation(current_user, organization_id, link_id)
    with transaction():
        commands.cancel_invitation(current_user, link)
    flash(_("招待を取り消しました。送ったリンクは使えません。"))
    return redirect(_members_url(organization_id), 303)


@bp.route(
    "/organizations/<int:organization_id>/members/<int:membership_id>", methods=["GET", "POST"]
)
@login_required
def membership(organization_id: int, membership_id: int):
    of = queries.managed_membership(current_user, organization_id, membership_id)
    form = MembershipForm(role=of.role.value, ends_on=of.ends_on)
    if form.validate_on_submit():
        ends = form.ends_on.data if form.ends_on.data != of.ends_on else None
        if ends and (place := events.place_to_pass_on(current_user, of)):
            return _passes_on_first(f"{place}?until={ends}")
        try:
            with transaction():
                member_commands.change_membership(
                    current_user, of, role=form.chosen, ends_on=form.ends_on.data
                )
        except Invalid as error:
            form.refuse("role", str(error))
        else:
            flash(_("役割と期間を変えました。"))
            return redirect(_members_url(organization_id), 303)
    page = render_template("accounts/membership.html", form=form, membership=of)
    return page, 422 if form.errors else 200


@bp.post("/organizations/<int:organization_id>/members/<int:membership_id>/end")
@login_required
def end_membership(organization_id: int, membership_id: int):
    of = queries.managed_membership(current_user, organization_id, membership_id)
    if place := events.place_to_pass_on(current_user, of):
        return _passes_on_first(place)
    with transaction():
        member_commands.end_membership(current_user, of)
    flash(_("この組織のメンバーから外しました。"))
    if not queries.policy.can_manage_members(current_user, organization_id):
        return redirect(url_for(".show"), 303)
    return redirect(_members_url(organization_id), 303)
