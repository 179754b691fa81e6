"""Flask-Login, wired to pages in plain Japanese; the loader itself lives in ``hub.accounts``."""

from flask import Flask, flash, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import LoginManager

login_manager = LoginManager()


def own_path(target: str | None) -> str | None:
    """``target`` when it is a path of this hub, else None: never a way to another site."""
    if not target or not target.startswith("/") or target.startswith("//"):
        return None
    if any(ord(c) < 33 or c == "\\" or ord(c) == 127 for c in target):
        return None
    return target


def init_app(app: Flask) -> None:
    login_manager.init_app(app)
    login_manager.session_protection = None  # the session version does it, see hub.accounts

    @login_manager.unauthorized_handler
    def ask_to_sign_in():
        if request.path.startswith("/api/"):
            return {"error": "unauthorized", "message": _("ログインしてください。")}, 401
        here = request.full_path.rstrip("?")
        if request.method == "GET":
            session.pop("_flashes", None)
            flash(_("続けるには、ログインしてください。"), "info")
        return redirect(url_for("accounts.login", next=here), 303)
