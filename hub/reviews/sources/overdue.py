"""Actions that the organization leads, that fell due in the term or before, and are open still."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select

from hub.actions import queries as actions
from hub.actions.models import Action
from hub.core import calendar
from hub.reviews.models import Section
from hub.reviews.sources.actions import fact_of, of_organization
from hub.reviews.sources.facts import Fact, Occasion, Source
from hub.reviews.sources.rows import in_order

KIND = Source.OVERDUE


def asks(occasion: Occasion) -> Select[Any]:
    return of_organization(KIND, occasion).where(
        Action.lead_id == occasion.organization_id,
        actions.is_overdue(occasion.today),
        Action.due_on <= occasion.term.ends_on,
    )


def find(occasion: Occasion) -> Iterator[Fact]:
    for row in in_order(occasion.rows[KIND]):
        text = _("「%(title)s」は、期限（%(day)s）までに終わらず、取組が続いている。",
                 title=row.title, day=calendar.short_date(row.until))  # fmt: skip
        yield fact_of(KIND, row, Section.ISSUE, text)
