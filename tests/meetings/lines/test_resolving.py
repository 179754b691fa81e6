"""Names as people write them find the organizations of the sample network."""

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import hub
from hub.meetings.lines.resolve import Names

NETWORK = yaml.safe_load((Path(hub.__file__).parent / "demo/network.yaml").read_text("utf-8"))
BODIES = NETWORK["organizations"] + NETWORK["departments"]
CODES = dict(enumerate((body["id"] for body in BODIES), start=1))
NAMES = Names((n, [b["name_ja"], b["short_ja"]]) for n, b in enumerate(BODIES, start=1))


def meant(*names: str) -> list[str]:
    return [CODES[number] for number in NAMES.resolve(names).ids]


def problems(*names: str) -> list[tuple[str, str, list[str]]]:
    return [
        (str(problem.kind), problem.words, [CODES[number] for number in problem.candidates])
        for problem in NAMES.resolve(names).problems
    ]


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body["id"])
def test_each_full_and_each_short_name_is_its_organization(body):
    assert meant(body["name_ja"]) == meant(body["short_ja"]) == [body["id"]]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("多摩区SDC", "sdc-tama"),
        ("多摩SDC", "sdc-tama"),
        ("多摩ＳＤＣ", "sdc-tama"),
        ("多摩sdc", "sdc-tama"),
        ("多摩 SDC", "sdc-tama"),
        ("多摩区ソーシャルデザインセンター", "sdc-tama"),
        ("多摩SDCさん", "sdc-tama"),
        ("多摩SDCの佐藤さん", "sdc-tama"),
        ("麻生区SDC", "sdc-asao"),
        ("あさおSDC", "sdc-asao"),
        ("川崎SDC", "sdc-kawasaki"),
        ("宮前区SDC", "sdc-miyamae"),
        ("みやまえBASE", "sdc-miyamae"),
        ("みやまえｂａｓｅ", "sdc-miyamae"),
        ("まちのおと", "sdc-saiwai"),
        ("さいわいSDC", "sdc-saiwai"),
        ("社協", "shakyo"),
        ("ボラセン", "shakyo"),
        ("川崎市社会福祉協議会", "shakyo"),
        ("すくらむ", "scrum21"),
        ("すくらむ２１", "scrum21"),
        ("男女共同参画センター", "scrum21"),
        ("かわさき市民活動センター", "kcac"),
        ("(公財)かわさき市民活動センター", "kcac"),
        ("市国際交流協会", "kian"),
        ("川崎市国際交流協会様", "kian"),
        ("公園緑地協会", "green"),
        ("生涯学習財団", "kpal"),
        ("市民活動推進課", "dept-shimin"),
        ("市民活動推進室", "dept-shimin"),
        ("市民文化局市民活動推進課", "dept-shimin"),
        ("協働連携推進課", "dept-kyodo"),
        ("みどり担当", "dept-midori"),
        ("人権男女共同参画室", "dept-danjo"),
        ("多摩区企画課", "ward-tama"),
        ("多摩区役所　企画課", "ward-tama"),
        ("多摩区役所", "ward-tama"),
    ],
)
def test_common_ways_to_write_a_name(written, code):
    assert meant(written) == [code]
    assert problems(written) == []


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("多摩区", ["sdc-tama", "ward-tama"]),
        ("生涯学習", ["kpal", "dept-gakushu"]),
        ("市民活動", ["kcac", "dept-shimin"]),
    ],
)
def test_a_name_of_several_is_not_guessed(written, codes):
    assert meant(written) == []
    assert problems(written) == [("ambiguous_organization", written, codes)]


def test_seven_ward_offices_have_a_planning_section():
    ((kind, _, candidates),) = problems("企画課")
    assert kind == "ambiguous_organization"
    assert len(candidates) == 7


def test_an_unknown_name_is_told_with_those_that_are_alike():
    assert problems("北部のみなさん") == [("unknown_organization", "北部のみなさん", [])]
    ((kind, _, candidates),) = problems("国際交流協議会")
    assert kind == "unknown_organization"
    assert candidates == ["kian"]


def test_several_names_in_one():
    assert meant("多摩SDCとあさおSDC") == ["sdc-tama", "sdc-asao"]
    assert meant("社協・公園緑地協会") == ["shakyo", "green"]
    assert meant("多摩SDC　あさおSDC") == ["sdc-tama", "sdc-asao"]


def test_the_lead_stays_first_and_nobody_stands_twice():
    assert meant("国際交流協会", "多摩SDC", "市国際交流協会") == ["kian", "sdc-tama"]


def test_spellings_of_ke_are_one():
    names = Names([(1, ["霞ヶ関センター"]), (2, ["虎ノ門センター"])])
    assert [names.resolve([written]).ids for written in ("霞ケ関センター", "霞が関センター")] == [
        (1,),
        (1,),
    ]


def test_the_longest_name_inside_is_meant():
    names = Names([(1, ["多摩"]), (2, ["多摩SDC"]), (3, ["北多摩SDC"])])
    assert names.resolve(["北多摩SDC事務局"]).ids == (3,)


@given(st.text(max_size=80))
def test_no_name_is_too_strange(name):
    resolved = NAMES.resolve([name])
    assert resolved.ids or resolved.problems


def test_many_names_are_found_at_once():
    begin = time.process_time()
    for number in range(2000):
        NAMES.resolve(["多摩SDC", f"知らない組織{number % 50}", "あ" * 100_000])
    assert time.process_time() - begin < 2
