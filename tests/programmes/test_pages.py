"""Programmes and what is counted of them, entered and read over HTTP."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import event

from hub.audit.models import AuditEntry
from hub.core.db import db
from hub.menus.models import MenuVisibility
from hub.programmes.models import Indicator, Period, Programme, ProgrammeVisibility
from hub.search import outbox
from tests import make

ENTRY = {"name": "相談", "category": "consultation", "summary": "窓口と専門相談",
         "visibility": "public"}  # fmt: skip
COUNTED = {"name": "相談件数", "unit": "件", "period": "month", "adds_up": "sum",
           "baseline": "１，２００", "baseline_year": "2019"}  # fmt: skip


@pytest.fixture
def centre(app):
    return make.organization()


@pytest.fixture
def editor(as_user, centre):
    return as_user(make.user(centre))


@pytest.fixture
def counted(centre):
    """An indicator by months with two years of figures; the second is not complete."""
    programme = make.programme(centre, visibility=ProgrammeVisibility.PUBLIC)
    months = {date(2025, month, 1): (10, 9) for month in range(4, 10)}
    months |= {date(2026, 4, 1): (10, 12), date(2026, 5, 1): (10, None)}
    return make.indicator(programme, months, baseline=Decimal(200), baseline_year=2019)


def address(indicator, what=""):
    return f"/programmes/{indicator.programme_id}/indicators/{indicator.id}{what}"


def test_a_programme_is_entered_counted_found_and_ended(centre, editor, visitor):
    menu = make.menu(centre)
    own = make.menu(centre, visibility=MenuVisibility.ORGANIZATION)
    given = ENTRY | {"menu_ids": [menu.id, own.id]}
    assert editor.post(f"/organizations/{centre.id}/programmes/new", data=given).status_code == 303
    programme = db.session.scalars(db.select(Programme)).one()
    page = f"/programmes/{programme.id}"
    assert editor.post(f"{page}/indicators/new", data=COUNTED).status_code == 303
    indicator = db.session.scalars(db.select(Indicator)).one()
    assert (indicator.baseline, indicator.period) == (1200, Period.MONTH)
    typed = {
        "version": "1",
        "target_2026_04": "１００",
        "actual_2026_04": "△5",
        "actual_2027_03": "8",
    }
    entered = editor.post(address(indicator, "/figures?year=2026"), data=typed)
    assert entered.headers["Location"] == address(indicator, "?year=2026")

    shown = visitor.get(page).text
    for text in ("相談件数", "12か月のうち2か月分", "コロナ禍前（令和元年度）1,200件", menu.title):
        assert text in shown
    assert own.title not in shown  # ... of it the visitor does not read
    assert own.title in editor.get(page).text
    assert "相談" in visitor.get("/programmes?category=consultation").text
    assert "相談件数" in visitor.get(f"/organizations/{centre.id}").text
    outbox.drain()
    assert page in visitor.get("/search?q=専門相談&kind=programme").text

    editor.post(f"{page}/archive")
    assert page not in visitor.get("/programmes").text
    assert page in visitor.get("/programmes?state=ended").text
    assert visitor.get(page).status_code == 200
    verbs = list(db.session.scalars(db.select(AuditEntry.verb).order_by(AuditEntry.id)))
    assert verbs == ["programme:create", "indicator:create", "indicator:figures",
                     "programme:archive"]  # fmt: skip


def test_a_number_leads_to_the_list_that_adds_up_to_it(counted, visitor):
    page = visitor.get(f"/programmes/{counted.programme_id}").text
    year = address(counted, "?year=2025")
    assert f'href="{year}">54<' in page
    behind = visitor.get(year).text
    assert behind.count('data-label="実績">9</td>') == 6
    assert 'data-label="実績">54</td>' in behind
    assert "picture--narrow" in page
    assert "picture--wide" in page


def test_an_ended_or_inner_programme_is_no_more_than_its_readers_know(centre, editor, visitor):
    inner = make.programme(centre)
    assert visitor.get(f"/programmes/{inner.id}").status_code == 404
    for page in ("/programmes", f"/organizations/{centre.id}"):
        assert inner.name not in visitor.get(page).text
        assert inner.name in editor.get(page).text


def test_what_was_typed_comes_back_with_what_to_put_right(centre, counted, editor):
    refused = editor.post(f"/organizations/{centre.id}/programmes/new", data=ENTRY | {
        "name": counted.programme.name.replace("事業", "事 業"), "summary": "残る文",
    })  # fmt: skip
    assert refused.status_code == 422
    assert "同じ名前の事業" in refused.text
    assert "残る文" in refused.text
    refused = editor.post(
        f"/programmes/{counted.programme_id}/indicators/new",
        data=COUNTED | {"name": "別の件数", "unit": "", "baseline_year": ""},
    )
    assert refused.status_code == 422
    assert "両方入れてください" in refused.text
    assert "別の件数" in refused.text
    refused = editor.post(address(counted, "/figures?year=2026"), data={
        "version": "1", "target_2026_04": "12件", "actual_2026_05": "77",
    })  # fmt: skip
    assert refused.status_code == 422
    for text in ('value="12件"', 'value="77"', "2026年4月の目標（件）: 数として読めません"):
        assert text in refused.text
    db.session.refresh(counted)
    assert len(counted.figures) == 8


def test_two_who_enter_figures_see_both_and_choose(counted, editor):
    page = address(counted, "/figures?year=2026")
    first = {"version": str(counted.version), "actual_2026_04": "20", "actual_2026_05": "30"}
    assert editor.post(page, data=first).status_code == 303
    late = editor.post(page, data=first | {"actual_2026_04": "25", "target_2026_04": "9"})
    assert late.status_code == 409
    for text in ("2026年4月の実績（件）", "20", 'name="actual_2026_04" value="25"'):
        assert text in late.text
    db.session.refresh(counted)
    merged = first | {"actual_2026_04": "25", "target_2026_04": "9",
                      "version": str(counted.version), "keep-actual_2026_04": "theirs"}  # fmt: skip
    assert editor.post(page, data=merged).status_code == 303
    db.session.refresh(counted)
    figures = {one.starts_on: (one.target, one.actual) for one in counted.figures}
    assert figures[date(2026, 4, 1)] == (9, 20)
    assert figures[date(2026, 5, 1)] == (None, 30)
    assert figures[date(2025, 9, 1)] == (10, 9)  # another year is not touched


def test_two_who_write_a_programme_or_an_indicator_see_both(counted, editor):
    programme = counted.programme
    stale = {"version": "0", "name": "別の名前", "summary": "自分の文"}
    late = editor.post(f"/programmes/{programme.id}/edit", data=ENTRY | stale)
    assert late.status_code == 409
    assert "自分の文" in late.text
    assert programme.name in late.text
    late = editor.post(address(counted, "/edit"), data=COUNTED | {"version": "0"})
    assert late.status_code == 409
    late = editor.post(address(counted, "/remove"), data={"version": "0"})
    assert late.status_code == 409
    assert db.session.get(Indicator, counted.id) is not None


def test_indicators_are_put_in_order_and_taken_away(counted, editor):
    second = make.indicator(counted.programme, position=9)
    page = f"/programmes/{counted.programme_id}"
    editor.post(address(second, "/move"), data={"way": "up"})
    text = editor.get(page).text
    assert text.index(f'id="indicator-{second.id}"') < text.index(f'id="indicator-{counted.id}"')
    assert "8件も" in editor.get(address(counted, "/remove")).text
    db.session.refresh(counted)
    version, name = counted.version, counted.name
    gone = editor.post(address(counted, "/remove"), data={"version": str(version)})
    assert gone.status_code == 303
    assert f"{name}</a>" not in editor.get(page).text
    entry = db.session.scalars(db.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry.verb == "indicator:remove"
    assert "2026-04-01 12" in entry.before["actual"]


def test_the_period_stays_as_long_as_there_are_figures(counted, editor):
    changed = COUNTED | {"period": "year", "version": str(counted.version)}
    assert "変えられません" in editor.get(address(counted, "/edit")).text
    assert editor.post(address(counted, "/edit"), data=changed).status_code == 303
    db.session.refresh(counted)
    assert (counted.period, counted.name) == (Period.MONTH, "相談件数")


@pytest.mark.parametrize("year", ["x", "1", "99999999999", "2026年", ""])
def test_a_year_that_can_be_none_is_not_found(counted, editor, year):
    for what in ("", "/figures"):
        assert editor.get(address(counted, f"{what}?year={year}")).status_code == 404


def test_hostile_words_in_the_address_ask_for_nothing(editor):
    asked = "/programmes?category=%00&organization=9999999999999&state=x&page=-1"
    assert editor.get(asked).status_code == 200


def test_pages_ask_the_database_a_few_times_however_much_there_is(app, centre, as_user):
    for _number in range(4):
        programme = make.programme(centre, menus=[make.menu(centre)])
        for _indicator in range(3):
            one = make.indicator(programme, {date(2026, 4, 1): (1, 2)})
    client, page = as_user(make.user(centre)), f"/programmes/{programme.id}"
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    sheet = f"/organizations/{centre.id}/programmes/sheet"
    for path in ("/programmes", page, address(one, "/figures"), sheet, f"{sheet}.csv"):
        client.get(path)
        asked.clear()
        assert client.get(path).status_code == 200
        assert len(asked) <= 12, path
