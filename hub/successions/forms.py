from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.validators import ValidationError

from hub.accounts.models import User
from hub.core import calendar
from hub.core.forms import ChecksField, DayField, Form, Required, TextField
from hub.successions.queries import Held

NOBODY = "none"
SAME = "same"


def _person(value: Any) -> str:
    """The value of an option: an id, or one of the words."""
    return str(value or "")


class AssignForm(Form):
    """担当者 of one thing or of many."""

    user_id = SelectField(_("担当者"), coerce=_person)
    things = ChecksField(_("担当者を決めるもの"))

    def offer(self, people: Sequence[User], held: Sequence[Held]) -> None:
        self.user_id.choices = [("", _("選んでください")), *_named(people)]
        self.things.choices = [
            (item.key, f"{item.thing.title}（{item.kind.label}）") for item in held
        ]

    @property
    def chosen(self) -> int | None:
        return int(self.user_id.data) if self.user_id.data else None


class LastDayField(DayField):
    data: Any  # a day once the form is valid


class PassOnForm(Form):
    successor = SelectField(_("引き継ぐ人"), [Required(_("選んでください。"))], coerce=_person)
    note = TextField(_("引継ぎメモ"), limit=10_000)
    last_on = LastDayField(
        _("最後の日"), [Required(_("日付を入れてください。例 2026-04-01"))],
        description=_("この日まで、組織の内容を読めます。例 2026-03-31、R8.3.31"),
    )  # fmt: skip

    def validate_last_on(self, field: DayField) -> None:
        if field.data and field.data < calendar.today():
            raise ValidationError(_("最後の日は、今日か、それより後にしてください。"))

    def recipients(self, held: Sequence[Held]) -> dict[str, int | None]:
        """Who gets what, by the key of each thing."""
        found = {}
        for item in held:
            said = self[item.key].data
            name = self.successor.data if said == SAME else said
            found[item.key] = None if name == NOBODY else int(name)
        return found


def pass_on_form(held: Sequence[Held], people: Sequence[User], until: date | None) -> PassOnForm:
    """A form with one choice for everything, and one for each thing."""
    fields = {item.key: SelectField(item.thing.title, coerce=_person) for item in held}
    form: PassOnForm = type("PassOnForm", (PassOnForm,), fields)(
        last_on=until or calendar.today(), **dict.fromkeys(fields, SAME)
    )
    later = (NOBODY, _("あとで決める（担当者のいないものに並びます）"))
    form.successor.choices = [("", _("選んでください")), *_named(people), later]
    for key in fields:
        form[key].choices = [(SAME, _("上と同じ人")), *_named(people), later]
    if not held:
        del form.successor
    return form


def _named(people: Sequence[User]) -> list[tuple[str, str]]:
    return [(str(person.id), person.name) for person in people]
