"""What happened in the sample, as the audit log would hold it, so that its news can be read."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select

from hub.actions.models import ActionEvent, EventKind
from hub.audit.models import AuditEntry
from hub.core import calendar
from hub.core.db import db
from hub.demo.sample import OFFICE_HOURS, Sample
from hub.ideas.models import IdeaEvent, IdeaEventKind
from hub.meetings.models import Minutes
from hub.menus.models import Menu
from hub.organizations.models import Visit
from hub.reviews.models import ReviewStep, StepKind

OF_ACTIONS = {EventKind.CREATED: "action:create", EventKind.STATUS: "action:status"}
OF_IDEAS = {
    IdeaEventKind.RAISED: "idea:create",
    IdeaEventKind.STAGE: "idea:status",
    IdeaEventKind.JOINED: "idea:join",
}

OF_REVIEWS = {
    StepKind.BEGIN: "review:create",
    StepKind.ASK_INSIDE: "review:ask_inside",
    StepKind.SUBMIT: "review:submit",
    StepKind.QUESTION: "review:question",
    StepKind.CONFIRM: "review:confirm",
    StepKind.SHARE: "review:share",
}


def load(_sample: Sample) -> None:
    db.session.flush()
    entries: list[AuditEntry] = [
        *_of_menus(),
        *_of_minutes(),
        *_of_actions(),
        *_of_ideas(),
        *_of_visits(),
        *_of_reviews(),
    ]
    entries.sort(key=lambda entry: entry.at)
    db.session.add_all(entries)


def _of_menus() -> Iterator[AuditEntry]:
    for menu in db.session.scalars(select(Menu)):
        if menu.published_at is not None:
            yield _entry("menu:publish", menu, menu.provider_id, menu.published_at)


def _of_minutes() -> Iterator[AuditEntry]:
    for minutes in db.session.scalars(select(Minutes).where(Minutes.confirmed_at.is_not(None))):
        secretariat = minutes.meeting.series.secretariat_id
        yield _entry("minutes:confirm", minutes, secretariat, minutes.confirmed_at)


def _of_actions() -> Iterator[AuditEntry]:
    for event in db.session.scalars(select(ActionEvent).where(ActionEvent.kind.in_(OF_ACTIONS))):
        after = {"status": event.status.value} if event.status else {}
        verb = OF_ACTIONS[event.kind]
        yield _entry(verb, event.action, event.organization_id, event.at, **after)


def _of_ideas() -> Iterator[AuditEntry]:
    for event in db.session.scalars(select(IdeaEvent).where(IdeaEvent.kind.in_(OF_IDEAS))):
        after = {"stage": event.stage.value} if event.stage else {}
        verb = OF_IDEAS[event.kind]
        yield _entry(verb, event.idea, event.organization_id, event.at, **after)


def _of_reviews() -> Iterator[AuditEntry]:
    for step in db.session.scalars(select(ReviewStep).where(ReviewStep.kind.in_(OF_REVIEWS))):
        yield _entry(OF_REVIEWS[step.kind], step.review, step.organization_id, step.at)


def _of_visits() -> Iterator[AuditEntry]:
    for visit in db.session.scalars(select(Visit)):
        yield _entry("visit:add", visit, visit.visitor_id, _evening(visit.visited_on))


def _evening(day: Any) -> datetime:
    return min(calendar.at(day, OFFICE_HOURS), calendar.now())


def _entry(
    verb: str, thing: Any, organization_id: int | None, at: datetime | None, **after: Any
) -> AuditEntry:
    return AuditEntry(
        at=at, verb=verb, subject_type=thing.__tablename__, subject_id=thing.id,
        organization_id=organization_id, before={}, after=after,
    )  # fmt: skip
