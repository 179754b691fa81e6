"""The list of themes, and one theme with what belongs to it."""

from flask import render_template
from flask_login import current_user, login_required

from hub.core.errors import authorize
from hub.core.paging import page_number, paginate
from hub.themes import handovers, policy, queries
from hub.themes.routes.blueprint import bp

WHOLE = {
    "ideas": queries.listed_ideas,
    "actions": queries.listed_actions,
    "decisions": queries.listed_decisions,
}


@bp.get("/themes")
def index():
    return render_template("themes/index.html", lines=queries.overview(current_user))


@bp.get("/themes/<code>")
def show(code: str):
    theme = queries.theme(current_user, code)
    inside = policy.can_see_inside(current_user)
    return render_template(
        "themes/show.html",
        theme=theme,
        term=theme.term,
        inside=inside,
        handovers=handovers.of_theme(current_user, theme.term) if inside else [],
        shown=queries.SHOWN,
    )


@bp.get("/themes/<code>/<any(ideas, actions, decisions):part>")
@login_required
def whole(code: str, part: str):
    """All of one list of the page."""
    term = queries.get_term(code)
    authorize(policy.can_see_inside(current_user))
    query = WHOLE[part](current_user, term)
    return render_template(
        "themes/whole.html", term=term, part=part, page=paginate(query, number=page_number())
    )
