from flask import Blueprint, request

from hub.core.charts import swatch
from hub.programmes import labels, numbers, policy
from hub.programmes.columns import level_sign, target_sign

bp = Blueprint("programmes", __name__)


@bp.context_processor
def _for_templates():
    return {
        "policy": policy,
        "amount": numbers.shown,
        "inside_year": labels.inside_year,
        "swatch": swatch,
        "target_sign": target_sign,
        "level_sign": level_sign,
    }


def number(name: str) -> int | None:
    """A number in the query of the address; None for anything else."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
