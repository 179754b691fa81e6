"""Flask-Login; the loader itself lives in ``hub.accounts``, the way to sign in in ``core.kept``."""

from flask import Flask
from flask_login import LoginManager

login_manager = LoginManager()


def own_path(target: str | None) -> str | None:
    """``target`` when it is a path of this hub, else None: never a way to another site."""
    if not target or not target.startswith("/") or target.startswith("//"):
        return None
    if len(target) > 2000 or any(ord(c) < 33 or c == "\\" or ord(c) == 127 for c in target):
        return None
    return target


def init_app(app: Flask) -> None:
    login_manager.init_app(app)
    login_manager.session_protection = None  # the session's row does it, see hub.accounts
