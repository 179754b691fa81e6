"""The lines of minutes become decisions, actions and ideas, and stay bound to them. No commit.

Called whenever a text that others read is written: at circulation, while it is in review, and at
a correction. A line without a marker is new, a changed one changes its thing, and one that is gone
is asked about: nothing is deleted in silence.
"""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from hub.accounts.models import User
from hub.audit.log import record
from hub.core import calendar
from hub.core.db import db
from hub.core.errors import Conflict, Invalid, authorize
from hub.core.markdown import LONGEST
from hub.meetings import policy
from hub.meetings.events import ITEM, LineTask, line_withdrawn, lines_bound
from hub.meetings.headings import items_by_line
from hub.meetings.line_models import FIRST_YEAR, BindingState, LineBinding
from hub.meetings.lines import markers
from hub.meetings.lines.model import Kind
from hub.meetings.models import Decision, Meeting, Minutes
from hub.meetings.understanding import Understanding, Understood, understand

LONGEST_DECISION = 500
LONGEST_NOTE = 300
_ACTIONS = {Kind.ACTION, Kind.HOLD}  # one thing, and a line may turn from one into the other


def bind(actor: User, minutes: Minutes) -> None:
    """Bring the things up to what the text says; new lines get their markers.

    Raises:
        Invalid: the text has no room for the markers.
    """
    meeting = minutes.meeting
    understanding = understand(meeting, minutes.body)
    lines = [line for line in understanding.lines if line.becomes_something]
    bindings = bindings_of(meeting)
    held = {b.marker: b for b in bindings if b.state is not BindingState.WITHDRAWN}
    numbers = _Numbers(meeting)
    tasks: list[tuple[LineBinding, LineTask]] = []
    found: dict[int, LineBinding] = {}
    items = items_by_line(minutes.body, meeting.agenda_items)
    for line in lines:
        binding, item_id = held.get(line.line.marker or ""), items.get(line.line.number)
        said = line.said | {ITEM: item_id}
        if binding is None or not _fits(binding, line):
            binding, before = numbers.new(line.kind), {}
        else:
            before = {ITEM: item_id} | binding.said  # older bindings do not know their item
        if before != said:
            tasks.append((binding, _task(said, line.kind, binding, before, understanding)))
        binding.said, binding.state = said, BindingState.BOUND
        found[line.line.number] = binding
    _mark(minutes, found)
    _do(actor, meeting, [task for _binding, task in tasks], bindings)
    for binding, task in tasks:
        binding.thing_id = task.thing_id
    db.session.add_all(found.values())
    still_there = set(found.values())
    for binding in bindings:
        if binding not in still_there and binding.state is BindingState.BOUND:
            binding.state = BindingState.GONE
    _announce(actor, meeting, understanding)


def bindings_of(meeting: Meeting) -> list[LineBinding]:
    query = select(LineBinding).where(LineBinding.meeting_id == meeting.id)
    return list(db.session.scalars(query.order_by(LineBinding.id)))


def removed(meeting: Meeting) -> list[LineBinding]:
    """Lines that were taken out, as long as nobody has said what is to become of their things."""
    return [b for b in bindings_of(meeting) if b.state is BindingState.GONE]


def keep(actor: User, binding: LineBinding) -> None:
    """The thing goes on without its line."""
    _settle(actor, binding, BindingState.KEPT, "minutes:keep-line")


def withdraw(actor: User, binding: LineBinding) -> None:
    """The thing goes as its line did: an action and an idea by 見送り, a decision altogether."""
    _settle(actor, binding, BindingState.WITHDRAWN, "minutes:withdraw-line")
    meeting = binding.meeting
    if binding.kind is Kind.DECISION:
        _remove_decision(actor, meeting, binding.thing_id)
    else:
        line_withdrawn.send(meeting, actor=actor, kind=binding.kind, thing_id=binding.thing_id)


class _Numbers:
    """The next marker of each kind, counted in the series and the fiscal year of the meeting."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        self.year = max(0, meeting.fiscal_year - FIRST_YEAR)
        used = db.session.execute(
            select(LineBinding.kind, func.max(LineBinding.number))
            .where(LineBinding.series_id == meeting.series_id, LineBinding.year == self.year)
            .group_by(LineBinding.kind)
        )
        self.last: dict[Kind, int] = {row[0]: row[1] for row in used}

    def new(self, kind: Kind) -> LineBinding:
        self.last[kind] = self.last.get(kind, 0) + 1
        return LineBinding(
            meeting_id=self.meeting.id, series_id=self.meeting.series_id, kind=kind,
            year=self.year, number=self.last[kind],
        )  # fmt: skip


def _fits(binding: LineBinding, line: Understood) -> bool:
    return binding.kind is line.kind or {binding.kind, line.kind} <= _ACTIONS


def _task(
    said: dict[str, Any], kind: Kind, binding: LineBinding, before: dict[str, Any],
    understanding: Understanding,
) -> LineTask:  # fmt: skip
    return LineTask(
        kind=kind, said=said, before=before, next_day=understanding.next_day,
        thing_id=binding.thing_id,
    )  # fmt: skip


def _mark(minutes: Minutes, found: dict[int, LineBinding]) -> None:
    marked = markers.mark(minutes.body, {number: b.marker for number, b in found.items()})
    if len(marked) > LONGEST:
        raise Invalid(
            _(
                "読み取った行に印を付けると、%(limit)s字を超えます。本文を短くしてください。",
                limit=f"{LONGEST:,}",
            )
        )
    minutes.body = marked


def _do(actor: User, meeting: Meeting, tasks: list[LineTask], bindings: list[LineBinding]) -> None:
    bound = {
        (Kind.ACTION if b.kind in _ACTIONS else b.kind, b.thing_id)
        for b in bindings
        if b.thing_id is not None
    }
    _decide(actor, meeting, [t for t in tasks if t.kind is Kind.DECISION], bound)
    others = [task for task in tasks if task.kind is not Kind.DECISION]
    if others:
        lines_bound.send(meeting, actor=actor, tasks=others, bound=bound)


def _decide(
    actor: User, meeting: Meeting, tasks: list[LineTask], bound: set[tuple[Kind, int]]
) -> None:
    """Decisions; one that was entered by hand with the same words is bound, not doubled."""
    by_id = {decision.id: decision for decision in meeting.decisions}
    free = {d.text: d for d in meeting.decisions if (Kind.DECISION, d.id) not in bound}
    made: list[tuple[LineTask, Decision]] = []
    position = max((d.position for d in meeting.decisions), default=0)
    for task in tasks:
        text = _shortened(task.said["title"], LONGEST_DECISION)
        decision = by_id.get(task.thing_id or 0) or free.pop(text, None)
        if decision is None:
            position += 1
            decision = Decision(text=text, position=position, agenda_item_id=task.agenda_item_id)
            meeting.decisions.append(decision)
            made.append((task, decision))
        else:
            if decision.text != text:
                _reword(actor, meeting, decision, text)
            if task.has_moved:
                decision.agenda_item_id = task.agenda_item_id
        task.thing_id = decision.id
    if tasks:
        meeting.touch()
        db.session.flush()
    for task, decision in made:
        task.thing_id = decision.id
        _record(actor, meeting, "decision:create", decision, after={"text": decision.text})


def _reword(actor: User, meeting: Meeting, decision: Decision, text: str) -> None:
    before, decision.text = decision.text, text
    after = {"text": text, "reason": _("議事録が直されたため")}
    _record(actor, meeting, "decision:edit", decision, before={"text": before}, after=after)


def _remove_decision(actor: User, meeting: Meeting, decision_id: int | None) -> None:
    decision = next((d for d in meeting.decisions if d.id == decision_id), None)
    if decision is not None:
        before = {"text": decision.text}
        _record(actor, meeting, "decision:delete", decision, before=before)
        meeting.decisions.remove(decision)
        meeting.touch()


def _announce(actor: User, meeting: Meeting, understanding: Understanding) -> None:
    """次回: the last such line is what the page of the meeting says."""
    said = [line for line in understanding.of(Kind.NEXT) if line.title]
    note = _shortened(said[-1].title, LONGEST_NOTE) if said else meeting.next_meeting_note
    if note != meeting.next_meeting_note:
        before, meeting.next_meeting_note = meeting.next_meeting_note, note
        _record(
            actor, meeting, "meeting:edit", meeting,
            before={"next_meeting_note": before}, after={"next_meeting_note": note},
        )  # fmt: skip


def _settle(actor: User, binding: LineBinding, state: BindingState, verb: str) -> None:
    meeting = binding.meeting
    authorize(policy.can_write_minutes(actor, meeting))
    if binding.state is not BindingState.GONE:
        raise Conflict(_("この行については、もう決まっています。"))
    binding.state = state
    after = {"marker": binding.marker, "on": calendar.today()}
    _record(actor, meeting, verb, meeting.minutes, after=after)


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _record(actor: User, meeting: Meeting, verb: str, subject: Any, **more: Any) -> None:
    record(actor, verb, subject, organization_id=meeting.series.secretariat_id, **more)
