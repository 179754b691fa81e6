"""What must be said together. The forms and the commands refuse by the same words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _

from hub.actions.models import Action, ActionKind, ActionVisibility


@dataclass(frozen=True, kw_only=True)
class Entry:
    """The fields of an action as somebody wrote them. Organizations, items and menus are ids."""

    title: str
    lead_id: int
    body: str = ""
    kind: ActionKind = ActionKind.TODO
    partner_ids: frozenset[int] = field(default_factory=frozenset)
    person: str = ""
    due_on: date | None = None
    visibility: ActionVisibility = ActionVisibility.NETWORK
    agenda_item_id: int | None = None
    menu_ids: frozenset[int] = field(default_factory=frozenset)


Problem = tuple[str, str]  # name of the field, what to do


def problems(entry: Entry, *, in_meeting: bool) -> Iterable[Problem]:
    """What is wrong with an entry, new or changed."""
    if entry.kind is ActionKind.TODO and entry.due_on is None:
        yield "due_on", _("期限を入れてください。期限を決めないものは、種別を継続課題にします。")
    if entry.kind is ActionKind.STANDING and entry.due_on is not None:
        yield (
            "due_on",
            _("継続課題には期限を付けません。空にするか、種別を宿題事項にしてください。"),
        )
    if (
        not in_meeting
        and entry.visibility is ActionVisibility.ORGANIZATION
        and entry.partner_ids - {entry.lead_id}
    ):
        yield (
            "visibility",
            _(
                "自組織のみにするときは、協力の組織を選べません。協力を外すか、ネットワーク内にしてください。"
            ),
        )


def needs_reason(action: Action, entry: Entry) -> str | None:
    """Why this change cannot be kept without a reason; None when it can."""
    if entry.lead_id != action.lead_id:
        return _("担当を変えるときは、理由を入れてください。")
    if entry.due_on != action.due_on:
        return _("期限を変えるときは、理由を入れてください。")
    return None


def hold_problem(until: date | None, today: date) -> str | None:
    if until is None:
        return _("保留にするには、見直す日を入れてください。")
    if until <= today:
        return _("見直す日には、今日より後の日を入れてください。")
    return None
