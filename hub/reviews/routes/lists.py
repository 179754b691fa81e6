"""The list: what waits, the organizations of an office, one's own, and all that one reads."""

from typing import Any

from flask import render_template, request
from flask_login import current_user, login_required

from hub.core import calendar
from hub.core.paging import page_number, paginate
from hub.organizations.queries import organizations
from hub.programmes.periods import FiscalTerm, last_ended
from hub.reviews import due, listing, policy, queries
from hub.reviews.forms import terms_around
from hub.reviews.models import ReviewState
from hub.reviews.routes.blueprint import bp


@bp.get("")
@login_required
def index():
    today = calendar.today()
    asked = _term()
    term = asked or last_ended(today)
    existing = organizations()
    of_office = due.supervising()
    mine = {n for office in current_user.organization_ids for n in of_office.get(office, ())}
    supervised = [organization for organization in existing if organization.id in mine]
    own = queries.own_organizations(current_user)
    near = [*supervised, *own]
    reviews = listing.concerning(current_user, near, term) if near else []
    days = due.days_in(due.holding(of_office)) if near else {}
    found = listing.found(
        current_user, term=asked, organization_id=_number("organization"), state=_state()
    )
    page = paginate(found, number=page_number())
    return render_template(
        "reviews/index.html",
        term=term,
        terms=terms_around(today),
        asked={"term": asked, "organization": _number("organization"), "state": _state()},
        organizations=[o for o in existing if not o.is_government],
        states=list(ReviewState),
        waiting=listing.waiting(
            current_user, (r for r in reviews if r.organization_id in mine)
        ),
        office_ids=[m.organization_id for m in current_user.active_memberships
                    if m.organization.is_government
                    and policy.can_set_deadline(current_user, m.organization_id)]
        if supervised else [],
        of_office=listing.table(current_user, supervised, term, reviews, days, own=False),
        of_own=listing.table(current_user, own, term, reviews, days, own=True),
        is_sharing=not {o.id for o in own} & {n for them in of_office.values() for n in them},
        page=page,
        rows=listing.rows(current_user, page.items),
    )  # fmt: skip


def _term() -> FiscalTerm | None:
    """What cannot be understood asks for nothing."""
    try:
        return FiscalTerm.of_code(request.args.get("term", ""))
    except ValueError:
        return None


def _state() -> ReviewState | None:
    return next((s for s in ReviewState if s.value == request.args.get("state")), None)


def _number(name: str) -> Any:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
