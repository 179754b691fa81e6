from flask import Blueprint

from hub.agenda import policy

bp = Blueprint("agenda", __name__, url_prefix="/agenda")


@bp.context_processor
def _for_templates():
    return {"policy": policy, "section": "meetings"}
