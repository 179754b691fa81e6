"""Lines people write are understood; what is not understood is said, and nothing breaks."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.meetings.lines.reading import read
from tests.meetings.lines.cases import CASES, MEETING


def test_the_table_is_long_enough():
    assert len(CASES) >= 200
    assert len({written for written, _ in CASES}) == len(CASES)


@pytest.mark.parametrize(("written", "expected"), CASES, ids=[case[0] for case in CASES])
def test_lines_as_people_write_them(written, expected):
    lines = read(written, held_on=MEETING)
    if expected is None:
        assert lines == []
        return
    assert len(lines) == 1
    line = lines[0]
    understood = {name: getattr(line, name) for name in expected} | {
        "problems": {problem.kind for problem in line.problems}
    }
    assert understood == expected


def test_each_line_has_its_number_and_its_text():
    lines = read("前置き\r\n\r\n決定: 一つ\r\n- [ ] 二つ", held_on=MEETING)
    assert [(line.number, line.text) for line in lines] == [(3, "決定: 一つ\r"), (4, "- [ ] 二つ")]


def test_what_was_understood_is_told_in_the_words_that_were_written():
    (line,) = read("宿題: 会場 @多摩SDC 〆１２月末まで", held_on=MEETING)
    assert (line.day, line.day_words) == (date(2026, 12, 31), "１２月末まで")


def test_what_was_not_understood_is_told_in_the_words_that_were_written():
    (line,) = read("宿題: 会場 @多摩SDC 〆来月末", held_on=MEETING)
    assert [(problem.kind, problem.words) for problem in line.problems] == [
        ("unreadable_day", "来月末")
    ]


@pytest.mark.parametrize(
    ("written", "held_on", "day"),
    [
        ("12/20", date(2026, 12, 20), date(2026, 12, 20)),
        ("1/15", date(2026, 12, 20), date(2027, 1, 15)),
        ("3/31", date(2026, 4, 15), None),  # two weeks ago, not in a year
        ("3/1", date(2026, 4, 15), date(2027, 3, 1)),
        ("12/20", date(2027, 1, 10), None),  # three weeks ago
        ("2/29", date(2027, 6, 1), date(2028, 2, 29)),
        ("31日", date(2026, 11, 18), date(2026, 12, 31)),
        ("年度末", date(2027, 3, 20), date(2027, 3, 31)),
        ("年度末", date(2027, 4, 1), date(2028, 3, 31)),
        ("月末", date(2027, 2, 3), date(2027, 2, 28)),
        ("令和元年5月7日", date(2019, 5, 1), date(2019, 5, 7)),
    ],
)
def test_the_year_comes_from_the_meeting(written, held_on, day):
    (line,) = read(f"宿題: 会場 @多摩SDC 〆{written}", held_on=held_on)
    assert line.day == day
    assert bool(line.problems) == (day is None)


def test_the_first_line_with_a_marker_keeps_it_and_a_copy_of_it_is_new():
    text = "宿題: 会場 @A 〆12/1 {宿題:R8-12}\n宿題: 受付 @A 〆12/1 {宿題:R8-12}"
    first, second = read(text, held_on=MEETING)
    assert (first.marker, first.problems) == ("宿題:R8-12", ())
    assert second.marker is None
    assert [problem.kind for problem in second.problems] == ["repeated_marker"]


def test_the_bullets_under_a_heading_are_read_until_the_next_one():
    text = "## 決定事項\n- 一つ\n- 二つ\n\n## 宿題事項\n- 三つ\n\n## 報告\n- 四つ\n"
    lines = read(text, held_on=MEETING)
    assert [(line.kind, line.content) for line in lines] == [
        ("decision", "一つ"),
        ("decision", "二つ"),
        ("action", "三つ"),
    ]


LETTERS = (
    "決定宿題案保留次回事項【】「」()（）[]{}:：→-*・#>|`~<!@＠〆期限担当まで12/20月日末年内R8. "
    "\u3000\t\r\n①x"
)


@given(st.one_of(st.text(max_size=300), st.text(alphabet=LETTERS, max_size=400)))
@settings(max_examples=400, deadline=None)
def test_no_text_is_too_strange(text):
    for line in read(text, held_on=MEETING):
        assert text.split("\n")[line.number - 1] == line.text
        assert 0 <= line.begin <= line.end <= len(line.text)


@given(st.dates(), st.text(alphabet=LETTERS, max_size=40))
@settings(max_examples=300, deadline=None)
def test_no_day_is_too_strange(held_on, words):
    read(f"宿題: 会場 〆{words}\n- [ ] 会場 {words}まで", held_on=held_on)


def minutes(count: int) -> str:
    task = "- [ ] 会場を{}か所あたる @多摩SDC @あさおSDC 〆12/11"
    return "\n".join(
        f"{task.format(number)}\n議論の続き、決定には至らず（保留）。" for number in range(count)
    )


def cost(text: str) -> float:
    begin = time.process_time()
    read(text, held_on=MEETING)
    return time.process_time() - begin


def test_long_minutes_are_read_at_once():
    text = minutes(900)
    assert len(text.encode()) > 100_000
    assert min(cost(text) for _ in range(3)) < 0.15  # a quarter of it on a quiet machine


@pytest.mark.parametrize(
    "piece",
    [
        "@", "〆", "期限：", "(", "（", "【決定", "{宿題:", "<!--", "`", "```\n", "~~~x\n", "> ",
        "- ", "    ", "12/", "1", "12/20", "まで", "担当：", "→", "*", "_", "|", "|-", "#", "\n-\n",
        "[ ]", "、", "　", "宿題(", "宿題: (a、", "来月", "決定: \n", "| 内容 | 期限 |\n|-|-|\n",
        "-->", "「", "@「", "次回",
    ],
)  # fmt: skip
def test_no_text_is_slow(piece):
    for begin in ("", "宿題: ", "## 決定事項\n- "):
        assert cost(begin + piece * (60_000 // len(piece))) < 2


def test_minutes_of_a_whole_meeting():
    text = """# 第2回 区SDCとの連携に向けた意見交換会

日時: 令和8年11月18日（水）18:30から20:00
欠席: 緑

## 1 前回からの継続

早見カードは二区で試作を確認中。字が小さいという声が多い。

決定: 早見カードは「対象」と「段階」の二つで引く形にする

## 3 協議事項

論点: 「居場所の続け方」をどう話せる形にするか
- 多摩SDC: 学生の入れ替わりで引継ぎが課題
結論: 2月の土曜、多摩区で開く
- [ ] 会場を2か所あたり、仮予約する @多摩SDC @あさおSDC 〆12/11
- [ ] 来てほしい団体に声をかける @北部のみなさん 〆来月末
アイデア: 交流会のあとの三か月、参加した団体どうしを相談カーでつなぐ
保留: 区ごとの助成の条件をそろえるか 〆R9.2.17
次回: 令和9年2月17日（水）18:30 宮前区役所

# 決定事項

1. 令和9年度の議題は継続課題から選ぶ

# 宿題事項

| 内容 | 担当 | 期限 |
| --- | --- | --- |
| 早見表を作る | 市民活動センター | 令和8年（2026年）12月4日（金） |

# 保留論点

- なし

# 次回予定

未定
"""
    lines = read(text, held_on=MEETING)
    assert [(line.kind.value, line.content, line.day) for line in lines] == [
        ("decision", "早見カードは「対象」と「段階」の二つで引く形にする", None),
        ("action", "会場を2か所あたり、仮予約する", date(2026, 12, 11)),
        ("action", "来てほしい団体に声をかける", None),
        ("idea", "交流会のあとの三か月、参加した団体どうしを相談カーでつなぐ", None),
        ("hold", "区ごとの助成の条件をそろえるか", date(2027, 2, 17)),
        ("next", "令和9年2月17日（水）18:30 宮前区役所", date(2027, 2, 17)),
        ("decision", "令和9年度の議題は継続課題から選ぶ", None),
        ("action", "早見表を作る", date(2026, 12, 4)),
    ]
    assert [problem.words for line in lines for problem in line.problems] == ["来月末"]
