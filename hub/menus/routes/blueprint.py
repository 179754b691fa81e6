from flask import Blueprint

from hub.menus import policy

bp = Blueprint("menus", __name__)


@bp.context_processor
def _rules_for_templates():
    return {"policy": policy}
