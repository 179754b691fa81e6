"""The main steps without a mouse: everything is reached, and one always sees where one is."""

from collections.abc import Callable

from tests.e2e.conftest import PASSWORD, Person
from tests.e2e.pages import COORDINATOR

MOST = 150  # more stops than any of these pages has
HERE = """() => {
    const here = document.activeElement, style = getComputedStyle(here);
    const box = here.getBoundingClientRect();
    // what stands in a picture is outlined by its own shape: an outline would be cut off
    const shape = here.ownerSVGElement && here.querySelector('.target, .outline');
    const line = shape && getComputedStyle(shape);
    return {
        tag: here.tagName, name: here.getAttribute('name') || '', text: here.innerText || '',
        has_outline: line ? line.stroke !== 'none' && parseFloat(line.strokeWidth) >= 2
            : style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        is_in_sight: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
        number: [...document.querySelectorAll('*')].indexOf(here),
    };
}"""


def step(somebody: Person) -> dict:
    somebody.page.keyboard.press("Tab")
    here = somebody.page.evaluate(HERE)
    if here["tag"] not in ("BODY", "HTML"):  # behind the last stop: the window itself
        assert here["has_outline"], f"no outline: {here}"
        assert here["is_in_sight"], f"out of sight: {here}"
    return here


def reach(somebody: Person, wanted: Callable[[dict], bool]) -> None:
    for _ in range(MOST):
        if wanted(step(somebody)):
            return
    raise AssertionError("not reached by the Tab key")


def enter(somebody: Person) -> None:
    with somebody.page.expect_navigation():
        somebody.page.keyboard.press("Enter")


def test_the_first_stop_leads_past_the_navigation(person):
    visitor = person()
    visitor.go("/menus")
    assert step(visitor)["text"] == "本文へ移動"
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("document.activeElement.id") == "main"
    step(visitor)
    assert visitor.page.evaluate("document.activeElement.closest('main') !== null")


def test_signing_in_searching_and_keeping_a_menu_alive(person):
    editor = person()
    editor.go("/login")
    keyboard = editor.page.keyboard
    reach(editor, lambda here: here["name"] == "email")
    keyboard.type(COORDINATOR)
    reach(editor, lambda here: here["name"] == "password")
    keyboard.type(PASSWORD)
    enter(editor)
    reach(editor, lambda here: here["name"] == "q")
    keyboard.type("フリースペース")
    enter(editor)
    reach(editor, lambda here: here["text"] == "フリースペースと情報コーナー")
    enter(editor)
    reach(editor, lambda here: here["text"].startswith("変更なし"))
    enter(editor)
    editor.sees("フリースペースと情報コーナー")
    assert "見直し月（10月）を過ぎています。" not in editor.page.locator("main").inner_text()


def test_nothing_holds_the_focus(people):
    editor = people(COORDINATOR)
    for path in ("/", "/menus", "/menus/new", "/actions/board", "/search?q=助成",
                 "/pictures/ideas", "/pictures/timeline"):  # fmt: skip
        editor.go(path)
        first, before = step(editor)["number"], None
        for _ in range(400):
            here = step(editor)
            assert here["number"] != before, f"{path}: held at {here}"
            before = here["number"]
            if before == first or here["tag"] in ("BODY", "HTML"):
                break
        else:
            raise AssertionError(f"{path} has no end")
