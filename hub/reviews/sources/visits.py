"""訪問・参加の記録 of the term: where the organization went, and who came to it."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, case, or_, select

from hub.organizations.models import Organization, Visit
from hub.reviews.models import Section
from hub.reviews.sources.facts import Evidence, Fact, Occasion, Source
from hub.reviews.sources.rows import columns, in_order

KIND = Source.VISIT
CAME, WENT = 0, 1


def asks(occasion: Occasion) -> Select[Any]:
    """Read by the whole network."""
    mine, term = occasion.organization_id, occasion.term
    went = Visit.visitor_id == mine
    other = case((went, Visit.organization_id), else_=Visit.visitor_id)
    return (
        select(
            *columns(KIND, Visit.id, title=Visit.title, by=Organization.short_name,
                     day=Visit.visited_on, role=case((went, WENT), else_=CAME))
        )
        .join(Organization, Organization.id == other)
        .where(
            or_(went, Visit.organization_id == mine),
            Visit.visited_on.between(term.starts_on, term.ends_on),
        )
    )  # fmt: skip


def find(occasion: Occasion) -> Iterator[Fact]:
    for row in in_order(occasion.rows[KIND]):
        values = {"name": row.by, "title": row.title}
        if row.role == WENT:
            text = _("%(name)sを訪ね、「%(title)s」として取組を学んだ。", **values)
        else:
            text = _("%(name)sの訪問を受け（「%(title)s」）、取組を伝えた。", **values)
        yield Fact(
            key=f"{KIND.value}:{row.id}",
            source=KIND,
            section=Section.RESULT,
            text=text,
            label=_("訪問・参加の記録「%(title)s」", title=row.title),
            evidence=Evidence(endpoint="organizations.visit", arguments={"visit_id": row.id}),
        )
