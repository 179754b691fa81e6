"""From an idea to its result by hand, and from one person to the next. Nothing needs JavaScript."""

import pytest

from tests.e2e.conftest import NEW_PASSWORD, Person, sit_down
from tests.e2e.pages import CENTER, CHIEF, COORDINATOR, PARTNER, invite, link_to

IDEA = "夕方の窓口で、絵を使った案内板をためす"
BRINGS = "二階の掲示板と、土曜の当番"
ACTION = "案内板の絵を六種類そろえる"
RESULT = "六種類を三つの窓口に置いた"
SETTLED = "三つの窓口で続けることになった"
HELD = "見直し月の前に担当へ知らせる手順を決める"
LEAVING = "tsuginohito@example.jp"
NOTE = "手順の案は共有の棚の三段目です。"


@pytest.fixture(scope="module")
def told() -> dict[str, str]:
    """What one part of the story leaves to the next: addresses."""
    return {}


@pytest.fixture(scope="module")
def hands(server, browser):
    """Like ``people``, without JavaScript; the second one at a telephone."""
    known: dict[str, Person] = {}

    def find(email: str, width: int = 1280) -> Person:
        if email not in known:
            known[email] = sit_down(browser, server.base, email, width=width, javascript=False)
        return known[email]

    yield find
    for somebody in known.values():
        somebody.context.close()


def move(somebody: Person, stage: str, **typed: str) -> None:
    """動かす: the stage is chosen below the summary that opens the form."""
    somebody.page.locator("#stage summary").click()
    somebody.page.locator("#stage").get_by_label(stage, exact=True).check()
    somebody.fill(**typed)
    somebody.press("保存する", within="#stage")


def chain(somebody: Person) -> str:
    return somebody.page.locator("main .chain").inner_text()


def test_a_partner_raises_an_idea_and_another_organization_joins(hands, told):
    partner, center = hands(PARTNER), hands(CENTER, 360)
    partner.go("/ideas")
    partner.follow("種を出す")
    partner.fill(title=IDEA, body="外国につながる人が**迷わない**ように。", look_at_on="R9.1.20")
    partner.choose(keeper_id="国際交流協会")
    partner.press("出す")
    partner.sees(IDEA, "国際交流協会", "令和9年（2027年）1月20日（水）", "連携の種を出した")
    told["idea"] = partner.path().partition("?")[0]
    center.go("/ideas?q=" + IDEA)
    center.follow(IDEA)
    center.press("フォローする")
    center.fill(brings=BRINGS)
    center.press("加わる", within="#join")
    center.sees("加わる組織", "多摩SDC", BRINGS)
    assert center.page.locator("#moves").count() == 0, "it is the keeper who moves it"


def test_it_is_tried_and_becomes_an_action_with_a_result(hands, told):
    partner, center = hands(PARTNER), hands(CENTER, 360)
    partner.go(told["idea"])
    partner.sees(BRINGS)
    move(partner, "試行", said="一か所で始める。")
    partner.sees("「試行」にした", "一か所で始める。")
    partner.follow("この種から宿題事項をつくる")
    partner.fill(title=ACTION, due_on="R8.12.18")
    partner.press("登録する")
    partner.sees(ACTION, "国際交流協会", "多摩SDC", "もとの連携の種", IDEA)
    told["action"] = partner.path().partition("?")[0]
    partner.page.locator("#complete summary").click()
    partner.fill(result=RESULT)
    partner.press("完了にする", within="#complete")
    partner.go(told["idea"])
    partner.page.locator("#stage summary").click()
    partner.page.locator("#stage").get_by_label("定着", exact=True).check()
    partner.press("保存する", within="#stage", status=422)
    partner.fill(said=SETTLED)
    partner.press("保存する", within="#stage")
    for somebody in (partner, center):
        somebody.go(told["idea"])
        somebody.sees("定着", SETTLED)


def test_its_chain_is_on_every_page_that_it_leads_through(hands, told):
    center = hands(CENTER, 360)
    for path in (told["idea"], told["action"]):
        center.go(path)
        for text in (IDEA, ACTION, RESULT, "いまここ"):
            assert text in chain(center), f"{text} is not in the chain on {path}"
    center.go("/chains")
    center.follow(IDEA)
    assert RESULT in chain(center)
    center.follow("連携の種のページを開く")
    assert center.path() == told["idea"]


def test_who_follows_it_hears_of_it_in_the_morning_and_can_leave(hands, told, server):
    center = hands(CENTER, 360)
    center.go("/activity?of=followed")
    center.sees(IDEA, "連携の種が「試行」になりました", "連携の種が「定着」になりました")
    server.morning(2)
    center.go("/inbox")
    line = center.page.locator("main li", has_text=f"「{IDEA}」の動きだから届いています。").first
    with center.page.expect_navigation():
        line.get_by_role("button", name="フォローをやめる").click()
    center.go(told["idea"])
    assert center.page.get_by_role("button", name="フォローする").count() == 1


def test_what_somebody_held_goes_to_the_next_in_one_step(hands, browser, server):
    chief, leaving = hands(CHIEF), sit_down(browser, server.base, javascript=False)
    invite(chief, 1, LEAVING, "編集者")
    leaving.go(link_to(leaving, LEAVING))
    leaving.fill(name="見本 前任", password=NEW_PASSWORD)
    leaving.press("アカウントを作る")
    leaving.go("/actions")
    leaving.follow(HELD)
    leaving.press("わたしが担当する")
    leaving.context.close()

    chief.go("/organizations/1/members")
    row = chief.page.locator("main tr", has_text="見本 前任")
    with chief.page.expect_navigation():
        row.get_by_role("link", name="変える").click()
    chief.follow("引き継いで終える")
    chief.sees(HELD)
    chief.choose(successor="見本 事務局")
    chief.fill(note=NOTE)
    chief.press("引き継いで、所属を終える")
    successor = hands(COORDINATOR)
    successor.go("/")
    successor.sees("見本 前任さんから引き継いだもの", NOTE, HELD)
    successor.press("受け取りました")
    successor.go("/")
    successor.sees("今日やること", HELD)
