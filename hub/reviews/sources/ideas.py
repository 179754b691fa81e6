"""Ideas that the organization proposed, keeps or joined and that moved in the term."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, case, or_

from hub.ideas import queries as ideas
from hub.ideas.models import Idea, Stage, idea_menus
from hub.meetings.models import Meeting
from hub.reviews.models import Section
from hub.reviews.sources.facts import Evidence, Fact, Occasion, Source, sentence
from hub.reviews.sources.rows import columns, in_order, limit_of, programme_of

KIND = Source.IDEA
KEPT, PROPOSED, JOINED = 2, 1, 0


def asks(occasion: Occasion) -> Select[Any]:
    mine, term = occasion.organization_id, occasion.term
    days = (Idea.raised_on, Idea.closed_on, Idea.moved_on)
    role = case((Idea.keeper_id == mine, KEPT), (Idea.proposer_id == mine, PROPOSED), else_=JOINED)
    return (
        ideas.visible_to(occasion.viewer)
        .where(
            ideas.concerns([mine]),
            or_(*(day.between(term.starts_on, term.ends_on) for day in days)),
        )
        .with_only_columns(
            *columns(
                KIND, Idea.id, title=Idea.title, said=Idea.result + Idea.reason, state=Idea.stage,
                day=Idea.raised_on, role=role, own=Idea.visibility, meeting=Meeting.visibility,
                programme_id=programme_of(
                    idea_menus, idea_menus.c.idea_id, Idea.__table__.c.id, occasion
                ),
            ),
            maintain_column_froms=True,
        )
    )  # fmt: skip


def find(occasion: Occasion) -> Iterator[Fact]:
    for row in in_order(occasion.rows[KIND]):
        section, text = told(row.title, Stage(row.state), row.role, row.said)
        limit = limit_of(row)
        yield Fact(
            key=f"{KIND.value}:{row.id}",
            source=KIND,
            section=section,
            text=text,
            label=_("連携の種%(title)s", title="" if limit else f"「{row.title}」"),
            evidence=Evidence(endpoint="ideas.show", arguments={"idea_id": row.id}),
            programme_id=row.programme_id,
            limit=limit,
        )


def told(title: str, stage: Stage, role: int, said: str) -> tuple[Section, str]:
    """What became of it is a result; what is not for now an issue; what grows is to come."""
    if stage is Stage.ROOTED:
        done = _("連携の種「%(title)s」が定着した。", title=title)
        return Section.RESULT, done + sentence(said)
    if stage is Stage.DROPPED:
        dropped = _("連携の種「%(title)s」は見送りとした。", title=title)
        return Section.ISSUE, dropped + sentence(said)
    values = {"title": title, "stage": stage.label}
    if role == KEPT:
        text = _("育てる組織として、連携の種「%(title)s」（%(stage)s）を先へ進める。", **values)
    elif role == PROPOSED:
        text = _("提案した連携の種「%(title)s」（%(stage)s）の取組を進める。", **values)
    else:
        text = _("連携の種「%(title)s」（%(stage)s）に加わり、取組を進める。", **values)
    return Section.NEXT_STEP, text
