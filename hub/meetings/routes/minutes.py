"""Reading minutes, their way from 下書き to 確定, and their revisions."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core.db import transaction
from hub.core.difference import difference
from hub.core.errors import Conflict, Invalid, NotFound, authorize
from hub.meetings import binding, minutes_commands, minutes_queries, outcomes, policy
from hub.meetings.minutes_forms import AnswerForm, ConfirmForm, ReviewForm
from hub.meetings.models import Minutes
from hub.meetings.rendered import rendered
from hub.meetings.routes.blueprint import bp
from hub.meetings.routes.filling import status


@bp.get("/meetings/<int:meeting_id>/minutes")
def minutes(meeting_id: int):
    thing = minutes_queries.get_minutes(current_user, meeting_id)
    return _page(thing, ReviewForm(formdata=None), AnswerForm(formdata=None))


@bp.post("/meetings/<int:meeting_id>/minutes/review")
@login_required
def send_minutes(meeting_id: int):
    """下書き → 確認中."""
    thing = _mine(meeting_id)
    form = ReviewForm()
    if form.validate():
        try:
            with transaction():
                minutes_commands.send_for_review(
                    current_user, thing, form.review_until.data, seen=form.version.data
                )
        except Invalid as error:
            form.refuse("review_until", str(error))
        else:
            flash(_("確認に回しました。出席した組織が答えられます。"), "message")
            return redirect(_url(meeting_id), 303)
    return _page(thing, form, AnswerForm(formdata=None))


@bp.post("/meetings/<int:meeting_id>/minutes/take-back")
@login_required
def take_minutes_back(meeting_id: int):
    thing = _mine(meeting_id)
    with transaction():
        minutes_commands.take_back(current_user, thing)
    flash(_("下書きに戻しました。"), "message")
    return redirect(_url(meeting_id), 303)


@bp.post("/meetings/<int:meeting_id>/minutes/answer")
@login_required
def answer_minutes(meeting_id: int):
    """異議なし or 修正意見."""
    thing = minutes_queries.get_minutes(current_user, meeting_id)
    form = AnswerForm()
    organization_id = form.organization_id.data
    if form.validate():
        try:
            with transaction():
                minutes_commands.answer(
                    current_user, thing, organization_id,
                    is_agreed=form.answer.data == "agreed", comment=form.comment.data or "",
                )  # fmt: skip
        except Invalid as error:
            form.refuse("comment", str(error))
        else:
            flash(_("議事録への答えを受け付けました。"), "message")
            return redirect(_url(meeting_id), 303)
    authorize(organization_id in policy.can_check_minutes(current_user, thing))
    return _page(thing, ReviewForm(formdata=None), form, answering=organization_id)


@bp.route("/meetings/<int:meeting_id>/minutes/confirm", methods=["GET", "POST"])
@login_required
def confirm_minutes(meeting_id: int):
    """Who answered and who did not, once more, and the button."""
    thing = _mine(meeting_id)
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            with transaction():
                minutes_commands.confirm(
                    current_user, thing, seen=_number("version"),
                    objections=_number("objections"), reason=form.reason.data or "",
                )  # fmt: skip
        except Invalid as error:
            if not outcomes.missing(thing.meeting):
                raise
            form.refuse("reason", str(error))
        else:
            flash(_("議事録を確定しました。"), "message")
            return redirect(_url(meeting_id), 303)
    if not thing.is_in_review:
        raise Conflict(_("確定できるのは、確認中の議事録だけです。"))
    page = render_template(
        "meetings/minutes_confirm.html", minutes=thing, meeting=thing.meeting, form=form,
        lacking=outcomes.missing(thing.meeting), **_answers(thing),
    )  # fmt: skip
    return page, status(form)


@bp.get("/meetings/<int:meeting_id>/minutes/history")
@login_required
def minutes_history(meeting_id: int):
    """Two revisions side by side; by default the last one against the one before."""
    thing = minutes_queries.get_minutes(current_user, meeting_id)
    kept = minutes_queries.readable_revisions(current_user, thing)
    numbers = {str(r.number): r for r in kept}
    new = numbers.get(request.args.get("new", ""), kept[0] if kept else None)
    before_new = [r for r in kept if new is not None and r.number < new.number]
    old = numbers.get(request.args.get("old", ""), before_new[0] if before_new else None)
    shown = None
    if new is not None and old is not None and old.number != new.number:
        old, new = sorted((old, new), key=lambda r: r.number)
        shown = difference(old.content["body"], new.content["body"])
    return render_template(
        "meetings/minutes_history.html", minutes=thing, meeting=thing.meeting, revisions=kept,
        old=old, new=new, shown=shown,
    )  # fmt: skip


def _page(thing: Minutes, review: ReviewForm, answer: AnswerForm, answering: int = 0):
    review.version.data = thing.version
    writes = policy.can_write_minutes(current_user, thing.meeting)
    page = render_template(
        "meetings/minutes.html", minutes=thing, meeting=thing.meeting, review=review,
        answer=answer, answering=answering,
        mine=sorted(policy.can_check_minutes(current_user, thing)),
        corrections=minutes_queries.corrections(thing), text=rendered(current_user, thing),
        removed=binding.removed(thing.meeting) if writes else [],
        **_answers(thing),
    )  # fmt: skip
    return page, max(status(review), status(answer))


def _answers(thing: Minutes) -> dict:
    """Answers are read by who takes part; to others the text is enough."""
    if not policy.can_see_answers(current_user, thing):
        return {"checks": [], "silent": [], "objections": [], "sees_answers": False}
    current = minutes_queries.current_checks(thing)
    return {
        "checks": thing.checks,
        "current": {check.id for check in current},
        "silent": minutes_queries.silent(thing),
        "objections": [check for check in current if not check.is_agreed],
        "sees_answers": True,
    }


def _mine(meeting_id: int) -> Minutes:
    """Minutes the viewer writes; whoever may only read them is told that they may not."""
    thing = minutes_queries.get_minutes(current_user, meeting_id)
    authorize(policy.can_write_minutes(current_user, thing.meeting))
    return thing


def _number(name: str) -> int:
    text = request.form.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NotFound
    return int(text)


def _url(meeting_id: int) -> str:
    return url_for(".minutes", meeting_id=meeting_id)
