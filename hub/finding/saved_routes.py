"""保存した検索: save the one on the page, see what came to be found, rename, leave."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user, login_required

from hub.core import calendar
from hub.core.db import transaction
from hub.core.errors import Invalid
from hub.core.forms import Form, LineField, Required
from hub.finding import asked, queries, saved_commands, saved_daily, saved_queries
from hub.finding.kinds import KINDS
from hub.finding.saved_queries import Everything

__all__ = ["bp", "saved_daily"]  # the worker does what it has registered

bp = Blueprint("saved", __name__)


class NameForm(Form):
    name = LineField(_l("名前"), [Required()], limit=100)


@bp.get("/search/saved")
@login_required
def index():
    searches = saved_queries.own(current_user)
    return render_template(
        "finding/saved.html",
        searches=searches,
        news=saved_queries.newest_of(searches, calendar.today()),
        most=saved_commands.MOST,
    )


@bp.post("/search/saved")
@login_required
def save():
    """The search that the address asks for."""
    wanted = asked.by_page()
    found = saved_queries.everything(current_user, wanted.request)
    about = _about(found)
    try:
        with transaction():
            saved_commands.save(current_user, found, about=about)
    except Invalid as error:
        flash(str(error), "error")
    else:
        flash(_("検索を保存しました。新しいものが見つかったら、朝のお知らせに載せます。"))
    return redirect(url_for("finding.search", **wanted.arguments), 303)


@bp.route("/search/saved/<int:search_id>", methods=["GET", "POST"])
@login_required
def show(search_id: int):
    search = saved_queries.get_saved(current_user, search_id)
    form = NameForm(obj=search)
    if form.validate_on_submit():
        with transaction():
            search = saved_queries.get_saved(current_user, search_id)
            saved_commands.rename(current_user, search, form.name.data)
        flash(_("名前を変えました。"))
        return redirect(url_for(".show", search_id=search_id), 303)
    news = saved_queries.news_of(search, calendar.today())
    page = render_template(
        "finding/saved_one.html",
        search=search,
        form=form,
        days=[(one, saved_queries.things(current_user, one)) for one in news],
    )
    return page, 422 if form.errors else 200


@bp.post("/search/saved/<int:search_id>/leave")
@login_required
def leave(search_id: int):
    with transaction():
        search = saved_queries.get_saved(current_user, search_id)
        name = search.name
        saved_commands.leave(current_user, search)
    flash(_("「%(name)s」の保存をやめました。", name=name))
    return redirect(url_for(".index"), 303)


def _about(found: Everything) -> str:
    """Kind and filters in words: part of the name that a search gives itself."""
    asked_for = found.request
    words = [str(KINDS[asked_for.kind].label)] if asked_for.kind else []
    for values in queries.choices(found.results, asked_for.filters).values():
        words += [choice.label for choice in values if choice.is_chosen]
    return _("、").join(words)[:200]
