"""A review from its first fact to 確認済み, with a 差戻し: with JavaScript, and at a telephone
without it. Each page on the way is clean.
"""

import pytest

from tests.e2e.conftest import WIDTHS, Person, findings, sit_down
from tests.e2e.pages import CHIEF, COORDINATOR, DEPARTMENT, PARTNER

TERMS = {True: "2025-second", False: "2025-first"}  # of the sample's centre: nobody reviewed them
ISSUE = "午前の会議室が空いている"
CLEARER = "平日の午前、二階の会議室が空いている"


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def script(request) -> bool:
    return request.param


@pytest.fixture
def desks(server, browser, script):
    """``desks(CHIEF)``: the same browser for the same person."""
    known: dict[str, Person] = {}

    def find(email: str) -> Person:
        if email not in known:
            width = 1280 if script else 360
            known[email] = sit_down(browser, server.base, email, width=width, javascript=script)
        return known[email]

    yield find
    for somebody in known.values():
        somebody.context.close()


def clean(somebody: Person) -> None:
    """Axe looks where there is JavaScript; sideways scrolling, title and h1 everywhere."""
    wide = somebody.page.viewport_size["width"] > min(WIDTHS)
    assert findings(somebody, with_axe=wide) == []


def test_a_review_goes_its_way(desks, script):
    writer, office, partner = desks(COORDINATOR), desks(DEPARTMENT), desks(PARTNER)
    writer.go(f"/reviews/new?term={TERMS[script]}")
    clean(writer)
    writer.press("書き始める")
    address = writer.path().removesuffix("/draft")
    writer.go(f"{address}/draft")
    clean(writer)
    _take_a_fact(writer)
    _write_an_issue(writer, address)
    office.go(address, status=404)
    _hand_in(writer, desks(CHIEF), address)
    _question_and_return(office, writer, address)
    partner.go(address, status=404)
    _confirm(office, writer, address)
    partner.go(address)
    partner.sees("確認済み", CLEARER)
    clean(partner)


def _take_a_fact(writer: Person) -> None:
    """The draft starts from what happened; one press takes it."""
    found = writer.page.locator(".facts-found").first
    if not found.locator("li").first.is_visible():
        found.locator("summary").first.click()
    fact = found.locator("li", has=writer.page.get_by_role("button", name="採る")).first
    said = fact.locator("p").first.inner_text()
    with writer.page.expect_navigation():
        fact.get_by_role("button", name="採る").first.click()
    assert said in "".join(writer.page.locator(".review-part").all_inner_texts())


def _write_an_issue(writer: Person, address: str) -> None:
    writer.go(f"{address}/draft")
    part = writer.page.locator("#part-0")
    part.locator("summary", has_text="課題を書き足す").click()
    area = writer.page.get_by_label("組織全体の課題")
    area.fill(ISSUE)
    with writer.page.expect_navigation():
        part.locator("form", has=area).get_by_role("button", name="書き足す").click()
    writer.sees(ISSUE)


def _hand_in(writer: Person, chief: Person, address: str) -> None:
    writer.go(address)
    writer.follow("組織内の確認に回す")
    writer.press("確認に回す")
    chief.go(address)
    chief.sees("組織内確認", ISSUE)
    chief.follow("組織内で確認する")
    chief.fill(post_title="センター長")
    chief.press("確認する")
    chief.sees("センター長")
    writer.go(address)
    writer.follow("所管課に提出する")
    clean(writer)
    writer.fill(post_title="")
    writer.press("提出する", status=422)
    writer.fill(post_title="担当係長")
    writer.press("提出する")
    writer.sees("第1版", "担当係長")


def _question_and_return(office: Person, writer: Person, address: str) -> None:
    """Both are about what one line says."""
    office.go("/desk")
    clean(office)
    office.go(address)
    line = office.page.locator("main li", has_text=ISSUE).first
    with office.page.expect_navigation():
        line.get_by_role("link", name="質問").first.click()
    office.sees(ISSUE)
    office.fill(text="何時ごろですか。", post_title="担当")
    office.press("質問する")
    writer.go(address)
    writer.sees("質問中", "何時ごろですか。")
    writer.follow("質問に答える")
    writer.fill(text="9時から正午です。", post_title="担当係長")
    writer.press("質問に答える")
    office.go(address)
    office.follow("差し戻す")
    office.fill(post_title="課長")
    office.press("差し戻す", status=422)
    office.fill(text="時間を本文に書いてください。")
    office.press("差し戻す")


def _confirm(office: Person, writer: Person, address: str) -> None:
    writer.go(address)
    writer.sees("差し戻されています", "時間を本文に書いてください。")
    writer.go(f"{address}/draft")
    row = writer.page.locator("main li", has_text=ISSUE).first
    with writer.page.expect_navigation():
        row.get_by_role("link", name="直す").click()
    writer.fill(text=CLEARER)
    writer.press("保存する")
    writer.go(address)
    writer.follow("所管課に提出する")
    writer.fill(post_title="担当係長")
    writer.press("提出する")
    office.go(address)
    office.sees("第2版", CLEARER)
    office.follow("確認する")
    office.fill(post_title="課長")
    office.press("確認済みにする")
    office.sees("確認済み", "課長")
    clean(office)
