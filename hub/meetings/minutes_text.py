"""The text that minutes begin with: DOMAIN's order of 議事録, filled with what is known."""

from flask_babel import gettext as _

from hub.core import calendar
from hub.core.markdown import literal
from hub.meetings.events import agenda_item_begun, minutes_begun
from hub.meetings.models import (
    CAME,
    AgendaItem,
    AgendaKind,
    Attendance,
    AttendanceAnswer,
    Decision,
    Meeting,
)


def first_text(meeting: Meeting, handouts: list[str]) -> str:
    """Markdown. ``handouts`` are the names of the files; those on paper come from the meeting."""
    sections = [
        _facts(meeting, handouts),
        "# " + _("次第"),
        *(_agenda_item(number, item) for number, item in enumerate(meeting.agenda_items, 1)),
        "# " + _("決定事項"),
        _decisions(meeting.decisions),
        "# " + _("宿題事項"),
        _actions(meeting),
        "# " + _("保留論点"),
        "- " + _("なし"),
        "# " + _("次回予定"),
        literal(meeting.next_meeting_note) or _("未定"),
        "# " + _("作成・確認"),
        _("作成: %(name)s", name=literal(meeting.series.secretariat.name)),
        _("公開範囲: %(range)s", range=meeting.visibility.label),
    ]
    return "\n\n".join(sections) + "\n"


def _facts(meeting: Meeting, handouts: list[str]) -> str:
    came = [_who(a) for a in meeting.attendances if a.answer in CAME]
    away = [a for a in meeting.attendances if a.answer is AttendanceAnswer.ABSENT]
    absent = [a.organization.short_name for a in away]
    papers = [*(line for line in meeting.handouts.splitlines() if line.strip()), *handouts]
    lines = [
        _("会議名: %(name)s", name=literal(meeting.name)),
        _("日時: %(when)s", when=_when(meeting)),
        _("場所: %(place)s", place=literal(meeting.place) or _("オンライン")),
        _("出席: %(names)s", names=_list(came)),
        _("欠席: %(names)s", names=_list(absent)),
        _("配布資料: %(names)s", names=_list(papers)),
    ]
    return "\n".join(lines)


def _when(meeting: Meeting) -> str:
    text = calendar.long_date(meeting.held_on)
    if meeting.starts_at:
        end = calendar.clock(meeting.ends_at) if meeting.ends_at else ""
        text += _(" %(begin)sから%(end)s", begin=calendar.clock(meeting.starts_at), end=end)
    return text


def _who(attendance: Attendance) -> str:
    name = attendance.organization.short_name
    said = [attendance.post_title, attendance.person_name]
    person = " ".join(part for part in said if part)
    if attendance.answer is not AttendanceAnswer.PRESENT:
        person = "、".join(part for part in (str(attendance.answer.label), person) if part)
    return f"{name}（{person}）" if person else name


def _list(names: list[str]) -> str:
    return "、".join(literal(name) for name in names) if names else _("なし")


def _agenda_item(number: int, item: AgendaItem) -> str:
    presenter = f"（{literal(item.presenter.short_name)}）" if item.presenter else ""
    parts = [f"## {number} {item.kind.label}　{literal(item.title)}{presenter}"]
    if item.summary:
        parts.append(item.summary)
    known = [line for _receiver, said in agenda_item_begun.send(item) for line in said or []]
    if known:
        parts.append("\n".join(known))
    if item.kind is AgendaKind.DISCUSS:
        parts.append("\n\n".join([_("論点: "), _("意見: "), _("結論: ")]))
    return "\n\n".join(parts)


def _decisions(decisions: list[Decision]) -> str:
    lines = [f"{number}. {literal(decision.text)}" for number, decision in enumerate(decisions, 1)]
    return "\n".join(lines) if lines else "- " + _("なし")


def _actions(meeting: Meeting) -> str:
    """内容・担当・期限, one line each, as the parts above know them."""
    lines = [line for _receiver, said in minutes_begun.send(meeting) for line in said or []]
    return "\n".join(lines) if lines else "- " + _("なし")
