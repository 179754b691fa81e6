"""操作の記録: who sees which entries, and what of them."""

import re
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

import hub
from hub.accounts.models import Role
from hub.audit.log import record
from hub.audit.models import AuditEntry
from hub.core.calendar import TOKYO
from hub.core.db import db
from hub.meetings.models import Visibility
from hub.records import wording
from tests import make


@pytest.fixture
def ours(app):
    return make.organization(short_name="わたしの機関")


@pytest.fixture
def theirs(app):
    return make.organization(short_name="よその機関")


def note(organization, verb="menu:edit", *, at=None, actor=None, **given):
    actor = actor or make.user(organization, name=f"{organization.short_name}の人")
    before = given.get("before", {"title": f"{organization.short_name}の前の題"})
    after = given.get("after", {"title": f"{organization.short_name}の後の題"})
    record(actor, verb, organization, organization_id=organization.id, before=before, after=after)
    if at is not None:
        db.session.scalars(db.select(AuditEntry).order_by(AuditEntry.id.desc())).first().at = at
    db.session.commit()


def test_an_admin_reads_the_entries_of_the_own_organization_with_their_content(
    as_user, ours, theirs
):
    note(ours)
    note(theirs)
    page = as_user(make.user(ours, Role.ADMIN)).get("/records")
    assert page.status_code == 200
    assert "わたしの機関の人" in page.text
    assert "支援メニューの変更" in page.text
    assert "<del>前</del><ins>後</ins>" in page.text
    assert "よその機関" not in page.text


def test_a_system_administrator_sees_that_something_was_done_and_not_what(as_user, ours, theirs):
    note(ours)
    note(theirs)
    page = as_user(make.system_admin()).get("/records").text
    assert f'<a href="/organizations/{ours.id}">' not in page  # what they may not open is no link
    assert "わたしの機関の人" in page
    assert "よその機関の人" in page
    assert "前の題" not in page
    assert "後の題" not in page


def test_a_system_administrator_reads_content_through_a_membership(as_user, ours, theirs):
    note(ours)
    note(theirs)
    admin = make.system_admin()
    make.member(admin, ours, Role.ADMIN)
    page = as_user(admin).get("/records").text
    assert "わたしの機関の" in page
    assert "<ins>後</ins>" in page
    assert "よその機関の前の題" not in page
    assert "よその機関の<del>" not in page


def test_a_coordinator_reads_those_of_their_own_organization(as_user, ours, theirs):
    note(ours)
    note(theirs)
    page = as_user(make.coordinator(ours)).get("/records").text
    assert "わたしの機関の人" in page
    assert "よその機関の人" not in page


def records_of(as_user, organization):
    chief = as_user(make.user(organization, Role.ADMIN))
    return chief.get("/records").text + chief.get("/records/export.csv").text


def test_what_a_coordinator_wrote_elsewhere_is_no_news_for_who_may_not_read_it(
    as_user, ours, theirs
):
    series = make.series(secretariat=theirs, visibility=Visibility.SERIES)
    meeting = make.meeting(series=series)
    here = f"/meetings/{meeting.id}/agenda"
    coordinator = as_user(make.coordinator(ours))
    for title in ("残る秘密", "消す秘密"):
        coordinator.post(f"{here}/new", data={"kind": "discuss", "title": title})
    gone = meeting.agenda_items[1].id
    assert coordinator.post(f"{here}/{gone}/delete").status_code == 303
    page = records_of(as_user, ours)
    assert "議題の登録" in page
    assert "議題の削除" in page
    assert "秘密" not in page
    assert "残る秘密" in coordinator.get("/records").text  # their own work, and they may read it


def test_what_an_editor_wrote_for_another_organization_stays_there(as_user, ours, theirs):
    editor = make.user(ours)
    make.member(editor, theirs)
    menu = make.menu(theirs, visibility="organization")
    file = (BytesIO("中身".encode()), "秘密.txt")
    sent = as_user(editor).post(f"/attachments/menu/{menu.id}", data={"file": file})
    assert sent.status_code == 303
    page = records_of(as_user, ours)
    assert "添付ファイルの追加" in page
    assert "秘密" not in page


def test_what_was_deleted_at_home_is_still_told(as_user, ours):
    meeting = make.meeting(series=make.series(secretariat=ours))
    item = make.agenda_item(meeting, title="消した議題")
    editor = as_user(make.user(ours))
    assert editor.post(f"/meetings/{meeting.id}/agenda/{item.id}/delete").status_code == 303
    assert "消した議題" in records_of(as_user, ours)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR])
def test_others_of_the_organization_may_not(as_user, ours, role):
    person = as_user(make.user(ours, role))
    assert person.get("/records").status_code == 403
    assert person.get("/records/export.csv").status_code == 403


def test_visitors_are_asked_to_sign_in(visitor):
    answer = visitor.get("/records")
    assert (answer.status_code, answer.location) == (303, "/login?next=/records")


def test_entries_of_an_organization_and_a_month(as_user, ours, theirs):
    note(ours, "menu:create", at=datetime(2026, 9, 30, 23, 59, tzinfo=TOKYO))
    note(ours, "menu:publish", at=datetime(2026, 10, 1, 0, 0, tzinfo=TOKYO))
    note(theirs, "menu:archive", at=datetime(2026, 10, 15, tzinfo=TOKYO))
    admin = as_user(make.system_admin())
    october = admin.get("/records?month=2026-10").text
    assert "支援メニューの公開" in october
    assert "支援メニューの保管" in october
    assert "支援メニューの登録" not in october
    both = admin.get(f"/records?month=2026-10&organization={ours.id}").text
    assert "支援メニューの公開" in both
    assert "支援メニューの保管" not in both


def test_asking_for_another_organization_shows_nothing_of_it(as_user, ours, theirs):
    note(theirs)
    page = as_user(make.user(ours, Role.ADMIN)).get(f"/records?organization={theirs.id}")
    assert page.status_code == 200
    assert "あてはまる記録はありません" in page.text
    assert "よその機関" not in page.text


def test_many_entries_come_in_pages(as_user, ours):
    editor = make.user(ours)
    for _ in range(60):
        note(ours, actor=editor)
    client = as_user(make.user(ours, Role.ADMIN))
    assert "60件のうち1から25件目" in client.get("/records").text
    assert "60件のうち51から60件目" in client.get("/records?page=3").text


@pytest.mark.parametrize(
    "query",
    ["page=x", "page=-1", "page=99999999999", "organization=x", "organization=9999999999999",
     "month=2026-13", "month=x", "month=9999-12", "month=0000-00", "organization=%00", "month=%F0"],
)  # fmt: skip
def test_hostile_addresses_are_no_crash(as_user, ours, query):
    note(ours)
    client = as_user(make.system_admin())
    assert client.get(f"/records?{query}").status_code == 200
    assert client.get(f"/records/export.csv?{query}").status_code == 200


def test_a_verb_without_words_is_shown_as_it_is(as_user, ours):
    note(ours, "menu:somersault")
    note(ours, "rocket:launch")
    page = as_user(make.system_admin()).get("/records").text
    assert "支援メニュー（somersault）" in page
    assert "rocket:launch" in page


def test_what_was_written_is_escaped(as_user, ours):
    note(ours, after={"<script>": "<script>alert(1)</script>"})
    page = as_user(make.user(ours, Role.ADMIN)).get("/records").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_sheet_holds_what_the_page_shows(as_user, ours, theirs):
    note(ours, after={"title": "=cmd()"})
    note(theirs)
    client = as_user(make.user(ours, Role.ADMIN))
    answer = client.get("/records/export.xlsx")
    rows = list(load_workbook(BytesIO(answer.data)).active.values)
    assert rows[0][:4] == ("日時", "だれが", "どの組織で", "何を")
    assert len(rows) == 2
    assert rows[1][6] == "題名: =cmd()"
    text = client.get("/records/export.csv").data.decode("utf-8-sig")
    assert "わたしの機関" in text
    assert "よその機関" not in text


def test_a_system_administrators_sheet_has_no_content(as_user, ours):
    note(ours)
    text = as_user(make.system_admin()).get("/records/export.csv").data.decode("utf-8-sig")
    assert "わたしの機関の人" in text
    assert "題" not in text


def test_every_verb_of_the_code_has_words(app):
    """A new command gets its words in hub/records/wording.py."""
    wordless = [verb for verb in _verbs() if re.search(r"[a-z:]", wording.deed(verb))]
    assert not wordless


def _verbs() -> set[str]:
    code = "".join(path.read_text("utf-8") for path in Path(hub.__file__).parent.rglob("*.py"))
    return set(re.findall(r"record\(\s*\w+,\s*\"([a-z_:]+)\"", code))


def test_an_idea_of_a_meeting_elsewhere_is_told_without_its_words(as_user, ours, theirs):
    series = make.series(secretariat=theirs, visibility=Visibility.SERIES)
    idea = make.idea(make.meeting(series=series, visibility=Visibility.SERIES), title="種の秘密")
    coordinator = make.coordinator(ours)
    after = {"title": idea.title}
    record(coordinator, "idea:edit", idea, organization_id=ours.id, after=after)
    db.session.commit()
    page = records_of(as_user, ours)
    assert "連携の種の変更" in page
    assert "種の秘密" not in page
