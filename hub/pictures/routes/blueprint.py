from typing import TypeVar

from flask import Blueprint, request

bp = Blueprint("pictures", __name__)
T = TypeVar("T")


def number(name: str) -> int | None:
    """A number in the query of the address; None for anything else."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def one_of(choices: type[T], name: str, default: T) -> T:
    given = request.args.get(name, "")
    return choices(given) if given in set(choices) else default  # type: ignore[call-arg, call-overload]
