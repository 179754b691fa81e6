"""Policy, lists and search say the same about who reads an idea: every combination is tried."""

from datetime import date
from itertools import product

import pytest

from hub.core.db import db
from hub.ideas import policy, queries, selection
from hub.ideas.models import Idea, IdeaPartner, IdeaVisibility, Stage
from hub.meetings.models import Visibility
from tests import make
from tests.actions.test_readers_agree import organizations, series, tokens, viewers

__all__ = ["organizations", "series", "viewers"]
TODAY = date(2026, 11, 23)


@pytest.fixture
def ideas(organizations, series):
    meetings = [
        make.meeting(series=one, visibility=visibility)
        for one, visibility in product(series, Visibility)
    ]
    some = [None, *organizations[:3]]
    days = [None, date(2026, 11, 1), date(2027, 1, 15)]
    for number, (origin, keeper, partner) in enumerate(
        product([*meetings, *IdeaVisibility], some, some)
    ):
        idea = Idea(title=f"種{number}", keeper=keeper, look_at_on=days[number % 3])
        if isinstance(origin, IdeaVisibility):
            idea.visibility = origin
        else:
            idea.meeting = origin
        if idea.meeting is None or number % 2:
            idea.proposer = organizations[number % len(organizations)]
        if number % 5 == 4:
            idea.become(Stage.ROOTED, "続いている", TODAY)
        if partner is not None and partner is not keeper:
            idea.partners = [IdeaPartner(organization=partner)]
        db.session.add(idea)
    db.session.commit()
    return db.session.scalars(db.select(Idea)).all()


def test_policy_lists_and_search_agree(viewers, ideas, series):
    assert len(ideas) == 128
    for viewer in viewers:
        groups = tokens(viewer, series)
        by_policy = {i.id for i in ideas if policy.can_view(viewer, i)}
        by_list = {i.id for i in db.session.scalars(queries.visible_to(viewer))}
        by_search = {i.id for i in ideas if i.search_document().readers & groups}
        assert by_list == by_policy
        assert by_search == by_policy
    assert {i.id for i in ideas if policy.can_view(viewers[0], i)}  # what is public


def test_who_is_waited_for_is_the_same_to_the_database_and_to_a_page(viewers, ideas):
    everything = selection.Selection(state=selection.State.ALL)
    for viewer in viewers:
        rows = db.session.scalars(selection.matching(viewer, everything)).all()
        waiting = {i.id for i in rows if queries.waits_for(viewer, i, TODAY)}
        assert waiting == {i.id for i in queries.waiting_for(viewer)}
        groups = [selection.group_of(viewer, idea, TODAY) for idea in rows]
        assert groups == sorted(groups, key=list(selection.Group).index)
        counted = selection.counts(viewer, everything).group
        assert counted == {group: groups.count(group) for group in selection.Group}
