"""The shelves tell what somebody reads as the queries of the slices do."""

from datetime import date

from sqlalchemy import select

from hub.accounts.models import Visitor
from hub.actions.models import Action
from hub.actions.queries import visible_to as visible_actions
from hub.core.bits import positions
from hub.core.db import db
from hub.ideas.models import Idea
from hub.ideas.queries import visible_to as visible_ideas
from hub.meetings.models import Meeting
from hub.meetings.queries import readable as readable_meeting
from hub.menus.models import Menu
from hub.menus.queries import visible_to as visible_menus
from hub.pictures import ledger
from tests import make

TODAY = date(2026, 11, 24)


def test_bits_and_queries_agree_on_who_reads_what(busy):
    left = make.user(busy.closed_home)
    left.memberships[0].ends_on = left.memberships[0].created_at.date().replace(year=2025)
    make.series_member(busy.hidden_meeting.series, busy.center)
    viewers = (
        busy.insider, busy.outsider, make.user(busy.center), make.coordinator(busy.sdc),
        make.system_admin(), left, Visitor(),
    )  # fmt: skip
    told = set()
    for viewer in viewers:
        seen = ledger.seen(ledger.Circle.of(viewer))
        held = select(Meeting).where(readable_meeting(viewer), Meeting.cancelled_at.is_(None))
        for shelf, bits, model, query in (
            (ledger.actions(), seen.actions, Action, visible_actions(viewer)),
            (ledger.ideas(), seen.ideas, Idea, visible_ideas(viewer)),
            (ledger.menus(), seen.menus, Menu, visible_menus(viewer)),
            (ledger.meetings(), seen.meetings, Meeting, held.where(Meeting.held_on < TODAY)),
        ):
            ids = list(shelf.at)
            found = {ids[number] for number in positions(bits)}
            assert found == set(db.session.scalars(query.with_only_columns(model.id))), model
            told.add((model, frozenset(found)))
    assert len(told) > 10
