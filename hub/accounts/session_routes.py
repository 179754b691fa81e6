"""Signing in and out, and coming back with a text when the session had ended meanwhile."""

import structlog
from flask import Response, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from hub.accounts import commands, queries
from hub.accounts.forms import LoginForm
from hub.accounts.models import User
from hub.accounts.pages import bp
from hub.core import kept, passwords
from hub.core.db import db, transaction
from hub.core.errors import Conflict
from hub.core.kept import Kept
from hub.core.login import own_path
from hub.core.protection import limiter

log = structlog.get_logger()


def account_key() -> str:
    """Counts tries on one account, from wherever they come."""
    return f"account:{queries.address(request.form.get('email', '')[:254])}"


def _was_refused(response: Response) -> bool:
    return response.status_code == 422


@bp.route("/login", methods=["GET", "POST"])
@limiter.limit("5/minute;60/hour", methods=["POST"], key_func=account_key,
               deduct_when=_was_refused)  # fmt: skip
@limiter.limit("20/minute;200/hour", methods=["POST"], deduct_when=_was_refused)
def login():
    target = own_path(request.args.get("next"))
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(target or url_for("home.index"), 303)
    form = LoginForm()
    text = kept.from_text(request.form.get("kept"))
    if form.validate_on_submit():
        if _sign_in(form.email.data, form.password.data):
            if text is not None:
                return continue_with(text)
            return redirect(target or url_for("home.index"), 303)
        form.refuse("email", _("メールアドレスかパスワードが違います。"))
    page = render_template("accounts/login.html", form=form, kept=text, target=target)
    return page, 422 if form.errors else 200


@bp.post("/logout")
def logout():
    """Ends this session, here and for whoever copied its cookie; others go on."""
    token = session.get("sign_in")
    if token:
        with transaction():
            commands.end_session(token)
    logout_user()
    session.clear()
    flash(_("ログアウトしました。"))
    return redirect(url_for("home.index"), 303)


@kept.page("sign-in")
def sign_in_with(text: Kept):
    """Answers a form that came when nobody was signed in any more."""
    page = render_template(
        "accounts/login.html", form=LoginForm(formdata=None), kept=text,
        target=kept.reading_path(text),
    )  # fmt: skip
    return page, 401


@kept.page("continue")
def continue_with(text: Kept):
    """Signed in; one button away from where the form was on its way to."""
    back = kept.reading_path(text)
    return render_template("accounts/continue.html", kept=text, back=back), 409


def _sign_in(email: str, password: str) -> bool:
    """Check and begin a session; the same work and the same answer for whatever is wrong."""
    user = queries.by_email(email)
    usable = user is not None and user.is_active
    seen_hash = user.password_hash if usable and user is not None else None
    db.session.rollback()  # hashing takes long: hold no connection
    if not passwords.matches(seen_hash, password) or seen_hash is None:
        log.warning("sign-in refused", address=request.remote_addr)
        return False
    renewed = passwords.hash_password(password) if passwords.is_outdated(seen_hash) else None
    try:
        with transaction():
            user, token = commands.begin_session(email, seen_hash=seen_hash, renewed_hash=renewed)
    except Conflict:
        return False
    keep_session(user, token)
    return True


def keep_session(user: User, token: str) -> None:
    """A new session in the cookie: nothing of the one before, so that none can be planted."""
    session.clear()
    g.pop("csrf_token", None)  # made for the session before: this request may answer with a form
    session["sign_in"] = token
    login_user(user)
    log.info("signed in", user=user.id)
