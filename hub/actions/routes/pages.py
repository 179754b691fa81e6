"""One action: entering, reading, changing."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.actions import commands, events, policy, queries
from hub.actions.forms import ActionForm, EditForm, in_words
from hub.actions.models import Action
from hub.actions.routes.blueprint import bp, draft_was_sent, number
from hub.actions.routes.moves import show_page
from hub.actions.rules import Entry
from hub.core.db import db, transaction
from hub.core.errors import Conflict, NotFound, authorize
from hub.core.login import login_manager
from hub.meetings.models import AgendaItem, Meeting
from hub.meetings.queries import get_meeting


@bp.get("/actions/<int:action_id>")
def show(action_id: int):
    try:
        action = queries.get_for_page(current_user, action_id)
    except NotFound:
        if current_user.is_authenticated:
            raise
        return login_manager.unauthorized()  # the same answer for whatever does not exist
    return show_page(action)


@bp.route("/actions/new", methods=["GET", "POST"])
@login_required
def create():
    meeting, item = _origin()
    authorize(
        policy.can_create_in(current_user, meeting) if meeting else policy.can_create(current_user)
    )
    origins = events.origins(current_user, request.args)
    given = {name: value for origin in origins for name, value in origin.fields.items()}
    form = ActionForm(**{"agenda_item_id": item.id if item else None} | given)
    form.prepare(current_user, meeting)
    if _only_asks_for_menus():
        return _form_page(form, meeting, item, origins=origins)
    if form.validate_on_submit():
        meeting_id = meeting.id if meeting else None
        with transaction():
            held = get_meeting(current_user, meeting_id) if meeting_id else None
            action = commands.create_action(current_user, form.entry(), meeting=held)
            events.action_entered.send(action, actor=current_user, address=request.args)
            new_id = action.id
        draft_was_sent(f"new:{meeting_id or 0}")
        if "again" in request.form:
            flash(_("宿題事項を登録しました。続けて登録できます。"))
            return redirect(_where_it_comes_from(), 303)
        flash(_("宿題事項を登録しました。"))
        return redirect(url_for(".show", action_id=new_id), 303)
    return _form_page(form, meeting, item, origins=origins)


@bp.route("/actions/<int:action_id>/edit", methods=["GET", "POST"])
@login_required
def edit(action_id: int):
    action = queries.get_action(current_user, action_id)
    authorize(policy.can_edit(current_user, action))
    form = EditForm.of(action)
    form.prepare(current_user, action.meeting, action)
    if _only_asks_for_menus():
        return _form_page(form, action.meeting, action.agenda_item, action)
    if form.validate_on_submit():
        try:
            with transaction():
                commands.edit_action(
                    current_user,
                    queries.get_action(current_user, action_id),
                    form.entry(),
                    seen=form.version.data,
                    reason=form.reason.data or "",
                )
        except Conflict:
            return _conflict_page(form, queries.get_action(current_user, action_id))
        draft_was_sent(action_id)
        flash(_("宿題事項を保存しました。"))
        return redirect(url_for(".show", action_id=action_id), 303)
    return _form_page(form, action.meeting, action.agenda_item, action)


def _origin() -> tuple[Meeting | None, AgendaItem | None]:
    """The meeting and the agenda item that the address names. Raises NotFound."""
    item_id, meeting_id = number("agenda_item"), number("meeting")
    if request.args.keys() & {"agenda_item", "meeting"} and not (item_id or meeting_id):
        raise NotFound
    if item_id is None:
        return (get_meeting(current_user, meeting_id) if meeting_id else None), None
    item = db.session.get(AgendaItem, item_id)
    if item is None or meeting_id not in (None, item.meeting_id):
        raise NotFound
    return get_meeting(current_user, item.meeting_id), item


def _only_asks_for_menus() -> bool:
    """The button that offers the menus of the chosen organizations; nothing is saved by it."""
    return request.method == "POST" and "offer_menus" in request.form


def _where_it_comes_from() -> str:
    """The empty form for the same meeting and agenda item: no other argument is carried on."""
    meeting, item = request.args.get("meeting"), request.args.get("agenda_item")
    return url_for(".create", meeting=meeting, agenda_item=item, idea=request.args.get("idea"))


def _form_page(
    form: ActionForm,
    meeting: Meeting | None,
    item: AgendaItem | None,
    action: Action | None = None,
    origins: Sequence[events.Origin] = (),
):
    page = render_template(
        "actions/form.html",
        form=form,
        meeting=meeting,
        item=item,
        action=action,
        offering=_only_asks_for_menus(),
        origins=origins,
    )
    return page, 422 if form.errors else 200


def _conflict_page(form: EditForm, action: Action):
    """Both texts, and the form with one's own text that saves against the version of now."""
    theirs = EditForm.of(action, formdata=None)
    theirs.prepare(current_user, action.meeting, action)
    form.prepare(current_user, action.meeting, action)
    pairs = [
        (mine.label.text, in_words(theirs[mine.name]), in_words(mine))
        for mine in form
        if mine.name in Entry.__dataclass_fields__ and mine.name in theirs
    ]
    form.version.data = action.version
    rows = [pair for pair in pairs if pair[1] != pair[2]]
    page = render_template(
        "actions/conflict.html", form=form, action=action, rows=rows, meeting=action.meeting
    )
    return page, 409
