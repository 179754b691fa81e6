"""The main job from start to end, as the people of the network do it."""

import re
import time
from pathlib import Path

import pytest

from tests.e2e.conftest import Person
from tests.e2e.pages import CENTER, COORDINATOR, DEPARTMENT, PARTNER

SERIES = "中間支援ネットワーク連絡会議"
ITEM = "外国につながる子どもの学習支援"
DECISION = "学習支援の教室の一覧を、多言語で作る"
ACTION = "学習支援の教室に、空きと対象学年をたずねる"
RESULT = "教室12か所から返事を集めた"


@pytest.fixture(scope="module")
def told() -> dict[str, str]:
    """What one part of the story leaves to the next: addresses."""
    return {}


def search(somebody: Person, words: str) -> None:
    somebody.page.locator(".site-header [name=q]").fill(words)
    somebody.press("検索", within=".site-header")


def address(somebody: Person) -> str:
    return somebody.path().partition("?")[0]


def test_a_partner_finds_a_menu_for_a_citizen_who_waits(people):
    partner = people(PARTNER)
    search(partner, "大判 印刷")
    partner.follow("印刷室・大判印刷機")
    partner.sees("印刷室・大判印刷機", "市民活動センター", "問い合わせ", "申込み")
    partner.page.evaluate("window.print = () => { window.printed = true }")
    partner.page.get_by_role("button", name="A4で印刷する").click()
    assert partner.page.evaluate("window.printed")


def test_a_partner_narrows_the_list_takes_it_along_and_compares(people):
    partner, page = people(PARTNER), people(PARTNER).page
    partner.go("/menus")
    all_of_them = _count(partner)
    page.get_by_label("会議室・活動場所", exact=False).first.check()
    partner.press("この条件で絞り込む")
    assert 1 < _count(partner) < all_of_them
    assert "type=" in partner.path()
    for link, begins in (("Excel（XLSX）", b"PK"), ("CSV（UTF-8）", b"\xef\xbb\xbf")):
        with page.expect_download() as coming:
            page.get_by_role("link", name=link).click()
        content = Path(coming.value.path()).read_bytes()
        assert content.startswith(begins)
    assert "会議室の利用（2室・連結可）" in content.decode("utf-8-sig")
    titles = page.locator("main .result .title").all_inner_texts()[:2]
    for title in titles:
        page.locator("main .result", has_text=title).first.get_by_role("checkbox").check()
    partner.press("選んだものをくらべる")
    partner.sees("費用", "申込みの方法", *titles)


def _count(somebody: Person) -> int:
    found = re.search(r"(\d+)件", somebody.page.locator(".list-tools").inner_text())
    assert found is not None
    return int(found[1])


def test_a_coordinator_calls_a_meeting_and_records_it(people, told):
    coordinator = people(COORDINATOR)
    coordinator.go("/meetings")
    coordinator.follow(f"{SERIES}の会議を登録する")
    coordinator.fill(held_on="R8.11.20", starts_at="14時", ends_at="16:00", place="会議室2")
    coordinator.press("保存する")
    told["meeting"] = address(coordinator)
    coordinator.follow("出欠を書く")
    for row in coordinator.page.locator("main tbody tr").all():
        answer = "欠席" if "公園緑地協会" in row.inner_text() else "出席"
        row.locator("select").select_option(label=answer)
    coordinator.press("保存する")
    coordinator.follow("議題を足す")
    coordinator.choose(kind="協議", presenter_id="国際交流協会")
    coordinator.fill(title=ITEM, planned_minutes="30", summary="教室を**どこで**探せるかを話す。")
    coordinator.press("保存する")
    coordinator.follow("決定事項を足す")
    coordinator.fill(text=DECISION)
    coordinator.choose(agenda_item_id=ITEM)
    coordinator.press("保存する")
    coordinator.sees("令和8年（2026年）11月20日（金）", ITEM, DECISION, "30分", "欠席 1")


def test_the_coordinator_writes_the_minutes_and_sends_them_round(people, told):
    coordinator = people(COORDINATOR)
    coordinator.go(told["meeting"])
    coordinator.follow("議事録を書く")
    body = coordinator.page.locator("main [name=body]")
    text = body.input_value()
    assert ITEM in text, "the template begins with what is known"
    assert DECISION in text
    body.fill(text.replace("結論: ", "結論: 一覧を**多言語で**作る。"))
    coordinator.press("仕上がりを見る")
    shown = coordinator.page.locator("#preview")
    assert shown.locator("strong", has_text="多言語で").count() == 1
    coordinator.press("保存する")
    coordinator.fill(review_until="2026-12-04")
    coordinator.press("確認に回す")
    coordinator.sees("確認中")
    told["minutes"] = address(coordinator)


def test_a_partner_has_no_objection_and_the_coordinator_confirms(people, told):
    partner, coordinator = people(PARTNER), people(COORDINATOR)
    partner.go("/")
    waiting = partner.page.locator(f"main a[href='{told['minutes']}']")
    with partner.page.expect_navigation():
        waiting.last.click()
    partner.page.get_by_label("異議なし").check()
    partner.press("答えを送る")
    coordinator.go(told["minutes"])
    coordinator.sees("国際交流協会", "異議なし")
    coordinator.follow("確定する")
    coordinator.sees("結果を書いていない議題")
    coordinator.follow("結果を書く")
    for select in coordinator.page.locator("main select[name^=outcome_]").all():
        select.select_option(label="決定")
    coordinator.press("保存する")
    coordinator.go(told["minutes"])
    coordinator.follow("確定する")
    coordinator.press("確定する")
    coordinator.sees("確定")
    coordinator.go(told["meeting"])
    assert coordinator.page.get_by_role("link", name="議題を足す").count() == 0, "it is locked"


def test_the_coordinator_gives_an_action_to_another_organization(people, told):
    coordinator = people(COORDINATOR)
    coordinator.go(told["meeting"])
    coordinator.follow("宿題を登録する")
    coordinator.choose(agenda_item_id=ITEM, lead_id="多摩SDC")
    coordinator.fill(title=ACTION, due_on="R8.12.4")
    coordinator.press("登録する")
    coordinator.sees(ACTION, "多摩SDC", "未着手", ITEM)
    told["action"] = address(coordinator)


def test_the_lead_works_on_it_and_completes_it_only_with_a_result(people, told):
    lead, page = people(CENTER), people(CENTER).page
    lead.go("/")
    lead.follow(ACTION)
    lead.press("進行中にする")
    lead.fill(text="半分の教室に電話した。")
    lead.press("書き加える")
    lead.sees("進行中", "半分の教室に電話した。")
    page.get_by_text("完了にする…").click()
    lead.press("完了にする", within="#complete", status=422)
    summary = page.locator(".notice--stop")
    assert summary.evaluate("element => element === document.activeElement")
    summary.get_by_role("link").click()
    assert page.evaluate("document.activeElement.name") == "result"
    lead.fill(result=RESULT)
    lead.press("完了にする", within="#complete")
    lead.sees("完了", RESULT)


def test_the_department_sees_how_far_things_are_and_comments(people):
    department = people(DEPARTMENT)
    department.go("/desk")
    table = department.page.locator("table", has_text="期限超過")
    row = table.locator("tr", has_text="市民活動センター")
    late = row.locator("td[data-label=期限超過]").get_by_role("link").inner_text()
    assert int(late.split()[0]) > 0
    overdue = department.page.locator("section", has_text="期限を過ぎた宿題").last
    with department.page.expect_navigation():
        overdue.locator(".title").get_by_role("link").first.click()
    department.sees("日超過")
    department.fill(text="次の会議で、進み方を聞かせてください。")
    department.press("書き加える")
    department.sees("次の会議で、進み方を聞かせてください。", "市民活動推進課")
    assert department.page.locator("#moves").count() == 0, "it comments, it does not decide"


def test_all_of_it_is_found_by_one_search(people, told, server):
    department = people(DEPARTMENT)
    deadline = time.monotonic() + 20
    while True:
        search(department, "学習支援 教室")
        found = department.page.locator("main").inner_text()
        if all(text in found for text in (DECISION, ACTION)) or time.monotonic() > deadline:
            break
        time.sleep(0.5)  # the worker writes the index a moment after the page was answered
    department.sees(DECISION, ACTION)
    links = department.page.locator("main a").evaluate_all(
        "links => links.map((link) => new URL(link.href).pathname)"
    )
    assert told["meeting"] in links
    assert told["action"] in links


def test_index_and_database_are_equal_after_it(server):
    checked = server.command("search", "check")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_main_steps_work_without_javascript_on_a_telephone(person):
    editor = person(COORDINATOR, width=360, javascript=False)
    search(editor, "会議室 2室")
    editor.follow("会議室の利用（2室・連結可）")
    editor.sees("見直し月（10月）を過ぎています。")
    editor.press("変更なし")
    assert "見直し月（10月）を過ぎています。" not in editor.page.locator("main").inner_text()
    editor.go("/actions")
    editor.follow("見直し月の前に担当へ知らせる手順を決める")
    editor.press("進行中にする")
    editor.sees("進行中")
    wide = editor.page.locator("html").bounding_box()
    assert wide is not None
    assert wide["width"] <= 360
