"""提出期限: set by the 所管課 for a term, with other dates where an organization has one."""

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext as _

from hub.accounts.models import User
from hub.audit.log import record
from hub.core.db import db, lock_version
from hub.core.errors import Conflict, Invalid, authorize
from hub.organizations.models import Organization
from hub.programmes.periods import FiscalTerm
from hub.reviews import due, policy
from hub.reviews.models import ReviewDeadline, ReviewOtherDate


def set_deadline(
    actor: User, office: Organization, term: FiscalTerm, *, due_on: date,
    others: Mapping[int, date], seen: int,
) -> None:  # fmt: skip
    """``seen`` is the version of what was there, 0 of nothing. Raises Conflict, Invalid."""
    authorize(policy.can_set_deadline(actor, office.id))
    supervised = {organization.id for organization in due.supervised({office.id})}
    if not set(others) <= supervised:
        raise Invalid(_("所管していない組織の期限は決められません。"))
    deadline = due.deadline(office.id, term)
    if deadline is None:
        if seen:
            raise Conflict
        deadline = ReviewDeadline(
            office_id=office.id, fiscal_year=term.fiscal_year, term=term.kind, due_on=due_on
        )
        db.session.add(deadline)
    else:
        lock_version(deadline, seen)
    before = deadline.due_on if seen else None
    deadline.due_on = due_on
    _set_others(deadline, {key: day for key, day in others.items() if day != due_on})
    deadline.touch()
    record(
        actor, "review_deadline:set", deadline, organization_id=office.id,
        before={"due_on": before}, after={"due_on": due_on, "term": term.code},
    )  # fmt: skip


def _set_others(deadline: ReviewDeadline, others: Mapping[int, date]) -> None:
    known = {other.organization_id: other for other in deadline.others}
    for key in known.keys() - others.keys():
        deadline.others.remove(known[key])
    for key, day in others.items():
        if key in known:
            known[key].due_on = day
        else:
            deadline.others.append(ReviewOtherDate(organization_id=key, due_on=day))
