"""/search/index: the state of the search index, for coordinators and administrators."""

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.finding import upkeep

SECONDS = 2  # until the page of a running rebuild looks again

bp = Blueprint("upkeep", __name__)


@bp.get("/search/index")
@login_required
def index():
    state = upkeep.state(current_user)
    response = make_response(render_template("finding/upkeep.html", state=state))
    if state.is_running:
        response.headers["Refresh"] = str(SECONDS)
    return response


@bp.post("/search/index/rebuild")
@login_required
def rebuild():
    if upkeep.rebuild(current_user):
        flash(_("索引の作り直しを始めました。そのあいだも検索と保存はいつもどおりできます。"))
    else:
        flash(_("いま作り直しているところです。"))
    return redirect(url_for(".index"), 303)
