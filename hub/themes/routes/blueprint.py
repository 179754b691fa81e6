from flask import Blueprint

from hub.themes import policy

bp = Blueprint("themes", __name__)


@bp.context_processor
def _for_templates():
    return {"policy": policy}
