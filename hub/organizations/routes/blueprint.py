from flask import Blueprint

from hub.organizations import policy

bp = Blueprint("organizations", __name__)


@bp.context_processor
def _for_templates():
    return {"policy": policy}
