"""What happened, in words: for the lists, the history and the exports alike."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hub.actions.models import Action, ActionEvent, ActionStatus, EventKind
from hub.actions.waits import Slip
from hub.core import calendar

FIELDS = {
    "title": _l("内容"),
    "body": _l("くわしい内容"),
    "kind": _l("種別"),
    "partners": _l("協力"),
    "person": _l("担当の役職"),
    "visibility": _l("公開範囲"),
    "agenda_item": _l("議題"),
    "menus": _l("支援メニュー"),
    "awaited": _l("先に終わるのを待つもの"),
}
MOVES = {
    ActionStatus.NOT_STARTED: _l("未着手に戻した"),
    ActionStatus.IN_PROGRESS: _l("進行中にした"),
    ActionStatus.ON_HOLD: _l("保留にした"),
    ActionStatus.DONE: _l("完了にした"),
    ActionStatus.DROPPED: _l("見送りにした"),
}
HANDOVERS = {
    EventKind.PROPOSED: _l("%(name)sに担当の引継ぎを申し出た"),
    EventKind.DECLINED: _l("%(name)sが担当の引継ぎを断った"),
    EventKind.WITHDRAWN: _l("%(name)sへの引継ぎの申し出を取り下げた"),
}


def what_happened(event: ActionEvent) -> str:
    """The change itself, without the text that was written with it; "" for a mere text."""
    if event.kind is EventKind.CREATED:
        return _("登録した")
    if event.kind is EventKind.STATUS and event.status is not None:
        return str(MOVES[event.status])
    if event.kind is EventKind.DUE:
        return _due(event.due_before, event.due_after)
    if event.kind is EventKind.LEAD and event.lead_before and event.lead_after:
        return _(
            "担当を%(before)sから%(after)sに変えた",
            before=event.lead_before.short_name,
            after=event.lead_after.short_name,
        )
    if event.kind in HANDOVERS and event.lead_after:
        return str(HANDOVERS[event.kind]) % {"name": event.lead_after.short_name}
    if event.kind is EventKind.EDITED:
        names = [str(FIELDS[name]) for name in event.changed if name in FIELDS]
        return _("%(fields)sを直した", fields="、".join(names)) if names else _("内容を直した")
    return ""


def in_one_line(event: ActionEvent | None) -> str:
    """What was written, else what happened, for a cell of a table that shows the state beside."""
    if event is None:
        return ""
    if event.text and event.kind in {EventKind.CREATED, EventKind.STATUS}:
        return event.text
    return "　".join(part for part in (what_happened(event), event.text) if part)


def with_day(event: ActionEvent | None) -> str:
    return f"{calendar.short_date(event.on)}　{in_one_line(event)}" if event else ""


def slip(slip: Slip, action: Action, awaited: Action) -> str:
    """Why what an action waits for does not come in time, and what to do."""
    if slip is Slip.DROPPED:
        return _("見送りになりました。待つのをやめるか、進め方を決め直してください。")
    ask = _("担当（%(name)s）に様子を聞くか、期限を決め直してください。",
            name=awaited.lead.short_name)  # fmt: skip
    if slip is Slip.OVERDUE:
        said = _("期限の%(day)sを過ぎています。", day=_on(awaited.due_on))
    elif slip is Slip.HELD:
        said = _(
            "%(day)sに見直すまで保留なので、この宿題の期限（%(mine)s）に間に合いません。",
            day=_on(awaited.review_on), mine=_on(action.due_on),
        )  # fmt: skip
    else:
        said = _(
            "期限が%(day)sで、この宿題の期限（%(mine)s）より後です。",
            day=_on(awaited.due_on), mine=_on(action.due_on),
        )  # fmt: skip
    return said + ask


def slip_for_others(slip: Slip, waiting: Action) -> str:
    """The same, to who works on what is awaited."""
    if slip is Slip.DROPPED:
        return _("この宿題が見送りになったので、進め方を決め直します。")
    if waiting.due_on is None:
        return _("この宿題が遅れているので、待っています。")
    return _("このままでは、期限の%(day)sに間に合いません。", day=_on(waiting.due_on))


def _on(day: date | None) -> str:
    return calendar.short_date(day) if day else ""


def partners(action: Action) -> str:
    return "、".join(p.organization.short_name for p in action.partners)


def visibility(action: Action):
    """公開範囲: that of the meeting where there is one."""
    return (action.meeting or action).visibility.label


def _due(before: date | None, after: date | None) -> str:
    if after is None:
        return _("期限をなくした")
    if before is None:
        return _("期限を%(after)sにした", after=calendar.short_date(after))
    return _(
        "期限を%(before)sから%(after)sに変えた",
        before=calendar.short_date(before),
        after=calendar.short_date(after),
    )
