"""What the organization does: it writes, looks at it inside, hands in, and revises."""

from flask_babel import gettext as _

from hub.accounts.models import User
from hub.audit.log import record
from hub.core.db import db
from hub.core.errors import Conflict, authorize
from hub.organizations.models import Organization
from hub.programmes.periods import FiscalTerm
from hub.reviews import policy, queries
from hub.reviews.commands.steps import add_step
from hub.reviews.models import Review, ReviewKind, StepKind


def begin(actor: User, organization: Organization, term: FiscalTerm) -> Review:
    """Raises Conflict: somebody began it already."""
    authorize(policy.can_begin_for(actor, organization))
    if queries.of_term(organization.id, term) is not None:
        raise Conflict(_("この期間の振り返りは、もう書き始められています。"))
    supervised = queries.offices_of([organization.id])[organization.id].supervising
    review = Review(
        organization=organization,
        fiscal_year=term.fiscal_year,
        term=term.kind,
        kind=ReviewKind.REVIEW if supervised else ReviewKind.SHARING,
    )
    db.session.add(review)
    add_step(actor, review, StepKind.BEGIN, organization_id=organization.id)
    record(actor, "review:create", review, organization_id=organization.id,
           after={"term": term.code})  # fmt: skip
    return review
