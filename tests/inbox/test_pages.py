"""お知らせ as a page, and the choice of mails."""

from datetime import date

import pytest

from hub.core.db import db
from hub.inbox.models import MailSettings, Notice, NoticeKind
from tests import make
from tests.inbox.mornings import at, notices


@pytest.fixture
def editor(app):
    return make.user()


@pytest.fixture
def told(editor, clock):
    """The editor, told of 30 actions."""
    lead = editor.active_memberships[0].organization
    for number in range(30):
        make.action(lead, title=f"宿題{number:02}", due_on=date(2026, 12, 7))
    at(clock, date(2026, 11, 24))
    return editor


def test_unread_first_with_why_and_the_count_in_the_head(told, as_user):
    client = as_user(told)
    assert "30件" in client.get("/account").text
    first = notices(told)[-1]
    assert client.post(f"/inbox/{first.id}/read").status_code == 303
    page = client.get("/inbox")
    assert "宿題29" not in page.text  # read: on the second page
    assert "）の編集者だから届いています。" in page.text
    assert page.text.count("既読にする<") == 26  # 25 and all
    second = client.get("/inbox?page=2").text
    assert "宿題29" in second
    assert client.get("/inbox?page=99").status_code == 200
    assert "29件" in second


def test_all_can_be_marked_as_read(told, as_user):
    client = as_user(told)
    assert client.post("/inbox/read", follow_redirects=True).status_code == 200
    assert all(notice.read_at for notice in notices(told))
    assert "すべて既読にする" not in client.get("/inbox").text


def test_opening_the_page_marks_nothing(told, as_user):
    as_user(told).get("/inbox")
    assert not any(notice.read_at for notice in notices(told))


def test_anothers_notice_does_not_exist(told, as_user, app):
    notice = notices(told)[0]
    assert as_user(make.user()).post(f"/inbox/{notice.id}/read").status_code == 404
    assert as_user(told).post("/inbox/999999/read").status_code == 404
    assert notices(told)[0].read_at is None


def test_what_is_done_says_so_and_is_put_away_the_next_morning(told, as_user, clock):
    for action in db.session.scalars(db.select(make.Action).limit(29)):
        action.complete("できた", date(2026, 11, 24))
    db.session.commit()
    assert "済み" in as_user(told).get("/inbox").text
    at(clock, date(2026, 11, 25))
    unread = db.session.scalars(db.select(Notice).where(Notice.read_at.is_(None))).all()
    assert len(unread) == 1


def test_without_any_it_says_what_will_come(editor, as_user):
    page = as_user(editor).get("/inbox").text
    assert "お知らせはありません" in page


def test_the_number_of_queries_does_not_grow_with_the_notices(told, as_user):
    """A page of 25 asks no more than a fixed number of times."""
    from_engine = []
    db.event.listen(db.engine, "before_cursor_execute", lambda *a: from_engine.append(a[2]))
    as_user(told).get("/inbox")
    assert len(from_engine) < 25


def test_each_kind_can_be_turned_off_singly_and_all_at_once(editor, as_user):
    client = as_user(editor)
    assert "一通にまとめて届きます" in client.get("/account").text
    page = client.get("/account/mails").text
    assert page.count("checked") == len(NoticeKind)
    wanted = [kind.value for kind in NoticeKind if kind is not NoticeKind.MENU_STALE]
    assert client.post("/account/mails", data={"wanted": wanted}).status_code == 303
    (settings,) = db.session.scalars(db.select(MailSettings))
    assert settings.unwanted == ["menu_stale"]
    assert "1種類のお知らせを止めています" in client.get("/account").text
    both = {"wanted": wanted, "wants_none": "y"}
    assert client.post("/account/mails", data=both).status_code == 303
    assert "お知らせのメールは止めています" in client.get("/account").text
    page = client.get("/account/mails").text
    assert page.count("checked") == len(NoticeKind)  # eight kinds, and none at all
    assert client.post("/account/mails", data={}).status_code == 303
    db.session.expire_all()
    (settings,) = db.session.scalars(db.select(MailSettings))
    assert not any(settings.wants(kind) for kind in NoticeKind)


def test_a_kind_that_does_not_exist_is_refused(editor, as_user):
    response = as_user(editor).post("/account/mails", data={"wanted": ["everything"]})
    assert response.status_code == 422
    assert db.session.scalars(db.select(MailSettings)).all() == []
