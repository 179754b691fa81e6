"""Two people saved one form: what the page shows, and how the choice comes back.

The page of a conflict (templates/ui/conflict.html) holds what was typed as hidden fields and, for
each field that differs, a choice. A route reads the choice back before the form does::

    stored = as_typed(MenuForm(None, obj=menu))      # what the fields hold now
    form = MenuForm(merged(request.form, stored))
    ...
    except Conflict: render_template(..., rows=rows(form, stored)), 409
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, Form, RadioField, SelectField, SelectMultipleField
from wtforms import TextAreaField as BaseTextAreaField

_OWN = {"csrf_token", "version"}
_CHOICES = (SelectField, SelectMultipleField, RadioField)


class Row(NamedTuple):
    """One field that differs. Without a ``name`` it is only shown."""

    label: str
    theirs: str
    mine: str
    name: str = ""  # of the field in the form
    is_long: bool = False  # offers a field to merge both by hand


def as_typed(form: Form) -> dict[str, list[str]]:
    """What the fields hold, as a browser would send it."""
    return {field.name: _typed(field.data) for field in form if field.name not in _OWN}


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


def rows(form: Form, stored: Mapping[str, Sequence[str]]) -> list[Row]:
    """The fields in which what was typed differs from what is stored, in page order."""
    return [
        Row(
            label=str(field.label.text),
            theirs=_readable(field, stored[field.name]),
            mine=_readable(field, _typed(field.data)),
            name=field.name,
            is_long=isinstance(field, BaseTextAreaField),
        )
        for field in form
        if field.name in stored and sorted(_typed(field.data)) != sorted(stored[field.name])
    ]


def _typed(data: Any) -> list[str]:
    if data is None or data == "":
        return [""]
    if isinstance(data, bool):
        return ["y"] if data else []
    if isinstance(data, list | tuple):
        return [str(value) for value in data]
    if isinstance(data, date):
        return [data.isoformat()]
    return [str(data)]


def _readable(field: Field, values: Sequence[str]) -> str:
    if isinstance(field, BooleanField):
        return str(field.label.text) if values else ""
    if isinstance(field, _CHOICES):
        labels = {str(choice[0]): str(choice[1]) for choice in field.iter_choices()}
        return "、".join(labels.get(value, value) for value in values)
    return "\n".join(values)
