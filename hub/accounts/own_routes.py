"""One's own account: name, memberships, password, other sessions."""

from flask import flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.accounts import commands, policy, queries
from hub.accounts.forms import ChangePasswordForm, NameForm
from hub.accounts.pages import bp
from hub.accounts.session_routes import keep_session
from hub.core import passwords
from hub.core.db import transaction
from hub.core.protection import limiter


@bp.context_processor
def _for_templates():
    return {"policy": policy}


def _own_key() -> str:
    return f"user:{current_user.get_id()}"


@bp.get("/account")
@login_required
def show():
    return render_template("accounts/show.html", sessions=queries.sign_ins_of(current_user))


@bp.route("/account/name", methods=["GET", "POST"])
@login_required
def rename():
    form = NameForm(obj=current_user)
    if form.validate_on_submit():
        with transaction():
            commands.rename(current_user, form.name.data)
        flash(_("氏名を変えました。"))
        return redirect(url_for(".show"), 303)
    return render_template("accounts/name.html", form=form), 422 if form.errors else 200


@bp.route("/account/password", methods=["GET", "POST"])
@login_required
@limiter.limit("5/minute;60/hour", methods=["POST"], key_func=_own_key)
def change_password():
    form = ChangePasswordForm()
    form.email = current_user.email
    if form.validate_on_submit():
        seen_hash = current_user.password_hash
        if passwords.matches(seen_hash, form.current.data):
            new_hash = passwords.hash_password(form.password.data)
            with transaction():
                token = commands.change_password(
                    current_user, seen_hash=seen_hash, password_hash=new_hash
                )
            keep_session(current_user._get_current_object(), token)
            flash(_("パスワードを変えました。ほかの端末のログインは終わりました。"))
            return redirect(url_for(".show"), 303)
        form.refuse("current", _("いまのパスワードが違います。"))
    return render_template("accounts/password.html", form=form), 422 if form.errors else 200


@bp.post("/account/sessions/end")
@login_required
def end_other_sessions():
    with transaction():
        commands.end_other_sessions(current_user, session["sign_in"])
    flash(_("ほかの端末のログインを終えました。"))
    return redirect(url_for(".show"), 303)
