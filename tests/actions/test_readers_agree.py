"""Policy, lists and search say the same about who reads an action: every combination is tried."""

from datetime import date
from itertools import product

import pytest

from hub.accounts.models import Role, Visitor
from hub.actions import policy, queries
from hub.actions.models import Action, ActionPartner, ActionVisibility
from hub.core.db import db
from hub.meetings.models import Visibility
from hub.meetings.queries import series_ids_of
from hub.search.documents import NETWORK, PUBLIC, organization_reader, series_reader
from tests import make


def tokens(viewer, all_series) -> frozenset[str]:
    """The groups of readers that a viewer belongs to."""
    found = {PUBLIC}
    if viewer.in_network:
        found.add(NETWORK)
    found |= {organization_reader(number) for number in viewer.organization_ids}
    own = {s.id for s in all_series} if viewer.coordinates else series_ids_of(viewer)
    return frozenset(found | {series_reader(number) for number in own})


@pytest.fixture
def organizations(app):
    return [make.organization(), make.organization(), make.organization(), make.department()]


@pytest.fixture
def series(organizations):
    first, second, third, _department = organizations
    one = make.series(first, secretariat=second, visibility=Visibility.SERIES)
    two = make.series(third, secretariat=third, observers=[first])
    make.series_member(one, third, ends_on=date(2026, 3, 31))  # left
    make.series_member(two, second, starts_on=date(2027, 4, 1))  # not yet
    return [one, two]


@pytest.fixture
def viewers(organizations):
    people = [Visitor(), make.system_admin(), make.user(role=None)]
    people += [make.user(o, role) for o in organizations for role in (Role.VIEWER, Role.EDITOR)]
    people += [make.coordinator(organizations[2])]
    both = make.user(organizations[0], Role.VIEWER)
    make.member(both, organizations[3])
    gone = make.user(role=None)
    make.member(gone, organizations[1], ends_on=date(2026, 11, 22))
    gone_coordinator = make.user(role=None, is_coordinator=True)
    make.member(gone_coordinator, organizations[1], ends_on=date(2026, 11, 22))
    return [*people, both, gone, gone_coordinator]


@pytest.fixture
def actions(organizations, series):
    meetings = [
        make.meeting(series=one, visibility=visibility)
        for one, visibility in product(series, Visibility)
    ]
    origins = [*meetings, *ActionVisibility]
    partners = [None, *organizations]
    for number, (origin, lead, partner) in enumerate(product(origins, organizations, partners)):
        owner = organizations[number % len(organizations)]
        action = Action(title=f"一覧{number}", lead=lead, owner=owner)
        if isinstance(origin, ActionVisibility):
            action.visibility = origin
        else:
            action.meeting = origin
        if partner is not None and partner is not lead:
            action.partners = [ActionPartner(organization=partner)]
        db.session.add(action)
    db.session.commit()
    return db.session.scalars(db.select(Action)).all()


def test_policy_lists_and_search_agree(viewers, actions, series):
    assert len(actions) == 160
    for viewer in viewers:
        groups = tokens(viewer, series)
        by_policy = {a.id for a in actions if policy.can_view(viewer, a)}
        by_list = {a.id for a in db.session.scalars(queries.visible_to(viewer))}
        by_search = {a.id for a in actions if a.search_document().readers & groups}
        assert by_list == by_policy
        assert by_search == by_policy
    assert {a.id for a in actions if policy.can_view(viewers[0], a)}  # what is public
