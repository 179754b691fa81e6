"""The writer of a review starts from what happened, and nothing they type is lost."""

import re
from datetime import date

import pytest

from hub.accounts.models import Role
from hub.actions.models import Action, ActionStatus, ActionVisibility
from hub.agenda.models import AgendaProposal
from hub.audit import log as audit
from hub.core.db import db
from hub.ideas.models import Stage
from hub.meetings.models import Visibility
from hub.menus.models import MenuVisibility
from hub.programmes.periods import TermKind
from hub.reviews import drafting, earlier, freezing, warnings
from hub.reviews.models import Review, ReviewLine, ReviewState, Section
from hub.search.log import SearchLog
from hub.taxonomies.models import Scheme
from tests import make

HALF = {"fiscal_year": 2026, "term": TermKind.FIRST_HALF}
DONE = {"status": ActionStatus.DONE, "closed_on": date(2026, 8, 3)}


@pytest.fixture
def home(app):
    return make.organization(short_name="市民活動センター")


@pytest.fixture
def review(home):
    return make.review(home, **HALF)


@pytest.fixture
def writer(home):
    return make.user(home)


@pytest.fixture
def client(writer, as_user):
    return as_user(writer)


def facts_of(writer, review):
    db.session.expire_all()
    return drafting.get_draft(writer, review.id).facts


def lines_of(review_id):
    db.session.rollback()
    return db.session.get(Review, review_id).lines


def test_facts_of_the_term_are_told_with_their_source_and_programme(home, review, writer):
    programme = make.programme(home, name="相談事業")
    indicator = make.indicator(
        programme, {date(2026, 4, 1): (100, 80), date(2025, 4, 1): (None, 90)}, name="相談件数",
        period="half",
    )  # fmt: skip
    theme = make.term(Scheme.THEME, "f01")
    menu = make.menu(home, title="専門相談", stale_from=date(2026, 5, 1), terms=[theme])
    programme.menus.append(menu)
    partner = make.organization(short_name="国際交流協会")
    done = make.action(home, title="早見表を作る", result="8月に公開した", menus=[menu], **DONE)
    helped = make.action(partner, partners=[home], title="講座を開く", result="32人が来た", **DONE)
    late = make.action(home, title="名簿を直す", due_on=date(2026, 9, 1))
    make.action(home, result="早すぎた", status=ActionStatus.DONE, closed_on=date(2026, 3, 31))
    make.action(partner, title="よその宿題", result="済んだ", **DONE)
    series = make.series(home, name="連絡会議")
    for day in (date(2026, 5, 1), date(2026, 6, 1)):
        make.meeting(home, series=series, held_on=day)
    rooted = make.idea(proposer=partner, keeper=home, title="夜の相談", stage=Stage.ROOTED,
                       result="毎月開いている", raised_on=date(2026, 5, 1))  # fmt: skip
    visit = make.visit(visitor=home, title="定例会に参加", visited_on=date(2026, 7, 1))
    audit.record(writer, "menu:edit", menu)
    for number in range(2):
        make.save(SearchLog(month=date(2026, 6, 1), organization_id=[home.id, partner.id][number],
                            words="夜間の居場所", total=0, opened_kinds=[],
                            narrowed_to=["theme:f01"], person=f"p{number}"))  # fmt: skip

    facts = facts_of(writer, review)

    told = {key: (fact.section, fact.programme_id, fact.text) for key, fact in facts.items()}
    assert told.pop(f"indicator:{indicator.id}") == (
        Section.ISSUE, programme.id,
        "相談件数は80件で、目標の100件を下回った。前年度の90件より10件減った。",
    )  # fmt: skip
    assert told.pop(f"action:{done.id}") == (
        Section.RESULT, programme.id, "「早見表を作る」に取り組み、完了した。8月に公開した。",
    )  # fmt: skip
    assert told.pop(f"action:{helped.id}") == (
        Section.RESULT, None, "国際交流協会の「講座を開く」に協力し、完了した。32人が来た。",
    )  # fmt: skip
    assert told.pop(f"overdue:{late.id}")[:2] == (Section.ISSUE, None)
    assert told.pop(f"idea:{rooted.id}") == (
        Section.RESULT, None, "連携の種「夜の相談」が定着した。毎月開いている。",
    )  # fmt: skip
    assert told.pop(f"menus:stale:{programme.id}")[:2] == (Section.ISSUE, programme.id)
    assert told.pop(f"meeting:{series.id}")[2] == "「連絡会議」に2回出席した。"
    assert "定例会に参加" in told.pop(f"visit:{visit.id}")[2]
    (search,) = told.values()
    assert search[0] is Section.ISSUE
    assert "夜間の居場所" in search[2]
    assert facts[f"action:{done.id}"].label == "宿題事項「早見表を作る」"
    assert not any(fact.is_limited for fact in facts.values())


def test_what_few_read_is_worded_by_the_writer_and_never_told_by_its_source(
    home, review, writer, client
):
    series = make.series(home, visibility=Visibility.SERIES)
    meeting = make.meeting(home, series=series, held_on=date(2026, 5, 1))
    inside = make.action(home, title="内々の話", meeting=meeting, result="まとまった", **DONE)
    own = make.menu(home, title="職員の手引", visibility=MenuVisibility.ORGANIZATION,
                    stale_from=date(2026, 5, 1))  # fmt: skip
    elsewhere = make.action(title="よその内々", visibility=ActionVisibility.ORGANIZATION,
                            result="済んだ", partners=[], **DONE)  # fmt: skip

    facts = facts_of(writer, review)

    fact = facts[f"action:{inside.id}"]
    assert (fact.limit, fact.offered, fact.label) == ("会議体まで", "", "宿題事項")
    assert facts["menus:stale:0:own"].limit == "自組織のみ"
    assert own.title in facts["menus:stale:0:own"].text
    assert f"action:{elsewhere.id}" not in facts
    assert facts[f"meeting:{series.id}:series"].limit == "会議体まで"

    key = f"action:{inside.id}"
    assert client.post(f"/reviews/{review.id}/facts/{key}/take").status_code == 422
    page = client.get(f"/reviews/{review.id}/facts/{key}").text
    assert "会議体まで" in page
    assert "そのままは載せられません" in page
    sent = {"text": "関係組織と話をまとめた。", "section": "result", "programme_id": ""}
    client.post(f"/reviews/{review.id}/facts/{key}", data=sent)
    (line,) = lines_of(review.id)
    assert "内々" not in line.text + line.source_label


def test_facts_are_taken_changed_left_out_and_offered_again(home, review, client):
    programme = make.programme(home)
    menu = make.menu(home, stale_from=None, confirmed_on=date(2026, 1, 1), published_at=None)
    programme.menus.append(menu)
    keys = [
        f"action:{make.action(home, title=title, result='終えた', menus=[menu], **DONE).id}"
        for title in ("一つ目", "二つ目", "三つ目")
    ]
    facts = f"/reviews/{review.id}/facts"
    page = f"/reviews/{review.id}/draft"

    assert client.post(f"{facts}/{keys[0]}/take").status_code == 303
    assert client.post(f"{facts}/{keys[0]}/take").status_code == 404  # it is there already
    changed = {"text": "二つ目を、皆で終えた。", "section": "next_step", "programme_id": ""}
    assert client.post(f"{facts}/{keys[1]}", data=changed | {"text": " "}).status_code == 422
    client.post(f"{facts}/{keys[1]}", data=changed)
    client.post(f"{facts}/{keys[2]}/leave-out")

    one, two = lines_of(review.id)
    assert (one.programme_id, one.section, one.source_key) == (
        programme.id, Section.RESULT, keys[0],
    )  # fmt: skip
    assert (two.programme_id, two.section, two.text) == (
        None, Section.NEXT_STEP, changed["text"],
    )  # fmt: skip
    shown = client.get(page).text
    assert "ハブの記録から" not in shown
    assert "載せない候補（1件）" in shown
    client.post(f"{facts}/{keys[2]}/offer")
    client.post(f"/reviews/{review.id}/lines/{one.id}/remove")
    shown = client.get(page).text
    assert "ハブの記録から（2件）" in shown
    assert "外した行（1件）" in shown
    client.post(f"{facts}/{keys[0]}/take")
    assert client.post(f"/reviews/{review.id}/lines/{one.id}/restore").status_code == 409
    assert len(lines_of(review.id)) == 2


def test_lines_are_written_moved_taken_out_and_put_back(home, review, client):
    programme = make.programme(home)
    base = f"/reviews/{review.id}/lines"
    for text in ("一", "二", "三"):
        client.post(f"{base}/new", data={"text": text, "section": "issue", "programme_id": ""})
    first, second, third = lines_of(review.id)
    client.post(f"{base}/{third.id}/up")
    client.post(f"{base}/{first.id}/up")  # it is the first
    assert [line.text for line in lines_of(review.id)] == ["一", "三", "二"]
    client.post(f"{base}/{first.id}/remove")
    assert [line.text for line in lines_of(review.id)] == ["三", "二"]
    client.post(f"{base}/{first.id}/restore")
    assert [line.text for line in lines_of(review.id)] == ["三", "二", "一"]

    form = client.get(f"{base}/{second.id}").text
    seen = form.partition('name="seen"')[2].partition('value="')[2].partition('"')[0]
    elsewhere = {"section": "result", "programme_id": str(programme.id), "seen": seen}
    other = make.programme(name="よその事業")
    wrong = elsewhere | {"text": "二", "programme_id": str(other.id)}
    assert client.post(f"{base}/{second.id}", data=wrong).status_code == 422
    client.post(f"{base}/{second.id}", data=elsewhere | {"text": "二、改"})
    db.session.rollback()
    line = db.session.get(ReviewLine, second.id)
    assert (line.text, line.section, line.programme_id) == ("二、改", Section.RESULT, programme.id)

    conflict = client.post(f"{base}/{second.id}", data=elsewhere | {"text": "二、別の改め"})
    assert conflict.status_code == 409
    assert "二、改" in conflict.text
    assert "二、別の改め" in conflict.text
    review.state = ReviewState.SUBMITTED
    db.session.commit()
    late = client.post(f"{base}/new", data={"text": "遅れた文", "section": "issue"})
    assert late.status_code == 409
    assert "遅れた文" in late.text


def test_the_last_issues_come_up_until_it_is_said_what_became_of_them(home, review, writer, client):
    before = make.review(home, fiscal_year=2025, term=TermKind.YEAR)
    programme = make.programme(home)
    make.review_line(before, "成果だった", section=Section.RESULT)
    solved, open_still = (
        make.review_line(before, text, section=Section.ISSUE, programme=programme)
        for text in ("南部で知られていない", "相談が増えない")
    )
    make.submission(before, settled=True)
    of_last = make.review(home, fiscal_year=2024, term=TermKind.YEAR)
    make.review_line(of_last, "ずっと前の課題", section=Section.ISSUE)
    make.submission(of_last, settled=True)
    solved.text = "後から書きかえた下書き"  # a revision that nobody confirmed
    db.session.commit()

    page = client.get(f"/reviews/{review.id}/draft").text
    assert "南部で知られていない" in page
    assert "あと2件" in page
    assert "ずっと前の課題" not in page
    assert "書きかえた" not in page
    url = f"/reviews/{review.id}/issues/{solved.id}"
    assert client.post(url, data={"text": "知られた"}).status_code == 422
    client.post(url, data={"text": "南部の3か所で開いた。", "outcome": "solved"})
    again = client.post(url, data={"text": "二度目の文", "outcome": "goes_on"})
    assert again.status_code == 409
    assert "二度目の文" in again.text
    (line,) = lines_of(review.id)
    assert (line.answers_id, line.section, line.programme_id) == (
        solved.id, Section.RESULT, programme.id,
    )  # fmt: skip
    assert "解決した" in line.source_label
    again = db.session.get(Review, review.id)
    frozen = freezing.content_of(writer, again)["lines"][0]["answers"]
    assert frozen["text"] == "南部で知られていない"
    (left,) = earlier.unanswered(again)
    assert left.id == open_still.id


def test_an_issue_becomes_an_action_and_an_agenda_proposal(home, review, client, as_user):
    series = make.series(home, name="連絡会議")
    line = make.review_line(review, "若い人が来ない。理由は分からない。", section=Section.ISSUE)
    result = make.review_line(review, "来た", section=Section.RESULT)

    form = client.get(f"/actions/new?review_line={line.id}").text
    assert 'value="若い人が来ない"' in form
    client.post(f"/actions/new?review_line={line.id}", data={
        "title": "若い人に聞く", "lead_id": home.id, "kind": "todo", "due_on": "2026-12-20",
        "visibility": "network",
    })  # fmt: skip
    assert client.get(f"/actions/new?review_line={line.id}").status_code == 409
    assert client.get(f"/actions/new?review_line={result.id}").status_code == 404
    url = f"/reviews/{review.id}/lines/{line.id}/propose"
    assert "連絡会議" in client.get(url).text
    sent = {"series_id": series.id, "title": "若い人", "text": "話したい", "minutes": "15"}
    assert client.post(url, data=sent).status_code == 303
    assert client.post(url, data=sent).status_code == 409

    action, proposal = db.session.query(Action).one(), db.session.query(AgendaProposal).one()
    told = client.get(f"/actions/{action.id}").text
    assert "若い人が来ない" in told[told.index('id="chain"') :]
    assert "若い人が来ない" not in as_user(make.user()).get(f"/actions/{action.id}").text
    assert "若い人が来ない" in client.get(f"/chains/issue/{line.id}").text
    assert as_user(make.user()).get(f"/chains/issue/{line.id}").status_code == 404
    db.session.refresh(line)
    assert (line.action_id, line.proposal_id) == (action.id, proposal.id)
    page = client.get(f"/reviews/{review.id}/draft").text
    assert "若い人に聞く" in page
    assert "未着手" in page
    assert "検討待ち" in page


def test_an_action_of_a_word_that_waits_for_its_office_is_offered_to_few(home, client):
    """The settled version says another thing of the 課題 than the one that was handed in again."""
    again = make.review(home, fiscal_year=2024)
    line = make.review_line(again, "前の言葉", section=Section.ISSUE)
    make.submission(again, settled=True)
    form = f"/actions/new?review_line={line.id}"
    assert re.search(r'checked[^>]*value="network"', client.get(form).text)
    line.text = "まだ確認されていない言葉"
    make.submission(again)
    assert re.search(r'checked[^>]*value="organization"', client.get(form).text)


def test_a_target_of_some_months_measures_nothing(home, review, writer):
    months = {date(2026, month, 1): (100 if month < 6 else None, 50) for month in range(4, 10)}
    make.indicator(make.programme(home), months, name="来館", unit="人")
    [fact] = [f for key, f in facts_of(writer, review).items() if key.startswith("indicator")]
    assert "300人" in fact.text
    assert "目標" not in fact.text


def test_a_half_is_not_asked_for_the_figure_of_a_year(home, review, writer):
    programme = make.programme(home)
    make.indicator(programme, {date(2026, 4, 1): (10, None)}, name="年の数", period="year")
    make.indicator(programme, {date(2026, 4, 1): (10, None)}, name="半年の数", period="half")
    make.review_line(review, programme=programme)
    assert [row["name"] for row in freezing.indicators_of(writer, review)] == ["半年の数"]
    [warning] = warnings.before_submitting(writer, review)
    assert "年の数" in warning
    assert warning.count("年の数") == 1


def test_only_its_writers_open_a_draft_and_it_asks_little(
    home, review, as_user, client, statements
):
    for number in range(3):
        action = make.action(home, title=f"宿題{number}", result="終えた", **DONE)
        make.review_line(review, f"課題{number}", section=Section.ISSUE, action=action)
        make.review_line(review, f"成果{number}", programme=make.programme(home))
    page = f"/reviews/{review.id}/draft"
    assert client.get(page).status_code == 200  # once before, so that what is kept is there
    db.session.expunge_all()
    with statements() as asked:
        assert client.get(page).status_code == 200
    assert len(asked) <= 12, asked
    assert as_user(make.user(home, Role.VIEWER)).get(page).status_code == 404
    assert as_user(make.coordinator()).get(page).status_code == 404
