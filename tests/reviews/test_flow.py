"""準備 → 組織内確認 → 提出 → 質問・回答, 差戻し・再提出 → 確認済み → 改訂."""

import pytest

from hub.core.db import db
from hub.reviews.models import Review, ReviewState, ReviewVisibility, Section
from tests import make
from tests.reviews import world as worlds


@pytest.fixture
def world(app):
    return worlds.build()


@pytest.fixture
def review(world):
    draft = make.review(world.home)
    make.review_line(draft, "相談がとても増えた")
    make.review_line(draft, "平日の昼が空く", section=Section.ISSUE)
    return draft


def take(client, review_id, name, *, text="", title="課長", status=303, **more):
    """The form as it is rendered now, sent."""
    url = f"/reviews/{review_id}/{name}"
    db.session.rollback()
    version = db.session.get(Review, review_id).version
    data = {"version": version, "post_title": title, "text": text} | more
    answer = client.post(url, data=data)
    assert answer.status_code == status, answer.text
    return answer


def test_a_review_from_draft_to_revision(world, review, as_user):
    number, issue = review.id, review.lines[1].id
    page = f"/reviews/{number}"
    editor, viewer = as_user(world.editor), as_user(world.viewer)
    officer, others = (
        as_user(world.officer),
        [as_user(world.other_officer), as_user(world.outsider)],
    )
    assert officer.get(page).status_code == 404  # a draft is nobody else's
    assert viewer.get(page).status_code == 404
    take(editor, number, "ask-inside")
    assert viewer.get(page).status_code == 200
    take(viewer, number, "check-inside", title="事務局長")
    assert "事務局長" in editor.get(page).text
    take(editor, number, "submit", title="担当係長")
    assert all(other.get(page).status_code == 404 for other in others)
    assert "相談がとても増えた" in officer.get(page).text
    assert "組織内で確認しました" not in officer.get(page).text
    assert as_user(world.reader).post(f"{page}/confirm").status_code == 403

    take(officer, number, "ask", text="昼とは何時ですか", line=issue)
    assert db.session.get(Review, number).state is ReviewState.QUESTIONED
    question = db.session.get(Review, number).comments[0].id
    assert "昼とは何時ですか" in editor.get(page).text
    take(editor, number, f"questions/{question}/answer", text="13時から16時です")
    db.session.rollback()
    assert db.session.get(Review, number).state is ReviewState.ANSWERED

    take(officer, number, "return", text="時間帯を書いてください")
    home = editor.get("/").text
    assert "差し戻されました" in home
    assert f'href="{page}"' in home
    assert f'href="{page}"' not in viewer.get("/").text  # who writes nothing waits for nothing
    assert "時間帯を書いてください" in editor.get(page).text
    line = db.session.get(Review, number).lines[1]
    line.text = "平日の13時から16時が空く"
    db.session.commit()
    assert "13時から16時が空く" not in officer.get(page).text  # what was handed in never changes
    take(editor, number, "submit")
    assert "13時から16時が空く" in officer.get(page).text
    difference = officer.get(f"{page}/versions").text
    assert "<ins>" in difference
    assert "<del>" in difference
    take(officer, number, "confirm", title="市民課長", text="よくわかりました")
    db.session.rollback()
    assert db.session.get(Review, number).state is ReviewState.CONFIRMED

    assert "よくわかりました" in editor.get(page).text
    for other in others:  # the network reads what is settled, and nothing else
        html = other.get(page).text
        assert "13時から16時が空く" in html
        assert "市民課長" in html
        assert "昼とは何時ですか" not in html
        assert "よくわかりました" not in html  # it was said to the organization
        assert other.get(f"{page}/versions/1").status_code == 404
        assert other.get(f"{page}/versions/2").status_code == 200
        assert other.get(f"{page}/comment").status_code == 403

    take(editor, number, "revise", text="数を間違えていた")
    line = db.session.get(Review, number).lines[0]
    line.text = "相談が二割増えた"
    db.session.commit()
    for other in (*others, officer):
        assert "相談がとても増えた" in other.get(page).text
        assert "確認済み" in other.get(page).text
        assert "改訂" not in other.get(page).text
    take(editor, number, "submit")
    assert "相談がとても増えた" in others[0].get(page).text
    assert "相談が二割増えた" in officer.get(page).text
    take(officer, number, "confirm")
    assert "相談が二割増えた" in others[0].get(page).text
    assert "数を間違えていた" in others[0].get(page).text


def test_what_was_typed_is_kept_when_somebody_was_first(world, review, as_user):
    editor, officer = as_user(world.editor), as_user(world.officer)
    take(editor, review.id, "submit")
    stale = {"version": 1, "post_title": "係長", "text": "どこの区ですか"}
    for name in ("ask", "return"):
        answer = officer.post(f"/reviews/{review.id}/{name}", data=stale)
        assert answer.status_code == 409
        assert "どこの区ですか" in answer.text
        assert "あなたの入力は残っています" in answer.text
    take(officer, review.id, "confirm")
    answer = take(officer, review.id, "ask", text="もう一つ聞きたい", status=409)
    assert "もう一つ聞きたい" in answer.text
    assert "この操作はできません" in answer.text
    missing = take(editor, review.id, "revise", text="", status=422)
    assert "改訂する理由" in missing.text


def test_without_a_department_it_is_shared_and_commented(as_user):
    center, ward, coordinating = make.organization(), make.department(), make.department()
    make.relation(ward, center, worlds.RelationRole.LIAISON)
    make.relation(coordinating, center, worlds.RelationRole.COORDINATES)
    editor = as_user(make.user(center))
    assert "活動の共有は任意です" in editor.get("/reviews/new").text
    assert "活動の共有を書く" in editor.get("/reviews").text
    answer = editor.post("/reviews/new", data={"organization": center.id, "term": "2025"})
    number = int(answer.location.split("/")[2])
    assert take(editor, number, "submit", title="", status=422)  # nothing is written yet
    make.review_line(db.session.get(Review, number), "集まりを開いた")
    review = db.session.get(Review, number)
    review.visibility = ReviewVisibility.PUBLIC
    db.session.commit()
    assert "だれでも読めるようになります" in editor.get(f"/reviews/{number}/submit").text
    take(editor, number, "submit", title="")
    for office in (ward, coordinating):
        clerk = as_user(make.user(office))
        take(clerk, number, "comment", text=f"{office.short_name}も手伝います")
        assert clerk.get(f"/reviews/{number}/confirm").status_code == 403
    html = editor.get(f"/reviews/{number}").text
    assert html.count("も手伝います") == 2
    outsider = as_user(make.user())
    html = outsider.get(f"/reviews/{number}").text
    assert "集まりを開いた" in html
    assert "手伝います" not in html
