"""引継ぎメモ: drafted, edited, proposed by the outgoing lead; answered by the successor."""

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core import calendar
from hub.core.db import transaction
from hub.core.errors import Conflict, Invalid, authorize
from hub.core.forms import Form
from hub.themes import handovers, policy, queries
from hub.themes.forms import AnswerForm, BeginForm, DeclineForm, NoteForm
from hub.themes.models import ThemeHandover
from hub.themes.routes.blueprint import bp


@bp.route("/themes/<code>/handovers/new", methods=["GET", "POST"])
@login_required
def begin(code: str):
    term = queries.get_term(code)
    lead = queries.lead_of(queries.roles_of(term), calendar.today())
    authorize(policy.can_hand_over(current_user, lead.id if lead else None))
    form = BeginForm()
    form.offer(handovers.receivers(lead.id if lead else None), _next_april())
    if form.validate_on_submit():
        try:
            with transaction():
                made = handovers.begin(
                    current_user, queries.get_term(code), to_id=form.to_id.data,
                    moves_on=form.moves_on.data,
                ).id  # fmt: skip
        except Invalid as error:
            form.refuse("moves_on", str(error))
        else:
            flash(_("事実から下書きを作りました。確かめて、申し送りを書き足してください。"))
            return redirect(url_for(".edit_handover", code=code, handover_id=made), 303)
    page = render_template("themes/begin.html", term=term, lead=lead, form=form)
    return page, 422 if form.errors else 200


@bp.get("/themes/<code>/handovers/<int:handover_id>")
@login_required
def handover(code: str, handover_id: int):
    return _page(_get(code, handover_id), DeclineForm(formdata=None))


@bp.route("/themes/<code>/handovers/<int:handover_id>/edit", methods=["GET", "POST"])
@login_required
def edit_handover(code: str, handover_id: int):
    thing = _get(code, handover_id)
    authorize(policy.can_write(current_user, thing))
    form = NoteForm.of(thing, handovers.offered(thing))
    status, theirs = 200, None
    if form.validate_on_submit():
        try:
            with transaction():
                handovers.edit(
                    current_user, thing, note=form.note.data, moves_on=form.moves_on.data,
                    ticked=form.ticked.data or [], seen=form.version.data,
                )  # fmt: skip
        except Invalid as error:
            form.refuse("moves_on", str(error))
        except Conflict:
            thing = _get(code, handover_id)
            authorize(policy.can_write(current_user, thing))
            theirs, form.version.data, status = thing.note, thing.version, 409
        else:
            flash(_("引継ぎメモを保存しました。"))
            return redirect(_url(thing), 303)
    page = render_template("themes/edit_handover.html", handover=thing, form=form, theirs=theirs,
                           stays=handovers.staying(current_user, thing))  # fmt: skip
    return page, 422 if form.errors else status


@bp.post("/themes/<code>/handovers/<int:handover_id>/propose")
@login_required
def propose_handover(code: str, handover_id: int):
    thing = _get(code, handover_id)
    with transaction():
        handovers.propose(current_user, thing, seen=AnswerForm().version.data)
    flash(_("%(name)sに引継ぎを申し出ました。", name=thing.receiver.short_name))
    return redirect(_url(thing), 303)


@bp.post("/themes/<code>/handovers/<int:handover_id>/accept")
@login_required
def accept_handover(code: str, handover_id: int):
    thing = _get(code, handover_id)
    with transaction():
        moved = handovers.accept(current_user, thing, seen=AnswerForm().version.data)
    flash(_("幹事を引き受けました。%(count)s件を引き継ぎました。", count=moved))
    return redirect(_url(thing), 303)


@bp.post("/themes/<code>/handovers/<int:handover_id>/decline")
@login_required
def decline_handover(code: str, handover_id: int):
    thing = _get(code, handover_id)
    authorize(current_user.edits_for(thing.to_id) and thing.proposed_at is not None)
    form = DeclineForm()
    if not form.validate_on_submit():
        return _page(thing, form, 422)
    with transaction():
        handovers.decline(current_user, thing, reason=form.reason.data)
    flash(_("引継ぎを断りました。"))
    return redirect(_url(thing), 303)


@bp.post("/themes/<code>/handovers/<int:handover_id>/withdraw")
@login_required
def withdraw_handover(code: str, handover_id: int):
    thing = _get(code, handover_id)
    with transaction():
        handovers.withdraw(current_user, thing)
    flash(_("引継ぎメモを取り下げました。"))
    return redirect(_url(thing), 303)


def _get(code: str, handover_id: int) -> ThemeHandover:
    return handovers.get_handover(current_user, queries.get_term(code), handover_id)


def _url(thing: ThemeHandover) -> str:
    return url_for("themes.handover", code=thing.term.code, handover_id=thing.id)


def _page(thing: ThemeHandover, form: Form, status: int = 200):
    page = render_template(
        "themes/handover.html",
        handover=thing,
        items=handovers.readable_items(current_user, thing),
        stays=handovers.staying(current_user, thing),
        form=form,
    )
    return page, status


def _next_april():
    """The day on which people and offices move."""
    _first, last = calendar.fiscal_year_bounds(calendar.fiscal_year(calendar.today()))
    return last + timedelta(days=1)
