"""出欠: one form for all organizations of the series, and others who join."""

import pytest

from hub.core.db import db
from hub.meetings.models import AttendanceAnswer
from tests import make


@pytest.fixture
def meeting(app):
    return make.meeting(series=make.series(make.organization(), make.organization()))


@pytest.fixture
def editor(as_user, meeting):
    return as_user(make.user(meeting.series.secretariat))


def answers(meeting, answer="present", **more):
    ids = [meeting.series.secretariat_id, *(m.organization_id for m in meeting.series.members)]
    data = {f"answer_{n}": answer for n in ids}
    return data | {"guest_answer": "observer", "version": meeting.version} | more


def test_everybody_is_undecided_until_somebody_writes_it_down(editor, meeting):
    page = editor.get(f"/meetings/{meeting.id}").text
    assert page.count('<span class="badge">未定</span>') == 3
    assert not meeting.attendances


@pytest.mark.parametrize("answer", AttendanceAnswer)
def test_each_answer_is_kept_and_shown(editor, meeting, answer):
    first = meeting.series.members[0].organization_id
    data = answers(meeting) | {
        f"answer_{first}": answer.value, f"post_{first}": "係長", f"person_{first}": "川崎花子",
    }  # fmt: skip
    assert editor.post(f"/meetings/{meeting.id}/attendance", data=data).status_code == 303
    db.session.expire_all()
    row = next(a for a in meeting.attendances if a.organization_id == first)
    assert (row.answer, row.post_title, row.person_name) == (answer, "係長", "川崎花子")
    page = editor.get(f"/meetings/{meeting.id}").text
    for said in (str(answer.label), "係長", "川崎花子"):
        assert said in page


def test_another_organization_joins_and_stays_in_the_form(editor, meeting):
    guest = make.department(short_name="協働推進課")
    data = answers(meeting, guest_id=guest.id)
    assert editor.post(f"/meetings/{meeting.id}/attendance", data=data).status_code == 303
    form = editor.get(f"/meetings/{meeting.id}/attendance").text
    assert f'name="answer_{guest.id}"' in form
    assert meeting.attended(guest.id)


def test_what_was_typed_stays_when_something_is_wrong(editor, meeting):
    first = meeting.series.members[0].organization_id
    data = answers(meeting) | {f"answer_{first}": "maybe", f"post_{first}": "係長"}
    answer = editor.post(f"/meetings/{meeting.id}/attendance", data=data)
    assert answer.status_code == 422
    assert 'value="係長"' in answer.text
    assert f'href="#answer_{first}"' in answer.text
    assert not meeting.attendances


def test_two_people_who_write_attendance_see_both(editor, meeting):
    first = meeting.series.members[0].organization_id
    old = answers(meeting)
    editor.post(f"/meetings/{meeting.id}/attendance", data=old)
    late = editor.post(f"/meetings/{meeting.id}/attendance", data=old | {f"post_{first}": "課長"})
    assert late.status_code == 409
    assert "課長" in late.text
    assert f'name="version" value="{meeting.version}"' in late.text


def test_attendance_is_written_once_for_each_organization(editor, meeting):
    for answer in ("present", "absent"):
        editor.post(f"/meetings/{meeting.id}/attendance", data=answers(meeting, answer))
    db.session.expire_all()
    assert [a.answer for a in meeting.attendances] == [AttendanceAnswer.ABSENT] * 3
