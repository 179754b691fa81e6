"""Bringing in what was shown, all or nothing."""

from sqlalchemy import select

from hub.accounts.models import User
from hub.core.db import db
from hub.core.errors import Conflict, authorize
from hub.programmes import policy, queries
from hub.programmes.indicator_commands import enter
from hub.programmes.models import Indicator, Programme
from hub.programmes.sheets.checking import Checked, check
from hub.programmes.sheets.layout import Read


def bring_in(actor: User, organization_id: int, read: Read, *, shown: str) -> Checked:
    """Check again under the lock, and write.

    Raises:
        Conflict: it would not do what was shown (``shown`` is the fingerprint of that).
    """
    authorize(policy.can_create_for(actor, organization_id))
    own = select(Indicator.id).join(Indicator.programme)
    mine = Programme.organization_id == organization_id
    db.session.execute(own.where(mine).with_for_update(of=Indicator)).all()
    checked = check(read, queries.whole(actor, organization_id))
    if checked.problems or checked.fingerprint != shown:
        raise Conflict
    for indicator, figures in checked.by_indicator().items():
        enter(actor, indicator, figures, verb="indicator:load")
    return checked
