"""Who is looking: the user of the session, checked anew at each request."""

from datetime import timedelta

import structlog
from flask import Flask, g, request, session
from flask_login import current_user
from sqlalchemy.exc import OperationalError

from hub.accounts import commands, queries
from hub.accounts.models import User, Visitor
from hub.core import calendar
from hub.core.db import db, now, transaction
from hub.core.login import login_manager
from hub.core.worker import claim, every_tick

log = structlog.get_logger()
NOTED_EVERY = timedelta(minutes=10)
_QUIET = {"static", "health"}  # answers that are nobody's visit


@login_manager.user_loader
def load_user(session_id: str) -> User | None:
    """The user, unless the session was ended, has expired, or is older than the password."""
    sign_in = queries.live_sign_in(session.get("sign_in", ""))
    if sign_in is None or not sign_in.user.is_active or sign_in.user.get_id() != session_id:
        return None
    g.sign_in = sign_in
    return sign_in.user


def note_visit() -> None:
    """Before the page is made, so that it knows what is new; every ten minutes at most."""
    if request.endpoint in _QUIET or not current_user.is_authenticated:
        return
    moment = now()
    if moment - g.sign_in.seen_at < NOTED_EVERY:
        return
    try:
        with transaction():
            commands.note_visit(session["sign_in"], moment)
    except OperationalError:  # a busy database: the page matters more than the note
        db.session.rollback()
        log.warning("visit not noted")


@every_tick
def forget_old() -> None:
    """Once a day."""
    with transaction():
        if claim(f"accounts:forget:{calendar.today()}"):
            commands.forget_old()


def init_app(app: Flask) -> None:
    login_manager.anonymous_user = Visitor
    app.before_request(note_visit)
