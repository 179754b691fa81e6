"""The list of actions as a table for Excel."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _

from hub.accounts.models import Viewer
from hub.actions import policy, waits, wording
from hub.actions.models import Action, ActionEvent


def header() -> list[str]:
    return [
        _("内容"), _("担当"), _("協力"), _("期限"), _("当初期限"), _("延長回数"), _("状態"),
        _("見直す日"), _("会議"), _("議題"), _("最近の動き"), _("結果"), _("理由"), _("公開範囲"),
        _("先に終わるのを待つもの"),
    ]  # fmt: skip


def rows(
    viewer: Viewer, actions: Sequence[Action], latest: dict[int, ActionEvent]
) -> Iterable[list[Any]]:
    awaited = waits.awaited_of(viewer, actions)
    return (
        _row(viewer, action, latest.get(action.id), awaited.get(action.id, ()))
        for action in actions
    )


def _row(
    viewer: Viewer, action: Action, event: ActionEvent | None, awaited: Sequence[Action]
) -> list[Any]:
    meeting = action.meeting if policy.can_view_meeting(viewer, action) else None
    return [
        action.title,
        action.lead.short_name,
        wording.partners(action),
        action.due_on,
        action.first_due_on,
        action.extensions,
        str(action.status.label),
        action.review_on,
        meeting.name if meeting else "",
        action.agenda_item.title if meeting and action.agenda_item else "",
        wording.with_day(event),
        action.result,
        action.reason,
        str(wording.visibility(action)),
        "、".join(other.title for other in awaited),
    ]
