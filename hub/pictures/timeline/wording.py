"""What a line of the timeline says in words: beside its bar, in its link, and in the table."""

from datetime import date

from flask_babel import gettext as _

from hub.actions.models import Action, ActionStatus
from hub.core import calendar
from hub.pictures.timeline.queries import ActionLine, IdeaLine, Line


def title(line: Line) -> str:
    return line.action.title if isinstance(line, ActionLine) else line.idea.title


def spoken(line: Line, today: date) -> str:
    """The whole line for who does not see its bar."""
    if isinstance(line, IdeaLine):
        state = line.idea.stage.label
        kind = _("連携の種")
    else:
        state = line.action.status.label
        kind = line.action.kind.label
    said = [title(line), str(kind), str(state), note(line, today)]
    return "、".join(part for part in said if part)


def note(line: Line, today: date) -> str:
    """What is remarkable about its days."""
    if isinstance(line, IdeaLine):
        idea = line.idea
        if idea.is_due(today) and idea.look_at_on:
            return _("見る日から%(days)s日", days=(today - idea.look_at_on).days)
        return _("%(day)sに見る", day=_short(idea.look_at_on)) if idea.look_at_on else ""
    said = [_days(line.action, today)]
    if line.action.extensions:
        said.append(_("延長%(count)s回", count=line.action.extensions))
    if line.slips:
        said.append(_("待つ相手が遅れ"))
    return "、".join(part for part in said if part)


def _days(action: Action, today: date) -> str:
    if action.status is ActionStatus.ON_HOLD and action.review_on:
        return _("%(day)sに見直す", day=_short(action.review_on))
    if action.is_overdue(today) and action.due_on:
        return _("%(days)s日超過", days=(today - action.due_on).days)
    if action.is_open and action.due_on:
        return _("%(day)sまで", day=_short(action.due_on))
    return ""


def _short(day: date) -> str:
    return calendar.short_date(day)


def summary(lines: list[Line], today: date) -> str:
    """The sentence above the picture: of this page."""
    actions = [line for line in lines if isinstance(line, ActionLine)]
    late = sum(line.action.is_overdue(today) for line in actions)
    slipping = sum(line.slips for line in actions)
    said = _(
        "このページには宿題事項%(actions)s件と連携の種%(ideas)s件があります。",
        actions=len(actions), ideas=len(lines) - len(actions),
    )  # fmt: skip
    if late:
        said += _("期限を過ぎたものは%(count)s件です。", count=late)
    if slipping:
        said += _("待つ相手が遅れているものは%(count)s件です。", count=slipping)
    return said
