from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field, RadioField, SelectField
from wtforms.fields.choices import SelectFieldBase
from wtforms.validators import ValidationError

from hub.accounts.models import User
from hub.actions import queries, rules
from hub.actions.models import (
    ACTION_KINDS,
    ACTION_VISIBILITIES,
    Action,
    ActionKind,
    ActionVisibility,
)
from hub.actions.rules import Entry
from hub.core import calendar
from hub.core.forms import (
    ChecksField,
    DayField,
    Form,
    LineField,
    Required,
    TextField,
    VersionField,
)
from hub.meetings.models import Meeting
from hub.organizations.models import Organization
from hub.organizations.queries import Choice, organizations

CHOOSE = _("選んでください。")


def _id(value: Any) -> int | None:
    """The value of an option: a number, or nothing chosen."""
    return _number(value) if value else None


def _number(value: Any) -> int:
    """An id; longer ones than any table has are no ids."""
    text = str(value)
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise ValueError(text)
    return int(text)


class ActionForm(Form):
    title = LineField(_("内容"), [Required()], limit=200)
    body = TextField(_("くわしい内容"), limit=10_000)
    kind = RadioField(_("種別"), choices=list(ACTION_KINDS.items()), coerce=ActionKind,
                      default=ActionKind.TODO)  # fmt: skip
    lead_id = SelectField(_("担当"), [Required(CHOOSE)], coerce=_id)
    person = LineField(_("担当の役職"), limit=100)
    partner_ids = ChecksField(_("協力"), coerce=_number)
    due_on = DayField(_("期限"))
    agenda_item_id = SelectField(_("議題"), coerce=_id)
    visibility = RadioField(_("公開範囲"), choices=list(ACTION_VISIBILITIES.items()),
                            coerce=ActionVisibility,
                            default=ActionVisibility.NETWORK)  # fmt: skip
    menu_ids = ChecksField(_("関係する支援メニュー"), coerce=_number)

    def prepare(self, actor: User, meeting: Meeting | None, action: Action | None = None) -> None:
        """Offer what the actor may choose. To be called before the form is checked or shown."""
        self.meeting, self.action = meeting, action
        everyone = list(organizations())
        kept = [action.lead, *(p.organization for p in action.partners)] if action else []
        everyone += [o for o in kept if o not in everyone]
        self.lead_id.choices = _options(_leads(actor, everyone, meeting, action))
        self.partner_ids.choices = [(o.id, o.short_name) for o in everyone]
        if meeting is None:
            del self.agenda_item_id
            if len(self.lead_id.choices) == 2 and not self.is_submitted():
                self.lead_id.data = self.lead_id.choices[1][0]
        else:
            del self.visibility
            items = [(item.id, item.title) for item in meeting.agenda_items]
            self.agenda_item_id.choices = [("", _("議題を決めない")), *items]
        linked = [menu.id for menu in action.menus] if action else []
        chosen = [*linked, *(self.menu_ids.data or [])]
        workers = [n for n in [self.lead_id.data, *(self.partner_ids.data or [])] if n]
        self.menu_ids.choices = [
            (menu.id, f"{menu.title}（{menu.provider.short_name}）")
            for menu in queries.offered_menus(actor, workers, chosen)
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        for name, message in rules.problems(self.entry(), in_meeting=self.meeting is not None):
            if not self[name].errors:
                self.refuse(name, message)
            fine = False
        return fine

    def entry(self) -> Entry:
        in_meeting = self.meeting is not None
        return Entry(
            title=self.title.data or "",
            body=self.body.data or "",
            kind=self.kind.data,
            lead_id=self.lead_id.data or 0,
            person=self.person.data or "",
            partner_ids=frozenset(self.partner_ids.data or []),
            due_on=self.due_on.data,
            visibility=ActionVisibility.NETWORK if in_meeting else self.visibility.data,
            agenda_item_id=self.agenda_item_id.data if in_meeting else None,
            menu_ids=frozenset(self.menu_ids.data or []),
        )


class EditForm(ActionForm):
    version = VersionField()
    reason = TextField(_("担当か期限を変える理由"), limit=1_000)

    @classmethod
    def of(cls, action: Action, **given: Any) -> "EditForm":
        """Filled with the action as it is now, and with what was sent."""
        return cls(
            **given,
            data={
                "title": action.title, "body": action.body, "kind": action.kind,
                "lead_id": action.lead_id, "person": action.person, "due_on": action.due_on,
                "partner_ids": [p.organization_id for p in action.partners],
                "agenda_item_id": action.agenda_item_id, "visibility": action.visibility,
                "menu_ids": [menu.id for menu in action.menus], "version": action.version,
            }
        )  # fmt: skip

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        if not fine or self.action is None or (self.reason.data or "").strip():
            return fine
        if self.version.data != self.action.version:
            return fine  # what is a change shows when both texts are seen side by side
        missing = rules.needs_reason(self.action, self.entry())
        if missing:
            self.refuse("reason", missing)
        return missing is None


def in_words(bound: Field) -> str:
    """What a field holds, as a person reads it: to set two versions of it side by side."""
    if isinstance(bound, SelectFieldBase):
        return "、".join(str(o.label.text) for o in bound if o.checked)
    if isinstance(bound.data, date):
        return calendar.long_date(bound.data)
    return str(bound.data or "")


class HoldForm(Form):
    review_on = DayField(_("見直す日"), [Required(_("日付を入れてください。例 2026-04-01"))])
    note = TextField(_("経過（書かなくてもよい）"), limit=2_000)

    def validate_review_on(self, field: DayField) -> None:
        if refusal := rules.hold_problem(field.data, calendar.today()):
            raise ValidationError(refusal)


class CompleteForm(Form):
    result = TextField(_("結果"), [Required()], limit=2_000)


class DropForm(Form):
    reason = TextField(_("見送る理由"), [Required()], limit=2_000)


class ReopenForm(Form):
    note = TextField(_("再開する理由"), [Required()], limit=2_000)


class HandoverForm(Form):
    to_id = SelectField(_("引き継ぐ先の組織"), [Required(CHOOSE)], coerce=_id)
    handover_note = TextField(_("引き継ぐ理由"), [Required()], limit=2_000)

    def offer(self, receivers: Sequence[Choice]) -> None:
        self.to_id.choices = _options(receivers)


class DeclineForm(Form):
    decline_reason = TextField(_("断る理由"), [Required()], limit=2_000)


class NoteForm(Form):
    text = TextField(_("書くこと"), [Required()], limit=2_000)


def _leads(
    actor: User, everyone: Sequence[Organization], meeting: Meeting | None, action: Action | None
) -> list[Organization]:
    """Whom the actor may name: anybody in a meeting, else an organization they write for."""
    if meeting is not None or (action is not None and actor.coordinates):
        return list(everyone)
    keeps = {action.lead_id} if action is not None else set()
    return [o for o in everyone if o.id in actor.editing_ids | keeps]


def _options(found: Sequence[Organization] | Sequence[Choice]) -> list[tuple[Any, Any]]:
    return [("", _("選んでください")), *((o.id, o.short_name) for o in found)]
