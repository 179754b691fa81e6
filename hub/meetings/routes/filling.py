"""Forms over something stored, and the page when somebody else changed it in between."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import render_template, request
from wtforms import StringField

from hub.core.conflict import as_typed, merged, rows
from hub.core.forms import Form
from hub.meetings.models import Meeting, Minutes, Series

Build = Callable[..., Any]
_OWN = {"csrf_token", "version"}


@dataclass
class Filled:
    """One form of a stored thing: what it holds now, and what was typed over it."""

    build: Build
    stored: Callable[[], Mapping[str, Any]]
    form: Any = field(init=False)

    def __post_init__(self) -> None:
        now = self.build(formdata=None, data=self.stored())
        if request.method == "POST":
            self.form = self.build(formdata=merged(request.form, as_typed(now)))
        else:
            self.form = now

    def conflict_page(self, thing: Series | Meeting | Minutes, title: str, back: str):
        """Both texts (409). Raised again where nobody else saved: then it was the state."""
        now = as_typed(self.build(formdata=None, data=self.stored()))
        differing = rows(self.form, now)
        page = render_template(
            "meetings/conflict.html", form=self.form, rows=differing, title=title, back=back,
            version=thing.version, at=thing.updated_at,
        )  # fmt: skip
        return page, 409


def values(form: Form) -> dict[str, Any]:
    """What the form holds for a command; an empty line is "", not None."""
    return {
        bound.name: (bound.data or "") if isinstance(bound, StringField) else bound.data
        for bound in form
        if bound.name not in _OWN
    }


def status(form: Form) -> int:
    return 422 if form.errors else 200
