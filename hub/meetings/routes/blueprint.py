from datetime import date

from flask import Blueprint, session
from flask_login import current_user
from markupsafe import Markup

from hub.core import calendar
from hub.core.templating import time_element
from hub.meetings import line_wording, policy
from hub.meetings.understanding import understand

bp = Blueprint("meetings", __name__)


def forget_kept(name: str) -> None:
    """The next page tells the browser that what it keeps under this name was saved."""
    session["kept_no_more"] = f"{current_user.id}:{name}"


@bp.context_processor
def _for_templates():
    return {
        "policy": policy,
        "understand": understand,
        "line_words": line_wording,
        "month_and_day": _month_and_day,
        "kept_no_more": lambda: session.pop("kept_no_more", None),
    }


def _month_and_day(day: date) -> Markup:
    """12月9日（水）, for where the year stands beside it."""
    return time_element(day.isoformat(), calendar.short_date(day, reference=day))
