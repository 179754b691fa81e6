"""One's calendar address, and the calendar itself, which is read without signing in."""

from flask import Blueprint, Response, flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.calendars import commands, policy, queries, slots
from hub.calendars.entries import calendar_of
from hub.core.db import transaction
from hub.core.links import absolute
from hub.core.protection import limiter

__all__ = ["bp", "slots"]

bp = Blueprint("calendars", __name__)
_NEW = "calendar_token"  # in the cookie of its owner, until the next page has shown it


@bp.get("/calendar")
@login_required
def show():
    token = session.pop(_NEW, None)
    return render_template(
        "calendars/show.html", feed=queries.feed_of(current_user),
        may_have=policy.can_have_feed(current_user),
        address=absolute("calendars.feed", token=token) if token else None,
    )  # fmt: skip


@bp.post("/calendar/renew")
@login_required
def renew():
    with transaction():
        session[_NEW] = commands.renew(current_user)
    flash(_("予定表のアドレスを作りました。"), "message")
    return redirect(url_for(".show"), 303)


@bp.post("/calendar/delete")
@login_required
def delete():
    with transaction():
        commands.delete(current_user)
    flash(_("予定表のアドレスをなくしました。これまでのアドレスは、もう開けません。"), "message")
    return redirect(url_for(".show"), 303)


@bp.get("/calendar/<token>.ics")
@limiter.limit("60/minute")
def feed(token: str):
    reader = queries.reader_of(token)
    answer = Response(calendar_of(reader), content_type="text/calendar; charset=utf-8")
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
