from flask import Blueprint

from hub.reviews import policy

bp = Blueprint("reviews", __name__, url_prefix="/reviews")


@bp.context_processor
def _for_templates():
    return {"policy": policy}
