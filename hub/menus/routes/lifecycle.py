"""One click each: 変更なし, 受付を休む, 再開する, 取り下げる, 下書きに戻す."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core.db import transaction
from hub.core.errors import authorize
from hub.core.login import own_path
from hub.menus import commands, policy, queries
from hub.menus.routes.blueprint import bp


@bp.post("/menus/<int:menu_id>/confirm")
@login_required
def confirm(menu_id: int):
    with transaction():
        menu = queries.get_menu(current_user, menu_id)
        commands.confirm_menu(current_user, menu)
        text = _("「%(title)s」を、変更なしと確かめました。", title=menu.title)
        if menu.stale_month:
            text += _("次の見直し月は%(month)s月です。", month=menu.stale_month)
    return _back(menu_id, text)


@bp.post("/menus/<int:menu_id>/pause")
@login_required
def pause(menu_id: int):
    with transaction():
        menu = queries.get_menu(current_user, menu_id)
        commands.pause_menu(current_user, menu)
        text = _("「%(title)s」の受付を休みにしました。", title=menu.title)
    return _back(menu_id, text)


@bp.post("/menus/<int:menu_id>/resume")
@login_required
def resume(menu_id: int):
    with transaction():
        menu = queries.get_menu(current_user, menu_id)
        commands.resume_menu(current_user, menu)
        text = _("「%(title)s」の受付を再開しました。", title=menu.title)
    return _back(menu_id, text)


@bp.route("/menus/<int:menu_id>/withdraw", methods=["GET", "POST"])
@login_required
def withdraw(menu_id: int):
    menu = queries.get_menu(current_user, menu_id)
    authorize(policy.can_edit(current_user, menu))
    if request.method == "GET":
        return render_template("menus/withdraw.html", menu=menu)
    with transaction():
        menu = queries.get_menu(current_user, menu_id)
        commands.withdraw_menu(current_user, menu)
        text = _("「%(title)s」を取り下げました。いつでも下書きに戻せます。", title=menu.title)
    return _back(menu_id, text)


@bp.post("/menus/<int:menu_id>/restore")
@login_required
def restore(menu_id: int):
    with transaction():
        menu = queries.get_menu(current_user, menu_id)
        commands.restore_menu(current_user, menu)
        text = _("「%(title)s」を下書きに戻しました。", title=menu.title)
    return _back(menu_id, text)


def _back(menu_id: int, text: str):
    """To the list the button stood in, or to the menu."""
    flash(text, "message")
    return redirect(own_path(request.form.get("next")) or url_for(".show", menu_id=menu_id), 303)
