"""開催案内: one mail for each person, a calendar entry that keeps its UID, and who comes."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from icalendar import Calendar

from hub.accounts.models import Role
from hub.core.calendar import TOKYO
from hub.core.db import db
from hub.meetings.invitation_models import MeetingInvitation
from hub.meetings.models import AgendaKind, AttendanceAnswer, Visibility
from hub.notifications.delivery import compose
from hub.notifications.models import Mail
from tests import make

DAY = date(2026, 12, 9)


@pytest.fixture
def meeting(app):
    series = make.series(
        make.organization(short_name="協会"), observers=[make.department(short_name="推進課")]
    )
    meeting = make.meeting(series=series, held_on=DAY, place="第1会議室")
    make.agenda_item(meeting, title="助成の早見表", planned_minutes=20)
    return meeting


@pytest.fixture
def secretary(meeting):
    return make.user(meeting.series.secretariat)


@pytest.fixture
def member(meeting):
    return make.user(meeting.series.members[0].organization)


@pytest.fixture
def editor(as_user, secretary):
    return as_user(secretary)


def send(client, meeting):
    page = client.get(f"/meetings/{meeting.id}/invitation")
    assert page.status_code == 200
    shown = re.search(r'name="shown" value="(\w+)"', page.text)
    data = {"shown": shown[1] if shown else ""}
    return client.post(f"/meetings/{meeting.id}/invitation", data=data)


def mails(to=None) -> list[Mail]:
    db.session.expire_all()
    rows = db.session.scalars(db.select(Mail).order_by(Mail.id)).all()
    return [row for row in rows if to is None or row.to_address == to.email]


def entry(text: str):
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    return event


def change(client, meeting, **given):
    db.session.expire_all()
    data = {
        "held_on": meeting.held_on.isoformat(), "starts_at": "14:00", "ends_at": "16:00",
        "place": meeting.place, "visibility": meeting.visibility.value,
        "version": meeting.version,
    } | given  # fmt: skip
    answer = client.post(f"/meetings/{meeting.id}/edit", data=data)
    assert answer.status_code == 303


def test_the_mail_says_when_and_where_and_what_and_leads_back(editor, meeting, member):
    assert send(editor, meeting).status_code == 303
    (mail,) = mails(member)
    assert mail.key == f"invitation:{meeting.id}:0:{member.id}"
    assert meeting.name in mail.subject
    for said in (
        "令和8年（2026年）12月9日（水） 14時から16時", "第1会議室", "助成の早見表",
        f"http://localhost/meetings/{meeting.id}",
    ):  # fmt: skip
        assert said in mail.body


def test_what_the_page_shows_is_what_goes_out(editor, meeting, member):
    page = editor.get(f"/meetings/{meeting.id}/invitation").text
    send(editor, meeting)
    for line in mails(member)[0].body.splitlines():
        assert line in page
    assert member.name not in page
    assert "協会" in page


def test_editors_and_admins_of_the_organizations_asked_get_one_mail_each(editor, meeting):
    ours, office = (m.organization for m in meeting.series.members)
    both = make.user(ours)
    make.member(both, office)
    chief = make.user(office, Role.ADMIN)
    guest = make.user(make.department())
    meeting.attendances.append(_row(guest.memberships[0].organization))
    others = [
        make.user(ours, Role.VIEWER),
        make.user(make.organization()),
        make.user(ours, disabled_at=datetime(2026, 11, 1, tzinfo=TOKYO)),
        make.system_admin(),
    ]
    ended = make.user(role=None)
    make.member(ended, ours, ends_on=date(2026, 11, 22))
    send(editor, meeting)
    assert [len(mails(person)) for person in (both, chief, guest)] == [1, 1, 1]
    assert [len(mails(person)) for person in (*others, ended)] == [0] * 5


def test_who_may_not_see_the_meeting_is_not_invited(editor, meeting):
    guest = make.user(make.department())
    meeting.attendances.append(_row(guest.memberships[0].organization))
    meeting.visibility = Visibility.SERIES
    db.session.commit()
    send(editor, meeting)
    assert mails(guest) == []


def _row(organization):
    return make.Attendance(organization=organization, answer=AttendanceAnswer.UNDECIDED)


def test_nobody_gets_it_twice(editor, meeting, member):
    send(editor, meeting)
    page = editor.get(f"/meetings/{meeting.id}/invitation").text
    assert 'name="shown"' not in page
    again = editor.post(f"/meetings/{meeting.id}/invitation", data={"shown": "x"})
    assert again.status_code == 409
    assert len(mails(member)) == 1


def test_only_what_was_read_before_goes_out(editor, meeting, member):
    old = re.search(
        r'name="shown" value="(\w+)"', editor.get(f"/meetings/{meeting.id}/invitation").text
    )[1]
    change(editor, meeting, place="第2会議室")
    answer = editor.post(f"/meetings/{meeting.id}/invitation", data={"shown": old})
    assert answer.status_code == 409
    assert "第2会議室" in answer.text
    assert mails(member) == []


def test_the_calendar_entry_is_of_tokyo_and_keeps_its_uid(editor, meeting, member):
    send(editor, meeting)
    change(editor, meeting, held_on="2026-12-16", place="第2会議室")
    send(editor, meeting)
    first, second = (entry(mail.attachment) for mail in mails(member))
    assert first["UID"] == second["UID"] == str(meeting.uid)
    assert (first["SEQUENCE"], second["SEQUENCE"]) == (0, 1)
    assert first["DTSTART"].dt == datetime(2026, 12, 9, 14, tzinfo=TOKYO)
    assert first["DTSTART"].params["TZID"] == "Asia/Tokyo"
    assert second["DTEND"].dt == datetime(2026, 12, 16, 16, tzinfo=TOKYO)
    assert second["LOCATION"] == "第2会議室"
    assert first["STATUS"] == "CONFIRMED"
    calendar = Calendar.from_ical(mails(member)[0].attachment)
    assert calendar["METHOD"] == "PUBLISH"
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Asia/Tokyo"


def test_a_change_is_offered_to_be_told(editor, as_user, meeting, member):
    send(editor, meeting)
    change(editor, meeting, place="第2会議室")
    page = editor.get(f"/meetings/{meeting.id}").text
    assert "案内の場所　第1会議室" in page
    assert "変更の案内を送る" in page
    assert "変更の案内を送る" not in as_user(member).get(f"/meetings/{meeting.id}").text
    send(editor, meeting)
    assert "（前の案内　第1会議室）" in mails(member)[1].body
    assert "変更の案内を送る" not in editor.get(f"/meetings/{meeting.id}").text


def test_another_agenda_is_a_change_too(editor, meeting, member):
    send(editor, meeting)
    make.agenda_item(meeting, title="広報のしかた")
    assert "次第が、案内のあとに変わりました" in editor.get(f"/meetings/{meeting.id}").text
    send(editor, meeting)
    assert "広報のしかた" in mails(member)[1].body


def test_calling_off_takes_the_invitation_back_at_once(editor, meeting, member):
    send(editor, meeting)
    editor.post(f"/meetings/{meeting.id}/cancel", data={"reason": "大雪のため"})
    mail = mails(member)[1]
    assert "中止" in mail.subject
    assert "大雪のため" in mail.body
    event = entry(mail.attachment)
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
    assert event["UID"] == str(meeting.uid)
    assert Calendar.from_ical(mail.attachment)["METHOD"] == "PUBLISH"
    editor.post(f"/meetings/{meeting.id}/resume")
    assert "案内では、中止とお知らせしています" in editor.get(f"/meetings/{meeting.id}").text
    send(editor, meeting)
    assert entry(mails(member)[2].attachment)["STATUS"] == "CONFIRMED"
    assert entry(mails(member)[2].attachment)["SEQUENCE"] == 2


def test_calling_off_what_nobody_was_invited_to_sends_nothing(editor, meeting, member):
    editor.post(f"/meetings/{meeting.id}/cancel", data={"reason": "大雪のため"})
    assert mails() == []


def test_a_meeting_that_is_over_has_no_invitation(editor, meeting, clock):
    clock.move_to(datetime(2026, 12, 10, 9, tzinfo=TOKYO))
    assert editor.get(f"/meetings/{meeting.id}/invitation").status_code == 409
    assert editor.post(f"/meetings/{meeting.id}/invitation").status_code == 409
    assert "開催案内を送る" not in editor.get(f"/meetings/{meeting.id}").text


def test_with_nobody_to_write_to_the_page_says_so(as_user, meeting):
    coordinator = as_user(make.coordinator(make.organization()))
    page = coordinator.get(f"/meetings/{meeting.id}/invitation").text
    assert "案内を受ける人がいません" in page
    assert coordinator.post(f"/meetings/{meeting.id}/invitation").status_code == 409
    assert db.session.scalars(db.select(MeetingInvitation)).all() == []


HOSTILE = "議題\r\nBcc: x@example.jp\r\nATTACH:http://x\rBEGIN:VALARM;,\\\u2028END:VEVENT"


def test_hostile_titles_stay_text(editor, meeting, member):
    meeting.agenda_items[0].title = HOSTILE
    meeting.subtitle, meeting.place = HOSTILE[:90], HOSTILE
    meeting.series.name, meeting.series.secretariat.name = HOSTILE, f'"{HOSTILE}'
    meeting.online_url = "https://example.jp/\r\nATTENDEE:mailto:x@example.jp"
    db.session.commit()
    assert send(editor, meeting).status_code == 303
    (row,) = mails(member)
    message = message_from_bytes(compose(row).as_bytes(), policy=default)
    assert message["Bcc"] is None
    body, file = message.iter_parts()
    assert file.get_content_type() == "text/calendar"
    assert file["Content-Type"].params["method"] == "PUBLISH"
    assert file["Content-Type"].params["charset"] == "utf-8"
    assert file.get_filename() == "kaigi.ics"
    event = entry(file.get_content())
    assert set(event) == {
        "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "LOCATION",
        "DESCRIPTION", "URL", "ORGANIZER", "STATUS", "TRANSP",
    }  # fmt: skip
    assert not event.subcomponents
    assert "BEGIN:VALARM;,\\" in event["DESCRIPTION"]
    assert not [line for line in body.get_content().splitlines() if line.startswith("Bcc:")]


def test_a_meeting_without_hours_lasts_all_day(editor, meeting, member):
    meeting.starts_at = meeting.ends_at = None
    db.session.commit()
    send(editor, meeting)
    event = entry(mails(member)[0].attachment)
    assert event["DTSTART"].dt == DAY
    assert event["DTEND"].dt == DAY + timedelta(days=1)


def test_the_file_is_for_who_may_see_the_meeting(as_user, visitor, editor, meeting, member):
    meeting.online_url, meeting.visibility = "https://example.jp/room", Visibility.PUBLIC
    make.minutes(meeting, body="ひみつの相談をした。")
    address = f"/meetings/{meeting.id}/invitation.ics"
    outside, inside = visitor.get(address), as_user(member).get(address)
    assert outside.content_type == "text/calendar; charset=utf-8"
    assert "https://example.jp/room" not in outside.text
    assert "https://example.jp/room" in entry(inside.text)["DESCRIPTION"]
    assert "ひみつ" not in inside.text
    meeting.visibility = Visibility.SERIES
    db.session.commit()
    assert visitor.get(address).status_code == 404


def test_the_file_counts_on_after_a_change(editor, meeting, member):
    address = f"/meetings/{meeting.id}/invitation.ics"
    assert entry(editor.get(address).text)["SEQUENCE"] == 0
    send(editor, meeting)
    assert entry(editor.get(address).text)["SEQUENCE"] == 0
    change(editor, meeting, place="第2会議室")
    assert entry(editor.get(address).text)["SEQUENCE"] == 1


# --- who comes -----------------------------------------------------------------------------------


def answer(client, meeting, organization, **given):
    data = {"organization_id": organization.id, "answer": "present"} | given
    return client.post(f"/meetings/{meeting.id}/answer-invitation", data=data)


@pytest.mark.parametrize("given", ["present", "proxy", "absent", "undecided"])
def test_an_organization_answers_for_itself(as_user, editor, meeting, member, given):
    ours = meeting.series.members[0].organization
    client = as_user(member)
    assert "出欠を答える" in client.get(f"/meetings/{meeting.id}").text
    assert answer(client, meeting, ours, answer=given, post_title="係長").status_code == 303
    db.session.expire_all()
    (row,) = meeting.attendances
    assert (row.organization_id, row.answer, row.post_title) == (ours.id, given, "係長")
    form = editor.get(f"/meetings/{meeting.id}/attendance").text
    assert "係長" in form
    answer(client, meeting, ours, answer="absent")
    db.session.expire_all()
    assert [a.answer for a in meeting.attendances] == [AttendanceAnswer.ABSENT]


def test_an_observer_who_comes_is_one(as_user, meeting):
    office = meeting.series.members[1].organization
    client = as_user(make.user(office))
    answer(client, meeting, office)
    db.session.expire_all()
    assert [a.answer for a in meeting.attendances] == [AttendanceAnswer.OBSERVER]
    page = client.get(f"/meetings/{meeting.id}").text
    assert re.search(r'value="present"[^>]* checked|checked[^>]* value="present"', page)


def test_nobody_answers_for_others(as_user, visitor, editor, meeting, member):
    ours, office = (m.organization for m in meeting.series.members)
    viewer = as_user(make.user(ours, Role.VIEWER))
    stranger = make.organization()
    assert answer(as_user(member), meeting, office).status_code == 403
    assert answer(editor, meeting, ours).status_code == 403
    assert answer(viewer, meeting, ours).status_code == 403
    assert answer(as_user(make.user(stranger)), meeting, stranger).status_code == 403
    assert "/login" in answer(visitor, meeting, ours).headers["Location"]
    assert "出欠を答える" not in viewer.get(f"/meetings/{meeting.id}").text
    db.session.expire_all()
    assert meeting.attendances == []


def test_what_is_over_or_called_off_takes_no_answer(as_user, editor, meeting, member, clock):
    ours = meeting.series.members[0].organization
    editor.post(f"/meetings/{meeting.id}/cancel", data={"reason": "大雪"})
    assert answer(as_user(member), meeting, ours).status_code == 403
    editor.post(f"/meetings/{meeting.id}/resume")
    clock.move_to(datetime(2026, 12, 10, 9, tzinfo=TOKYO))
    assert answer(as_user(member), meeting, ours).status_code == 403


@pytest.mark.parametrize(
    "given", [{"answer": "observer"}, {"answer": ""}, {"post_title": "長" * 101}]
)
def test_what_was_typed_stays_when_the_answer_is_wrong(as_user, meeting, member, given):
    ours = meeting.series.members[0].organization
    answered = answer(as_user(member), meeting, ours, **({"post_title": "係長"} | given))
    assert answered.status_code == 422
    assert given.get("post_title", "係長") in answered.text
    db.session.expire_all()
    assert meeting.attendances == []


@pytest.mark.parametrize("number", ["", "x", "999999999", "-1", "１"])
def test_a_wrong_organization_is_refused(as_user, meeting, member, number):
    data = {"organization_id": number, "answer": "present"}
    client = as_user(member)
    assert client.post(f"/meetings/{meeting.id}/answer-invitation", data=data).status_code == 403


def test_who_writes_for_two_has_two_forms(as_user, meeting, member):
    office = meeting.series.members[1].organization
    make.member(member, office)
    client = as_user(member)
    page = client.get(f"/meetings/{meeting.id}").text
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    answer(client, meeting, office, answer="absent")
    db.session.expire_all()
    assert [a.organization_id for a in meeting.attendances] == [office.id]


def test_an_answer_while_the_secretariat_writes_attendance_is_not_lost(
    as_user, editor, meeting, member
):
    ours = meeting.series.members[0].organization
    ids = [meeting.series.secretariat_id, *(m.organization_id for m in meeting.series.members)]
    old = {f"answer_{n}": "undecided" for n in ids} | {
        "guest_answer": "observer", "version": meeting.version
    }  # fmt: skip
    answer(as_user(member), meeting, ours)
    assert editor.post(f"/meetings/{meeting.id}/attendance", data=old).status_code == 409


def test_the_first_page_asks_until_it_is_answered(as_user, editor, meeting, member):
    ours = meeting.series.members[0].organization
    client = as_user(member)
    assert "出欠を答える会議" not in client.get("/").text
    send(editor, meeting)
    page = client.get("/").text
    assert "出欠を答える会議" in page
    assert f'href="/meetings/{meeting.id}#answer-invitation"' in page
    answer(client, meeting, ours)
    assert "出欠を答える会議" not in client.get("/").text


def test_a_standing_agenda_keeps_the_order_in_the_mail(editor, meeting, member):
    make.agenda_item(meeting, title="そのほか", kind=AgendaKind.OTHER)
    meeting.ends_at = time(15, 30)
    db.session.commit()
    send(editor, meeting)
    body = mails(member)[0].body
    assert body.index("助成の早見表") < body.index("そのほか")
    assert "15時30分" in body


def test_two_who_send_at_once_send_one(app, meeting, member):
    """The second waits for the first, and then finds it sent."""
    people = [make.user(meeting.series.secretariat) for _ in range(2)]
    clients = [app.test_client(user=person) for person in people]
    shown = re.search(
        r'name="shown" value="(\w+)"', clients[0].get(f"/meetings/{meeting.id}/invitation").text
    )[1]
    address, email = f"/meetings/{meeting.id}/invitation", member.email
    db.session.remove()

    def post(client) -> int:
        with app.app_context():
            return client.post(address, data={"shown": shown}).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(post, clients)) == [303, 409]
    assert [row.to_address for row in mails()].count(email) == 1
