"""令和8年度, reviewed from start to end: two departments, two bodies and an SDC, with a 差戻し."""

from dataclasses import dataclass
from datetime import date

import pytest

from hub.core.db import db
from hub.programmes.models import Figure
from hub.reviews.models import Review, ReviewState
from tests import make
from tests.permissions.canaries import word
from tests.permissions.test_canaries import text_of
from tests.story.doings import do
from tests.story.reviewing import (
    Mornings,
    Reviewed,
    act_on,
    add_line,
    begin,
    bring_in,
    build,
    line_id,
    met,
    offered,
    programme,
    propose,
    report,
    review,
    rewrite,
    set_deadline,
    step,
    template,
    upload,
)
from tests.story.year import action, organization, sent

DRAFT, ISSUE = word("draft of one review"), word("issue of one review")
QUESTION = word("question of one office")
WRITTEN = {DRAFT, ISSUE}
RESULT = "申込み前の相談を受ける組織が六つに増えた"
TERM = "2026-first"
OTHERS = ("福祉課", "社協", "多摩区役所", "事務局")


@dataclass
class Story:
    """``number`` is the review of 中央, ``issue`` its 課題."""

    year: Mornings
    people: Reviewed
    programme: int = 0
    number: int = 0
    issue: int = 0

    def page(self, name: str) -> str:
        return text_of(self.people[name].get(f"/reviews/{self.number}"))

    def step(self, name: str, what: str, **given: object) -> None:
        step(self.people[name], self.number, what, **given)

    def met(self, name: str, *words: str) -> set[str]:
        return met(self.people[name], self.number, set(words))


@pytest.mark.usefixtures("indexing")
def test_a_reviewed_year(as_user, clock, inbox, visitor):
    story = Story(Mornings(clock, inbox, date(2026, 4, 1)), build(as_user))
    _spring_begins_with_figures(story)
    done, late = _summer(story)
    _the_draft_begins_with_facts(story, done, late)
    _it_is_handed_in(story)
    _a_question_and_a_return(story)
    _it_is_confirmed(story)
    assert met(visitor, story.number, {*WRITTEN, QUESTION}) == set()
    _the_issue_goes_on(story)
    _the_sdc_shares(story)
    _the_others_go_their_own_way(story)
    _the_issue_is_asked_after(story)
    _a_revision(story)
    _what_goes_out(story)
    assert met(visitor, story.number, {*WRITTEN, QUESTION}) == set()
    assert {one.state for one in db.session.query(Review)} == {
        ReviewState.CONFIRMED, ReviewState.SHARED,
    }  # fmt: skip


def _spring_begins_with_figures(story: Story) -> None:
    """A broken sheet changes nothing; every problem in it is named by row and column."""
    story.year.go_to(date(2026, 4, 10))
    centre = story.people["中央"]
    story.programme = programme(centre)
    rows = template(centre, "中央", 2026)
    assert [row[3] for row in rows][:2] == ["2026年4月", "2026年5月"]
    broken = [list(row) for row in rows]
    broken[1][4] = "多数"
    broken.append(["無い事業", "件数", "件", "2026年4月", 1, 1])
    refused = upload(centre, "中央", broken)
    assert refused.status_code == 422
    for place in ("3行め", "14行め", "2か所を直してください"):
        assert place in text_of(refused)
    assert db.session.query(Figure).count() == 0
    for number, row in enumerate(rows):
        row[4], row[5] = 10, 8 + number if number < 6 else None
    bring_in(centre, "中央", rows)
    assert db.session.query(Figure).count() == 12
    set_deadline(story.people["協働課"], TERM, date(2026, 10, 30))


def _summer(story: Story) -> tuple[int, int]:
    """One thing is done, another is not."""
    centre = organization("中央")
    titles = {"相談の早見表を作る": date(2026, 7, 31), "名簿をそろえる": date(2026, 8, 31)}
    held = make.meeting(centre, organization("社協"), held_on=date(2026, 6, 10))
    for title, due_on in titles.items():
        make.action(organization("中央"), meeting=held, title=title, due_on=due_on)
    story.year.go_to(date(2026, 7, 21))
    done, late = (action(title).id for title in titles)
    version = action("相談の早見表を作る").version
    do(story.people["中央"], "相談の早見表を作る", "complete", result=RESULT, version=version)
    return done, late


def _the_draft_begins_with_facts(story: Story, done: int, late: int) -> None:
    story.year.go_to(date(2026, 10, 16))
    assert "令和8年度上半期" in story.year.told(story.people["中央"])
    assert "令和8年度上半期" not in story.year.told(story.people["社協"])
    centre = story.people["中央"]
    story.number = begin(centre, "中央", TERM)
    facts = {f"action:{done}", f"overdue:{late}"}
    assert facts <= offered(centre, story.number)
    sent(centre.post(f"/reviews/{story.number}/facts/action:{done}/take"))
    sent(centre.post(f"/reviews/{story.number}/facts/overdue:{late}/leave-out"))
    assert not facts & offered(centre, story.number)
    add_line(centre, story.number, "issue", f"昼の予約が少ない{ISSUE}", story.programme)
    add_line(centre, story.number, "next_step", f"夜の枠を試す{DRAFT}", story.programme)
    story.issue = line_id(story.number, ISSUE)
    for name in ("協働課", "中央の長", *OTHERS):
        assert story.met(name, *WRITTEN) == set(), name


def _it_is_handed_in(story: Story) -> None:
    """Now its own department reads it, and no other."""
    story.step("中央", "ask-inside")
    story.step("中央の長", "check-inside", post_title="センター長")
    story.step("中央", "submit", post_title="事務局長")
    frozen = review(story.number).latest.content
    assert any(RESULT in line["text"] for line in frozen["lines"])
    (counted,) = frozen["indicators"]
    assert (counted["name"], counted["target"], counted["actual"]) == ("相談件数", "60", "63")
    assert story.met("協働課", *WRITTEN) == WRITTEN
    for name in OTHERS:
        assert story.met(name, *WRITTEN) == set(), name


def _a_question_and_a_return(story: Story) -> None:
    year, centre, kyodo = story.year, story.people["中央"], story.people["協働課"]
    year.go_to(date(2026, 10, 19))
    assert "令和8年度上半期" in year.told(kyodo)
    assert "令和8年度上半期" not in year.told(story.people["福祉課"])
    story.step("協働課", "ask", text=QUESTION, line=story.issue, post_title="担当")
    year.go_to(date(2026, 10, 20))
    assert "質問" in year.told(centre)
    (question,) = review(story.number).open_questions
    story.step("中央", f"questions/{question.id}/answer", text="14時から16時です")
    story.step("協働課", "return", text="時間帯を書いてください", post_title="課長")
    year.go_to(date(2026, 10, 21))
    assert "差し戻" in year.told(centre)


def _it_is_confirmed(story: Story) -> None:
    """By the 所管課 alone; the network reads it then, but not what was asked."""
    frozen = review(story.number).latest.content
    rewrite(story.people["中央"], story.number, story.issue, f"14時から16時の予約が少ない{ISSUE}")
    story.step("中央", "submit", post_title="事務局長")
    for name in ("福祉課", "社協", "中央"):
        data = {"version": review(story.number).version, "post_title": "課長"}
        answer = story.people[name].post(f"/reviews/{story.number}/confirm", data=data)
        assert answer.status_code in {403, 404}, name
    story.step("協働課", "confirm", post_title="課長")
    now = review(story.number)
    assert now.state is ReviewState.CONFIRMED
    assert now.submissions[0].content == frozen
    assert [step.post_title for step in now.steps if step.post_title] == [
        "センター長", "事務局長", "担当", "課長", "事務局長", "課長",
    ]  # fmt: skip
    for name in OTHERS:
        assert story.met(name, *WRITTEN, QUESTION) == WRITTEN, name


def _the_issue_goes_on(story: Story) -> None:
    """As an action and as a proposal for an agenda; the chain begins with it."""
    task = act_on(story.people["中央"], story.issue, "夜の枠の試行")
    propose(story.people["中央"], story.number, story.issue, story.people.series)
    assert ISSUE in text_of(story.people["社協"].get(f"/chains/action/{task}"))
    assert "夜の枠の試行" in story.page("社協")


def _the_sdc_shares(story: Story) -> None:
    """Of its own will. Ward office and coordinating section comment; nobody confirms."""
    people = story.people
    shared = begin(people["多摩"], "多摩SDC", TERM)
    add_line(people["多摩"], shared, "result", "居場所に集まる人が増えた", None)
    step(people["多摩"], shared, "submit", post_title="運営")
    assert review(shared).state is ReviewState.SHARED
    for name in ("協働課", "多摩区役所"):
        step(people[name], shared, "comment", text=f"{name}から", line="", post_title="担当")
    for name in ("福祉課", "社協"):
        page = people[name].get(f"/reviews/{shared}")
        assert "居場所に集まる人が増えた" in page.text
        assert "協働課から" not in page.text
        assert people[name].get(f"/reviews/{shared}/comment").status_code == 403
    assert people["協働課"].get(f"/reviews/{shared}/confirm").status_code == 403


def _the_others_go_their_own_way(story: Story) -> None:
    people = story.people
    set_deadline(people["福祉課"], TERM, date(2026, 10, 30))
    theirs = begin(people["社協"], "社協", TERM)
    add_line(people["社協"], theirs, "result", "講座の参加者が増えた", None)
    step(people["社協"], theirs, "submit", post_title="事務局長")
    assert people["協働課"].get(f"/reviews/{theirs}").status_code == 404
    step(people["福祉課"], theirs, "confirm", post_title="課長")


def _the_issue_is_asked_after(story: Story) -> None:
    """Half a year later; whoever hands in without an answer is warned."""
    story.year.go_to(date(2027, 4, 12))
    centre = story.people["中央"]
    after = begin(centre, "中央", "2026")
    asked = f"14時から16時の予約が少ない{ISSUE}"
    assert asked in text_of(centre.get(f"/reviews/{after}/draft"))
    warning = "前回の課題"
    assert warning in text_of(centre.get(f"/reviews/{after}/submit"))
    data = {"outcome": "solved", "text": "夜の枠で予約が倍になった"}
    sent(centre.post(f"/reviews/{after}/issues/{story.issue}", data=data))
    step(centre, after, "submit", post_title="事務局長")
    (answer,) = (line for line in review(after).latest.content["lines"] if line["answers"])
    assert answer["text"] == data["text"]
    assert asked in str(answer["answers"])
    step(story.people["協働課"], after, "confirm", post_title="課長")


def _a_revision(story: Story) -> None:
    """What was confirmed is read until its revision is."""
    story.step("中央", "revise", text="数え間違いのため", post_title="事務局長")
    rewrite(story.people["中央"], story.number, story.issue, f"13時からの予約が少ない{ISSUE}")
    assert "14時から16時" in story.page("社協")
    story.step("中央", "submit", post_title="事務局長")
    assert "14時から16時" in story.page("社協")
    story.step("協働課", "confirm", post_title="課長")
    assert "13時から" in story.page("社協")
    assert [one.reason for one in review(story.number).submissions][-1] == "数え間違いのため"


def _what_goes_out(story: Story) -> None:
    """The book of the department says what was confirmed last, and what it asked."""
    book = report(story.people["協働課"], organization("中央").id, TERM)
    lines = review(story.number).latest.content["lines"]
    assert [row["文"] for row in book["振り返りの行"]] == [line["text"] for line in lines]
    (counted,) = book["指標"]
    assert (counted["指標"], counted["目標"], counted["実績"]) == ("相談件数", 60, 63)
    assert QUESTION in {row["文"] for row in book["質問と回答・コメント"]}
