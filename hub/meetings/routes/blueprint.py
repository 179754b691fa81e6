from flask import Blueprint, session
from flask_login import current_user

from hub.meetings import policy

bp = Blueprint("meetings", __name__)


def forget_kept(name: str) -> None:
    """The next page tells the browser that what it keeps under this name was saved."""
    session["kept_no_more"] = f"{current_user.id}:{name}"


@bp.context_processor
def _for_templates():
    return {"policy": policy, "kept_no_more": lambda: session.pop("kept_no_more", None)}
