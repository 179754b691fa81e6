"""Entering and editing a menu: drafts, publishing, wrong input, two editors."""

import re

import pytest

from hub.audit.models import AuditEntry, Revision
from hub.core.db import db
from hub.menus.models import Menu, MenuState, MenuVisibility
from hub.taxonomies.models import Scheme
from tests import make
from tests.menus import filled


@pytest.fixture
def provider(app):
    return make.organization()


@pytest.fixture
def client(as_user, provider):
    return as_user(make.user(provider))


def only_menu() -> Menu:
    return db.session.scalars(db.select(Menu)).one()


def test_publishing_a_new_menu_keeps_every_field(client, provider):
    data = filled.form(
        provider=provider.id, is_year_round="", opens_on="R8.12.1", closes_on="2027/1/31",
        body="## 使い方\n\n- 予約", eligibility="市内の団体",
        phases=[make.term(Scheme.PHASE, "start").code],
        themes=[make.term(Scheme.THEME, "f01").code],
        applications=[make.term(Scheme.APPLICATION, "web").code],
        cost_note="1時間500円", reception_note="先着順", how_to_apply="窓口へ", capacity="30人",
        languages="日本語、英語", accessibility="車いす可", contact_name="貸室係",
        contact_phone="044-000-0000", contact_email="mado@example.jp", contact_note="9時から",
        url="https://example.jp/", visibility="network", review_months=["1", "7"],
    )  # fmt: skip
    data["is_year_round"] = []

    response = client.post("/menus/new", data=data, follow_redirects=True)

    assert "支援メニューを公開しました" in response.text
    menu = only_menu()
    assert menu.provider_id == provider.id
    assert (menu.state, menu.visibility) == (MenuState.PUBLISHED, MenuVisibility.NETWORK)
    assert (menu.opens_on.isoformat(), menu.closes_on.isoformat()) == ("2026-12-01", "2027-01-31")
    assert sorted(t.code for t in menu.terms) == ["f01", "group", "nakahara", "start", "web"]
    assert menu.review_months == [1, 7]
    assert menu.confirmed_on.isoformat() == "2026-11-23"
    assert menu.stale_from.isoformat() == "2027-02-01"
    shown = [
        "使い方</h3>",
        "市内の団体",
        "1時間500円",
        "先着順",
        "30人",
        "日本語、英語",
        "車いす可",
    ]
    shown += ["貸室係", "mado@example.jp", "https://example.jp/", "1月と7月", "まもなく受付"]
    for text in shown:
        assert text in response.text, text
    verbs = db.session.scalars(db.select(AuditEntry.verb).order_by(AuditEntry.id)).all()
    assert verbs == ["menu:create", "menu:publish"]


def test_a_draft_needs_little_and_is_seen_by_its_editors_only(client, provider, visitor):
    data = {"title": "まだ途中", "type": make.term(Scheme.TYPE, "space").code, "do": "draft",
            "cost": make.term(Scheme.COST, "free").code, "visibility": "public",
            "provider": provider.id}  # fmt: skip

    response = client.post("/menus/new", data=data, follow_redirects=True)

    assert "下書きを保存しました" in response.text
    menu = only_menu()
    assert menu.state is MenuState.DRAFT
    assert menu.published_at is None
    assert visitor.get(f"/menus/{menu.id}").status_code == 404


def test_a_draft_is_published_once_it_is_whole(client, provider):
    menu = make.menu(provider, state=MenuState.DRAFT, published_at=None, summary="")

    refused = client.post(f"/menus/{menu.id}/edit", data=filled.form(menu, summary=""))
    assert refused.status_code == 422
    assert "一覧に出る文を入れてください" in refused.text
    client.post(f"/menus/{menu.id}/edit", data=filled.form(menu, summary="使えます"))

    db.session.refresh(menu)
    assert menu.state is MenuState.PUBLISHED
    assert menu.published_at is not None


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"title": " \u3000 "}, "名前を入れてください"),
        ({"title": "あ" * 101}, "100字までです"),
        ({"summary": ""}, "一覧に出る文を入れてください"),
        ({"targets": []}, "対象を一つ以上選んでください"),
        ({"wards": []}, "地域を一つ以上選んでください"),
        ({"review_months": []}, "見直す月を一つ以上選んでください"),
        ({"review_months": ["13"]}, "ここにある中から選んでください"),
        ({"review_months": ["x"]}, "ここにある中から選んでください"),
        ({"type": ""}, "種類を選んでください"),
        ({"type": "nothing"}, "ここにある中から選んでください"),
        ({"cost": "nothing"}, "ここにある中から選んでください"),
        ({"wards": ["nakahara", "mars"]}, "ここにある中から選んでください"),
        ({"visibility": "series"}, "ここにある中から選んでください"),
        ({"visibility": ""}, "公開範囲を選んでください"),
        ({"is_year_round": [], "opens_on": "R8.13.1"}, "日付として読めません"),
        ({"is_year_round": [], "opens_on": "2026-12-02", "closes_on": "2026-12-01"},
         "はじまりより後の日"),
        ({"opens_on": "2026-12-01"}, "通年のときは、日付を空にしてください"),
        ({"url": "javascript:alert(1)"}, "https:// から始まるアドレス"),
        ({"url": "https://[::1"}, "https:// から始まるアドレス"),
        ({"contact_email": "窓口"}, "メールアドレスとして読めません"),
        ({"body": "あ" * 10_001}, "10,000字までです"),
    ],
)  # fmt: skip
def test_wrong_input_is_explained_and_kept(client, provider, given, message):
    data = filled.form(provider=provider.id, how_to_apply="消えてはいけない文") | given

    response = client.post("/menus/new", data=data)

    assert response.status_code == 422
    assert message in response.text
    assert "1か所を直してください" in response.text
    assert "消えてはいけない文" in response.text
    for value in given.values():
        if isinstance(value, str) and value.strip(" \u3000"):
            assert value in response.text or value == "nothing" or value == "series"
    assert db.session.scalar(db.select(db.func.count(Menu.id))) == 0


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "a\x00b\x0bc\u202e", "😀", "=cmd|' /C calc'!A0", "{{ 7*7 }}"],
)
def test_hostile_text_is_stored_as_text_and_shown_escaped(client, provider, visitor, text):
    fields = ("title", "summary", "body", "cost_note", "contact_name", "how_to_apply", "capacity")

    response = client.post(
        "/menus/new", data=filled.form(provider=provider.id, **dict.fromkeys(fields, text))
    )

    assert response.status_code == 303
    page = visitor.get(f"/menus/{only_menu().id}").text
    assert "<script>alert" not in page
    assert "\x00" not in page
    assert ">49<" not in page
    for path in ("/menus", f"/menus/compare?id={only_menu().id}"):
        assert "<script>alert" not in visitor.get(path).text
    assert "<script>alert" not in client.get(f"/menus/{only_menu().id}/history").text


@pytest.mark.parametrize("data", [{}, {"do": "draft"}, {"version": "x"}, {"provider": "x"}])
def test_an_empty_form_is_refused(client, data):
    assert client.post("/menus/new", data=data).status_code == 422


def test_fields_that_are_not_in_the_form_change_nothing(client, provider):
    menu = make.menu(provider)
    other = make.organization()

    client.post(
        f"/menus/{menu.id}/edit",
        data=filled.form(menu, provider=other.id, provider_id=other.id, state="archived", id=999),
    )

    db.session.refresh(menu)
    assert menu.provider_id == provider.id
    assert menu.state is MenuState.PUBLISHED


def test_the_page_of_editing_shows_what_is_stored(client, provider):
    terms = [make.term(Scheme.TARGET, "group"), make.ward(), make.term(Scheme.PHASE, "grow")]
    menu = make.menu(provider, terms=terms, body="本文")

    page = client.get(f"/menus/{menu.id}/edit").text

    boxes = re.findall(r"<input[^>]*checked[^>]*>", page)
    values = {re.search(r'value="([^"]*)"', box)[1] for box in boxes}
    assert values == {"group", "nakahara", "grow", "y", "free", "public", "4", "10"}
    assert f'value="{menu.version}"' in page
    assert "本文" in page


def test_two_editors_see_both_texts_and_save_the_choice(client, as_user, provider):
    menu = make.menu(provider, title="はじめの名前", body="はじめの文")
    mine = filled.form(
        menu,
        title="私の名前",
        body="はじめの文と私の文",
        wards=["nakahara", make.ward("tama", "多摩区").code],
    )
    theirs = filled.form(menu, title="先の名前", body="はじめの文と先の文", summary="先のひとこと")
    other = as_user(make.user(provider))
    assert other.post(f"/menus/{menu.id}/edit", data=theirs).status_code == 303

    page = client.post(f"/menus/{menu.id}/edit", data=mine)

    assert page.status_code == 409
    for text in ("先の名前", "私の名前", "先のひとこと", "あなたの入力は残っています", "多摩区"):
        assert text in page.text, text
    assert "<del>" in page.text
    db.session.refresh(menu)
    assert menu.title == "先の名前"
    choice = {"keep-title": "theirs", "keep-body": "merged", "keep-summary": "mine",
              "merged-body": "はじめの文と先の文と私の文", "keep-wards": "mine"}  # fmt: skip
    saved = client.post(
        f"/menus/{menu.id}/edit", data=mine | choice | {"version": str(menu.version)}
    )
    assert saved.status_code == 303
    db.session.refresh(menu)
    assert menu.title == "先の名前"
    assert menu.summary == mine["summary"]
    assert menu.body == "はじめの文と先の文と私の文"
    assert sorted(t.code for t in menu.terms_of(Scheme.WARD)) == ["nakahara", "tama"]


def test_the_page_of_a_conflict_carries_everything_typed(client, as_user, provider):
    menu = make.menu(provider)
    mine = filled.form(menu, how_to_apply="私だけの文\n二行目", languages="英語", do="publish")
    as_user(make.user(provider)).post(
        f"/menus/{menu.id}/edit", data=filled.form(menu, title="先の名前")
    )

    page = client.post(f"/menus/{menu.id}/edit", data=mine).text

    db.session.refresh(menu)
    assert f'name="version" value="{menu.version}"' in page
    assert 'name="languages" value="英語"' in page
    assert 'name="how_to_apply" value="私だけの文\n二行目"' in page
    assert 'name="targets" value="group"' in page
    assert 'name="keep-how_to_apply"' in page


def test_a_hostile_text_in_a_conflict_is_escaped(client, as_user, provider):
    menu = make.menu(provider)
    bad = '"><script>alert(1)</script>'
    mine = filled.form(menu, body=bad + "x")
    as_user(make.user(provider)).post(
        f"/menus/{menu.id}/edit", data=filled.form(menu, title=bad, body=bad)
    )

    page = client.post(f"/menus/{menu.id}/edit", data=mine)

    assert page.status_code == 409
    assert "<script>alert" not in page.text


def test_a_withdrawn_menu_keeps_what_was_typed_and_says_why(client, provider):
    menu = make.menu(provider, state=MenuState.ARCHIVED)

    page = client.post(f"/menus/{menu.id}/edit", data=filled.form(menu, body="書きかけ"))

    assert page.status_code == 409
    assert "下書きに戻してから" in page.text
    assert "書きかけ" in page.text


def test_earlier_texts_are_kept_with_their_differences(client, provider):
    client.post("/menus/new", data=filled.form(provider=provider.id, body="三か月前まで"))
    menu = only_menu()
    client.post(f"/menus/{menu.id}/edit", data=filled.form(menu, body="十週間前まで"))
    db.session.refresh(menu)
    client.post(
        f"/menus/{menu.id}/edit", data=filled.form(menu, body="十週間前まで", visibility="network")
    )
    db.session.refresh(menu)
    client.post(f"/menus/{menu.id}/edit", data=filled.form(menu, body="十週間前まで"))

    assert db.session.scalar(db.select(db.func.count(Revision.id))) == 3
    page = client.get(f"/menus/{menu.id}/history").text
    assert "第3版" in page
    assert "<del>" in page
    assert "ネットワーク内" in page
    assert "第3版" in client.get(f"/menus/{menu.id}").text
    assert client.get(f"/menus/{menu.id}/history?page=99").status_code == 200


def test_the_first_text_of_a_menu_that_was_loaded_from_a_file_is_kept(client, provider):
    menu = make.menu(provider, body="読み込んだ文")

    client.post(f"/menus/{menu.id}/edit", data=filled.form(menu, body="直した文"))

    page = client.get(f"/menus/{menu.id}/history").text
    assert "第2版" in page
    assert "読み込んだ" in page


def test_each_line_of_the_error_summary_leads_to_a_field(client):
    filled.form()  # the words to choose from
    page = client.post("/menus/new", data={}).text

    targets = re.findall(r'<li><a href="#([^"]+)"', page)
    assert len(targets) > 5
    assert [t for t in targets if f'id="{t}"' not in page] == []


def test_an_editor_of_two_organizations_chooses_in_whose_name(as_user, provider):
    user = make.user(provider)
    other = make.organization(name="もう一つの機関")
    make.member(user, other)
    client = as_user(user)

    assert "もう一つの機関" in client.get("/menus/new").text
    client.post("/menus/new", data=filled.form(provider=other.id))

    assert only_menu().provider_id == other.id
