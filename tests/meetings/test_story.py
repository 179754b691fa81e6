"""From a new series to confirmed minutes, through the pages alone."""

from hub.core.db import db
from hub.meetings.models import Meeting, Series
from tests import make


def test_a_coordinator_makes_a_series_a_meeting_and_its_minutes(as_user):
    centre, society = make.organization(short_name="市民活動センター"), make.organization()
    client = as_user(make.coordinator(centre))
    partner = as_user(make.user(society))

    made = client.post(
        "/meetings/series/new",
        data={"name": "連絡会議", "kind": "liaison", "secretariat_id": centre.id,
              "visibility": "network", "description": "顔を合わせる"},
    )  # fmt: skip
    assert made.status_code == 303
    series = db.session.scalars(db.select(Series)).one()
    assert client.get(made.location).status_code == 200
    client.post(
        f"/meetings/series/{series.id}/members",
        data={"organization_id": society.id, "role": "member"},
    )
    assert client.get(f"/meetings/series/{series.id}").status_code == 200

    made = client.post(
        f"/meetings/new?series={series.id}",
        data={"held_on": "R8.12.9", "starts_at": "14:00", "ends_at": "16時", "place": "多摩区役所",
              "visibility": "network", "handouts": "助成早見表（案）",
              "next_meeting_note": "令和9年2月17日"},
    )  # fmt: skip
    assert made.status_code == 303
    meeting = db.session.scalars(db.select(Meeting)).one()
    page = client.get(made.location)
    assert "令和8年度 第1回" in page.text
    assert "前回からの継続" in page.text  # is there by itself

    item = {"kind": "discuss", "title": "早見表の使われ方", "planned_minutes": "２５",
            "presenter_id": society.id, "summary": "窓口で使ってみた。"}  # fmt: skip
    assert client.post(f"/meetings/{meeting.id}/agenda/new", data=item).status_code == 303
    [_carry, discuss] = meeting.agenda_items
    decision = {"text": "早見表を刷る", "agenda_item_id": discuss.id}
    assert client.post(f"/meetings/{meeting.id}/decisions/new", data=decision).status_code == 303
    came = {"version": meeting.version, f"answer_{centre.id}": "present",
            f"answer_{society.id}": "proxy", f"post_{society.id}": "係長",
            "guest_answer": "observer"}  # fmt: skip
    assert client.post(f"/meetings/{meeting.id}/attendance", data=came).status_code == 303
    page = client.get(f"/meetings/{meeting.id}")
    for said in ("早見表の使われ方", "25分", "早見表を刷る", "代理", "係長"):
        assert said in page.text

    editor = client.get(f"/meetings/{meeting.id}/minutes/edit")
    for said in ("会議名: 令和8年度 第1回 連絡会議", "14時から16時", "助成早見表（案）", "係長",
                 "早見表の使われ方", "1. 早見表を刷る", "令和9年2月17日", "論点:"):  # fmt: skip
        assert said in editor.text
    saved = client.post(
        f"/meetings/{meeting.id}/minutes/edit", data={"body": "# 次第\n\n話した。", "version": "0"}
    )
    assert saved.status_code == 303
    assert "話した。" in client.get(saved.location).text
    assert partner.get(saved.location).status_code == 404

    sent = client.post(
        f"/meetings/{meeting.id}/minutes/review",
        data={"review_until": "2026-12-25", "version": meeting.minutes.version},
    )
    assert sent.status_code == 303
    assert "まだ答えていません" in client.get(saved.location).text
    assert "話した。" in partner.get(saved.location).text
    answered = partner.post(
        f"/meetings/{meeting.id}/minutes/answer",
        data={"organization_id": society.id, "answer": "agreed"},
    )
    assert answered.status_code == 303
    outcome = {f"outcome_{discuss.id}": "decided", "version": meeting.version}
    assert client.post(f"/meetings/{meeting.id}/outcomes", data=outcome).status_code == 303
    confirming = client.get(f"/meetings/{meeting.id}/minutes/confirm")
    assert "まだどの組織も答えていません" not in confirming.text
    confirmed = client.post(
        f"/meetings/{meeting.id}/minutes/confirm",
        data={"version": meeting.minutes.version, "objections": 0},
    )
    assert confirmed.status_code == 303
    assert "確定" in partner.get(saved.location).text
    assert client.get(f"/meetings/{meeting.id}/minutes/history").status_code == 200
    assert client.get("/meetings").status_code == 200
    assert as_user(make.user()).get("/meetings").status_code == 200
