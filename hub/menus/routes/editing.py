"""Writing menus: the form, and the page for two people who saved at once."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core import conflict
from hub.core.db import transaction
from hub.core.errors import Conflict, Invalid, authorize
from hub.menus import commands, policy, queries
from hub.menus.forms import MenuForm, ProviderForm
from hub.menus.models import Menu, MenuState
from hub.menus.routes.blueprint import bp
from hub.organizations.queries import get_organization, organizations


@bp.route("/menus/new", methods=["GET", "POST"])
@login_required
def create():
    authorize(policy.can_create(current_user))
    own = [o for o in organizations() if policy.can_provide(current_user, o.id)]
    provider_form = ProviderForm(own)
    form = MenuForm(request.form if request.method == "POST" else None)
    valid = form.validate_on_submit()  # both are asked, so that all errors are shown at once
    if provider_form.validate_on_submit() and valid:
        provider_id = int(provider_form.provider.data)
        try:
            with transaction():
                provider = get_organization(provider_id)
                menu = commands.create_menu(current_user, provider, form.values())
                if not form.saves_draft:
                    commands.publish_menu(current_user, menu)
                menu_id = menu.id
        except Invalid as error:
            form.refuse("title", str(error))
        else:
            return _saved(menu_id, form, _("支援メニューを公開しました。"))
    return _form_page(form, provider_form=provider_form)


@bp.route("/menus/<int:menu_id>/edit", methods=["GET", "POST"])
@login_required
def edit(menu_id: int):
    menu = queries.get_menu(current_user, menu_id)
    authorize(policy.can_edit(current_user, menu))
    if request.method == "GET":
        return _form_page(MenuForm(None, menu=menu), menu=menu)
    stored = conflict.as_typed(MenuForm(None, menu=menu))
    form = MenuForm(conflict.merged(request.form, stored), menu=menu)
    if not form.validate_on_submit():
        return _form_page(form, menu=menu)
    try:
        with transaction():
            menu = queries.get_menu(current_user, menu_id)
            was_draft = menu.state is MenuState.DRAFT
            commands.edit_menu(current_user, menu, form.values(), seen=form.version.data)
            if was_draft and not form.saves_draft:
                commands.publish_menu(current_user, menu)
    except Invalid as error:
        form.refuse("title", str(error))
        return _form_page(form, menu=queries.get_menu(current_user, menu_id))
    except Conflict as error:
        return _conflict_page(form, queries.get_menu(current_user, menu_id), str(error))
    text = _("支援メニューを公開しました。") if was_draft else _("支援メニューを保存しました。")
    return _saved(menu_id, form, text)


def _saved(menu_id: int, form: MenuForm, text: str):
    flash(_("下書きを保存しました。") if form.saves_draft else text, "message")
    return redirect(url_for(".show", menu_id=menu_id, saved=1), 303)


def _form_page(form: MenuForm, *, menu: Menu | None = None, provider_form=None):
    failed = form.errors or (provider_form and provider_form.errors)
    page = render_template("menus/form.html", form=form, menu=menu, provider_form=provider_form)
    return page, 422 if failed else 200


def _conflict_page(form: MenuForm, menu: Menu, text: str):
    """Both texts, with the version that the choice is made against."""
    stored = conflict.as_typed(MenuForm(None, menu=menu))
    page = render_template(
        "menus/conflict.html",
        menu=menu, form=form, rows=conflict.rows(form, stored), text=text,
    )  # fmt: skip
    return page, 409
