from flask import Blueprint, request

from hub.ideas import policy, wording

bp = Blueprint("ideas", __name__)


@bp.context_processor
def _for_templates():
    return {"policy": policy, "wording": wording}


def number(name: str) -> int | None:
    """A number in the query of the address; None for anything else."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
