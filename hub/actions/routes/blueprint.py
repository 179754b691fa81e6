from flask import Blueprint, request, session
from flask_login import current_user

from hub.actions import policy, wording

bp = Blueprint("actions", __name__)
MOST_NUMBERS = 200  # of one name in an address


@bp.context_processor
def _for_templates():
    return {"policy": policy, "wording": wording, "sent_draft": _sent_draft, "draft": draft}


def draft(name: str | int) -> str:
    """The name under which the browser keeps what was typed; see hub.js."""
    return f"{current_user.id}:action:{name}"


def draft_was_sent(name: str | int) -> None:
    """The next page tells the browser that it may forget."""
    session["sent_draft"] = draft(name)


def _sent_draft() -> str | None:
    return session.pop("sent_draft", None)


def number(name: str) -> int | None:
    """A number in the query of the address; None for anything else."""
    return _number(request.args.get(name, ""))


def numbers(name: str) -> tuple[int, ...]:
    """All of one name, once each and in order; anything else is left out."""
    given = {_number(text) for text in request.args.getlist(name)[:MOST_NUMBERS]}
    return tuple(sorted(one for one in given if one is not None))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
