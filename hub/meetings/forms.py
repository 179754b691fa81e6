"""Forms of series and meetings."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import time
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from hub.core.forms import (
    DayField,
    Form,
    LineField,
    NumberField,
    Required,
    TextField,
    VersionField,
)
from hub.meetings.models import (
    AgendaItem,
    AgendaKind,
    AgendaOutcome,
    AttendanceAnswer,
    SeriesKind,
    SeriesRole,
    Visibility,
)
from hub.organizations.models import Organization

_CLOCK = re.compile(r"(\d{1,2})(?::|時)(?:(\d{1,2})(?::00|分)?)?")
_WORDS = _l("選んでください。")


def _number_or_none(text: Any) -> int | None:
    """An id as a form sends it; what is not one is refused by the field."""
    if text in (None, ""):
        return None
    if isinstance(text, int):
        return text
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ValueError
    return int(text)


class EnumField(SelectField):
    """One of the values of a StrEnum."""

    def __init__(
        self,
        label: Any,
        enum: type[StrEnum],
        needs: Sequence[Any] = (Required(_WORDS),),
        **kwargs: Any,
    ) -> None:
        choices = [(member.value, member.label) for member in enum]  # type: ignore[attr-defined]
        super().__init__(label, [*needs], choices=choices, coerce=enum, **kwargs)


class OrganizationField(SelectField):
    """One of the organizations the form is given; None where that is allowed."""

    def __init__(self, label: Any, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(label, list(validators), coerce=_number_or_none, choices=[], **kwargs)

    def offer(self, organizations: Iterable[Organization], none: Any = None) -> None:
        first = [("", none)] if none else []
        self.choices = [*first, *((str(o.id), o.short_name) for o in organizations)]


class OutcomeField(SelectField):
    """結果 of an agenda item, or nothing yet."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        choices = [("", _l("まだ書かない")), *((o.value, o.label) for o in AgendaOutcome)]
        super().__init__(label, choices=choices, coerce=_outcome_or_none, **kwargs)


def _outcome_or_none(value: Any) -> AgendaOutcome | None:
    return AgendaOutcome(value) if value else None


class ClockField(Field):
    """A time of day: 14:00, 14時, 14時30分, in half or full width. What was typed is kept."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.strftime("%H:%M") if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data: time | None = None
        text = unicodedata.normalize("NFKC", valuelist[0]).strip() if valuelist else ""
        if not text:
            return
        match = _CLOCK.fullmatch(text)
        hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
        if hour > 23 or minute > 59:
            raise ValueError(_("時刻として読めません。例 14:00、14時30分"))
        self.data = time(hour, minute)


class SeriesForm(Form):
    name = LineField(_l("会議体の名前"), [Required()], limit=100)
    kind = EnumField(_l("種類"), SeriesKind)
    description = TextField(_l("目的"), limit=2_000)
    secretariat_id = OrganizationField(
        _l("幹事組織"), [Required(_WORDS)],
        description=_l("会議の準備と議事録を受け持ちます。編集者が議事録を書けます。"),
    )  # fmt: skip
    visibility = EnumField(
        _l("新しい会議の公開範囲"), Visibility,
        description=_l("会議ごとに変えられます。"), default=Visibility.NETWORK,
    )  # fmt: skip
    version = VersionField()


class MemberForm(Form):
    organization_id = OrganizationField(_l("組織"), [Required(_WORDS)])
    role = EnumField(_l("役割"), SeriesRole, default=SeriesRole.MEMBER)
    starts_on = DayField(_l("入った日"), description=_l("空けると、はじめからになります。"))
    ends_on = DayField(
        _l("終わる日"),
        description=_l("この日の次の日から「会議体まで」の記録を読めなくなります。"),
    )
    version = VersionField()


class MeetingForm(Form):
    subtitle = LineField(
        _l("副題"), limit=100, description=_l("回次の後ろに括弧で付きます。例 所管部署同席")
    )
    held_on = DayField(_l("開催日"), [Required()], description=_l("例 2026-12-09、R8.12.9"))
    starts_at = ClockField(_l("開始"), description=_l("例 14:00"))
    ends_at = ClockField(_l("終了"), description=_l("例 16:00"))
    place = LineField(_l("場所"), limit=200)
    online_url = LineField(
        _l("オンライン会議のアドレス"), limit=500,
        description=_l("出席する組織だけに見えます。例 https://example.jp/room"),
    )  # fmt: skip
    visibility = EnumField(_l("公開範囲"), Visibility)
    handouts = TextField(
        _l("配布資料"), limit=5_000,
        description=_l("紙で配る資料の名前を一行に一つ。ファイルは会議のページから足せます。"),
    )  # fmt: skip
    next_meeting_note = LineField(_l("次回の予定"), limit=300)
    version = VersionField()

    def validate_held_on(self, field: Field) -> None:
        if field.data and not 2000 <= field.data.year <= 2100:
            raise ValidationError(_("2000年から2100年までの日を入れてください。"))

    def validate_ends_at(self, field: Field) -> None:
        if field.data and self.starts_at.data is None and not self.starts_at.errors:
            raise ValidationError(_("終了を入れるときは、開始も入れてください。"))
        if field.data and self.starts_at.data and field.data <= self.starts_at.data:
            raise ValidationError(_("終了は、開始より後にしてください。"))

    def validate_online_url(self, field: Field) -> None:
        if not field.data:
            return
        try:
            parts = urlsplit(field.data)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise ValidationError(_("https:// で始まるアドレスを入れてください。"))


class CancelForm(Form):
    reason = LineField(_l("中止の理由"), [Required()], limit=300)


class AgendaItemForm(Form):
    kind = EnumField(_l("区分"), AgendaKind, default=AgendaKind.DISCUSS)
    title = LineField(_l("議題"), [Required()], limit=200)
    presenter_id = OrganizationField(_l("説明する組織"))
    planned_minutes = NumberField(_l("予定の時間（分）"), least=1, most=600)
    summary = TextField(
        _l("内容"), limit=10_000, description=_l("会議の前は論点を、後は話したことを書きます。")
    )
    outcome = OutcomeField(
        _l("結果"),
        description=_l("「継続」にした議題は、次の会議の次第に、前回からの継続として入ります。"),
    )
    version = VersionField()


class DecisionForm(Form):
    text = LineField(_l("決定事項"), [Required()], limit=500)
    agenda_item_id = SelectField(_l("どの議題で決めたか"), coerce=_number_or_none)
    version = VersionField()

    def offer(self, items: Iterable[AgendaItem]) -> None:
        titled = [(str(i.id), f"{n} {i.title}") for n, i in enumerate(items, start=1)]
        self.agenda_item_id.choices = [("", _("議題にひも付けない")), *titled]


def outcomes_form(items: Iterable[AgendaItem], **given: Any) -> Any:
    """A form with one choice for each item of an agenda."""
    fields: dict[str, Any] = {
        f"outcome_{item.id}": OutcomeField(_("「%(title)s」の結果", title=item.title))
        for item in items
    }
    fields["version"] = VersionField()
    return type("OutcomesForm", (Form,), fields)(**given)


def attendance_form(
    organizations: Sequence[Organization], others: Sequence[Organization], **given: Any
) -> Any:
    """A form class with one line for each organization, and one to add another."""
    fields: dict[str, Any] = {}
    for organization in organizations:
        name = organization.short_name
        fields[f"answer_{organization.id}"] = EnumField(
            _("%(name)sの出欠", name=name), AttendanceAnswer, default=AttendanceAnswer.UNDECIDED
        )
        fields[f"post_{organization.id}"] = LineField(_("%(name)sの役職", name=name), limit=100)
        fields[f"person_{organization.id}"] = LineField(_("%(name)sの氏名", name=name), limit=100)
    fields["guest_id"] = OrganizationField(_l("ほかに加わる組織"))
    fields["guest_answer"] = EnumField(
        _l("その出欠"), AttendanceAnswer, (), default=AttendanceAnswer.OBSERVER
    )
    fields["version"] = VersionField()
    made = type("AttendanceForm", (Form,), fields)(**given)
    made.guest_id.offer(others, none=_("加えない"))
    return made
