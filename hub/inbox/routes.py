"""お知らせ: all that one was told; which of it comes by mail; one answer from a mail."""

from datetime import date

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core import calendar
from hub.core.db import transaction
from hub.core.errors import Invalid, NotFound
from hub.core.paging import SIZE, Page, page_number
from hub.core.protection import limiter
from hub.inbox import commands, daily, queries, slots, wording
from hub.inbox.forms import MailsForm, ReplyForm
from hub.inbox.models import NoticeKind, ReplyLink
from hub.inbox.subjects import Subjects
from hub.inbox.wording import Line

__all__ = ["bp", "daily", "slots"]  # the worker does what daily has registered

bp = Blueprint("inbox", __name__)
KINDS = list(NoticeKind)


@bp.get("/inbox")
@login_required
def index():
    lines = _lines()
    number = min(page_number(), max(1, -(-len(lines) // SIZE)))
    shown = lines[(number - 1) * SIZE : number * SIZE]
    page = Page(items=shown, number=number, total=len(lines))
    unread = any(line.notice.read_at is None for line in lines)
    return render_template("inbox/index.html", page=page, unread=unread)


@bp.post("/inbox/<int:notice_id>/read")
@login_required
def read(notice_id: int):
    notice = queries.own_notice(current_user, notice_id)
    with transaction():
        commands.mark_read(current_user, notice)
    return redirect(url_for(".index"), 303)


@bp.post("/inbox/read")
@login_required
def read_all():
    with transaction():
        commands.mark_all_read(current_user)
    flash(_("すべて既読にしました。"))
    return redirect(url_for(".index"), 303)


@bp.route("/account/mails", methods=["GET", "POST"])
@login_required
def mails():
    stored = queries.settings_of(current_user)
    form = MailsForm(
        wants_none=stored.wants_none,
        wanted=[kind.value for kind in NoticeKind if kind.value not in stored.unwanted],
    )
    if form.validate_on_submit():
        with transaction():
            commands.choose_mails(
                current_user,
                wants_none=form.wants_none.data,
                wanted=[NoticeKind(value) for value in form.wanted.data or []],
            )
        flash(_("届くメールを変えました。"))
        return redirect(url_for("accounts.show"), 303)
    return render_template("inbox/mails.html", form=form), 422 if form.errors else 200


@bp.route("/reply/<token>", methods=["GET", "POST"])
@limiter.limit("60/minute")
def reply(token: str):
    """Nobody signs in here: the page says title and due date only, and opening changes nothing."""
    try:
        response = make_response(_reply(queries.open_reply(token), token))
    except NotFound:
        response = make_response(render_template("inbox/dead_link.html"), 404)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _reply(link: ReplyLink, token: str):
    form = ReplyForm()
    if form.validate_on_submit():
        action_id = link.action_id
        try:
            with transaction():
                commands.reply_by_link(
                    token, text=(form.text.data or "").strip(), is_started=form.is_started.data
                )
        except Invalid as error:
            form.refuse("text", str(error))
        else:
            flash(_("知らせを受け取り、経過に書き加えました。このページは閉じてかまいません。"))
            place = url_for("actions.show", action_id=action_id)
            return redirect(url_for("accounts.login", next=place), 303)
    page = render_template("inbox/reply.html", form=form, action=link.action)
    return page, 422 if form.errors else 200


def _lines() -> list[Line]:
    """What the viewer may still be told: unread first, then what was read lately."""
    notices = queries.own_notices(current_user)
    subjects, today = Subjects(notices), calendar.today()
    user = current_user._get_current_object()
    found = []
    for notice in notices:
        thing = subjects.for_person(user, notice)
        if thing is not None:
            is_over = not subjects.holds(notice, today)
            found.append(wording.line(notice, thing, today, is_over=is_over))
    return sorted(found, key=_place)


def _place(line: Line) -> tuple[bool, int, int, date]:
    """Unread first, the newest day first, within a day as in the mail."""
    notice = line.notice
    day = -notice.told_on.toordinal()
    return (notice.read_at is not None, day, KINDS.index(notice.kind), notice.due_on or date.max)
