"""所管・連携の机."""

from flask import Blueprint, render_template
from flask_login import current_user, login_required

from hub.core.errors import authorize
from hub.desk import policy, queries, slots

__all__ = ["bp", "slots"]
bp = Blueprint("desk", __name__)


@bp.get("/desk")
@login_required
def index():
    authorize(policy.can_open(current_user))
    return render_template("desk/index.html", desk=queries.desk(current_user), shown=queries.SHOWN)
