from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField

from hub.core.forms import ChecksField, DayField, Form, Required, TextField, VersionField
from hub.organizations.models import Organization
from hub.themes.holdings import Holdings
from hub.themes.models import ROLE_KINDS, ThemeHandover, ThemeRole, ThemeRoleKind

CHOOSE = _("選んでください。")
DAY = _("日付を入れてください。例 2026-04-01")
EXAMPLE = _("例 2026-04-01、R8.4.1")


def _id(value: Any) -> int | None:
    """The value of an option: a number, or nothing chosen."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


class NeededDay(DayField):
    data: Any  # a day once the form is valid

    def __init__(self, label: Any = None, description: Any = None, **given: Any) -> None:
        super().__init__(label, [Required(DAY)], description=description or EXAMPLE, **given)


class TermForm(Form):
    kind = RadioField(_("役割"), choices=list(ROLE_KINDS.items()), coerce=ThemeRoleKind,
                      default=ThemeRoleKind.LEAD)  # fmt: skip
    starts_on = NeededDay(_("始まる日"))
    ends_on = DayField(_("終わる日"), description=_("決まっていなければ、空けておきます。"))


class RoleForm(TermForm):
    organization_id = SelectField(_("組織"), [Required(CHOOSE)], coerce=_id)

    def offer(self, found: Sequence[Organization]) -> None:
        self.organization_id.choices = _options(found)


class ChangeRoleForm(TermForm):
    version = VersionField()

    @classmethod
    def of(cls, role: ThemeRole) -> "ChangeRoleForm":
        return cls(data={"kind": role.kind, "starts_on": role.starts_on, "ends_on": role.ends_on,
                         "version": role.version})  # fmt: skip


class BeginForm(Form):
    to_id = SelectField(_("次の幹事"), [Required(CHOOSE)], coerce=_id)
    moves_on = NeededDay(
        _("幹事が替わる日"), _("この日から、次の組織が幹事です。例 2026-04-01、R8.4.1")
    )

    def offer(self, found: Sequence[Organization], day: date) -> None:
        self.to_id.choices = _options(found)
        if not self.is_submitted():
            self.moves_on.data = day


class NoteForm(Form):
    note = TextField(_("引継ぎメモ"), [Required()], limit=20_000)
    moves_on = NeededDay(_("幹事が替わる日"))
    ticked = ChecksField(_("いっしょに引き継ぐもの"))
    version = VersionField()

    @classmethod
    def of(cls, handover: ThemeHandover, offered: Holdings) -> "NoteForm":
        """``offered``: what the lead holds today; what is new since the note is ticked too."""
        listed = offered.by_key()
        left_out = {item.key for item in handover.items if not item.is_ticked}
        form = cls(data={
            "note": handover.note, "moves_on": handover.moves_on, "version": handover.version,
            "ticked": [key for key in listed if key not in left_out],
        })  # fmt: skip
        form.ticked.choices = list(listed.items())
        return form


class DeclineForm(Form):
    reason = TextField(_("断る理由"), [Required()], limit=2_000)


class AnswerForm(Form):
    """Says which text was read before it was answered."""

    version = VersionField()


def _options(found: Sequence[Organization]) -> list[tuple[Any, Any]]:
    return [("", _("選んでください")), *((o.id, o.short_name) for o in found)]
