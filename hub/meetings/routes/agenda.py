"""Agenda items and decisions of a meeting."""

from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core.db import transaction
from hub.core.errors import Conflict, authorize
from hub.meetings import commands, policy, queries
from hub.meetings.forms import AgendaItemForm, DecisionForm
from hub.meetings.models import Meeting
from hub.meetings.routes.blueprint import bp, forget_kept
from hub.meetings.routes.filling import Filled, status, values
from hub.organizations.models import Organization

ITEM_FIELDS = ("kind", "title", "presenter_id", "planned_minutes", "summary", "outcome")


@bp.route("/meetings/<int:meeting_id>/agenda/new", methods=["GET", "POST"])
@login_required
def create_agenda_item(meeting_id: int):
    meeting = _editable(meeting_id)
    form = _item_form(meeting)
    del form.outcome  # only after it was talked about
    if form.validate_on_submit():
        with transaction():
            commands.add_agenda_item(current_user, meeting, **values(form))
        forget_kept(f"agenda:{meeting_id}:new")
        flash(_("議題を足しました。"), "message")
        return redirect(_agenda_url(meeting_id), 303)
    page = render_template("meetings/agenda_form.html", form=form, meeting=meeting, item=None)
    return page, status(form)


@bp.route("/meetings/<int:meeting_id>/agenda/<int:item_id>/edit", methods=["GET", "POST"])
@login_required
def edit_agenda_item(meeting_id: int, item_id: int):
    item = queries.get_agenda_item(current_user, meeting_id, item_id)
    meeting = _editable(meeting_id)
    filled = Filled(
        partial(_item_form, meeting, item.presenter),
        lambda: {n: getattr(item, n) for n in ITEM_FIELDS} | {"version": meeting.version},
    )
    form = filled.form
    if form.validate_on_submit():
        try:
            with transaction():
                commands.edit_agenda_item(
                    current_user, item, seen=form.version.data, **values(form)
                )
        except Conflict:
            if meeting.version == form.version.data:
                raise
            return filled.conflict_page(meeting, item.title, _agenda_url(meeting_id))
        forget_kept(f"agenda:{meeting_id}:{item_id}")
        flash(_("議題を直しました。"), "message")
        return redirect(_agenda_url(meeting_id), 303)
    page = render_template("meetings/agenda_form.html", form=form, meeting=meeting, item=item)
    return page, status(form)


@bp.post("/meetings/<int:meeting_id>/agenda/<int:item_id>/move")
@login_required
def move_agenda_item(meeting_id: int, item_id: int):
    item = queries.get_agenda_item(current_user, meeting_id, item_id)
    to = _place(request.form.get("to", ""), item.position)
    with transaction():
        commands.move_agenda_item(current_user, item, to=to)
    return redirect(_agenda_url(meeting_id), 303)


@bp.post("/meetings/<int:meeting_id>/agenda/<int:item_id>/delete")
@login_required
def delete_agenda_item(meeting_id: int, item_id: int):
    item = queries.get_agenda_item(current_user, meeting_id, item_id)
    with transaction():
        commands.delete_agenda_item(current_user, item)
    flash(_("議題を消しました。"), "message")
    return redirect(_agenda_url(meeting_id), 303)


@bp.route("/meetings/<int:meeting_id>/decisions/new", methods=["GET", "POST"])
@login_required
def create_decision(meeting_id: int):
    meeting = _editable(meeting_id)
    wanted = request.args.get("agenda_item", "")
    chosen = next((i.id for i in meeting.agenda_items if str(i.id) == wanted), None)
    form = _decision_form(meeting, data={"agenda_item_id": chosen})
    if form.validate_on_submit():
        with transaction():
            commands.add_decision(current_user, meeting, **values(form))
        flash(_("決定事項を足しました。"), "message")
        return redirect(_decisions_url(meeting_id), 303)
    page = render_template("meetings/decision_form.html", form=form, meeting=meeting, decision=None)
    return page, status(form)


@bp.route("/meetings/<int:meeting_id>/decisions/<int:decision_id>/edit", methods=["GET", "POST"])
@login_required
def edit_decision(meeting_id: int, decision_id: int):
    decision = queries.get_decision(current_user, meeting_id, decision_id)
    meeting = _editable(meeting_id)
    filled = Filled(
        partial(_decision_form, meeting),
        lambda: {
            "text": decision.text,
            "agenda_item_id": decision.agenda_item_id,
            "version": meeting.version,
        },
    )
    form = filled.form
    if form.validate_on_submit():
        try:
            with transaction():
                commands.edit_decision(
                    current_user, decision, seen=form.version.data, **values(form)
                )
        except Conflict:
            if meeting.version == form.version.data:
                raise
            return filled.conflict_page(meeting, decision.text, _decisions_url(meeting_id))
        flash(_("決定事項を直しました。"), "message")
        return redirect(_decisions_url(meeting_id), 303)
    page = render_template(
        "meetings/decision_form.html", form=form, meeting=meeting, decision=decision
    )
    return page, status(form)


@bp.post("/meetings/<int:meeting_id>/decisions/<int:decision_id>/delete")
@login_required
def delete_decision(meeting_id: int, decision_id: int):
    decision = queries.get_decision(current_user, meeting_id, decision_id)
    with transaction():
        commands.delete_decision(current_user, decision)
    flash(_("決定事項を消しました。"), "message")
    return redirect(_decisions_url(meeting_id), 303)


def _place(wanted: str, now: int) -> int:
    """``up`` and ``down`` are one place away; a number, of an item that was dragged, is itself."""
    if wanted in {"up", "down"}:
        return now - 1 if wanted == "up" else now + 1
    is_number = wanted.isascii() and wanted.isdigit() and len(wanted) < 5
    return int(wanted) if is_number else now


def _editable(meeting_id: int) -> Meeting:
    meeting = queries.get_meeting(current_user, meeting_id)
    authorize(policy.can_edit(current_user, meeting))
    return meeting


def _agenda_url(meeting_id: int) -> str:
    return url_for(".show", meeting_id=meeting_id, _anchor="agenda")


def _decisions_url(meeting_id: int) -> str:
    return url_for(".show", meeting_id=meeting_id, _anchor="decisions")


def _item_form(meeting: Meeting, kept: Organization | None = None, **given) -> AgendaItemForm:
    form = AgendaItemForm(**given)
    offered = [meeting.series.secretariat]
    offered += [m.organization for m in meeting.series.members_on(meeting.held_on)]
    offered += [a.organization for a in meeting.attendances]
    offered += [kept] if kept else []
    form.presenter_id.offer(dict.fromkeys(offered), none=_("決めない"))
    return form


def _decision_form(meeting: Meeting, **given) -> DecisionForm:
    form = DecisionForm(**given)
    form.offer(meeting.agenda_items)
    return form
