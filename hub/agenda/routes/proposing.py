"""Items that members propose, and what became of them."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.agenda import commands, policy, queries
from hub.agenda.forms import ProposeForm
from hub.agenda.routes.blueprint import bp
from hub.attachments import queries as attachments
from hub.core.db import transaction
from hub.core.errors import authorize
from hub.meetings.models import Series
from hub.meetings.queries import get_series
from hub.organizations.queries import get_organization


@bp.get("/series/<int:series_id>")
@login_required
def own(series_id: int):
    """What one's own organizations proposed."""
    series = get_series(current_user, series_id)
    rows = queries.own_proposals(current_user, series)
    return render_template("agenda/own.html", series=series, proposals=rows)


@bp.route("/series/<int:series_id>/propose", methods=["GET", "POST"])
@login_required
def propose(series_id: int):
    series = get_series(current_user, series_id)
    authorize(policy.can_propose(current_user, series))
    form = _form(series)
    if form.validate_on_submit():
        assert form.minutes.data is not None  # Required
        with transaction():
            proposal = commands.propose(
                current_user,
                series,
                organization_id=int(form.organization_id.data),
                title=form.title.data,
                text=form.text.data,
                minutes=form.minutes.data,
            )
        flash(_("提案しました。資料があれば、このページで付けられます。"), "message")
        return redirect(url_for(".proposal", proposal_id=proposal.id), 303)
    page = render_template("agenda/propose.html", form=form, series=series)
    return page, 422 if form.errors else 200


@bp.get("/proposals/<int:proposal_id>")
@login_required
def proposal(proposal_id: int):
    thing = queries.get_proposal(current_user, proposal_id)
    return render_template(
        "agenda/proposal.html",
        proposal=thing,
        files=attachments.of("agenda_proposal", thing.id),
    )


@bp.post("/proposals/<int:proposal_id>/withdraw")
@login_required
def withdraw(proposal_id: int):
    thing = queries.get_proposal(current_user, proposal_id)
    series_id = thing.series_id
    with transaction():
        commands.withdraw(current_user, thing)
    flash(_("提案を取り下げました。"), "message")
    return redirect(url_for(".own", series_id=series_id), 303)


def _form(series: Series) -> ProposeForm:
    form = ProposeForm()
    ids = sorted(policy.proposing_for(current_user, series))
    form.offer([get_organization(organization_id) for organization_id in ids])
    return form
