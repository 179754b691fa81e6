"""A question to another organization, its answer, and who reads any of it."""

import re
from datetime import date

import pytest

from hub.accounts.models import Role
from hub.core.db import db
from hub.inquiries.models import Inquiry, InquiryState
from hub.menus.models import MenuVisibility
from tests import make


@pytest.fixture
def office(app):
    return make.department(short_name="推進課")


@pytest.fixture
def body(app):
    return make.organization(short_name="国際協会")


def the_inquiry() -> Inquiry:
    db.session.rollback()
    return db.session.scalars(db.select(Inquiry)).one()


def counts(client, address="/inquiries") -> list[str]:
    return re.findall(r'class="n">(\d+)<', client.get(address).text)


def test_an_office_asks_and_the_organization_answers(office, body, as_user):
    menu = make.menu(body, title="通訳の派遣")
    asker, answerer = as_user(make.user(office)), as_user(make.user(body))
    offered = f"/inquiries/new?about=menu:{menu.id}"
    assert offered in asker.get(f"/menus/{menu.id}").text
    assert f'<option selected value="{body.id}">' in asker.get(offered).text
    data = {"asker": office.id, "asked": body.id, "title": "利用者数の数え方", "text": "延べですか",
            "post_title": "係長", "answer_by": "R8.12.10"}  # fmt: skip
    made = asker.post(offered, data=data)
    assert made.status_code == 303
    address = f"/inquiries/{the_inquiry().id}"
    assert the_inquiry().answer_by == date(2026, 12, 10)

    waiting = answerer.get("/inquiries?who=asked").text
    assert "利用者数の数え方" in waiting
    assert "自組織の回答待ち" in waiting
    shown = answerer.get(address).text
    for told in ("延べですか", "推進課　係長", "通訳の派遣", "答える", "国際協会"):
        assert told in shown
    assert answerer.post(f"{address}/messages", data={"text": ""}).status_code == 422
    answerer.post(f"{address}/messages", data={"text": "実人数です", "answer_by": "2026-12-31"})
    assert the_inquiry().state is InquiryState.ANSWERED
    assert the_inquiry().answer_by == date(2026, 12, 10)  # the day is of who asks
    assert "実人数です" in asker.get(address).text

    asker.post(f"{address}/close")
    assert "推進課が終わりにしました" in answerer.get(address).text
    answerer.post(f"{address}/messages", data={"text": "訂正します。延べです"})
    assert the_inquiry().state is InquiryState.ANSWERED
    asker.post(f"{address}/messages", data={"text": "いつからですか", "answer_by": ""})
    assert the_inquiry().state is InquiryState.OPEN
    assert the_inquiry().answer_by is None
    assert counts(asker)[:3] == ["1", "0", "1"]
    assert counts(answerer)[:3] == ["1", "1", "0"]


def test_only_the_two_organizations_read_it(office, body, as_user, visitor):
    inquiry = make.inquiry(office, body, "予算の減った理由は", title="予算の話")
    people = {
        "coordinator": make.coordinator(),
        "another office": make.user(make.department()),
        "another body": make.user(make.organization()),
        "administrator": make.system_admin(),
        "reader": make.user(body, Role.VIEWER),
        "asker": make.user(office),
    }
    clients = {name: as_user(person) for name, person in people.items()}
    reader, asker = clients.pop("reader"), clients.pop("asker")
    for name, client in clients.items():
        assert client.get(f"/inquiries/{inquiry.id}").status_code == 404, name
        for deed in ("messages", "close"):
            answer = client.post(f"/inquiries/{inquiry.id}/{deed}", data={"text": "x"})
            assert answer.status_code == 404, name
        for page in ("/inquiries?state=all", f"/organizations/{body.id}", "/search?q=予算"):
            assert "予算の" not in client.get(page).text, (name, page)
    assert visitor.get("/inquiries").status_code == 303
    assert "問合せ" not in visitor.get(f"/organizations/{body.id}").text

    assert "予算の減った理由は" in reader.get(f"/inquiries/{inquiry.id}").text
    assert "送る" not in reader.get(f"/inquiries/{inquiry.id}").text
    for deed in ("messages", "close"):
        answer = reader.post(f"/inquiries/{inquiry.id}/{deed}", data={"text": "x"})
        assert answer.status_code == 403
    assert reader.get("/inquiries/new").status_code == 403
    for client, other in ((reader, office), (asker, body), (reader, body)):
        assert "予算の話" in client.get(f"/organizations/{other.id}").text


def test_what_it_is_about_is_named_only_to_who_reads_that(office, body, as_user):
    own = make.menu(body, title="内々の支援", visibility=MenuVisibility.ORGANIZATION)
    asker, other = as_user(make.user(body)), as_user(make.user(office))
    data = {"asker": body.id, "asked": office.id, "title": "相談", "text": "どう思いますか"}
    assert other.get(f"/inquiries/new?about=menu:{own.id}").status_code == 404
    for code in ("menu:999999", "menu:x", "secret:1", f"menu:{'9' * 30}"):
        assert asker.get(f"/inquiries/new?about={code}").status_code == 404
    assert asker.post(f"/inquiries/new?about=menu:{own.id}", data=data).status_code == 303
    address = f"/inquiries/{the_inquiry().id}"
    assert "内々の支援" in asker.get(address).text
    assert "内々の支援" not in other.get(address).text


def test_what_cannot_be_asked_is_refused_and_kept(office, body, as_user):
    person = make.user(office)
    client, gone = as_user(person), make.organization(valid_until=date(2026, 3, 31))
    good = {"asker": office.id, "asked": body.id, "title": "題", "text": "書きかけの長い文"}
    for wrong in (
        {"title": ""}, {"text": " "}, {"answer_by": "2026-11-22"}, {"answer_by": "きのう"},
        {"asked": ""}, {"asked": office.id}, {"asked": gone.id}, {"asked": "x"}, {"asker": body.id},
        {"title": "題" * 101}, {"post_title": "職" * 61},
    ):  # fmt: skip
        answer = client.post("/inquiries/new", data=good | wrong)
        assert answer.status_code == 422, wrong
        if "text" not in wrong:
            assert "書きかけの長い文" in answer.text
    assert db.session.scalar(db.select(Inquiry.id)) is None
    hostile = "/inquiries?who=x&state=x&organization=x&page=x"
    assert client.get(hostile).status_code == 200
    assert client.get("/inquiries?organization=999999999").status_code == 200


def test_who_writes_for_both_sides_says_for_which(office, body, as_user):
    person = make.user(office)
    make.member(person, body)
    client, inquiry = as_user(person), make.inquiry(office, body)
    address = f"/inquiries/{inquiry.id}"
    assert client.post(f"{address}/messages", data={"text": "はい"}).status_code == 422
    client.post(f"{address}/messages", data={"text": "はい", "asks": "no"})
    assert the_inquiry().state is InquiryState.ANSWERED
    assert the_inquiry().messages[-1].organization_id == body.id
