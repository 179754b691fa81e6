"""Three meetings a year for two years, what became of ideas, and an April between."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest

from hub.core import calendar
from hub.core.db import db
from hub.ideas.models import Idea, Stage
from hub.menus.models import Menu
from tests.permissions.canaries import word
from tests.pictures.test_survival import listed, numbers
from tests.story import april
from tests.story.counting import is_right
from tests.story.doings import agree, call, conclude, decide, do
from tests.story.growing import (
    act,
    change_menu,
    give_theme,
    held,
    join,
    link,
    look_again,
    move,
    note,
    raise_idea,
)
from tests.story.hidden_words import (
    OF_IDEAS,
    TELLING,
    mails_to,
    told_elsewhere,
    told_to,
    words_in,
)
from tests.story.network import Network, TwoYears, build
from tests.story.year import Person, Proposal, action, organization

OWN, CLOSED, TASK = word("idea of one"), word("idea of few"), word("action of few")
DAY = re.compile(r"\d+月\d+日")
ALL = ["国際", "社協", "学習", "多摩"]
MINUTES = {
    date(2026, 5, 20): """# 2 協議事項

決定：夏の間に七区の窓口を見て回る
- [ ] 窓口の一覧を作る @国際 〆7/31
アイデア：夜の相談会
アイデア：共通の申込み書 @国際
アイデア：出前の講座 @社協
""",
    date(2026, 9, 16): """# 2 協議事項

- [ ] 会場の空きを調べる @社協 〆R9.5.31
アイデア：見学の日
アイデア：名簿の突き合わせ @国際
""",
    date(2027, 1, 20): """# 2 協議事項

アイデア：移動の窓口
アイデア：学校への声かけ @学習
""",
    date(2027, 5, 19): """# 2 協議事項

決定：見学の日を秋に試す
アイデア：合同の研修 @社協
""",
    date(2027, 9, 15): """# 2 協議事項

- [ ] 見学の感想を集める @学習 〆11/30
アイデア：冊子の置き場
""",
    date(2028, 1, 19): """# 2 協議事項

アイデア：春の見本市
アイデア：若い人の集い @学習
""",
}
CLOSED_MINUTES = f"""# 2 協議事項

- [ ] {TASK} @国際 〆R10.3.31
アイデア：{CLOSED} @国際
"""


@pytest.fixture
def years(app, clock, inbox):
    start = date(2026, 4, 20)
    clock.move_to(f"{start}T10:00:00+09:00")
    return TwoYears(clock, inbox, start)


@pytest.fixture
def network(years, as_user) -> Network:
    return build(as_user)


def meet(years, network, held_on: date, *, about: list[str]) -> int:
    """Called four weeks before with what the hub found, held, written down and confirmed."""
    centre = network["事務局"]
    years.go_to(held_on - timedelta(days=28))
    meeting_id = call(centre, network.series, held_on)
    keys = {proposal.title: proposal.key for proposal in is_right(centre, meeting_id)}
    for title in about:
        decide(centre, meeting_id, keys[title], "take")
    years.go_to(held_on + timedelta(days=1))
    network.raises(*held(centre, meeting_id, MINUTES[held_on], ALL, held_on + timedelta(days=14)))
    agree({"学習": network["学習"]}, meeting_id, ["学習"])
    years.go_to(held_on + timedelta(days=15))
    conclude(centre, meeting_id, {})
    return meeting_id


def test_two_years_from_ideas_to_results(years, network):
    the_first_year(years, network)
    the_handover_of_april(years, network)
    the_second_year(years, network)
    years.go_to(date(2028, 3, 15))
    coming = call(network["事務局"], network.series, date(2028, 5, 17))
    every_idea_has_a_place(network, is_right(network["事務局"], coming))
    for name in ("小野", "多摩"):
        every_number_equals_its_list(network[name])
    words_reach_their_readers_only(network, years)


def the_first_year(years, network) -> None:
    aoki, tama = network["青木"], network["多摩"]
    meet(years, network, date(2026, 5, 20), about=[])
    years.go_to(date(2026, 6, 10))
    network.raises(
        raise_idea(tama, "区民祭で紹介", "多摩"),
        raise_idea(aoki, "やさしい案内", "国際", keeper_id=organization("国際").id,
                   look_at_on="2026-09-01", theme_ids=[network.theme]),
        raise_idea(aoki, OWN, "国際", keeper_id=organization("国際").id, visibility="organization",
                   look_at_on="2026-12-01", theme_ids=[network.theme]),
    )  # fmt: skip
    join(network["学習"], "共通の申込み書", "学習", "講座の申込み書の見本")
    act(aoki, "共通の申込み書", "申込み書の下書き", "国際", "2026-08-31", menu_ids=[network.menu])
    move(aoki, "共通の申込み書", "studied", look_at_on="2026-09-10")
    give_theme(aoki, "共通の申込み書", network.theme)
    years.go_to(date(2026, 8, 28))
    do(aoki, "申込み書の下書き", "complete", result="一枚にまとめた。")
    change_menu(aoki, db.session.get(Menu, network.menu), summary="一枚の申込み書を手伝います。")
    link(aoki, OWN, menu_ids=[network.menu], action_ids=[action("申込み書の下書き").id])

    meet(years, network, date(2026, 9, 16), about=["区民祭で紹介", "夜の相談会", "共通の申込み書"])
    move(aoki, "共通の申込み書", "tried", "三か所で使ってみる。", look_at_on="2027-01-15")
    move(network["事務局"], "夜の相談会", "studied", look_at_on="2027-03-01",
         keeper_id=organization("社協").id)  # fmt: skip
    years.go_to(date(2026, 10, 15))
    meeting_id = call(aoki, network.closed, date(2026, 10, 14), "series")
    network.raises(*held(aoki, meeting_id, CLOSED_MINUTES, ["社協"], date(2026, 10, 28)))
    give_theme(aoki, CLOSED, network.theme)
    move(aoki, CLOSED, "studied", f"{CLOSED}を考える。", look_at_on="2027-02-01")
    link(aoki, CLOSED, menu_ids=[network.menu],
         action_ids=[action(TASK).id, action("申込み書の下書き").id])  # fmt: skip
    years.go_to(date(2026, 10, 29))
    conclude(aoki, meeting_id, {})
    years.go_to(date(2026, 12, 10))
    network.raises(raise_idea(network["学習"], "助成の早見表", "学習", f"?menu={network.menu}"))
    move(network["石田"], "出前の講座", "dropped", "講師の都合がつかないため")
    meet(years, network, date(2027, 1, 20), about=["共通の申込み書", "やさしい案内"])
    move(aoki, "共通の申込み書", "rooted", "五つの組織が同じ申込み書を使う。")


def the_handover_of_april(years, network) -> None:
    """青木 and 石田 leave, and 社協 follows 国際 in the lead of the theme."""
    years.go_to(date(2027, 3, 10))
    april.everything_gets_a_holder(network, "国際の長", "青木")
    april.everything_gets_a_holder(network, "社協の長", "石田")
    years.go_to(date(2027, 3, 17))
    moved = april.the_theme_changes_its_lead(network, "青木", "石田", "社協")
    assert moved == {"やさしい案内", CLOSED, TASK}  # 社協 reads the closed series; OWN stays
    years.go_to(date(2027, 3, 24))
    passed = april.leaves(network, "国際の長", "青木", "加藤")
    passed |= april.leaves(network, "社協の長", "石田", "小野")
    years.go_to(date(2027, 4, 1))
    april.nothing_is_without_an_owner(network, passed)


def the_second_year(years, network) -> None:
    kato, ono = network["加藤"], network["小野"]
    meet(years, network, date(2027, 5, 19), about=["移動の窓口", "見学の日"])
    act(ono, "夜の相談会", "夜の相談会を開く", "社協", "2027-08-31")
    move(ono, "夜の相談会", "tried", look_at_on="2027-09-10")
    move(network["事務局"], "見学の日", "tried", look_at_on="2027-11-30",
         keeper_id=organization("学習").id)  # fmt: skip
    look_again(kato, "名簿の突き合わせ", "2027-10-01")
    years.go_to(date(2027, 8, 30))
    do(ono, "夜の相談会を開く", "complete", result="十二人が来た。")
    meet(years, network, date(2027, 9, 15), about=["夜の相談会"])
    move(ono, "夜の相談会", "rooted", "毎月の第二金曜に開く。")
    years.go_to(date(2027, 11, 29))
    tama = organization("多摩").id
    network.raises(raise_idea(network["多摩"], "河原の掃除を合同で", "多摩", keeper_id=tama,
                              look_at_on="2028-06-01"))  # fmt: skip
    move(network["学習"], "見学の日", "rooted", "年に一度、秋に開く。")
    do(network["学習"], "見学の感想を集める", "complete", result="二十通が集まった。")
    look_again(ono, CLOSED, "2028-04-03")
    look_again(kato, OWN, "2028-04-03")
    note(kato, OWN, f"{OWN}の経過")
    meet(years, network, date(2028, 1, 19), about=["名簿の突き合わせ"])
    move(kato, "名簿の突き合わせ", "dropped", "個人情報の扱いがそろわないため")
    look_again(network["学習"], "若い人の集い", "2028-06-01")


def every_idea_has_a_place(network, found: list[Proposal]) -> None:
    """Nothing that was raised is missing, and each has a state with what belongs to it; ``found``
    stands on the next agenda."""
    waiting = {proposal.key.rpartition(":")[0]: proposal.why for proposal in found}
    ideas = db.session.scalars(db.select(Idea)).all()
    assert Counter(it.title for it in ideas) == Counter(network.raised)
    for it in ideas:
        assert it.stage in Stage
        if it.is_open:
            is_kept = it.keeper is not None and it.look_at_on and it.look_at_on > calendar.today()
            assert is_kept or DAY.search(waiting[f"idea:{it.id}"]), it.title
        else:
            assert it.closed_on
            assert it.result if it.stage is Stage.ROOTED else it.reason, it.title


def every_number_equals_its_list(person: Person) -> None:
    followed: dict[str, int] = {}
    for way in ("", "?by=meeting", "?by=theme", "?by=organization"):
        followed |= numbers(person.get(f"/pictures/ideas{way}").text)
    assert len(followed) > 60
    for address, said in followed.items():
        assert listed(person, address) == said, address


def words_reach_their_readers_only(network, years) -> None:
    """OWN is for 国際 alone, CLOSED and TASK are for the series, that is for 社協 too."""
    words = {OWN, CLOSED, TASK}
    for name, mine in {"加藤": words, "小野": {CLOSED, TASK}}.items():
        told = told_to(network[name], words)
        assert {place: told[place] for place in TELLING} == dict.fromkeys(TELLING, mine)
        assert {place: told[place] for place in OF_IDEAS} == dict.fromkeys(OF_IDEAS, mine - {TASK})
        assert told["検索"] == mine
        assert told["予定表"] <= mine
    assert OWN in mails_to(years, network["国際の長"])
    assert {CLOSED, TASK} <= words_in(mails_to(years, network["小野"]), words)
    assert OWN not in mails_to(years, network["小野"])
    assert words_in(mails_to(years, network["多摩"]), words) == set()
    assert told_elsewhere(network["多摩"], words) == set()
    assert told_elsewhere(network["青木"], words) == set()  # gone since April
    assert set().union(*told_to(network["多摩"], words).values()) == set()
