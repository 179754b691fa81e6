"""From the agenda that writes itself to what minutes become, without JavaScript and with it."""

from tests.e2e.conftest import Person
from tests.e2e.pages import COORDINATOR, DEPARTMENT, PARTNER

IDEA = "通訳の当番表を七区で分け合う"
DECISION = "早見表を窓口ごとに一枚置く"
ACTION = "早見表を各窓口に届ける"


def open_coming(somebody: Person) -> None:
    """The coming meeting of the sample, from the list."""
    somebody.go("/meetings")
    row = somebody.page.locator("main li", has_text="多摩区総合庁舎")
    with somebody.page.expect_navigation():
        row.get_by_role("link").first.click()


def test_the_story_without_javascript(person):
    coordinator = person(COORDINATOR, javascript=False)
    _prepare(coordinator)
    partner = person(PARTNER, width=360, javascript=False)
    open_coming(partner)
    partner.sees("出欠を答える")
    minutes = _write(coordinator)
    partner.go(minutes)
    partner.page.get_by_label("異議なし").check()
    partner.press("答えを送る")
    department = person(DEPARTMENT, javascript=False)
    department.go("/search?q=早見表を各窓口に届ける")
    department.sees(ACTION)


def _prepare(coordinator: Person) -> None:
    open_coming(coordinator)
    coordinator.sees("議題の候補", "期限超過")
    coordinator.press("採用（15分）")
    coordinator.follow("開催案内を送る")
    coordinator.press("この内容で送る")
    coordinator.sees("開催案内")


def _write(coordinator: Person) -> str:
    open_coming(coordinator)
    coordinator.follow("議事録を書く")
    body = coordinator.page.locator("main [name=body]")
    said = f"\n\n決定：{DECISION}\n- [ ] {ACTION} @国際交流協会 〆12/20\nアイデア：{IDEA}\n"
    body.fill(body.input_value() + said)
    coordinator.press("仕上がりを見る")
    coordinator.sees("読み取った内容", DECISION, ACTION, IDEA, "12月20日（日）")
    coordinator.press("保存する")
    coordinator.fill(review_until="2026-12-25")
    coordinator.press("確認に回す")
    coordinator.sees("確認中", DECISION, ACTION)
    return coordinator.path().partition("?")[0]


def test_what_was_understood_is_shown_while_typing(person):
    coordinator = person(COORDINATOR)
    open_coming(coordinator)
    coordinator.page.get_by_role("link", name="議事録").first.click()
    coordinator.page.wait_for_load_state()
    coordinator.go(coordinator.path().partition("?")[0].removesuffix("/edit") + "/edit")
    body = coordinator.page.locator("main [name=body]")
    body.press("Control+End")
    body.type("\n宿題：回覧の順を決める @社協・ボラセン 〆R9.1.15\n")
    panel = coordinator.page.locator("main", has_text="回覧の順を決める")
    panel.get_by_text("2027年1月15日（金）").first.wait_for()
