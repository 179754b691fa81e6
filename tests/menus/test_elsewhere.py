"""Menus on other pages: organizations, wards, home, files, the print, and the daily job."""

from datetime import date, datetime, timedelta

from flask_login import login_user

from hub.accounts.models import Visitor
from hub.core import worker
from hub.core.calendar import TOKYO
from hub.core.db import db, now
from hub.core.slots import panels
from hub.menus import daily, queries
from hub.menus.models import MenuState, MenuVisibility
from hub.taxonomies.models import Scheme
from tests import make

OLD = {"confirmed_on": date(2026, 4, 9), "stale_from": date(2026, 11, 1)}


def panel(app, name, viewer, thing) -> str:
    with app.test_request_context():
        if viewer.id:
            login_user(viewer)
        return str(panels(name, viewer, thing))


def test_an_organization_shows_its_menus_and_those_it_takes_part_in(app):
    own = make.menu(title="自分のもの")
    make.menu(own.provider, title="内輪のもの", visibility=MenuVisibility.ORGANIZATION)
    joint = make.menu(title="いっしょのもの")
    make.menu_partner(joint, own.provider)
    make.menu_partner(make.menu(title="返事の前"), own.provider, accepted=False)

    shown = panel(app, "organization", Visitor(), own.provider)

    assert "自分のもの" in shown
    assert "協力している支援メニュー" in shown
    assert "いっしょのもの" in shown
    assert "内輪のもの" not in shown
    assert "返事の前" not in shown
    assert "メニューを登録する" not in shown
    assert "メニューを登録する" in panel(app, "organization", make.user(own.provider), own.provider)


def test_a_ward_shows_its_own_organizations_first_and_counts_the_rest(app):
    tama, asao = make.ward("tama", "多摩区"), make.ward("asao", "麻生区")
    citywide = make.ward("all", "市全域")
    make.menu(title="あ 市の機関が多摩区で", terms=[tama])
    make.menu(make.organization(ward=tama), title="ん 多摩区の機関が", terms=[tama])
    make.menu(title="麻生区だけ", terms=[asao])
    make.menu(title="どこでも", terms=[citywide])

    shown = panel(app, "ward", Visitor(), tama)

    assert shown.index("ん 多摩区の機関が") < shown.index("あ 市の機関が多摩区で")
    assert "麻生区だけ" not in shown
    assert "市全域の支援 1件" in shown


def test_near_menus_are_alike_visible_and_at_most_five(visitor):
    themes = [make.term(Scheme.THEME, f"f0{n}") for n in range(3)]
    grant = make.term(Scheme.TYPE, "grant")
    menu = make.menu(title="もと", type=grant, terms=themes)
    for n in range(6):
        make.menu(title=f"同じ種類{n}", type=grant)
    make.menu(title="分野が近い", terms=themes[:2])
    make.menu(title="種類も分野も", type=grant, terms=themes[:1])
    make.menu(title="遠い")
    make.menu(title="隠れた", type=grant, visibility=MenuVisibility.NETWORK)

    near = [m.title for m in queries.near(Visitor(), menu)]

    assert near[0] == "種類も分野も"
    assert len(near) == 5
    assert {"遠い", "隠れた", "もと"}.isdisjoint(near)
    assert "近い支援" in visitor.get(f"/menus/{menu.id}").text


def test_what_waits_for_an_editor(app):
    stale = make.menu(title="古い", **OLD)
    make.menu(stale.provider)
    make.menu(stale.provider, state=MenuState.DRAFT, **OLD)
    editor, viewer = make.user(stale.provider), make.user(stale.provider, "viewer")

    assert list(queries.to_look_over(editor)) == [stale]
    assert not queries.to_look_over(viewer)
    assert list(queries.stale_of([stale.provider_id], viewer)) == [stale]
    assert not queries.stale_of([], viewer)


def test_what_a_department_sees_of_stale_menus_is_what_it_may_read(app):
    public = make.menu(**OLD)
    make.menu(public.provider, visibility=MenuVisibility.ORGANIZATION, **OLD)

    found = queries.stale_of([public.provider_id], make.user(make.department()))

    assert list(found) == [public]


def test_menus_by_need_and_by_ward(app):
    need = make.term(Scheme.NEED, "place", label="場所")
    make.term(Scheme.NEED, "money", label="お金")
    room = make.term(Scheme.TYPE, "space", label="場所を貸す", parent_id=need.id)
    ward = make.ward()
    for n in range(4):
        make.menu(title=f"部屋{n}", type=room, terms=[ward])
    make.menu(title="あ 古い部屋", type=room, **OLD)
    make.menu(type=room, visibility=MenuVisibility.NETWORK)

    place, money = queries.by_need(Visitor())

    assert (place.term.label, place.count) == ("場所", 5)
    assert [m.title for m in place.menus] == ["部屋0", "部屋1", "部屋2"]
    assert (money.count, list(money.menus)) == (0, [])
    assert queries.count_by_ward(Visitor()) == {"nakahara": 4}
    assert queries.count(Visitor()) == 5


def test_what_changed_lately(app):
    old, new = make.menu(), make.menu()
    old.updated_at = now() - timedelta(days=9)
    db.session.commit()

    changed = db.session.execute(queries.recently_changed(Visitor(), now() - timedelta(days=1)))
    assert [row.id for row in changed] == [new.id]


def test_the_page_prints_on_a_sheet_without_what_belongs_to_the_screen(visitor):
    menu = make.menu(body="## 見出し", terms=[make.ward()])

    page = visitor.get(f"/menus/{menu.id}").text

    assert 'class="split sheet"' in page
    assert "内容の確認日　<time" in page
    assert "印刷日" in page


def test_files_of_a_menu_belong_to_whoever_edits_it(visitor, as_user):
    menu = make.menu()

    assert "ファイルを加える" in as_user(make.user(menu.provider)).get(f"/menus/{menu.id}").text
    assert "添付ファイル" not in visitor.get(f"/menus/{menu.id}").text


def test_menus_that_became_stale_sink_once_even_after_the_hub_was_off(app, clock, monkeypatch):
    old, fresh = make.menu(title="古い", **OLD), make.menu(title="新しい")
    make.menu(state=MenuState.DRAFT, **OLD)
    sunk: list[list[str]] = []
    monkeypatch.setattr(daily, "enqueue", lambda menus: sunk.append([m.title for m in menus]))
    assert (old.search_document().weight, fresh.search_document().weight) == (0.85, 1.0)

    daily.sink_and_raise_menus()
    daily.sink_and_raise_menus()
    clock.move_to(datetime(2027, 5, 3, tzinfo=TOKYO))
    daily.sink_and_raise_menus()

    assert sunk == [["古い"], ["新しい"]]
    keys = set(db.session.scalars(db.select(worker.TimedTask.key)))
    assert {"menus-stale:2026-11-01", "menus-stale:2027-05-01"} <= keys


def test_menus_that_closed_sink_and_those_that_open_soon_rise(app, clock, monkeypatch):
    days = {"is_year_round": False, "closes_on": date(2026, 11, 30)}
    closes = make.menu(title="終わる", **days)
    opens = make.menu(title="始まる", is_year_round=False, opens_on=date(2027, 1, 31))
    turned: list[str] = []
    monkeypatch.setattr(daily, "enqueue", lambda menus: turned.extend(m.title for m in menus))
    daily.sink_and_raise_menus()
    assert turned == []
    assert (closes.search_document().weight, opens.search_document().weight) == (1.0, 0.7)

    clock.move_to(datetime(2026, 12, 2, tzinfo=TOKYO))
    daily.sink_and_raise_menus()
    daily.sink_and_raise_menus()

    assert turned == ["終わる", "始まる"]
    assert (closes.search_document().weight, opens.search_document().weight) == (0.7, 1.0)
