"""Links sent by mail: asking for one, and following it. Opening a link changes nothing."""

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from hub.accounts import commands, queries
from hub.accounts.forms import NewcomerForm, NewPasswordForm, ResetForm
from hub.accounts.models import AccountLink, LinkPurpose
from hub.accounts.pages import bp
from hub.accounts.session_routes import account_key, keep_session
from hub.core import passwords
from hub.core.db import transaction
from hub.core.errors import NotFound
from hub.core.protection import limiter


@bp.route("/password-reset", methods=["GET", "POST"])
@limiter.limit("3/minute;10/hour", methods=["POST"], key_func=account_key)
@limiter.limit("10/minute;60/hour", methods=["POST"])
def request_reset():
    form = ResetForm()
    if form.validate_on_submit():
        with transaction():
            commands.request_reset(form.email.data)
        return render_template("accounts/reset_requested.html", email=form.email.data)
    page = render_template("accounts/request_reset.html", form=form)
    return page, 422 if form.errors else 200


@bp.route("/links/<token>", methods=["GET", "POST"])
@limiter.limit("60/minute")
def follow(token: str):
    try:
        link = queries.open_link(token)
        response = make_response(_answer(link, token))
    except NotFound:
        response = make_response(render_template("accounts/dead_link.html"), 404)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _answer(link: AccountLink, token: str):
    if link.purpose is LinkPurpose.RESET:
        return _reset(link, token)
    if queries.by_email(link.email) is None:
        return _welcome(link, token)
    return _accept(link, token)


def _reset(link: AccountLink, token: str):
    form = NewPasswordForm()
    form.email = link.email
    if form.validate_on_submit():
        new_hash = passwords.hash_password(form.password.data)
        with transaction():
            commands.reset_password(token, password_hash=new_hash)
        flash(_("パスワードを決め直しました。新しいパスワードでログインしてください。"))
        return redirect(url_for(".login"), 303)
    page = render_template("accounts/reset.html", form=form, email=link.email)
    return page, 422 if form.errors else 200


def _welcome(link: AccountLink, token: str):
    """An invited address without an account makes one, and is signed in."""
    form = NewcomerForm()
    form.email = link.email
    if form.validate_on_submit():
        new_hash = passwords.hash_password(form.password.data)
        with transaction():
            user = commands.accept_as_newcomer(token, name=form.name.data, password_hash=new_hash)
            session_token = commands.start_session(user)
        keep_session(user, session_token)
        flash(_("アカウントを作りました。ようこそ。"))
        return redirect(url_for("home.index"), 303)
    page = render_template("accounts/welcome.html", form=form, link=link)
    return page, 422 if form.errors else 200


def _accept(link: AccountLink, token: str):
    """An invited address with an account takes the invitation when signed in with it."""
    is_theirs = current_user.is_authenticated and current_user.email == link.email
    if request.method == "POST":
        if not is_theirs:
            abort(403)
        with transaction():
            commands.accept(current_user, token)
        flash(_("招待を受けました。"))
        return redirect(url_for(".show"), 303)
    return render_template("accounts/accept.html", link=link, is_theirs=is_theirs)
