"""What comes out of the printer: A4, without navigation, marked as a sample."""

import re

import pytest

from tests.e2e.conftest import Person
from tests.e2e.pages import COORDINATOR

A4 = (595, 842)  # points
GONE = [
    ".site-header", ".site-footer", ".breadcrumb", ".skip", "main .actions", "main .button",
]  # fmt: skip


def sizes(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height of each page."""
    given = re.findall(rb"/MediaBox \[([^\]]*)\]", pdf)
    assert len(given) == len(re.findall(rb"/Type /Page\b", pdf))
    boxes = [[float(number) for number in box.split()] for box in given]
    return [(round(box[2] - box[0]), round(box[3] - box[1])) for box in boxes]


def on_paper(somebody: Person, path: str) -> list[tuple[int, int]]:
    page = somebody.page
    somebody.go(path)
    page.emulate_media(media="print")
    try:
        for gone in GONE:
            for element in page.locator(gone).all():
                assert not element.is_visible(), f"{gone} is printed"
        assert page.locator(".sample-strip", has_text="見本").is_visible()
        assert page.locator("h1").is_visible()
        return sizes(page.pdf(prefer_css_page_size=True))
    finally:
        page.emulate_media(media="screen")


def test_confirmed_minutes_are_printed_for_the_files(people, server):
    meeting = server.ask("SELECT id FROM meetings WHERE held_on = '2026-09-16'")
    coordinator = people(COORDINATOR)
    pages = on_paper(coordinator, f"/meetings/{meeting}/minutes")
    assert set(pages) == {A4}
    assert 1 <= len(pages) <= 4
    coordinator.page.emulate_media(media="print")
    assert coordinator.page.locator(".signs").is_visible(), "who read it puts a seal here"
    coordinator.page.emulate_media(media="screen")


@pytest.mark.parametrize(
    "title", ["印刷室・大判印刷機", "やさしい日本語チラシ点検", "貸室・ホール"]
)
def test_menu_fits_one_page_for_the_counter(people, server, title):
    menu = server.ask("SELECT id FROM menus WHERE title = ?", title)
    assert on_paper(people(None), f"/menus/{menu}") == [A4]


def test_a_report_is_printed(people):
    assert set(on_paper(people(None), "/reports/public?organization=1")) == {A4}


def test_list_of_actions_is_printed(people):
    assert set(on_paper(people(COORDINATOR), "/actions")) == {A4}


@pytest.mark.parametrize(("paper", "size"), [("a4", (842, 595)), ("a3", (1191, 842))])
def test_timeline_lies_across_the_paper_that_was_chosen(people, paper, size):
    coordinator = people(COORDINATOR)
    pages = on_paper(coordinator, f"/pictures/timeline?months=12&paper={paper}")
    assert set(pages) == {size}
    coordinator.page.emulate_media(media="print")
    assert coordinator.page.locator(".timeline").is_visible()
    coordinator.page.emulate_media(media="screen")
