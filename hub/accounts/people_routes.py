"""Everybody with an account: only for system administrators."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.accounts import member_commands, queries
from hub.accounts.models import User
from hub.accounts.pages import bp
from hub.core.db import transaction
from hub.core.paging import page_number, paginate
from hub.core.text import tidy_line


@bp.get("/admin/people")
@login_required
def people():
    words = (tidy_line(request.args.get("q")) or "")[:100]
    page = paginate(queries.people(current_user, words), number=page_number())
    return render_template("accounts/people.html", page=page, words=words)


@bp.get("/admin/people/<int:user_id>")
@login_required
def person(user_id: int):
    return render_template("accounts/person.html", person=queries.get_person(current_user, user_id))


@bp.post("/admin/people/<int:user_id>/make-coordinator")
@login_required
def make_coordinator(user_id: int):
    return _change(user_id, member_commands.make_coordinator, _("事務局にしました。"))


@bp.post("/admin/people/<int:user_id>/unmake-coordinator")
@login_required
def unmake_coordinator(user_id: int):
    return _change(user_id, member_commands.unmake_coordinator, _("事務局から外しました。"))


@bp.post("/admin/people/<int:user_id>/make-system-admin")
@login_required
def make_system_admin(user_id: int):
    return _change(user_id, member_commands.make_system_admin, _("システム管理者にしました。"))


@bp.post("/admin/people/<int:user_id>/unmake-system-admin")
@login_required
def unmake_system_admin(user_id: int):
    return _change(
        user_id, member_commands.unmake_system_admin, _("システム管理者から外しました。")
    )


@bp.post("/admin/people/<int:user_id>/disable")
@login_required
def disable(user_id: int):
    return _change(user_id, member_commands.disable, _("アカウントを止めました。"))


@bp.post("/admin/people/<int:user_id>/enable")
@login_required
def enable(user_id: int):
    return _change(user_id, member_commands.enable, _("アカウントをまた使えるようにしました。"))


def _change(user_id: int, command: Callable[[User, User], None], done: str):
    of = queries.get_person(current_user, user_id)
    with transaction():
        command(current_user, of)
    flash(done)
    if not current_user.is_system_admin:
        return redirect(url_for(".show"), 303)
    return redirect(url_for(".person", user_id=user_id), 303)
