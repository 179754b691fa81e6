"""Where each page template of the hub is seen, by whom, and how to get there."""

import hashlib
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import NamedTuple

from tests.e2e.conftest import NEW_PASSWORD, NEWCOMER, PASSWORD, WIDTHS, Person, Server

COORDINATOR = "jimukyoku@example.jp"
PARTNER = "kokusai@example.jp"
CENTER = "tama@example.jp"
DEPARTMENT = "shokan@example.jp"
ADMIN = "admin@example.jp"
CHIEF = "kanri@example.jp"


class Sight(NamedTuple):
    """A page as somebody sees it: an address, and what is done there before looking."""

    template: str
    who: str | None
    path: str
    then: Callable[[Person], None] | None = None
    status: int = 200
    about: str = ""  # what sets it apart from another sight of the same template


def _behind(**typed: str) -> Callable[[Person], None]:
    """Send the form as of the first version, as if it had been open for long."""

    def send(somebody: Person) -> None:
        somebody.fill(**typed)
        somebody.page.locator("main [name=version]").first.evaluate("field => field.value = '0'")
        somebody.press("保存する", status=409)

    return send


def _empty_form(button: str) -> Callable[[Person], None]:
    return lambda somebody: somebody.press(button, status=422)


def _late(button: str) -> Callable[[Person], None]:
    """A step of a review that somebody took first."""

    def send(somebody: Person) -> None:
        somebody.fill(text="件数を書いてください。", post_title="課長")
        somebody.page.locator("main [name=version]").first.evaluate("field => field.value = '0'")
        somebody.press(button, status=409)

    return send


def _begin_review(somebody: Person) -> None:
    _begin_draft(somebody)
    somebody.go(somebody.path().removesuffix("/draft"))


def _begin_draft(somebody: Person) -> None:
    somebody.press("書き始める")


def _in_draft(path: str, then: Callable[[Person], None] | None = None) -> Callable[[Person], None]:
    """A page of the draft that was begun."""

    def go(somebody: Person) -> None:
        _begin_draft(somebody)
        somebody.go(somebody.path().removesuffix("/draft") + path)
        if then is not None:
            then(somebody)

    return go


def _write_issue(somebody: Person) -> None:
    """A 課題 of the organization, and its page."""
    somebody.fill(text="若い世代に届いていない。")
    somebody.page.get_by_label("課題").check()
    somebody.press("振り返りに入れる")
    somebody.page.get_by_role("link", name="直す…").last.click()


def _issue_changed(somebody: Person) -> None:
    _write_issue(somebody)
    somebody.page.locator("main [name=seen]").first.evaluate("field => field.value = ''")
    somebody.press("保存する", status=409)


def _issue_proposed(somebody: Person) -> None:
    _write_issue(somebody)
    somebody.go(f"{somebody.path()}/propose")


def _taken_out(somebody: Person) -> None:
    """Another editor takes a line out whose form is open."""
    _write_issue(somebody)
    somebody.page.evaluate(
        """async () => fetch(location.pathname + "/remove", {
            method: "POST", body: new FormData(document.querySelector("main form"))})"""
    )
    somebody.press("保存する", status=409)


def _look_at_the_whole(somebody: Person) -> None:
    _begin_review(somebody)
    somebody.go(f"{somebody.path()}/submit")


def _send_signed_out(somebody: Person) -> None:
    somebody.fill(title="書きかけの宿題事項")
    somebody.context.clear_cookies()
    somebody.press("登録する", status=401)


def _expired(somebody: Person) -> None:
    cookies = somebody.context.cookies()
    _send_signed_out(somebody)
    somebody.context.clear_cookies()
    somebody.context.add_cookies(cookies)  # for the pages that follow


def _expired_and_back(somebody: Person) -> None:
    _send_signed_out(somebody)
    somebody.fill(email=PARTNER, password=PASSWORD)
    somebody.press("ログイン", status=409)


def _asks_for_reset(somebody: Person) -> None:
    somebody.fill(email="nobody@example.jp")
    somebody.press("リンクを送る")


def _replies(somebody: Person) -> None:
    somebody.fill(text="案を二つ作った。")
    somebody.press("知らせる")


def _unfolded(somebody: Person) -> None:
    somebody.page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")


def _preview(somebody: Person) -> None:
    somebody.press("仕上がりを見る")


def _other_text(somebody: Person) -> None:
    """Another text than the one that was saved, with nothing in common."""
    somebody.page.locator("[name=base]").first.evaluate("field => field.value = '999999'")
    _behind(body="会議名: 別の会議\n\n書き直した文")(somebody)


def _sends_sheet(status: int, *rows: str) -> Callable[[Person], None]:
    """A sheet of figures as CSV, and what the hub says of it."""
    text = "\n".join(("事業,指標,単位,期間,目標,実績", *rows))

    def send(somebody: Person) -> None:
        file = {"name": "数値.csv", "mimeType": "text/csv", "buffer": text.encode()}
        somebody.page.locator("main [name=file]").set_input_files(file)  # type: ignore[arg-type]
        somebody.press("何が変わるかを見る", status=status)

    return send


SIGHTS = [
    # accounts
    Sight("accounts/login.html", None, "/login"),
    Sight("accounts/login.html", None, "/login", _empty_form("ログイン"), 422, "refused"),
    Sight("accounts/login.html", PARTNER, "/actions/new", _expired, 401, "expired"),
    Sight("accounts/continue.html", PARTNER, "/actions/new", _expired_and_back, 409),
    Sight("accounts/request_reset.html", None, "/password-reset"),
    Sight("accounts/reset_requested.html", None, "/password-reset", _asks_for_reset),
    Sight("accounts/reset.html", None, "{reset}"),
    Sight("accounts/welcome.html", None, "{welcome}"),
    Sight("accounts/accept.html", None, "{accept}"),
    Sight("accounts/accept.html", DEPARTMENT, "{accept}", about="theirs"),
    Sight("accounts/dead_link.html", None, "/links/gone", status=404),
    Sight("accounts/show.html", COORDINATOR, "/account"),
    Sight("accounts/name.html", COORDINATOR, "/account/name"),
    Sight("accounts/password.html", COORDINATOR, "/account/password"),
    Sight("accounts/people.html", ADMIN, "/admin/people"),
    Sight("accounts/person.html", ADMIN, "/admin/people/2"),
    Sight("accounts/members.html", ADMIN, "/organizations/1/members"),
    Sight(
        "accounts/members.html", ADMIN, "/organizations/1/members",
        _empty_form("招待を送る"), 422, "refused",
    ),
    Sight("accounts/membership.html", ADMIN, "/organizations/1/members/1"),
    # actions
    Sight("actions/index.html", COORDINATOR, "/actions"),
    Sight("actions/index.html", PARTNER, "/actions?state=dropped&q=ない言葉", about="empty"),
    Sight("actions/board.html", COORDINATOR, "/actions/board"),
    Sight("actions/show.html", COORDINATOR, "/actions/{action}", _unfolded),
    Sight("actions/show.html", DEPARTMENT, "/actions/{action}", about="department"),
    Sight("actions/waits.html", COORDINATOR, "/actions/{action}/waits"),
    Sight("actions/form.html", COORDINATOR, "/actions/new?meeting={meeting}"),
    Sight("actions/form.html", COORDINATOR, "/actions/{action}/edit", about="edit"),
    Sight("actions/form.html", PARTNER, "/actions/new", _empty_form("登録する"), 422, "refused"),
    Sight("actions/conflict.html", COORDINATOR, "/actions/{action}/edit",
          _behind(title="見直し月の前に知らせる手順を、二つ決める"), 409),
    # agenda
    Sight("agenda/propose.html", PARTNER, "/agenda/series/{series}/propose"),
    Sight("agenda/propose.html", PARTNER, "/agenda/series/{series}/propose",
          _empty_form("提案する"), 422, "refused"),
    Sight("agenda/own.html", PARTNER, "/agenda/series/{series}"),
    Sight("agenda/own.html", "etsuran@example.jp", "/agenda/series/{series}", about="empty"),
    Sight("agenda/proposal.html", PARTNER, "/agenda/proposals/1"),
    Sight("agenda/change.html", COORDINATOR, "/agenda/meetings/{coming}/menus:stale/change"),
    Sight("agenda/decline.html", COORDINATOR, "/agenda/meetings/{coming}/menus:stale/decline",
          _empty_form("見送る"), 422),
    # attachments
    Sight("attachments/manage.html", COORDINATOR, "/attachments/meeting/{coming}"),
    # calendars
    Sight("calendars/show.html", PARTNER, "/calendar"),
    # chains
    Sight("chains/index.html", COORDINATOR, "/chains"),
    Sight("chains/index.html", PARTNER, "/chains?step=result&year=2020", about="empty"),
    Sight("chains/show.html", COORDINATOR, "/chains/idea/1"),
    # desk
    Sight("desk/index.html", DEPARTMENT, "/desk"),
    Sight("desk/index.html", COORDINATOR, "/desk", about="network"),
    # errors
    Sight("error.html", None, "/menus/999999", status=404, about="404"),
    Sight("error.html", DEPARTMENT, "/actions/{action}/edit", status=403, about="403"),
    # finding
    Sight("finding/start.html", None, "/search"),
    Sight("finding/search.html", PARTNER, "/search?q=助成"),
    Sight("finding/search.html", None, "/search?q=ホログラム", about="empty"),
    Sight("finding/search.html", PARTNER, "/search?q=助政金", about="meant"),
    Sight("finding/saved.html", PARTNER, "/search/saved"),
    Sight("finding/saved_one.html", PARTNER, "/search/saved/1"),
    Sight("finding/words.html", COORDINATOR, "/search/words"),
    Sight("finding/words_edit.html", COORDINATOR, "/search/words/grant"),
    Sight("finding/vain.html", DEPARTMENT, "/search/vain", _unfolded),
    Sight("finding/vain.html", COORDINATOR, "/search/vain?theme=f04", about="empty"),
    Sight("finding/upkeep.html", COORDINATOR, "/search/index"),
    # following
    Sight("following/activity.html", COORDINATOR, "/activity"),
    Sight("following/activity.html", DEPARTMENT, "/activity?of=followed", about="empty"),
    Sight("following/index.html", PARTNER, "/following"),
    Sight("following/index.html", DEPARTMENT, "/following", about="empty"),
    # home
    Sight("home/visitor.html", None, "/"),
    Sight("home/visitor.html", ADMIN, "/", about="administrator"),
    Sight("home/desk.html", COORDINATOR, "/"),
    Sight("home/desk.html", DEPARTMENT, "/", about="department"),
    Sight("home/desk.html", "etsuran@example.jp", "/", about="viewer"),
    Sight("home/help.html", None, "/help"),
    Sight("home/accessibility.html", None, "/accessibility"),
    Sight("home/privacy.html", None, "/privacy"),
    # ideas
    Sight("ideas/index.html", COORDINATOR, "/ideas"),
    Sight("ideas/index.html", PARTNER, "/ideas?stage=dropped&year=2020", about="empty"),
    Sight("ideas/show.html", COORDINATOR, "/ideas/{idea}", _unfolded),
    Sight("ideas/show.html", PARTNER, "/ideas/3", about="may join"),
    Sight("ideas/form.html", PARTNER, "/ideas/new"),
    Sight("ideas/form.html", PARTNER, "/ideas/new", _empty_form("出す"), 422, "refused"),
    Sight("ideas/conflict.html", COORDINATOR, "/ideas/{idea}/edit",
          _behind(title="相談カーで、三区をつなぐ"), 409),
    Sight("ideas/links.html", COORDINATOR, "/ideas/{idea}/links"),
    # pictures
    Sight("pictures/survival.html", COORDINATOR, "/pictures/ideas?by=organization"),
    Sight("pictures/survival.html", PARTNER, "/pictures/ideas?year=2001", about="empty"),
    Sight("pictures/ideas.html", COORDINATOR, "/pictures/ideas/list?step=open"),
    Sight("pictures/timeline.html", COORDINATOR, "/pictures/timeline?months=12"),
    Sight("pictures/timeline.html", PARTNER, "/pictures/timeline?from=2001-01", about="empty"),
    Sight("pictures/months.html", COORDINATOR, "/pictures/months?by=theme", _unfolded),
    Sight("pictures/months.html", PARTNER, "/pictures/months?year=2001", about="empty"),
    Sight("pictures/together.html", COORDINATOR, "/pictures/together?of=all"),
    Sight("pictures/shared.html", COORDINATOR, "/pictures/together/list?a=1&b=2"),
    Sight("pictures/shared.html", PARTNER, "/pictures/together/list", about="empty"),
    Sight("coverage/index.html", DEPARTMENT, "/pictures/coverage", _unfolded),
    Sight("pictures/moved.html", COORDINATOR, "/pictures/months/list"),
    # inbox
    Sight("inbox/index.html", COORDINATOR, "/inbox"),
    Sight("inbox/index.html", CHIEF, "/inbox", about="empty"),
    Sight("inbox/mails.html", PARTNER, "/account/mails"),
    Sight("inbox/reply.html", None, "/reply/open"),
    Sight("inbox/reply.html", None, "/reply/open", _empty_form("知らせる"), 422, "refused"),
    Sight("accounts/login.html", None, "/reply/once-{width}", _replies, about="replied"),
    Sight("inbox/dead_link.html", None, "/reply/gone", status=404),
    # meetings
    Sight("meetings/index.html", COORDINATOR, "/meetings"),
    Sight("meetings/series.html", COORDINATOR, "/meetings/series/{series}"),
    Sight("meetings/series_form.html", COORDINATOR, "/meetings/series/new"),
    Sight("meetings/members.html", COORDINATOR, "/meetings/series/{series}/members"),
    Sight("meetings/member_form.html", COORDINATOR, "/meetings/series/{series}/members/2/edit"),
    Sight("meetings/form.html", COORDINATOR, "/meetings/new?series={series}"),
    Sight("meetings/form.html", COORDINATOR, "/meetings/new?series={series}",
          _empty_form("保存する"), 422, "refused"),
    Sight("meetings/show.html", COORDINATOR, "/meetings/{coming}"),
    Sight("meetings/show.html", PARTNER, "/meetings/{meeting}", about="held"),
    Sight("meetings/invitation.html", COORDINATOR, "/meetings/{coming}/invitation"),
    Sight("meetings/compiled.html", PARTNER, "/meetings/series/{series}/compiled"),
    Sight("meetings/attendance.html", COORDINATOR, "/meetings/{coming}/attendance"),
    Sight("meetings/agenda_form.html", COORDINATOR, "/meetings/{coming}/agenda/new"),
    Sight("meetings/outcomes.html", COORDINATOR, "/meetings/{coming}/outcomes"),
    Sight("meetings/decision_form.html", COORDINATOR, "/meetings/{coming}/decisions/new"),
    Sight("meetings/cancel.html", COORDINATOR, "/meetings/{coming}/cancel"),
    Sight("meetings/conflict.html", COORDINATOR, "/meetings/{coming}/edit",
          _behind(place="別の会議室"), 409),
    Sight("meetings/minutes_edit.html", COORDINATOR, "/meetings/{coming}/minutes/edit"),
    Sight("meetings/minutes_edit.html", COORDINATOR, "/meetings/{coming}/minutes/edit",
          _preview, about="preview"),
    Sight("meetings/minutes_conflict.html", COORDINATOR, "/meetings/{reviewed}/minutes/edit",
          _other_text, 409),
    Sight("meetings/minutes.html", COORDINATOR, "/meetings/{meeting}/minutes"),
    Sight("meetings/minutes.html", COORDINATOR, "/meetings/{reviewed}/minutes", about="review"),
    Sight("meetings/minutes.html", PARTNER, "/meetings/{reviewed}/minutes", about="asked"),
    Sight("meetings/minutes_confirm.html", COORDINATOR, "/meetings/{reviewed}/minutes/confirm"),
    Sight("meetings/minutes_correct.html", COORDINATOR, "/meetings/{meeting}/minutes/correct"),
    Sight("meetings/minutes_history.html", COORDINATOR, "/meetings/{meeting}/minutes/history"),
    # inquiries
    Sight("inquiries/index.html", DEPARTMENT, "/inquiries"),
    Sight("inquiries/index.html", CENTER, "/inquiries?state=closed", about="empty"),
    Sight("inquiries/show.html", DEPARTMENT, "/inquiries/1"),
    Sight("inquiries/show.html", COORDINATOR, "/inquiries/1", _empty_form("送る"), 422, "refused"),
    Sight("inquiries/form.html", DEPARTMENT, "/inquiries/new?about=menu:1"),
    Sight("inquiries/form.html", CENTER, "/inquiries/new",
          _empty_form("問い合わせる"), 422, "refused"),
    # menus
    Sight("menus/index.html", None, "/menus"),
    Sight("menus/index.html", COORDINATOR, "/menus?ward=all&type=space&cost=x", about="narrowed"),
    Sight("menus/index.html", None, "/menus?q=ホログラム", about="empty"),
    Sight("menus/mine.html", COORDINATOR, "/menus/mine"),
    Sight("menus/show.html", None, "/menus/{menu}"),
    Sight("menus/show.html", COORDINATOR, "/menus/1", about="stale, own"),
    Sight("menus/compare.html", None, "/menus/compare?id=1&id=22&id=33&id=4"),
    Sight("menus/form.html", PARTNER, "/menus/new"),
    Sight("menus/form.html", PARTNER, "/menus/new", _empty_form("公開する"), 422, "refused"),
    Sight("menus/conflict.html", PARTNER, "/menus/{menu}/edit",
          _behind(summary="別の人が直した説明です。"), 409),
    Sight("menus/history.html", PARTNER, "/menus/{menu}/history"),
    Sight("menus/withdraw.html", PARTNER, "/menus/{menu}/withdraw"),
    # notifications
    Sight("notifications/mails.html", COORDINATOR, "/mails"),
    Sight("notifications/failed.html", ADMIN, "/mails/failed"),
    # organizations
    Sight("organizations/index.html", None, "/organizations"),
    Sight("organizations/show.html", None, "/organizations/1"),
    Sight("organizations/show.html", PARTNER, "/organizations/12", about="center"),
    Sight("organizations/edit.html", NEWCOMER, "/organizations/8/edit"),
    Sight("organizations/strengths.html", NEWCOMER, "/organizations/8/strengths"),
    Sight("organizations/conflict.html", NEWCOMER, "/organizations/8/edit",
          _behind(summary="別の人が直した説明です。"), 409),
    Sight("organizations/visits.html", PARTNER, "/organizations/9/visits"),
    Sight("organizations/visit.html", PARTNER, "/visits/1"),
    Sight("organizations/visit_form.html", COORDINATOR, "/organizations/9/visits/new"),
    Sight("organizations/reorganization.html", COORDINATOR, "/organizations/14/reorganization"),
    Sight("organizations/wards.html", None, "/wards"),
    Sight("organizations/ward.html", None, "/wards/nakahara"),
    # reports
    Sight("reports/index.html", PARTNER, "/reports"),
    Sight("reports/index.html", DEPARTMENT, "/reports", about="empty"),
    Sight("reports/show.html", PARTNER, "/reports/1"),
    Sight("reports/print.html", PARTNER, "/reports/1/print"),
    Sight("reports/public.html", None, "/reports/public"),
    Sight("reports/public.html", None, "/reports/public?organization=8&term=2022", about="one"),
    # programmes
    Sight("programmes/index.html", COORDINATOR, "/programmes"),
    Sight("programmes/index.html", None, "/programmes?state=ended", about="empty"),
    Sight("programmes/show.html", None, "/programmes/1"),
    Sight("programmes/show.html", COORDINATOR, "/programmes/4", about="editor"),
    Sight("programmes/indicator.html", PARTNER, "/programmes/1/indicators/1?year=2025"),
    Sight("programmes/form.html", COORDINATOR, "/organizations/1/programmes/new"),
    Sight("programmes/form.html", COORDINATOR, "/organizations/1/programmes/new",
          _empty_form("登録する"), 422, "refused"),
    Sight("programmes/conflict.html", COORDINATOR, "/programmes/1/edit",
          _behind(summary="別の人が直した説明です。"), 409),
    Sight("programmes/indicator_form.html", COORDINATOR, "/programmes/1/indicators/new"),
    Sight("programmes/remove_indicator.html", COORDINATOR, "/programmes/1/indicators/1/remove"),
    Sight("programmes/figures_form.html", COORDINATOR,
          "/programmes/1/indicators/1/figures?year=2026"),
    Sight("programmes/sheet.html", COORDINATOR, "/organizations/1/programmes/sheet"),
    Sight("programmes/sheet_check.html", COORDINATOR, "/organizations/1/programmes/sheet",
          _sends_sheet(200, "相談,相談件数,件,2026年11月,,88")),
    Sight("programmes/sheet_check.html", COORDINATOR, "/organizations/1/programmes/sheet",
          _sends_sheet(422, "相談,ない指標,件,いつか,,88", "相談,相談件数,人,2026年4月,三,"),
          422, "refused"),
    # records
    Sight("records/index.html", ADMIN, "/records"),
    # reviews
    Sight("reviews/index.html", DEPARTMENT, "/reviews"),
    Sight("reviews/index.html", PARTNER, "/reviews?term=2025&state=confirmed", about="narrowed"),
    Sight("reviews/index.html", COORDINATOR, "/reviews?term=2024", about="empty"),
    Sight("reviews/begin.html", COORDINATOR, "/reviews/new"),
    Sight("reviews/show.html", DEPARTMENT, "/reviews/8"),
    Sight("reviews/show.html", PARTNER, "/reviews/9", about="asked"),
    Sight("reviews/show.html", CENTER, "/reviews/11", about="shared"),
    Sight("reviews/show.html", COORDINATOR, "/reviews/new?term=2024", _begin_review, about="draft"),
    Sight("reviews/draft.html", COORDINATOR, "/reviews/new?term=2026", _in_draft("/draft")),
    Sight("reviews/draft.html", COORDINATOR, "/reviews/new?term=2026",
          _in_draft("/draft", _unfolded), about="unfolded"),
    Sight("reviews/issue.html", COORDINATOR, "/reviews/new?term=2026", _in_draft("/issues/2")),
    Sight("reviews/line.html", COORDINATOR, "/reviews/new?term=2026", _in_draft("/lines/new")),
    Sight("reviews/line.html", COORDINATOR, "/reviews/new?term=2026",
          _in_draft("/lines/new", _empty_form("振り返りに入れる")), 422, "refused"),
    Sight("reviews/line_conflict.html", COORDINATOR, "/reviews/new?term=2026",
          _in_draft("/lines/new", _issue_changed), 409),
    Sight("reviews/line_lost.html", COORDINATOR, "/reviews/new?term=2026",
          _in_draft("/lines/new", _taken_out), 409),
    Sight("reviews/propose.html", COORDINATOR, "/reviews/new?term=2026",
          _in_draft("/lines/new", _issue_proposed)),
    Sight("reviews/step.html", COORDINATOR, "/reviews/new?term=2024", _look_at_the_whole),
    Sight("reviews/step.html", DEPARTMENT, "/reviews/8/return",
          _empty_form("差し戻す"), 422, "refused"),
    Sight("reviews/step.html", DEPARTMENT, "/reviews/8/return", _late("差し戻す"), 409, "late"),
    Sight("reviews/say.html", DEPARTMENT, "/reviews/8/ask"),
    Sight("reviews/say.html", DEPARTMENT, "/reviews/8/ask", _late("質問する"), 409, "late"),
    Sight("reviews/version.html", PARTNER, "/reviews/1/versions/1"),
    Sight("reviews/versions.html", PARTNER, "/reviews/1/versions"),
    Sight("reviews/deadline.html", DEPARTMENT, "/reviews/deadlines/14/2026-first"),
    # successions
    Sight("successions/holders.html", CHIEF, "/organizations/1/holders"),
    Sight("successions/holders.html", CHIEF, "/organizations/1/holders",
          _empty_form("担当者を決める"), 422, "refused"),
    Sight("successions/pass_on.html", CHIEF, "/organizations/1/members/1/succession"),
    Sight("successions/pass_on.html", CHIEF, "/organizations/1/members/1/succession",
          _empty_form("引き継いで"), 422, "refused"),
    Sight("successions/share.html", CHIEF, "/", about="first page"),
    # themes
    Sight("themes/index.html", None, "/themes"),
    Sight("themes/index.html", COORDINATOR, "/themes", about="coordinator"),
    Sight("themes/show.html", None, "/themes/f03"),
    Sight("themes/show.html", COORDINATOR, "/themes/f03", _unfolded, about="coordinator"),
    Sight("themes/whole.html", CENTER, "/themes/f19/actions"),
    Sight("themes/roles.html", COORDINATOR, "/themes/f19/roles"),
    Sight("themes/role.html", COORDINATOR, "/themes/f19/roles/1"),
    Sight("themes/begin.html", COORDINATOR, "/themes/f19/handovers/new"),
    Sight("themes/begin.html", COORDINATOR, "/themes/f19/handovers/new",
          _empty_form("下書きを作る"), 422, "refused"),
    Sight("themes/handover.html", CENTER, "/themes/f03/handovers/1", _unfolded),
    Sight("themes/handover.html", COORDINATOR, "/themes/f03/handovers/1", about="giver"),
    Sight("themes/edit_handover.html", COORDINATOR, "/themes/f03/handovers/1/edit"),
    Sight("themes/edit_handover.html", COORDINATOR, "/themes/f03/handovers/1/edit",
          _behind(note="別に書き直したメモです。"), 409, "late"),
]  # fmt: skip


@dataclass
class Places:
    """What the braces in the addresses stand for."""

    addresses: dict[str, str]

    def address(self, sight: Sight, width: int) -> str:
        return sight.path.format(width=width, **self.addresses)


def prepare(server: Server, people: Callable[..., Person]) -> Places:
    """Make what the demo has none of: minutes in review, invitations, a reset, an admin."""
    coordinator = people(COORDINATOR)
    series = server.ask("SELECT id FROM series WHERE kind = 'liaison'")
    held = server.ask("SELECT id FROM meetings WHERE held_on = '2026-09-16'")
    coming = server.ask("SELECT id FROM meetings WHERE held_on = '2026-12-09'")
    reviewed = _meeting_in_review(coordinator, series)
    administrator = people(ADMIN)
    invite(administrator, 8, NEWCOMER, "組織の管理者")
    visitor = people(None)
    visitor.go(link_to(visitor, NEWCOMER))
    visitor.fill(name="見本 管理者", password=NEW_PASSWORD)
    visitor.press("アカウントを作る")
    visitor.context.clear_cookies()
    invite(administrator, 1, "hajimete@example.jp", "編集者")
    invite(administrator, 1, DEPARTMENT, "閲覧者")
    _pass_on(people(CHIEF))
    _follow(people(PARTNER), "/ideas/3")
    coordinator.go("/ideas/3")
    coordinator.fill(text="秋の回の日取りが決まった。")
    coordinator.press("書き加える")
    visitor.go("/password-reset")
    visitor.fill(email=CENTER)
    visitor.press("リンクを送る")
    _ask_for_report(people(PARTNER))
    for token in ("open", *(f"once-{width}" for width in WIDTHS)):
        _keep_reply_link(server, token)
    places = Places({
        "series": str(series),
        "meeting": str(held),
        "coming": str(coming),
        "reviewed": str(reviewed),
        "idea": str(server.ask("SELECT max(id) FROM ideas")),
        "action": str(server.ask("SELECT id FROM actions WHERE title LIKE '見直し月の前に%'")),
        "menu": str(server.ask("SELECT id FROM menus WHERE title = 'やさしい日本語チラシ点検'")),
        "welcome": link_to(visitor, "hajimete@example.jp"),
        "accept": link_to(visitor, DEPARTMENT),
        "reset": link_to(visitor, CENTER),
    })  # fmt: skip
    server.morning(1)  # last: what it sends stands above the mails with links
    return places


def _meeting_in_review(coordinator: Person, series: int) -> str:
    coordinator.go(f"/meetings/new?series={series}")
    coordinator.fill(held_on="R8.11.18", starts_at="14:00", ends_at="16:00", place="会議室1")
    coordinator.press("保存する")
    found = re.search(r"/meetings/(\d+)", coordinator.path())
    assert found is not None
    coordinator.go(f"/meetings/{found[1]}/attendance")
    for select in coordinator.page.locator("main select[name^=answer_]").all():
        select.select_option(label="出席")
    coordinator.press("保存する")
    coordinator.go(f"/meetings/{found[1]}/minutes/edit")
    coordinator.page.locator("#body").evaluate(
        "field => { field.value += '\\n決定: 早見カードを刷る\\nアイデア: 相談カーでつなぐ'; }"
    )
    coordinator.press("保存する")
    coordinator.fill(review_until="2026-12-01")
    coordinator.press("確認に回す")
    return found[1]


def _ask_for_report(somebody: Person) -> None:
    """It is made in the morning."""
    somebody.go("/reports")
    somebody.press("報告書を作る")


def _pass_on(chief: Person) -> None:
    """What the editor held who moves on in April goes to the chief."""
    chief.go("/organizations/1/members/7/succession")
    chief.choose(successor="見本 課長")
    chief.fill(note="鍵は事務室にあります。")
    chief.press("引き継いで")


def _follow(somebody: Person, path: str) -> None:
    somebody.go(path)
    somebody.press("フォローする")


def invite(administrator: Person, organization: int, email: str, role: str) -> None:
    administrator.go(f"/organizations/{organization}/members")
    administrator.fill(email=email)
    administrator.page.get_by_label(role).first.check()
    administrator.press("招待を送る")


def _keep_reply_link(server: Server, token: str) -> None:
    """As in a reminder; none leaves on the day of the demo, which is a holiday."""
    with closing(sqlite3.connect(server.folder / "var" / "hub.db")) as connection, connection:
        connection.execute(
            "INSERT INTO reply_links (token_hash, purpose, user_id, action_id, expires_at)"
            " SELECT ?, 'progress', m.user_id, a.id, '2027-01-01' FROM actions a"
            " JOIN memberships m ON m.organization_id = a.lead_id AND m.role <> 'viewer'"
            " WHERE a.status = 'not_started' LIMIT 1",
            [hashlib.sha256(token.encode()).hexdigest()],
        )


def link_to(somebody: Person, email: str) -> str:
    """The link of the newest mail to this address, as the demo shows it."""
    somebody.go("/mails")
    mail = somebody.page.locator("article", has_text=f"{email} あて").first
    address = mail.locator("a[href*='/links/']").get_attribute("href")
    assert address is not None
    return address.removeprefix(somebody.base)
