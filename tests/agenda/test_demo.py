"""The sample: what its secretariat is shown before the next meeting, and at what price."""

import pytest
from sqlalchemy import event

from hub.accounts.models import User
from hub.agenda import queries
from hub.agenda.candidates import Kind
from hub.core.db import db
from hub.meetings.models import Meeting
from tests.demo.conftest import demo, demo_folder  # noqa: F401 (fixtures)


@pytest.fixture
def meeting(demo):  # noqa: F811
    return db.session.scalars(db.select(Meeting).order_by(Meeting.held_on.desc())).first()


@pytest.fixture
def coordinator(meeting):
    return db.session.scalars(db.select(User).filter_by(is_coordinator=True)).first()


def test_the_sample_shows_the_kinds_there_are(coordinator, meeting):
    found = queries.candidates(coordinator, meeting).waiting
    assert {c.kind for c in found} >= {
        Kind.OVERDUE, Kind.MEMBER, Kind.GRANT, Kind.SEARCH, Kind.STALE, Kind.MATCH, Kind.GAP,
    }  # fmt: skip
    assert found[0].title == "「うちは対象？」助成早見表を作る"
    [search] = [c for c in found if c.kind is Kind.SEARCH and "平日夜" in c.title]
    assert search.why == "11月に3組織がさがし、見つかりませんでした（該当なし3、開かれず0）。"


def test_every_evidence_can_be_opened(as_user, coordinator, meeting):
    client = as_user(coordinator)
    page = client.get(f"/meetings/{meeting.id}").text
    assert "議題の候補" in page
    with client.application.test_request_context():
        found = queries.candidates(coordinator, meeting).waiting
        pages = [(e.endpoint, dict(e.arguments)) for c in found for e in c.evidence]
        paths = [
            client.application.url_for(endpoint, **arguments)
            for endpoint, arguments in pages
            if endpoint != "finding.search"
        ]
    assert [p for p in paths if client.get(p.partition("#")[0]).status_code != 200] == []


def test_the_candidates_cost_a_dozen_queries(coordinator, meeting):
    asked = []
    _loaded = (meeting.series.members, meeting.minutes, coordinator.memberships)  # by the page
    event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    assert queries.candidates(coordinator, meeting).waiting
    assert len(asked) <= 12
