"""Two years of ideas, some of them in a series that not everybody reads."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from hub.actions.models import ActionVisibility
from hub.core.db import db
from hub.ideas.models import IdeaEvent, IdeaEventKind, IdeaPartner, Stage
from hub.meetings.models import Visibility
from hub.menus.models import MenuVisibility
from hub.taxonomies.models import Scheme
from tests import make
from tests.worlds import once

SECRET = "極秘の種"
GROWN = {
    Stage.SEED: (Stage.SEED,),
    Stage.STUDIED: (Stage.SEED, Stage.STUDIED),
    Stage.TRIED: (Stage.SEED, Stage.STUDIED, Stage.TRIED),
    Stage.ROOTED: (Stage.SEED, Stage.STUDIED, Stage.TRIED, Stage.ROOTED),
    Stage.DROPPED: (Stage.SEED, Stage.STUDIED, Stage.DROPPED),
}


def grow(idea, stage, *gaps):
    """Its history up to ``stage``, so many days between the steps."""
    day = idea.raised_on
    for reached, gap in zip(GROWN[stage], (0, *gaps), strict=False):
        day += timedelta(days=gap)
        idea.events.append(IdeaEvent(on=day, kind=IdeaEventKind.STAGE, stage=reached))
    idea.become(stage, "わけ", day)
    db.session.commit()
    return idea


@pytest.fixture
def network(app, clock, tmp_path_factory):
    return once(app, clock, "network of pictures", tmp_path_factory.mktemp, _network)


@pytest.fixture
def busy(app, clock, tmp_path_factory):
    return once(app, clock, "busy network", tmp_path_factory.mktemp, lambda: _busy(_network()))


def _network():
    """``insider`` reads the closed series, ``outsider`` does not; both are in the network."""
    center, sdc, closed_home = (make.organization(short_name=n) for n in ("中央", "多摩", "内輪"))
    insider, outsider = make.user(closed_home), make.user(sdc)
    theme = make.term(Scheme.THEME, "welfare", label="福祉")
    open_meeting = make.meeting(center, sdc, held_on=date(2026, 9, 16))
    before = make.meeting(series=open_meeting.series, held_on=date(2025, 6, 10))
    closed = make.series(secretariat=closed_home, visibility=Visibility.SERIES, name="内輪の会")
    hidden_meeting = make.meeting(series=closed, held_on=date(2026, 10, 1))
    grow(make.idea(open_meeting, terms=[theme]), Stage.SEED)
    grow(make.idea(open_meeting, keeper=sdc, terms=[theme]), Stage.STUDIED, 10)
    grow(make.idea(before, keeper=center), Stage.TRIED, 20, 30)
    grow(make.idea(before, keeper=sdc, terms=[theme]), Stage.ROOTED, 40, 50, 60)
    grow(make.idea(proposer=center, raised_on=date(2025, 4, 1)), Stage.DROPPED, 5, 5)
    joined = grow(make.idea(proposer=center, raised_on=date(2026, 4, 1)), Stage.SEED)
    joined.partners.append(IdeaPartner(organization=sdc, brings="会場"))
    task = make.action(center)
    joined.actions.append(task)
    hidden = grow(make.idea(hidden_meeting, title=SECRET, terms=[theme]), Stage.ROOTED, 1, 1, 1)
    db.session.commit()
    return SimpleNamespace(
        insider=insider, outsider=outsider, center=center, sdc=sdc, closed_home=closed_home,
        open_meeting=open_meeting, hidden_meeting=hidden_meeting, hidden=hidden, joined=joined,
    )  # fmt: skip


def _busy(network):
    """The same with actions, joint menus and meetings of all kinds, some of them hidden."""
    center, sdc, home = network.center, network.sdc, network.closed_home
    (theme,) = network.hidden.terms
    late, day = date(2026, 11, 1), date(2026, 10, 20)
    done = make.action(center, partners=[sdc], due_on=day, meeting=network.open_meeting)
    done.complete("できた", date(2026, 11, 2))
    dropped = make.action(sdc, due_on=None)
    dropped.drop("要らない", day)
    held = make.action(center, due_on=late)
    held.hold(date(2026, 12, 1))
    before = make.action(sdc, partners=[center], due_on=date(2025, 5, 10))
    before.created_at = before.created_at.replace(year=2025, month=4, day=2)
    before.complete("できた", date(2025, 5, 1))
    make.action(sdc, partners=[home], due_on=late)
    make.action(home, title=SECRET, due_on=late, meeting=network.hidden_meeting)
    make.action(home, title=SECRET, visibility=ActionVisibility.ORGANIZATION)
    network.hidden.actions = [done]  # its theme, for who reads it
    menu = make.menu(center, terms=[theme])
    held.menus = [menu]
    make.menu_partner(menu, sdc)
    make.menu_partner(make.menu(home, visibility=MenuVisibility.ORGANIZATION), center)
    make.menu_partner(make.menu(sdc), home, accepted=False)
    make.meeting(center, sdc, home, held_on=date(2024, 3, 1))
    make.meeting(home, sdc, series=network.hidden_meeting.series, held_on=date(2026, 9, 1))
    make.meeting(center, home, held_on=date(2026, 12, 9))  # to come
    db.session.commit()
    return network
