"""GET /search/vain: what was searched for in vain, for coordinators and departments."""

from datetime import date

from flask import Blueprint, render_template, request
from flask_login import current_user, login_required

from hub.finding import vain, vain_picture

bp = Blueprint("vain", __name__)


@bp.get("/search/vain")
@login_required
def index():
    theme, ward = request.args.get("theme", ""), request.args.get("ward", "")
    overview = vain.overview(current_user, month=_month(), theme=theme, ward=ward)
    return render_template(
        "finding/vain.html",
        overview=overview,
        theme=theme,
        ward=ward,
        picture=vain_picture.columns(overview.months),
        summary=vain_picture.summary(overview.months),
    )


def _month() -> date | str | None:
    if request.args.get("month") == vain.WHOLE:
        return vain.WHOLE
    try:
        return date.fromisoformat(f"{request.args.get('month', '')}-01")
    except ValueError:
        return None
