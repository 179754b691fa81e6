"""Two people saved one form: what the page shows, and how the choice comes back.

The page of a conflict (templates/ui/conflict.html) holds what was typed as hidden fields and, for
each field that differs, a choice. A route reads the choice back before the form does::

    form = MenuForm(merged(request.form, stored))   # stored: what the fields hold now
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from werkzeug.datastructures import MultiDict


class Row(NamedTuple):
    """One field that differs. Without a ``name`` it is only shown."""

    label: str
    theirs: str
    mine: str
    name: str = ""  # of the field in the form
    is_long: bool = False  # offers a field to merge both by hand


def merged(
    given: "MultiDict[str, str]", stored: Mapping[str, Sequence[str]]
) -> "MultiDict[str, str]":
    """``given`` with their value where the person chose theirs, or with the text merged by hand."""
    values: MultiDict[str, str] = MultiDict(given)
    for name in stored:
        choice = given.get(f"keep-{name}")
        if choice == "theirs":
            values.setlist(name, list(stored[name]))
        elif choice == "merged":
            values.setlist(name, given.getlist(f"merged-{name}"))
    return values
