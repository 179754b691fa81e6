"""Fields as a Japanese office fills them in, and the base of every form."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
)
from wtforms import TextAreaField as BaseTextAreaField
from wtforms.validators import InputRequired, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from hub.core import calendar
from hub.core.text import tidy_line, tidy_text


class Form(FlaskForm):
    """``form.error_lines()`` gives the linked lines of the error summary on top of the page."""

    def error_lines(self) -> list[tuple[str, str]]:
        """(id of the field, what to do) for each field that has an error, in page order."""
        lines = []
        for field in self:
            if field.errors and field.name != "csrf_token":
                lines.append((_first_control(field), f"{field.label.text}: {field.errors[0]}"))
        return lines

    def refuse(self, name: str, message: str) -> None:
        """Add an error that only a command could find, to the field it is about."""
        field = self[name]
        field.errors = [*field.errors, message]


def _first_control(field: Field) -> str:
    return f"{field.id}-0" if isinstance(field, SelectMultipleField | RadioField) else field.id


class Required(InputRequired):
    """Refuses what is empty or only spaces, in words that say what to do."""

    def __init__(self, message: Any = None) -> None:
        super().__init__(message or _l("入れてください。"))

    def __call__(self, form: Any, field: Field) -> None:
        if field.data is None or field.data == [] or not str(field.data).strip(" \u3000\n\t"):
            if field.errors:  # the text could not be read: that says more
                raise StopValidation
            field.errors = []
            raise StopValidation(str(self.message))


class AtMost:
    """Refuses more than ``limit`` characters; the message says how many there are."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, form: Any, field: Field) -> None:
        if field.data and len(field.data) > self.limit:
            raise StopValidation(
                _("%(limit)s字までです。いま%(now)s字あります。", limit=f"{self.limit:,}",
                  now=f"{len(field.data):,}")
            )  # fmt: skip


class LineField(StringField):
    """One line of text: control characters and line breaks go; 200 characters unless told."""

    data: Any  # text once the form is valid

    def __init__(self, label: Any = None, validators: Sequence[Any] = (), *, limit: int = 200,
                 **kwargs: Any) -> None:  # fmt: skip
        super().__init__(label, [*validators, AtMost(limit)], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = tidy_line(valuelist[0]) if valuelist else None


class TextField(BaseTextAreaField):
    """Many lines of text; 10,000 characters unless told."""

    data: Any  # text once the form is valid

    def __init__(self, label: Any = None, validators: Sequence[Any] = (), *, limit: int = 10_000,
                 **kwargs: Any) -> None:  # fmt: skip
        super().__init__(label, [*validators, AtMost(limit)], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = tidy_text(valuelist[0]) if valuelist else None


class DayField(Field):
    """A day in any usual form: 2026-04-01, 2026/4/1, R8.4.1. What was typed is kept when wrong."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.isoformat() if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data: date | None = None
        if not valuelist or not valuelist[0].strip(" \u3000"):
            return
        try:
            self.data = calendar.parse_date(valuelist[0])
        except calendar.UnreadableDate as error:
            raise ValueError(_("日付として読めません。例 2026-04-01、2026/4/1、R8.4.1")) from error


class NumberField(IntegerField):
    """A whole number in half or full width, at least ``least`` and at most ``most``."""

    def __init__(self, label: Any = None, validators: Sequence[Any] = (), *, least: int = 0,
                 most: int = 1_000_000, **kwargs: Any) -> None:  # fmt: skip
        super().__init__(label, list(validators), **kwargs)
        self.least, self.most = least, most

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        text = (tidy_line(valuelist[0]) or "") if valuelist else ""
        if not text:
            return
        if not text.isdecimal() or len(text) > 12 or not self.least <= int(text) <= self.most:
            raise ValueError(
                _("%(least)sから%(most)sまでの数字を入れてください。",
                  least=f"{self.least:,}", most=f"{self.most:,}")
            )  # fmt: skip
        self.data = int(text)


class ChecksField(SelectMultipleField):
    """Check boxes in a fieldset; an unknown value is refused, not dropped."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class VersionField(HiddenField):
    """The version of the thing that the form was rendered from."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("", **kwargs)

    data: int  # type: ignore[assignment]

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0] if valuelist else ""
        self.data = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
