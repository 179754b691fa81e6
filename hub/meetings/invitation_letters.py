"""The mails and the calendar entry of a 開催案内. Minutes are never in them."""

from datetime import date, time
from email.utils import parseaddr

from flask import current_app
from flask_babel import gettext as _

from hub.core import calendar, ics
from hub.core.links import absolute
from hub.core.text import tidy_line
from hub.meetings.invitation_models import MeetingInvitation, facts_of
from hub.meetings.models import Meeting

FILE = "kaigi.ics"


def subject(meeting: Meeting, before: MeetingInvitation | None) -> str:
    values = {"name": meeting.name, "day": calendar.short_date(meeting.held_on)}
    if meeting.cancelled_at:
        return _("【つなぎハブ】中止のお知らせ：%(day)s %(name)s", **values)
    if before is not None:
        return _("【つなぎハブ】開催案内の変更：%(day)s %(name)s", **values)
    return _("【つなぎハブ】開催案内：%(day)s %(name)s", **values)


def body(meeting: Meeting, before: MeetingInvitation | None) -> str:
    """Plain text. ``before`` is the invitation that this one changes."""
    parts = [_opening(meeting, before), _facts(meeting, before)]
    if meeting.cancelled_at:
        parts.append(_("理由　%(reason)s", reason=_line(meeting.cancel_reason)))
    elif agenda := agenda_lines(meeting):
        parts.append("\n".join([_("次第"), *agenda]))
    url = absolute("meetings.show", meeting_id=meeting.id)
    if meeting.cancelled_at:
        parts.append(_("会議のページ\n%(url)s", url=url))
        parts.append(_("付けたファイル（iCalendar）を開くと、予定表の予定も中止になります。"))
    else:
        parts.append(_("出欠は、会議のページで答えてください。\n%(url)s", url=url))
        parts.append(_("付けたファイル（iCalendar）を開くと、予定表に入れられます。"))
    parts.append(
        _("このメールは、%(series)sに呼ばれている組織の、編集者と管理者に送っています。",
          series=_line(meeting.series.name))
    )  # fmt: skip
    return "\n\n".join(parts) + "\n"


def agenda_lines(meeting: Meeting) -> list[str]:
    lines = []
    for number, item in enumerate(meeting.agenda_items, 1):
        line = f"{number}　{item.kind.label}　{_line(item.title)}"
        if item.planned_minutes:
            line += _("（%(minutes)s分）", minutes=item.planned_minutes)
        lines.append(line)
    return lines


def entry(meeting: Meeting, *, sequence: int, with_way_in: bool) -> ics.Entry:
    """The meeting in a calendar. ``with_way_in``: whoever gets it may know the online address."""
    begins, ends = meeting.span
    way_in = [meeting.online_url] if with_way_in and meeting.online_url else []
    return ics.Entry(
        uid=str(meeting.uid),
        sequence=sequence,
        summary=_("【中止】%(name)s", name=meeting.name) if meeting.cancelled_at else meeting.name,
        begins=begins,
        ends=ends,
        stamp=meeting.updated_at,
        place=meeting.place,
        text="\n".join([*way_in, *agenda_lines(meeting)]),
        url=absolute("meetings.show", meeting_id=meeting.id),
        organizer=_organizer(meeting),
        is_cancelled=meeting.cancelled_at is not None,
    )


def when(day: date, begin: time | None, end: time | None) -> str:
    """令和8年（2026年）12月9日（水） 14時から16時"""
    text = calendar.long_date(day)
    if begin is None:
        return text
    last = calendar.clock(end) if end else ""
    return text + _(" %(begin)sから%(end)s", begin=calendar.clock(begin), end=last)


def when_of(thing: Meeting | MeetingInvitation) -> str:
    return when(thing.held_on, thing.starts_at, thing.ends_at)


def changes(before: MeetingInvitation, meeting: Meeting) -> list[str]:
    """What the invitation says otherwise than the page does now, as sentences."""
    if before.facts == facts_of(meeting):
        return []
    if before.is_cancelled != (meeting.cancelled_at is not None):
        return [_("案内では、中止とお知らせしています。")]
    said = []
    if when_of(before) != when_of(meeting):
        said.append(_("案内の日時　%(when)s", when=when_of(before)))
    if before.place != meeting.place:
        said.append(_("案内の場所　%(place)s", place=before.place or _("なし")))
    if before.facts["online_url"] != meeting.online_url:
        said.append(_("オンライン会議のアドレスが、案内のあとに変わりました。"))
    if before.facts["subtitle"] != meeting.subtitle:
        said.append(_("副題が、案内のあとに変わりました。"))
    if before.facts["agenda"] != facts_of(meeting)["agenda"]:
        said.append(_("次第が、案内のあとに変わりました。"))
    return said


def _opening(meeting: Meeting, before: MeetingInvitation | None) -> str:
    name = _line(meeting.name)
    if meeting.cancelled_at:
        return _("%(name)sは中止になりました。", name=name)
    if before is None:
        return _("%(name)sの開催をご案内します。", name=name)
    if before.is_cancelled:
        return _("中止とお知らせした%(name)sを、開催することになりました。", name=name)
    return _("%(name)sの開催案内が変わりました。", name=name)


def _facts(meeting: Meeting, before: MeetingInvitation | None) -> str:
    lines = [_("日時　%(when)s", when=when_of(meeting))]
    if before is not None and when_of(before) != when_of(meeting):
        lines.append(_("　　　（前の案内　%(when)s）", when=when_of(before)))
    if meeting.place:
        lines.append(_("場所　%(place)s", place=_line(meeting.place)))
    if before is not None and before.place and before.place != meeting.place:
        lines.append(_("　　　（前の案内　%(place)s）", place=_line(before.place)))
    if meeting.online_url and not meeting.cancelled_at:
        lines.append(_("オンライン　%(url)s", url=_line(meeting.online_url)))
    return "\n".join(lines)


def _organizer(meeting: Meeting) -> tuple[str, str]:
    secretariat = meeting.series.secretariat
    fallback = parseaddr(current_app.config["MAIL_FROM"])[1]
    return secretariat.name, secretariat.email or fallback


def _line(text: str) -> str:
    return tidy_line(text) or ""
