"""What the writer says about a fact, about a 課題 of the last review, and where a 課題 goes."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.agenda.policy import proposing_for
from hub.core.db import transaction
from hub.core.errors import Conflict, authorize
from hub.core.text import first_sentence
from hub.meetings.queries import all_series, get_series
from hub.reviews import drafting, followups, line_commands, policy
from hub.reviews.line_forms import AnswerForm, ProposeForm
from hub.reviews.routes import drafting as common
from hub.reviews.routes.blueprint import bp

MINUTES = 15


@bp.post("/<int:review_id>/facts/<key>/take")
@login_required
def take(review_id: int, key: str):
    with transaction():
        line = line_commands.take(current_user, common.load(review_id), key)
        said, programme_id = line.section.label, line.programme_id
    flash(_("%(section)sに入れました。", section=said))
    return redirect(common.facts_url(review_id, programme_id), 303)


@bp.route("/<int:review_id>/facts/<key>", methods=["GET", "POST"])
@login_required
def change(review_id: int, key: str):
    """直して採る."""
    found = common.load(review_id)
    fact = drafting.get_fact(found, key)
    form = common.form_for(
        found, section=fact.section, programme_id=fact.programme_id, text=fact.offered
    )
    if form.validate_on_submit():
        with transaction():
            line_commands.take_changed(
                current_user,
                common.load(review_id),
                key,
                section=form.section.data,
                programme_id=form.programme_id.data,
                text=form.text.data,
            )
        common.was_sent(review_id, f"fact:{key}")
        flash(_("%(section)sに入れました。", section=form.section.data.label))
        return redirect(common.facts_url(review_id, found.place_of(fact)), 303)
    return common.line_page(found, form, name=f"fact:{key}", fact=fact)


@bp.post("/<int:review_id>/facts/<key>/leave-out")
@login_required
def leave_out(review_id: int, key: str):
    with transaction():
        found = common.load(review_id)
        programme_id = found.place_of(drafting.get_fact(found, key))
        line_commands.leave_out(current_user, found, key)
    flash(_("載せないことにしました。「載せない候補」から戻せます。"))
    return redirect(common.facts_url(review_id, programme_id), 303)


@bp.post("/<int:review_id>/facts/<key>/offer")
@login_required
def offer_again(review_id: int, key: str):
    with transaction():
        review = drafting.get_for_writing(current_user, review_id)
        line_commands.offer_again(current_user, review, key)
    flash(_("候補に戻しました。"))
    return redirect(common.draft_url(review_id), 303)


@bp.route("/<int:review_id>/issues/<int:line_id>", methods=["GET", "POST"])
@login_required
def answer_issue(review_id: int, line_id: int):
    """What became of a 課題 of the last review."""
    found = common.load(review_id)
    issue = drafting.get_issue(found, line_id)
    form = AnswerForm()
    if form.validate_on_submit():
        try:
            with transaction():
                line_commands.answer(
                    current_user, common.load(review_id), line_id, form.outcome.data, form.text.data
                )
        except Conflict as error:
            return render_template(
                "reviews/line_lost.html", review=found.review, text=form.text.data, why=str(error)
            ), 409
        common.was_sent(review_id, f"issue:{line_id}")
        flash(_("前回の課題がどうなったかを書きました。"))
        return redirect(common.draft_url(review_id, "earlier"), 303)
    page = render_template(
        "reviews/issue.html", review=found.review, issue=issue, form=form,
        keep=common.kept_as(review_id, f"issue:{line_id}"),
    )  # fmt: skip
    return page, 422 if form.errors else 200


@bp.route("/<int:review_id>/lines/<int:line_id>/propose", methods=["GET", "POST"])
@login_required
def propose_line(review_id: int, line_id: int):
    """A 課題 becomes a proposal for an agenda."""
    line = followups.get_issue_line(current_user, review_id, line_id)
    authorize(policy.can_follow_up(current_user, line))
    own = line.review.organization_id
    offered = [s for s in all_series(current_user) if own in proposing_for(current_user, s)]
    form = ProposeForm(
        data={"title": first_sentence(line.text), "text": line.text, "minutes": MINUTES}
    )
    form.offer(offered)
    if form.validate_on_submit():
        with transaction():
            proposal = line_commands.propose(
                current_user,
                followups.get_issue_line(current_user, review_id, line_id),
                get_series(current_user, int(form.series_id.data)),
                organization_id=own,
                title=form.title.data,
                text=form.text.data,
                minutes=form.minutes.data or MINUTES,
            )
            new_id = proposal.id
        flash(_("議題として提案しました。"))
        return redirect(url_for("agenda.proposal", proposal_id=new_id), 303)
    page = render_template(
        "reviews/propose.html", review=line.review, line=line, form=form, offered=offered
    )
    return page, 422 if form.errors else 200
