"""Search at a counter: what the box offers by keyboard, and what the page says it searched for."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import Person, findings
from tests.e2e.pages import PARTNER


def total(somebody: Person) -> int:
    """How many places the page says it found; 0 where it says nothing of it."""
    found = re.search(r"(\d+)件\s*のうち", somebody.page.locator("main").inner_text())
    return int(found[1]) if found else 0


def heading(somebody: Person) -> str:
    return somebody.page.locator("h1").inner_text().replace("\n", "")


def test_suggestions_are_a_combobox_for_the_keyboard(person):
    partner = person(PARTNER)
    partner.go("/menus")
    page, keyboard = partner.page, partner.page.keyboard
    box = page.locator(".site-header").get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.focus()
    keyboard.type("かいぎ")
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    assert box.get_attribute("aria-controls") == page.get_by_role("listbox").get_attribute("id")
    assert findings(partner) == [], "with the list open"

    keyboard.press("ArrowDown")
    chosen = options.first
    expect(chosen).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    expect(box).to_be_focused()
    expect(box).to_have_value("かいぎ")
    keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None, "back at what was typed"
    keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("かいぎ")

    keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()
    keyboard.press("ArrowDown")
    text = options.first.locator("span").first.inner_text()
    with page.expect_navigation():
        keyboard.press("Enter")
    assert heading(partner) == f"「{text}」の検索結果"
    assert partner.said == []


def test_the_box_is_a_plain_form_without_javascript(person):
    visitor = person(width=360, javascript=False)
    visitor.go("/menus")
    box = visitor.page.locator(".site-header [name=q]")
    assert box.get_attribute("role") is None
    box.fill("かいぎしつ")
    with visitor.page.expect_navigation():
        box.press("Enter")
    visitor.sees("読みで探しました。", "会議室の利用（2室・連結可）")


def test_what_was_meant_is_one_press_away(person):
    partner = person(PARTNER, javascript=False)
    partner.go("/search?q=助政金")
    partner.sees("もしかして", "「助政金」に合うものはありませんでした。")
    partner.follow("助成金")
    assert heading(partner) == "「助成金」の検索結果"
    assert "もしかして" not in partner.page.locator("main").inner_text()
    partner.sees("国際交流・多文化共生 補助金")


def test_other_words_are_said_and_can_be_turned_off(person):
    partner = person(PARTNER, javascript=False)
    partner.go("/search?q=助成金")
    partner.sees("「補助金」", "も含めて検索しました。")
    with_others = total(partner)
    partner.follow("入れた言葉だけで検索する")
    partner.sees("入れた言葉だけで検索しました。")
    assert total(partner) < with_others
    partner.follow("言いかえも含めて検索する")
    assert total(partner) == with_others
