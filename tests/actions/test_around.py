"""Actions on the pages and in the events of what lies below, and what home asks for."""

from datetime import date, timedelta

import pytest

from hub.accounts.models import Visitor
from hub.actions import queries
from hub.actions.models import ActionVisibility
from hub.core.db import db, now
from hub.core.slots import panels
from hub.meetings.events import agenda_item_deleted, minutes_begun
from hub.meetings.models import Visibility
from hub.search.index import current as current_index
from hub.search.walking import documents
from tests import make

TODAY = date(2026, 11, 23)


@pytest.fixture
def mine(app):
    return make.organization()


@pytest.fixture
def viewer(mine):
    return make.user(mine)


def panel(app, name, viewer, thing) -> str:
    with app.test_request_context():
        return str(panels(name, viewer, thing))


def test_a_meeting_shows_its_actions_and_offers_to_add(app):
    secretariat = make.organization()
    held = make.meeting(series=make.series(secretariat=secretariat))
    item = make.agenda_item(held, title="早見表について")
    action = make.action(meeting=held, agenda_item=item)
    other = make.action(meeting=make.meeting())
    shown = panel(app, "meeting", make.user(secretariat), held)
    for text in (action.title, action.lead.short_name, "早見表について", "未着手", "宿題を登録する",
                 f"/actions/new?meeting={held.id}"):  # fmt: skip
        assert text in shown
    assert other.title not in shown
    assert "宿題を登録する" not in panel(app, "meeting", make.user(), held)


def test_a_meeting_without_actions_shows_nothing_to_who_cannot_add(app):
    held = make.meeting()
    assert "宿題" not in panel(app, "meeting", make.user(), held)
    assert "まだありません" in panel(app, "meeting", make.user(held.series.secretariat), held)


def test_an_organization_shows_its_open_actions_inside_the_network(app, mine, viewer):
    lead, helps = make.action(mine), make.action(partners=[mine])
    done = make.action(mine)
    done.complete("できた", TODAY)
    db.session.commit()
    shown = panel(app, "organization", viewer, mine)
    assert lead.title in shown
    assert helps.title in shown
    assert done.title not in shown
    assert f"/actions?organization={mine.id}" in shown
    hidden = make.action(mine, visibility=ActionVisibility.ORGANIZATION)
    assert hidden.title not in panel(app, "organization", make.user(), mine)
    assert lead.title not in panel(app, "organization", Visitor(), mine)


def test_a_menu_shows_its_actions_inside_the_network_only(app, mine, viewer):
    menu = make.menu()
    action = make.action(mine, menus=[menu])
    assert action.title in panel(app, "menu", viewer, menu)
    assert action.title not in panel(app, "menu", Visitor(), menu)
    assert "関係する宿題事項" not in panel(app, "menu", viewer, make.menu())


def test_a_series_shows_its_open_actions(app, viewer):
    held = make.meeting()
    action = make.action(meeting=held)
    assert action.title in panel(app, "series", viewer, held.series)
    hidden = make.meeting(series=make.series(visibility=Visibility.SERIES))
    secret = make.action(meeting=hidden)
    assert secret.title not in panel(app, "series", viewer, hidden.series)


def test_what_waits_for_ones_organizations(app, mine, viewer):
    overdue = make.action(mine, due_on=TODAY - timedelta(days=3))
    soon = make.action(mine, due_on=TODAY + timedelta(days=14))
    make.action(mine, due_on=TODAY + timedelta(days=15))
    make.action(partners=[mine], due_on=TODAY)
    make.action(due_on=TODAY)
    again, later = make.action(mine), make.action(mine, due_on=TODAY)
    again.hold(TODAY)
    later.hold(TODAY + timedelta(days=1))
    done = make.action(mine, due_on=TODAY)
    done.complete("できた", TODAY)
    db.session.commit()
    assert list(queries.at_desk(viewer)) == [overdue, again, soon]
    assert queries.at_desk(Visitor()) == []


def test_what_is_overdue_of_some_organizations(app, mine, viewer):
    one, other = make.organization(), make.organization()
    long = make.action(one, due_on=TODAY - timedelta(days=30))
    short = make.action(other, due_on=TODAY - timedelta(days=1))
    make.action(one, due_on=TODAY)
    make.action(mine, due_on=TODAY - timedelta(days=5))
    make.action(one, due_on=TODAY - timedelta(days=9), visibility=ActionVisibility.ORGANIZATION)
    assert list(queries.overdue_of(viewer, [one.id, other.id], 9)) == [long, short]
    assert queries.lead_counts(viewer) == {one.id: (2, 1), other.id: (1, 1), mine.id: (1, 1)}


def test_what_moved_since_the_last_visit(app, mine, viewer):
    since = now()
    first, second = make.action(mine), make.action()
    make.action_event(first, "古い", at=since - timedelta(days=2))
    make.action_event(second, "前の動き", at=since + timedelta(minutes=1))
    newest = since + timedelta(minutes=2)
    make.action_event(second, "新しい動き", at=newest)
    hidden = make.action(visibility=ActionVisibility.ORGANIZATION)
    make.action_event(hidden, at=since + timedelta(minutes=3))
    moved = db.session.execute(queries.recently_moved(viewer, since)).all()
    assert [(row.id, row.at) for row in moved] == [(second.id, newest)]


def test_how_many_are_open(app, mine, viewer):
    make.action(mine)
    make.action()
    make.action(visibility=ActionVisibility.ORGANIZATION)
    done = make.action(mine)
    done.complete("できた", TODAY)
    db.session.commit()
    assert queries.open_count(viewer) == 2
    assert queries.open_count(viewer, [mine.id]) == 1
    assert queries.open_count(viewer, []) == 0


def test_the_minutes_begin_with_what_was_agreed(app):
    held = make.meeting()
    lead, partner = make.organization(short_name="甲"), make.organization(short_name="乙")
    make.action(lead, partners=[partner], meeting=held, title="*一覧*を作る",
                due_on=date(2026, 12, 4))  # fmt: skip
    make.action(meeting=make.meeting())
    answers = [lines for _receiver, lines in minutes_begun.send(held)]
    assert ["- \\*一覧\\*を作る（担当 甲、協力 乙、期限 12月4日（金））"] in answers


def test_an_action_outlives_its_agenda_item(app):
    held = make.meeting()
    item = make.agenda_item(held)
    action = make.action(meeting=held, agenda_item=item)
    agenda_item_deleted.send(item)
    db.session.commit()
    assert action.agenda_item is None
    assert action.meeting == held


def indexed(action):
    """What the index holds about an action, as a fingerprint."""
    with current_index().locked(5), current_index().view() as view:
        return view.fingerprints().get(f"actions:{action.id}")


def test_the_index_follows_notes_partners_and_the_meetings_visibility(indexing, app, as_user):
    secretariat = make.organization()
    held = make.meeting(series=make.series(secretariat=secretariat))
    action = make.action(meeting=held, owner=secretariat)
    client = as_user(make.user(secretariat))
    client.post(f"/actions/{action.id}/start")
    marks = {indexed(action)}
    client.post(f"/actions/{action.id}/notes", data={"text": "様式を集めた"})
    marks.add(indexed(action))
    client.post(
        f"/actions/{action.id}/edit",
        data={"title": action.title, "kind": "todo", "due_on": action.due_on.isoformat(),
              "lead_id": action.lead_id, "partner_ids": [make.organization().id],
              "version": action.version},
    )  # fmt: skip
    marks.add(indexed(action))
    held.visibility = Visibility.SERIES
    db.session.commit()
    client.post(f"/actions/{make.action(secretariat).id}/start")  # any commit drains
    marks.add(indexed(action))
    assert None not in marks
    assert len(marks) == 4
    found = dict(documents())[f"actions:{action.id}"]
    assert "network" not in found.readers
    assert "様式を集めた" in found.body


def test_numbers_no_table_holds_are_not_found(as_user, viewer):
    client = as_user(viewer)
    for path in ("/actions/999999999999999999999999", "/actions/-1", "/actions/x",
                 "/actions/999999999999999999999999/edit"):  # fmt: skip
        assert client.get(path).status_code == 404
    assert client.post("/actions/999999999999999999999999/start").status_code == 404
