from flask import Blueprint

from hub.reviews import policy
from hub.reviews.models import Section
from hub.reviews.parts import figure

bp = Blueprint("reviews", __name__, url_prefix="/reviews")


@bp.context_processor
def _for_templates():
    return {"policy": policy, "sections": Section, "figure": figure}
