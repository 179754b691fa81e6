"""Minutes of the sample as Markdown, in the order in which the network writes them."""

from typing import Any

from flask_babel import gettext as _

from hub.core import calendar
from hub.demo.sample import Sample
from hub.meetings.models import AgendaKind, AttendanceAnswer, Meeting


def draft(sample: Sample, entry: dict[str, Any], meeting: Meeting) -> str:
    """Before it was confirmed: without what was settled afterwards."""
    return _text(sample, entry, meeting, final=False)


def final(sample: Sample, entry: dict[str, Any], meeting: Meeting) -> str:
    return _text(sample, entry, meeting, final=True)


def next_meeting(sample: Sample, entry: dict[str, Any]) -> str:
    day = sample.day_or_none(entry["next_meeting"])
    if day is None:
        return ""
    held = next((m for m in sample["meetings"] if m["date"] == entry["next_meeting"]), None)
    where = f" {held['place']}" if held else ""
    return f"{calendar.long_date(day)}{where}"


def _text(sample: Sample, entry: dict[str, Any], meeting: Meeting, *, final: bool) -> str:
    sections = [
        _facts(sample, entry, meeting),
        _("# 次第"),
        *(_item(sample, number, said) for number, said in enumerate(entry["agenda"], start=1)),
        _("# 決定事項"),
        "\n".join(f"{n}. {said['text']}" for n, said in enumerate(entry["decisions"], start=1)),
        _("# 宿題事項"),
        _actions(sample, entry),
        _("# 保留論点"),
        _list(entry.get("open_points", ())),
        _("# 次回予定"),
        meeting.next_meeting_note,
        _("# 作成・確認"),
        _list(_made(sample, entry, meeting, final=final)),
        _("公開範囲: %(range)s", range=meeting.visibility.label),
    ]
    return "\n\n".join(section or "- " + _("なし") for section in sections) + "\n"


def _facts(sample: Sample, entry: dict[str, Any], meeting: Meeting) -> str:
    came = _names(meeting, AttendanceAnswer.PRESENT)
    away = _names(meeting, AttendanceAnswer.ABSENT)
    files = [a["name"].rpartition(".")[0] for a in sample["attachments"] if a["to"] == entry["id"]]
    papers = _("、").join([*entry["handouts"], *files])
    return "\n".join(
        [
            _("会議名: %(name)s", name=meeting.name),
            _("日時: %(when)s", when=_when(meeting)),
            _("場所: %(place)s", place=meeting.place),
            _("出席: %(names)s", names=came),
            _("欠席: %(names)s", names=away or _("なし")),
            _("配布資料: %(names)s", names=papers or _("なし")),
        ]
    )


def _names(meeting: Meeting, answer: AttendanceAnswer) -> str:
    return _("、").join(
        a.organization.short_name for a in meeting.attendances if a.answer is answer
    )


def _when(meeting: Meeting) -> str:
    assert meeting.starts_at
    assert meeting.ends_at
    return _(
        "%(day)s %(start)sから%(end)s",
        day=calendar.long_date(meeting.held_on),
        start=calendar.clock(meeting.starts_at),
        end=calendar.clock(meeting.ends_at),
    )


def _item(sample: Sample, number: int, said: dict[str, Any]) -> str:
    who = sample.organizations[said["presenter"]].short_name
    head = f"## {number} {AgendaKind(said['kind']).label}　{said['title']}（{who}）"
    if "issue" not in said:
        return f"{head}\n\n{said['summary']}"
    voices = [
        _("%(who)s: %(text)s", who=sample.organizations[v["org"]].short_name, text=v["text"])
        for v in said["voices"]
    ]
    return "\n\n".join(
        [
            head,
            _("論点: %(text)s", text=said["issue"]),
            _("意見:"),
            _list(voices),
            _("結論: %(text)s", text=said["result"]),
        ]
    )


def _actions(sample: Sample, entry: dict[str, Any]) -> str:
    agreed = [a for a in sample["action_items"] if a["origin_meeting"] == entry["id"]]
    rows = [_row(sample, a) for a in agreed if a["kind"] != "seed"]
    ideas = [a["title"] for a in agreed if a["kind"] == "seed"]
    head = f"| {_('内容')} | {_('担当')} | {_('協力')} | {_('期限')} |\n| --- | --- | --- | --- |"
    table = "\n".join([head, *rows]) if rows else ""
    seeds = "\n".join("- " + _("連携の種: %(title)s", title=title) for title in ideas)
    return "\n\n".join(part for part in (table, seeds) if part)


def _row(sample: Sample, action: dict[str, Any]) -> str:
    names = {code: o.short_name for code, o in sample.organizations.items()}
    partners = _("、").join(names[code] for code in action["co_owners"])
    due = sample.day_or_none(action.get("due"))
    until = calendar.long_date(due) if due else _("継続課題（期限なし）")
    return f"| {action['title']} | {names[action['owner']]} | {partners} | {until} |"


def _made(sample: Sample, entry: dict[str, Any], meeting: Meeting, *, final: bool) -> list[str]:
    who = meeting.series.secretariat.short_name
    written = calendar.long_date(sample.day(entry["minutes_written_on"]))
    lines = [_("%(day)s 作成（%(who)s）", day=written, who=who)]
    if final:
        confirmed = calendar.long_date(sample.day(entry["minutes_confirmed_on"]))
        lines.append(
            _("%(day)s 出席した組織の確認がそろい、確定（%(who)s）", day=confirmed, who=who)
        )
    return lines


def _list(lines: Any) -> str:
    return "\n".join(f"- {line}" for line in lines)
