"""Writing minutes, their way from 下書き to 確定, locking, correcting and revisions."""

from datetime import date
from html.parser import HTMLParser

import pytest

from hub.audit import revisions
from hub.audit.models import AuditEntry
from hub.core.db import db
from hub.core.markdown import LONGEST
from hub.meetings import minutes_queries
from hub.meetings.models import MinutesState
from tests import make

PAYLOADS = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[押す](javascript:alert(1))",
    '<a href="https://example.jp" onclick="alert(1)">押す</a>',
    "</textarea><script>alert(1)</script>",
    '<iframe src="https://example.jp"></iframe><style>*{display:none}</style>',
]


@pytest.fixture
def member(app):
    return make.organization()


@pytest.fixture
def meeting(member):
    series = make.series(member)
    return make.meeting(series.secretariat, member, series=series)


@pytest.fixture
def writer(as_user, meeting):
    return as_user(make.user(meeting.series.secretariat))


@pytest.fixture
def partner(as_user, member):
    return as_user(make.user(member))


def here(meeting, path=""):
    return f"/meetings/{meeting.id}/minutes{path}"


def save(client, meeting, body, version=None, **more):
    if version is None:
        version = meeting.minutes.version if meeting.minutes else 0
    return client.post(here(meeting, "/edit"), data={"body": body, "version": version, **more})


def send(writer, meeting, **data):
    return writer.post(here(meeting, "/review"), data={"version": meeting.minutes.version} | data)


def answer(client, meeting, organization, choice="agreed", comment=""):
    data = {"organization_id": organization.id, "answer": choice, "comment": comment}
    return client.post(here(meeting, "/answer"), data=data)


def confirm(writer, meeting, objections=0):
    data = {"version": meeting.minutes.version, "objections": objections}
    return writer.post(here(meeting, "/confirm"), data=data)


def test_the_first_text_holds_what_is_known(writer, meeting):
    meeting.handouts, meeting.subtitle = "資料1 案内図\n資料2 暦", "所管部署同席"
    make.agenda_item(meeting, title="早見表", summary="窓口で使った")
    make.decision(meeting, text="一覧を刷る")
    make.action(meeting=meeting, title="会場をあたる")
    text = writer.get(here(meeting, "/edit")).text
    order = ["会議名: 令和8年度 第1回", "日時: 令和8年（2026年）9月16日（水） 14時から16時",
             "場所: 会議室", "出席: ", "欠席: なし", "配布資料: 資料1 案内図、資料2 暦", "# 次第",
             "早見表", "窓口で使った", "論点:", "意見:", "結論:", "# 決定事項", "1. 一覧を刷る",
             "# 宿題事項", "会場をあたる", "# 保留論点", "# 次回予定", "# 作成・確認",
             "公開範囲: ネットワーク内"]  # fmt: skip
    places = [text.find(said) for said in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)
    assert meeting.minutes is None  # looking writes nothing


def test_saving_keeps_revisions_and_their_difference(writer, meeting):
    assert save(writer, meeting, "一つ目の文").status_code == 303
    assert save(writer, meeting, "二つ目の文").status_code == 303
    assert save(writer, meeting, "二つ目の文").status_code == 303  # nothing new, nothing kept
    assert len(revisions.of(meeting.minutes)) == 2
    page = writer.get(here(meeting, "/history")).text
    assert "<del>一</del><ins>二</ins>" in page
    assert writer.get(here(meeting, "/history?old=1&new=2")).status_code == 200
    for query in ("?old=9&new=x", "?old=&new=", "?new=1", "?old=2&new=2"):
        assert writer.get(here(meeting, "/history" + query)).status_code == 200


def test_a_preview_shows_the_text_and_saves_nothing(writer, meeting):
    page = save(writer, meeting, "# 見出し\n\n**太字**", do="preview")
    assert page.status_code == 200
    assert "<strong>太字</strong>" in page.text
    assert "# 見出し\n\n**太字**</textarea>" in page.text
    assert meeting.minutes is None


def test_a_preview_over_somebody_elses_text_still_conflicts_when_saved(writer, meeting):
    save(writer, meeting, "はじめ")
    seen = meeting.minutes.version
    save(writer, meeting, "彼らの文")
    page = save(writer, meeting, "わたしの文", version=seen, do="preview")
    assert f'value="{seen}"' in page.text
    assert save(writer, meeting, "わたしの文", version=seen).status_code == 409


@pytest.mark.parametrize("path", ["/edit", "/correct"])
def test_a_text_that_is_too_long_is_kept_and_refused(writer, meeting, path):
    if path == "/correct":
        make.minutes(meeting, MinutesState.CONFIRMED)
    data = {"body": "あ" * (LONGEST + 1), "reason": "長い", "version": "0"}
    for more in ({}, {"do": "preview"}):
        page = writer.post(here(meeting, path), data=data | more)
        assert page.status_code == 422
        assert "200,000字までです" in page.text
        assert "あ" * (LONGEST + 1) in page.text
    just_right = {"body": "い" * LONGEST, "reason": "長い"}
    version = meeting.minutes.version if meeting.minutes else 0
    saved = writer.post(here(meeting, path), data=just_right | {"version": version})
    assert saved.status_code == 303
    assert len(meeting.minutes.body) == LONGEST


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_of_a_text_is_never_run(writer, meeting, payload):
    seen = []
    seen.append(save(writer, meeting, payload, do="preview"))
    save(writer, meeting, payload)
    seen += [writer.get(here(meeting)), writer.get(here(meeting, "/edit"))]
    seen.append(save(writer, meeting, payload + "2", version=99))
    save(writer, meeting, payload + "3")
    seen.append(writer.get(here(meeting, "/history")))
    assert seen[3].status_code == 409
    for page in seen:
        found = Dangers(page.text.partition("<main")[2]).found
        assert found == [], found


class Dangers(HTMLParser):
    """What in a page could run: other than that, a payload may stand there as text."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag in {"script", "img", "iframe", "style", "object"}:
            self.found.append(tag)
        self.found += [name for name, _value in attrs if name.startswith("on")]
        self.found += [v for _name, v in attrs if (v or "").startswith("javascript:")]


def test_two_first_writers_see_both_texts(writer, meeting):
    assert save(writer, meeting, "彼らの文", version=0).status_code == 303
    late = save(writer, meeting, "わたしの文", version=0)
    assert late.status_code == 409
    assert "彼らの文" in late.text
    assert "わたしの文" in late.text
    assert f'name="version" value="{meeting.minutes.version}"' in late.text
    assert save(writer, meeting, "二人の文", base=1).status_code == 303
    assert meeting.minutes.body == "二人の文"


def test_the_way_to_confirmed_minutes(writer, partner, meeting, member):
    save(writer, meeting, "話した")
    assert send(writer, meeting, review_until="R8.12.4").status_code == 303
    assert meeting.minutes.review_until == date(2026, 12, 4)
    assert [m.id for m in minutes_queries.minutes_to_check(make.user(member))] == [
        meeting.minutes.id
    ]
    page = partner.get(here(meeting)).text
    assert "回答期限" in page
    assert "この議事録に答える" in page
    assert answer(partner, meeting, member, "comment", "件数が違う").status_code == 303
    assert minutes_queries.minutes_to_check(make.user(member)) == []
    assert "件数が違う" in writer.get(here(meeting)).text
    assert "修正意見が1件" in writer.get(here(meeting, "/confirm")).text
    assert confirm(writer, meeting).status_code == 409  # an objection the page did not show
    assert confirm(writer, meeting, objections=1).status_code == 303
    db.session.refresh(meeting.minutes)
    assert meeting.minutes.state is MinutesState.CONFIRMED
    assert meeting.minutes.confirmed_body == "話した"
    verbs = db.session.scalars(db.select(AuditEntry.verb).order_by(AuditEntry.id)).all()
    assert verbs == ["minutes:edit", "minutes:review", "minutes:answer", "minutes:confirm"]


def test_who_answered_an_earlier_text_is_asked_again(writer, partner, meeting, member):
    save(writer, meeting, "一つ目")
    send(writer, meeting)
    answer(partner, meeting, member)
    save(writer, meeting, "二つ目")
    assert "もう一度の答えを待っています" in writer.get(here(meeting)).text
    assert len(minutes_queries.minutes_to_check(make.user(member))) == 1
    assert "まだどの組織も答えていません" in writer.get(here(meeting, "/confirm")).text
    answer(partner, meeting, member)
    assert minutes_queries.silent(meeting.minutes) == []


def test_nobody_answered_is_a_warning_and_can_be_confirmed(writer, meeting, member):
    save(writer, meeting, "話した")
    send(writer, meeting, review_until="2026-11-20")
    page = writer.get(here(meeting, "/confirm")).text
    assert "まだどの組織も答えていません" in page
    assert "期限までに答えがなく、異議なしとみなします" in page
    assert confirm(writer, meeting).status_code == 303
    assert "異議なしとみなしました" in writer.get(here(meeting)).text


def test_confirmed_before_the_deadline_silence_is_not_called_consent(writer, meeting):
    save(writer, meeting, "話した")
    send(writer, meeting, review_until="2026-12-20")
    assert "まだ答えていません" in writer.get(here(meeting)).text
    assert confirm(writer, meeting).status_code == 303
    page = writer.get(here(meeting)).text
    assert "答えのないまま確定しました" in page
    assert "みなしました" not in page


def test_an_objection_needs_words_and_keeps_what_was_chosen(writer, partner, meeting, member):
    save(writer, meeting, "話した")
    send(writer, meeting)
    page = answer(partner, meeting, member, "comment", "")
    assert page.status_code == 422
    assert "修正意見を入れてください" in page.text
    assert 'value="comment" checked' in page.text
    assert answer(partner, meeting, member, "yes").status_code == 422
    assert meeting.minutes.checks == []


def test_a_draft_that_is_taken_back_is_hidden_again(writer, partner, meeting):
    save(writer, meeting, "話した")
    send(writer, meeting)
    assert partner.get(here(meeting)).status_code == 200
    assert writer.post(here(meeting, "/take-back")).status_code == 303
    assert partner.get(here(meeting)).status_code == 404


def test_steps_out_of_order_are_refused(writer, meeting):
    save(writer, meeting, "話した")
    assert confirm(writer, meeting).status_code == 409
    assert writer.get(here(meeting, "/confirm")).status_code == 409
    assert writer.post(here(meeting, "/take-back")).status_code == 409
    send(writer, meeting)
    assert send(writer, meeting).status_code == 409
    confirm(writer, meeting)
    for step in (send, confirm):
        assert step(writer, meeting).status_code == 409
    assert writer.post(here(meeting, "/take-back")).status_code == 409


def test_an_empty_text_is_not_sent_round(writer, meeting):
    save(writer, meeting, "")
    page = send(writer, meeting)
    assert page.status_code == 422
    assert "本文がまだありません" in page.text


def test_confirmed_minutes_are_locked(writer, meeting):
    make.minutes(meeting, MinutesState.CONFIRMED, body="話した")
    assert save(writer, meeting, "直した").status_code == 409
    assert meeting.minutes.confirmed_body == "話した"
    assert writer.get(here(meeting, "/edit")).location.endswith("/minutes/correct")


def test_a_correction_is_a_new_edition_with_its_reason_to_be_seen(writer, partner, meeting):
    make.minutes(meeting, MinutesState.CONFIRMED, body="六件あった")
    version = meeting.minutes.version
    data = {"body": "七件あった", "version": version}
    unsaid = writer.post(here(meeting, "/correct"), data=data)
    assert unsaid.status_code == 422
    assert "七件あった" in unsaid.text
    same = {"body": "六件あった", "reason": "数え違い", "version": version}
    assert writer.post(here(meeting, "/correct"), data=same).status_code == 422
    made = writer.post(here(meeting, "/correct"), data=data | {"reason": "数え違い"})
    assert made.status_code == 303
    page = partner.get(here(meeting)).text
    assert "七件あった" in page
    assert "六件あった" not in page
    assert "令和8年（2026年）11月23日（月）</time>に訂正: 数え違い" in page
    assert "第2版" in page
    history = partner.get(here(meeting, "/history")).text
    assert "<del>六件</del><ins>七件</ins>" in history
    late = writer.post(here(meeting, "/correct"), data=data | {"reason": "別の理由"})
    assert late.status_code == 409
    assert "別の理由" in late.text


def test_readers_look_back_at_confirmed_editions_only(writer, partner, meeting):
    save(writer, meeting, "だれにも見せない下書き")
    save(writer, meeting, "話した")
    assert partner.get(here(meeting, "/history")).status_code == 404
    send(writer, meeting)
    assert partner.get(here(meeting, "/history")).status_code == 403
    confirm(writer, meeting)
    page = partner.get(here(meeting, "/history?old=1&new=2"))
    assert page.status_code == 200
    assert "だれにも見せない下書き" not in page.text
    assert "だれにも見せない下書き" in writer.get(here(meeting, "/history?old=1&new=2")).text


def test_confirmed_text_does_not_follow_its_actions(writer, meeting, member):
    action = make.action(member, meeting=meeting, title="会場をあたる")
    first = writer.get(here(meeting, "/edit")).text
    save(writer, meeting, "- 会場をあたる（担当 機関）" if "会場をあたる" in first else "")
    send(writer, meeting)
    confirm(writer, meeting)
    before = writer.get(here(meeting)).text.partition('class="minutes-text"')[2]
    action.title = "変わった題"
    db.session.commit()
    after = writer.get(here(meeting)).text.partition('class="minutes-text"')[2]
    assert before.partition("</article>")[0] == after.partition("</article>")[0]


def test_a_cancelled_meeting_has_no_minutes(writer, meeting):
    writer.post(f"/meetings/{meeting.id}/cancel", data={"reason": "大雨"})
    assert save(writer, meeting, "話した").status_code == 409


def test_the_page_for_the_file_has_boxes_for_signatures(writer, meeting):
    make.minutes(meeting, MinutesState.CONFIRMED)
    page = writer.get(here(meeting)).text
    assert '<div class="signs"><div>課長</div><div>係長</div><div>担当</div></div>' in page


def test_what_was_typed_is_kept_in_the_browser_until_it_is_saved(writer, meeting):
    editing = writer.get(here(meeting, "/edit")).text
    name = editing.partition('data-keep="')[2].partition('"')[0]
    assert name.endswith(f":minutes:{meeting.id}")
    assert f'data-saved="{name}"' in writer.get(save(writer, meeting, "話した").location).text
    assert "data-saved" not in writer.get(here(meeting)).text
