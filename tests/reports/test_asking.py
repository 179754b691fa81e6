"""A report is asked for, made by the worker, told of, taken, and gone after some days."""

from datetime import timedelta
from pathlib import Path

import pytest

from hub.accounts.models import Role
from hub.audit.models import AuditEntry
from hub.core import calendar, worker
from hub.core.db import db
from hub.inbox.models import Notice
from hub.organizations.models import Relation
from hub.reports import commands, gathering, making
from hub.reports.models import Report, ReportState
from tests import make
from tests.reports import world
from tests.reports.world import BOTH, only

DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("without_pdf")


@pytest.fixture
def place(app):
    return world.build()


def folders(app) -> list[Path]:
    return list((Path(app.config["DATA_DIR"]) / "reports").glob("*/*"))


def test_from_the_question_to_the_notice(app, place, as_user):
    client = as_user(place.editor)
    address = world.ask(client, organization=str(place.home.id))
    waiting = client.get(address)
    assert waiting.headers["Refresh"] == "2"
    assert "順番を待っています" in waiting.text
    for ending in ("/print", "/report.xlsx", "/actions.csv"):
        assert client.get(address + ending).status_code == 404

    chief = as_user(make.user(place.home, Role.ADMIN))
    asker_id = place.editor.id
    worker.tick()
    worker.tick()  # whatever the order of the jobs: it is told once
    page = client.get(address)
    assert "Refresh" not in page.headers
    assert "かわさき機関　令和8年度（2026年度）上半期の報告書" in page.text
    assert "PDFを作る部品が、このハブに入っていません" in page.text
    assert client.get(address + "/report.pdf").status_code == 404
    printed = client.get(address + "/print").text
    assert "2026年4月1日から2026年9月30日まで" in printed
    inbox = client.get("/inbox").text
    assert inbox.count("あなたが頼んだ報告書だから届いています") == 1
    assert f'href="{address}"' in inbox
    assert db.session.query(Notice).count() == 1
    entry = db.session.query(AuditEntry).filter_by(verb="report:ask").one()
    assert (entry.actor_id, entry.after["report_about"]) == (asker_id, "かわさき機関")
    assert "報告書の依頼" in chief.get("/records").text
    assert address in client.get("/reports").text


def test_it_belongs_to_its_asker_while_their_rights_last(place, as_user):
    client = as_user(place.editor)
    address = world.made(client)
    addresses = ["", "/print", "/report.xlsx", "/programmes.csv"]
    assert [client.get(address + one).status_code for one in addresses] == [200] * 4
    for other in (place.viewer, place.officer, make.coordinator(place.home)):
        assert [as_user(other).get(address + one).status_code for one in addresses] == [404] * 4
        assert as_user(other).post(address + "/remove").status_code == 404
    place.editor.memberships[0].role = Role.VIEWER  # wrote, when it was made
    db.session.commit()
    assert [client.get(address + one).status_code for one in addresses] == [404] * 4
    assert address not in client.get("/reports").text
    assert "あなたが頼んだ報告書" not in client.get("/inbox").text


@pytest.mark.parametrize("lost", ["series", "office", "coordination"])
def test_each_right_it_was_made_with_counts(place, as_user, lost):
    series = make.series(place.home)
    person = make.coordinator(place.home)
    make.member(person, place.office, Role.VIEWER)
    address = world.made(as_user(person))
    assert as_user(person).get(address).status_code == 200
    if lost == "series":
        db.session.delete(series.members[0])
    elif lost == "office":
        db.session.query(type(make.relation(place.home, place.office))).delete()
    else:
        person.is_coordinator = False
    db.session.commit()
    assert as_user(person).get(address).status_code == 404


def test_what_an_office_reads_for_one_that_ended_counts_too(place, as_user):
    heir = make.department()
    place.office.valid_until, place.office.successor_id = calendar.today() - DAY, heir.id
    db.session.commit()
    person = make.user(heir)
    world.review(place.home, "まだ確認されていない成果")
    address = world.made(as_user(person))
    assert "まだ確認されていない成果" in as_user(person).get(f"{address}/print").text
    [relation] = db.session.query(Relation).all()
    relation.ends_on = calendar.today() - DAY
    db.session.commit()
    assert as_user(person).get(f"{address}/print").status_code == 404


def test_it_is_kept_for_a_week_and_goes_with_its_files(app, place, as_user, clock):
    client = as_user(place.editor)
    address = world.made(client)
    clock.shift(timedelta(days=6))
    making.forget_old()
    assert client.get(address).status_code == 200
    clock.shift(timedelta(days=2))
    making.forget_old()
    assert client.get(address).status_code == 404
    assert folders(app) == []
    assert db.session.query(Report).count() == 0


def test_it_can_be_taken_away_and_what_nobody_may_read_any_more_goes_by_itself(app, place, as_user):
    client = as_user(place.editor)
    address = world.ask(client)
    assert client.post(address + "/remove").status_code == 409  # it is being made
    making.make_waiting()
    assert client.post(address + "/remove").headers["Location"] == "/reports"
    assert folders(app) == []
    world.made(client)
    place.editor.memberships[0].ends_on = calendar.today() - timedelta(days=1)
    db.session.commit()
    making.forget_old()
    assert db.session.query(Report).count() == 0
    assert folders(app) == []


def test_a_worker_that_died_is_followed_by_one_that_makes_it(place, as_user, clock, monkeypatch):
    address = world.ask(as_user(place.editor))
    _die(monkeypatch)
    making.make_waiting()  # somebody may be at it
    assert only().state is ReportState.WORKING
    assert "内容を集めています" in as_user(place.editor).get(address).text
    clock.shift(timedelta(minutes=6))
    making.make_waiting()
    assert only().state is ReportState.DONE


def test_one_that_kills_each_worker_is_given_up_and_can_be_asked_for_again(
    place, as_user, clock, monkeypatch
):
    client = as_user(place.editor)
    address = world.ask(client)
    for _time in range(making.TRIES):
        _die(monkeypatch)
        clock.shift(timedelta(minutes=6))
    making.make_waiting()
    page = client.get(address).text
    assert "報告書を作れませんでした" in page
    assert "もう一度作る" in page
    worker.tick()
    assert "作れませんでした" in client.get("/inbox").text
    assert client.get(world.made(client) + "/print").status_code == 200


def test_one_that_fails_says_so_and_does_not_hold_up_the_next(place, as_user, monkeypatch):
    first, second = (world.ask(as_user(one)) for one in (place.editor, place.officer))
    whole = gathering.gather

    def breaks_once(*given, **more):
        monkeypatch.setattr(gathering, "gather", whole)
        raise ValueError

    monkeypatch.setattr(gathering, "gather", breaks_once)
    making.make_waiting()
    assert "報告書を作れませんでした" in as_user(place.editor).get(first).text
    assert as_user(place.officer).get(second + "/print").status_code == 200


def _die(monkeypatch):
    def dies(*_given):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(gathering, "gather", dies)
        with pytest.raises(SystemExit):
            making.make_waiting()


def test_the_same_is_not_made_twice_and_not_too_many_at_once(place, as_user):
    client = as_user(place.editor)
    assert world.ask(client) == world.ask(client)
    world.ask(client, term="2025")
    world.ask(client, term="2025-second")
    assert db.session.query(Report).count() == commands.MOST_WAITING
    refused = client.post("/reports", data=BOTH | {"term": "2024"})
    assert refused.status_code == 422
    assert "できてから、次を頼んでください" in refused.text
    assert '<option selected value="2024">' in refused.text


@pytest.mark.parametrize(
    "wrong", [{"term": "2099"}, {"term": "２０２６"}, {"term": "2026-third"},
              {"organization": "999999"}, {"organization": "x"}],
)  # fmt: skip
def test_what_is_not_offered_is_refused(place, as_user, wrong):
    client = as_user(place.editor)
    assert client.post("/reports", data=BOTH | wrong).status_code == 422
    assert client.get("/reports/public", query_string=BOTH | wrong).status_code == 200


def test_pages_ask_the_database_a_fixed_number_of_times(place, as_user, count_queries):
    world.programme(place.home, visibility="public")
    world.review(place.home, "よくなった", settled=True, visibility="public")
    for _one in range(3):
        make.menu(place.home)
        make.meeting(place.home, visibility="public")
    client = as_user(place.editor)
    address, public = world.made(client), "/reports/public"
    of_home = f"{public}?organization={place.home.id}&term=2026-first"
    worker.tick()
    for path in ("/reports", address, f"{address}/print", "/inbox", public, of_home):
        with count_queries() as asked:
            assert client.get(path).status_code == 200
        assert len(asked) <= 12, "\n".join([path, *asked])
