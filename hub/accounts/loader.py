"""Who is looking: the user of the session, checked anew at each request."""

from flask import Flask

from hub.accounts.models import User, Visitor
from hub.core.db import db
from hub.core.login import login_manager


@login_manager.user_loader
def load_user(session_id: str) -> User | None:
    """The user, unless the session is older than the last change of the password."""
    number, _, version = session_id.partition(":")
    if not number.isdecimal():
        return None
    user = db.session.get(User, int(number))
    if user is None or not user.is_active or str(user.session_version) != version:
        return None
    return user


def init_app(app: Flask) -> None:
    login_manager.anonymous_user = Visitor
