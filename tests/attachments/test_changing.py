"""Who adds files and takes them away, and what becomes of the bytes."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest

from hub.accounts.models import Role
from hub.attachments import routes, store
from hub.attachments.models import Attachment
from hub.core.db import db
from hub.menus.models import MenuVisibility
from tests import make
from tests.attachments.conftest import PDF, package, send


def written_now(*files: Path) -> None:
    """By the clock of the test: the disk knows only the real one."""
    for file in files:
        os.utime(file, (time.time(), time.time()))


def only():
    return db.session.scalars(db.select(Attachment)).one()


def test_only_editors_of_the_owner_add_and_remove(as_user, visitor):
    menu = make.menu()
    send(as_user(make.user(menu.provider)), "menu", menu)
    page, removal = f"/attachments/menu/{menu.id}", f"/attachments/{only().id}/remove"
    for person in (
        make.user(menu.provider, Role.VIEWER),
        make.user(),
        make.coordinator(),
        make.system_admin(),
    ):
        client = as_user(person)
        assert client.get(page).status_code == 403
        assert send(client, "menu", menu, name="b.pdf").status_code == 403
        assert client.post(removal).status_code == 403
    for answer in (visitor.get(page), send(visitor, "menu", menu), visitor.post(removal)):
        assert answer.status_code == 303
    assert not only().is_removed


def test_who_does_not_see_the_owner_gets_a_404(as_user):
    menu = make.menu(visibility=MenuVisibility.ORGANIZATION)
    send(as_user(make.user(menu.provider)), "menu", menu)
    client = as_user(make.user())
    page, removal = f"/attachments/menu/{menu.id}", f"/attachments/{only().id}/remove"
    assert client.get(page).status_code == 404
    assert client.get(page).text == client.get("/attachments/menu/999999").text
    assert send(client, "menu", menu).status_code == 404
    assert client.post(removal).status_code == 404


@pytest.mark.parametrize("path", ["nothing/1", "menu/999999", "user/1", "menu/x", "../1"])
def test_an_unknown_owner_is_a_404(as_user, path):
    assert as_user(make.user()).get(f"/attachments/{path}").status_code == 404


def test_the_page_shows_what_is_there_and_how_to_add(as_user):
    menu = make.menu(title="公益活動助成")
    client = as_user(make.user(menu.provider))
    empty = client.get(f"/attachments/menu/{menu.id}").text
    assert "まだありません" in empty
    assert "20.0MB" in empty
    assert "PowerPoint、JPEG" in empty
    assert 'accept=".pdf,' in empty
    send(client, "menu", menu)
    page = client.get(f"/attachments/menu/{menu.id}").text
    assert "要項.pdf" in page
    assert f'href="/menus/{menu.id}"' in page


def test_a_removed_file_is_gone_at_once_and_recorded(as_user, visitor):
    menu = make.menu()
    client = as_user(make.user(menu.provider))
    send(client, "menu", menu)
    version = db.session.get(type(menu), menu.id).version
    number = only().id
    answer = client.post(f"/attachments/{number}/remove", follow_redirects=True)
    assert "を外しました" in answer.text
    assert visitor.get(f"/attachments/{number}").status_code == 404
    assert client.post(f"/attachments/{number}/remove").status_code == 404
    db.session.expire_all()
    assert menu.version > version


def test_the_worker_deletes_bytes_only_when_no_row_needs_them(as_user, clock):
    menu, other = make.menu(), make.menu()
    client, second = as_user(make.user(menu.provider)), as_user(make.user(other.provider))
    send(client, "menu", menu)
    send(second, "menu", other)
    send(client, "menu", menu, package(), "会則.docx")
    alone = db.session.scalars(db.select(Attachment).filter_by(name="会則.docx")).one()
    shared = db.session.scalars(db.select(Attachment).filter_by(name="要項.pdf")).first()
    kept, gone = store.path_of(shared.sha256), store.path_of(alone.sha256)
    for file in (alone, shared):
        client.post(f"/attachments/{file.id}/remove")
    written_now(kept, gone)

    routes.sweep()
    assert gone.exists(), "kept for a month"
    clock.shift(timedelta(days=31))
    routes.sweep()
    assert not gone.exists()
    assert kept.read_bytes() == PDF


def test_the_worker_leaves_young_files_alone_and_takes_away_leftovers(app, clock):
    leftover = store._folder() / "incoming" / "tmpabc"
    leftover.parent.mkdir(parents=True)
    leftover.write_bytes(b"half a file")
    written_now(leftover)
    routes.sweep()
    assert leftover.exists()
    clock.shift(timedelta(days=2))
    routes.sweep()
    assert not leftover.exists()


def test_a_file_swept_between_the_upload_and_the_row_is_asked_for_again(as_user, monkeypatch):
    menu = make.menu()
    client = as_user(make.user(menu.provider))
    monkeypatch.setattr(store, "is_there", lambda sha256: False)
    answer = send(client, "menu", menu)
    assert answer.status_code == 422
    assert "もう一度" in answer.text


def test_the_search_document_follows_the_owner(as_user):
    menu = make.menu()
    send(as_user(make.user(menu.provider)), "menu", menu)
    document = only().search_document()
    assert document.title == "要項.pdf"
    assert document.parent == f"menu:{menu.id}"
    assert document.readers == menu.search_document().readers
    only().remove()
    assert only().search_document() is None
