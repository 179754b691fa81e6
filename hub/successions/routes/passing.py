"""Passing on what somebody holds, and receiving it."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.accounts.queries import managed_membership
from hub.core import calendar
from hub.core.db import transaction
from hub.core.errors import Invalid, authorize
from hub.successions import commands, policy, queries, waiting
from hub.successions.forms import pass_on_form
from hub.successions.routes.blueprint import bp


@bp.route(
    "/organizations/<int:organization_id>/members/<int:membership_id>/succession",
    methods=["GET", "POST"],
)
@login_required
def pass_on(organization_id: int, membership_id: int):
    membership = managed_membership(current_user, organization_id, membership_id)
    authorize(policy.can_pass_on(current_user, organization_id))
    held = queries.held_by(current_user, membership)
    people = [p for p in queries.members_of(organization_id) if p.id != membership.user_id]
    form = pass_on_form(held, people, _until())
    if form.validate_on_submit():
        try:
            with transaction():
                commands.pass_on(
                    current_user, membership, to=form.recipients(held), note=form.note.data or "",
                    last_on=form.last_on.data,
                )  # fmt: skip
        except Invalid as error:
            form.refuse("last_on", str(error))
        else:
            flash(_("%(count)s件を引き継ぎ、所属の終わる日を決めました。", count=len(held)))
            return redirect(url_for(".holders", organization_id=organization_id), 303)
    page = render_template(
        "successions/pass_on.html", membership=membership, held=held, form=form,
        waiting=waiting.of_organization(current_user, organization_id),
    )  # fmt: skip
    return page, 422 if form.errors else 200


@bp.get("/successions/<int:share_id>")
@login_required
def share(share_id: int):
    found = queries.get_share(current_user, share_id)
    return render_template(
        "successions/share.html", share=found, held=queries.things_of(current_user, found),
        may_receive=policy.can_receive(current_user, found),
    )  # fmt: skip


@bp.post("/successions/<int:share_id>/receive")
@login_required
def receive(share_id: int):
    queries.get_share(current_user, share_id)
    with transaction():
        commands.receive(current_user, queries.get_share(current_user, share_id))
    flash(_("受け取りました。この一覧は、アカウントのページからいつでも開けます。"))
    return redirect(url_for("home.index"), 303)


def _until() -> date | None:
    """The day that the page of the member asked for; nothing that cannot be read."""
    try:
        return calendar.parse_date(request.args.get("until", ""))
    except calendar.UnreadableDate:
        return None
