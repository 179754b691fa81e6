"""A file comes as a download, to those who may see what it belongs to."""

from urllib.parse import quote

import pytest

from hub.accounts.models import Role
from hub.attachments import store
from hub.attachments.models import Attachment
from hub.core.db import db
from hub.meetings.models import Visibility
from hub.menus.models import MenuState, MenuVisibility
from tests import make
from tests.attachments.conftest import PDF, send


def attach(as_user, menu, name="要項.pdf", body=PDF):
    assert send(as_user(make.user(menu.provider)), "menu", menu, body, name).status_code == 303
    return db.session.scalars(db.select(Attachment).order_by(Attachment.id.desc())).first()


def test_it_is_never_shown_only_downloaded(as_user, visitor):
    file = attach(as_user, make.menu(), "助成の要項（案）.pdf")
    answer = visitor.get(f"/attachments/{file.id}")
    assert answer.data == PDF
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert f"filename*=UTF-8''{quote('助成の要項（案）.pdf')}" in disposition
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_name_with_markup_is_escaped_on_the_page(as_user):
    menu = make.menu()
    attach(as_user, menu, "<img src=x onerror=alert(1)>.pdf")
    page = as_user(make.user(menu.provider)).get(f"/attachments/menu/{menu.id}").text
    assert "<img" not in page


def test_what_is_not_public_is_not_kept_in_caches(as_user):
    menu = make.menu(visibility=MenuVisibility.NETWORK)
    file = attach(as_user, menu)
    answer = as_user(make.user()).get(f"/attachments/{file.id}")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]


def test_a_part_and_an_unchanged_copy_can_be_asked_for(as_user, visitor):
    file = attach(as_user, make.menu())
    part = visitor.get(f"/attachments/{file.id}", headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.data) == (206, b"%PDF")
    same = visitor.get(f"/attachments/{file.id}", headers={"If-None-Match": f'"{file.sha256}"'})
    assert same.status_code == 304


def test_rights_follow_the_menu(as_user, visitor):
    menu = make.menu()
    own = as_user(make.user(menu.provider, Role.VIEWER))
    editor = as_user(make.user(menu.provider))
    network, admin = as_user(make.user()), as_user(make.system_admin())
    file = attach(as_user, menu)
    address = f"/attachments/{file.id}"
    expected = {
        (MenuState.PUBLISHED, MenuVisibility.PUBLIC): (200, 200, 200, 200, 200),
        (MenuState.PUBLISHED, MenuVisibility.NETWORK): (404, 404, 200, 200, 200),
        (MenuState.PUBLISHED, MenuVisibility.ORGANIZATION): (404, 404, 404, 200, 200),
        (MenuState.DRAFT, MenuVisibility.PUBLIC): (404, 404, 404, 404, 200),
        (MenuState.ARCHIVED, MenuVisibility.PUBLIC): (404, 404, 404, 404, 200),
    }
    for (state, visibility), statuses in expected.items():
        menu.state, menu.visibility = state, visibility
        db.session.commit()
        people = (visitor, admin, network, own, editor)
        found = tuple(client.get(address).status_code for client in people)
        assert found == statuses, (state, visibility)


def test_rights_follow_the_meeting(as_user, visitor):
    inside, outside = make.organization(), make.organization()
    series = make.series(inside, visibility=Visibility.SERIES)
    meeting = make.meeting(inside, series=series)
    secretary = as_user(make.user(series.secretariat))
    assert send(secretary, "meeting", meeting).status_code == 303
    address = f"/attachments/{db.session.scalars(db.select(Attachment)).one().id}"
    assert as_user(make.user(inside, Role.VIEWER)).get(address).status_code == 200
    assert as_user(make.user(outside)).get(address).status_code == 404
    assert visitor.get(address).status_code == 404
    series.members[0].ends_on = meeting.held_on  # it left
    db.session.commit()
    assert as_user(make.user(inside)).get(address).status_code == 404


def test_an_outsider_cannot_tell_a_hidden_file_from_none(as_user, visitor):
    file = attach(as_user, make.menu(visibility=MenuVisibility.NETWORK))
    hidden, none = visitor.get(f"/attachments/{file.id}"), visitor.get("/attachments/999999")
    assert hidden.status_code == none.status_code == 404
    assert hidden.text == none.text


def test_a_lost_file_is_a_404_not_a_crash(as_user, visitor):
    file = attach(as_user, make.menu())
    store.path_of(file.sha256).unlink()
    assert visitor.get(f"/attachments/{file.id}").status_code == 404


@pytest.mark.parametrize("number", ["0", "99999999999999999999", "-1", "x", "1.5"])
def test_a_wrong_number_is_a_404(visitor, number):
    assert visitor.get(f"/attachments/{number}").status_code == 404
