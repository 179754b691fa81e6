"""Actions that the organization led or helped with, and that were completed in the term."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select

from hub.actions import queries as actions
from hub.actions.models import Action, ActionStatus, action_menus
from hub.meetings.models import Meeting
from hub.organizations.models import Organization
from hub.reviews.models import Section
from hub.reviews.sources.facts import Evidence, Fact, Occasion, Source, sentence
from hub.reviews.sources.rows import columns, in_order, limit_of, programme_of

KIND = Source.ACTION


def asks(occasion: Occasion) -> Select[Any]:
    term = occasion.term
    return of_organization(KIND, occasion).where(
        Action.status == ActionStatus.DONE,
        Action.closed_on.between(term.starts_on, term.ends_on),
    )


def of_organization(kind: Source, occasion: Occasion) -> Select[Any]:
    return (
        actions.visible_to(occasion.viewer)
        .join(Action.lead)
        .where(actions.worked_on_by([occasion.organization_id]))
        .with_only_columns(
            *columns(
                kind, Action.id, title=Action.title, said=Action.result, by=Organization.short_name,
                day=Action.closed_on, until=Action.due_on, role=Action.lead_id,
                own=Action.visibility, meeting=Meeting.visibility,
                programme_id=programme_of(
                    action_menus, action_menus.c.action_id, Action.__table__.c.id, occasion
                ),
            ),
            maintain_column_froms=True,
        )
    )  # fmt: skip


def find(occasion: Occasion) -> Iterator[Fact]:
    for row in in_order(occasion.rows[KIND]):
        yield fact_of(KIND, row, Section.RESULT, _completed(row, occasion))


def _completed(row: Any, occasion: Occasion) -> str:
    if row.role == occasion.organization_id:
        done = _("「%(title)s」に取り組み、完了した。", title=row.title)
    else:
        done = _("%(lead)sの「%(title)s」に協力し、完了した。", lead=row.by, title=row.title)
    return done + sentence(row.said)


def fact_of(kind: Source, row: Any, section: Section, text: str) -> Fact:
    limit = limit_of(row)
    title = "" if limit else f"「{row.title}」"
    return Fact(
        key=f"{kind.value}:{row.id}",
        source=kind,
        section=section,
        text=text,
        label=_("宿題事項%(title)s", title=title),
        evidence=Evidence(endpoint="actions.show", arguments={"action_id": row.id}),
        programme_id=row.programme_id,
        limit=limit,
    )
