"""One chain from an idea to a menu, the same on every page of its nodes."""

import csv
import io
import re
from datetime import date

import pytest

from hub.agenda.models import AgendaProposal, ProposalState
from hub.core.db import db
from hub.search import outbox
from hub.taxonomies.models import Scheme
from tests import make

DAY = date(2026, 9, 16)


@pytest.fixture
def told(app):
    """An idea taken onto an agenda, decided upon, agreed as homework, done, with its menu."""
    home = make.organization()
    held = make.meeting(home, series=make.series(home, secretariat=home), held_on=DAY)
    idea = make.idea(held, title="合同の相談会", keeper=home)
    later = make.meeting(series=held.series, held_on=date(2026, 10, 14))
    item = make.agenda_item(later, title="合同の相談会について")
    make.save(
        AgendaProposal(
            series=held.series, key=f"idea:{idea.id}:look", title=idea.title, minutes=10,
            state=ProposalState.TAKEN, meeting=later, agenda_item=item,
        )
    )  # fmt: skip
    menu = make.menu(home, title="出張相談")
    decision = make.decision(later, text="秋に一度試す", agenda_item=item)
    action = make.action(home, title="会場をさがす", meeting=later, agenda_item=item, menus=[menu])
    return {"home": home, "idea": idea, "decision": decision, "action": action, "menu": menu,
            "meeting": later, "item": item}  # fmt: skip


def test_one_chain_is_shown_on_the_page_of_each_of_its_nodes(told, as_user):
    reader = as_user(make.user())
    titles = ["合同の相談会", "秋に一度試す", "会場をさがす", "出張相談"]
    for path in (
        f"/ideas/{told['idea'].id}",
        f"/actions/{told['action'].id}",
        f"/menus/{told['menu'].id}",
        f"/chains/decision/{told['decision'].id}",
    ):
        page = reader.get(path).text
        chain = page[page.index('class="chain"') :]
        assert all(title in chain for title in titles), path
        assert "決定まで進み、宿題が1件動いています。" in page
        assert chain.count('aria-current="true"') == 1
    meeting = reader.get(f"/meetings/{told['meeting'].id}").text
    assert "宿題（未着手）" in meeting
    index = reader.get("/chains").text
    assert "決定まで進み、宿題が1件動いています。" in index


def test_a_hit_of_the_search_shows_its_place_in_the_chain(told, as_user, visitor):
    outbox.drain()
    page = as_user(make.user()).get("/search?q=会場をさがす").text
    line = page[page.index(f"/chains/action/{told['action'].id}") :].partition("</p>")[0]
    words = re.sub(r"<[^>]+>|\s", "", line.partition(">")[2])
    assert words == "つながり（会場をさがす）連携の種（種）›決定›宿題（未着手）›支援メニュー"
    assert "/chains/" not in visitor.get("/search?q=出張相談").text


def test_the_list_and_its_table_for_excel_hold_what_the_address_asks_for(told, as_user):
    idea = told["idea"]
    make.idea(proposer=make.organization(), title="別の種")
    theme = make.term(Scheme.THEME, "f01")
    idea.terms = [theme]
    idea.raised_on = date(2026, 3, 1)
    told["action"].complete("会場が決まった", date(2026, 11, 20))
    db.session.commit()
    reader = as_user(make.user())
    series = told["meeting"].series_id
    for asked in ("step=menu", "motion=stuck&theme=f01", f"series={series}", "year=2025",
                  f"organization={told['home'].id}"):  # fmt: skip
        page = reader.get(f"/chains?{asked}").text
        assert "合同の相談会" in page, asked
        assert "別の種" not in page, asked
    assert "別の種" in reader.get("/chains?year=x&series=zz&step=y&page=z&organization=9e9").text
    assert reader.get("/chains?year=999999999&theme=%00").status_code == 200
    answer = reader.get("/chains/export.csv?step=menu")
    header, *rows = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert [row[header.index("段階")] for row in rows] == [
        "連携の種", "決定事項", "宿題事項", "結果", "支援メニュー",
    ]  # fmt: skip
    assert {row[0] for row in rows} == {"合同の相談会"}
    assert rows[3][header.index("内容")] == "会場が決まった"
    assert rows[4][header.index("もと")] == "会場が決まった"
    assert reader.get("/chains/export.xlsx").status_code == 200
    menu = reader.get(f"/menus/{told['menu'].id}").text
    assert "この支援メニューは、連携の種「合同の相談会」から変わりました。" in menu
