"""Changes to ideas. Each authorizes, changes, records; none commits."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from hub.accounts.models import User
from hub.audit.log import changed, record
from hub.core import calendar
from hub.core.db import db, lock_version
from hub.core.errors import Invalid, authorize
from hub.ideas import policy
from hub.ideas.models import Idea, IdeaEventKind, Stage
from hub.meetings import policy as meetings
from hub.meetings.events import LineTask
from hub.meetings.models import Meeting
from hub.organizations.models import Organization

LONGEST_TITLE = 200


def move_idea(
    actor: User, idea: Idea, stage: Stage, *, said: str, look_at_on: date | None,
    keeper_id: int | None, seen: int,
) -> None:  # fmt: skip
    """Another stage, another day to look at it, or another keeper.

    Raises:
        Conflict: somebody else changed the idea since ``seen``.
        Invalid: 定着 without a result, 見送り without a reason.
    """
    authorize(policy.can_move(actor, idea))
    lock_version(idea, seen)
    if keeper_id != idea.keeper_id:
        authorize(policy.can_give(actor, idea))
    if refusal := problem(stage, said):
        raise Invalid(refusal)
    before = _facts(idea)
    idea.look_at_on = look_at_on
    _keep(actor, idea, keeper_id)
    if stage is not idea.stage or said.strip() not in {idea.result, idea.reason}:
        idea.become(stage, said.strip(), calendar.today())
        _happened(actor, idea, IdeaEventKind.STAGE, stage=stage, text=said.strip())
    _record(actor, idea, "idea:status", before)


def problem(stage: Stage, said: str) -> str | None:
    """What the stage asks to be said with it; None when nothing is missing."""
    if said.strip(" \u3000\n\t"):
        return None
    if stage is Stage.ROOTED:
        return _("定着にするには、結果を入れてください。")
    if stage is Stage.DROPPED:
        return _("見送りにするには、理由を入れてください。")
    return None


def plant(actor: User, meeting: Meeting, tasks: Sequence[LineTask], free: dict[str, int]) -> None:
    """Lines of minutes become ideas; ``free`` are ids by title that no line has yet."""
    authorize(meetings.can_edit(actor, meeting))
    made = []
    for task in tasks:
        task.thing_id = free.pop(_title(task), None)
        if task.thing_id is None:
            idea = Idea(meeting=meeting, title=_title(task), body=_body(task), stage=Stage.SEED)
            idea.raised_on = min(meeting.held_on, calendar.today())
            idea.proposed_by = actor
            idea.keeper_id = task.said["lead"]
            idea.agenda_item_id = task.agenda_item_id
            made.append((task, idea))
    db.session.add_all(idea for _task, idea in made)
    db.session.flush()
    for task, idea in made:
        task.thing_id = idea.id
        _happened(actor, idea, IdeaEventKind.RAISED, stage=Stage.SEED)
        _record(actor, idea, "idea:create", {})


def follow_line(actor: User, idea: Idea, task: LineTask) -> None:
    """What its line says differently than before."""
    _authorize_line(actor, idea)
    before = _facts(idea)
    if task.has_changed("title"):
        idea.title, idea.body = _title(task), _body(task) or idea.body
    if task.has_changed("lead") and task.said["lead"]:
        _keep(actor, idea, task.said["lead"])
    _record(actor, idea, "idea:edit", before)


def withdraw(actor: User, idea: Idea) -> None:
    """見送り, because its line was taken out of the minutes."""
    _authorize_line(actor, idea)
    if idea.stage.is_open:
        before = _facts(idea)
        why = _("議事録から行が削られたため")
        idea.become(Stage.DROPPED, why, calendar.today())
        _happened(actor, idea, IdeaEventKind.STAGE, stage=Stage.DROPPED, text=why)
        _record(actor, idea, "idea:status", before)


def _authorize_line(actor: User, idea: Idea) -> None:
    authorize(idea.meeting is not None and meetings.can_edit(actor, idea.meeting))


def _keep(actor: User, idea: Idea, keeper_id: int | None) -> None:
    """Another keeper; nobody there is its 担当者 yet."""
    if keeper_id == idea.keeper_id:
        return
    idea.keeper = db.session.get(Organization, keeper_id) if keeper_id else None
    idea.holder = None
    _happened(actor, idea, IdeaEventKind.KEEPER, keeper_after_id=keeper_id)


def _happened(actor: User, idea: Idea, kind: IdeaEventKind, **facts: Any) -> None:
    speaker = _speaker(actor, idea)
    idea.note(kind, calendar.today(), user_id=actor.id, organization_id=speaker, **facts)


def _speaker(actor: User, idea: Idea) -> int | None:
    """The organization for which the actor writes here."""
    secretariat = idea.meeting.series.secretariat_id if idea.meeting else None
    concerned = [idea.keeper_id, secretariat, idea.proposer_id, *sorted(idea.partner_ids)]
    return next((n for n in concerned if n in actor.editing_ids), None)


def _record(actor: User, idea: Idea, verb: str, before: dict[str, Any]) -> None:
    idea.touch()
    record(
        actor, verb, idea, organization_id=_speaker(actor, idea), **changed(before, _facts(idea))
    )


def _facts(idea: Idea) -> dict[str, Any]:
    return {
        "title": idea.title,
        "body": idea.body,
        "stage": idea.stage,
        "result": idea.result,
        "reason": idea.reason,
        "look_at_on": idea.look_at_on,
        "keeper": idea.keeper.id if idea.keeper else idea.keeper_id,
    }


def _title(task: LineTask) -> str:
    title = task.said["title"]
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"


def _body(task: LineTask) -> str:
    """The whole line where it is too long for a title."""
    return task.said["title"] if len(task.said["title"]) > LONGEST_TITLE else ""
