from flask import Blueprint

from hub.successions import policy

bp = Blueprint("successions", __name__)


@bp.context_processor
def _for_templates():
    return {"policy": policy}
