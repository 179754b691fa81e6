"""Who may read and do what, for every kind of person and every kind of action."""

import pytest

from hub.accounts.models import Visitor
from hub.actions import policy
from tests.actions.world import build

# Letters: v reads, n writes notes, s changes the state, e changes every field and opens again.
NETWORK = {
    "visitor": "",
    "system admin": "",
    "coordinator": "vnse",
    "editor of the lead": "vns",
    "viewer of the lead": "vn",
    "editor of the partner": "vn",
    "viewer of the partner": "vn",
    "editor of the secretariat": "vnse",
    "viewer of the secretariat": "vn",
    "editor of a member": "vn",
    "editor of who left": "vn",
    "editor of another": "vn",
    "viewer of another": "vn",
    "department": "vn",
}
OUTSIDE = dict.fromkeys(
    ["editor of who left", "editor of another", "viewer of another", "department"], ""
)
TABLE = {
    "public meeting": NETWORK | {"visitor": "v", "system admin": "v"},
    "network meeting": NETWORK,
    "series meeting": NETWORK | OUTSIDE,
    "own, network": NETWORK | {"editor of the lead": "vnse", "editor of the secretariat": "vn"},
    "own, own": dict.fromkeys(NETWORK, "")
    | {"editor of the lead": "vnse", "viewer of the lead": "vn"},
}
CASES = [(kind, who) for kind, people in TABLE.items() for who in people]


@pytest.fixture
def world(app):
    return build()


def test_the_policy_is_the_table(world):
    wrong = []
    for kind, who in CASES:
        viewer, action = world.people[who], world[kind]
        found = "".join(
            letter
            for letter, allowed in (
                ("v", policy.can_view), ("n", policy.can_note),
                ("s", policy.can_set_status), ("e", policy.can_edit),
            )
            if allowed(viewer, action)
        )  # fmt: skip
        assert policy.can_reopen(viewer, action) == ("e" in found)
        if found != TABLE[kind][who]:
            wrong.append((kind, who, found))
    assert not wrong


def test_the_pages_answer_by_the_table(world, as_user, visitor):
    wrong = []
    for who, person in world.people.items():
        signed_in = not isinstance(person, Visitor)
        client = as_user(person) if signed_in else visitor
        for kind, action in world.actions.items():
            rights = TABLE[kind][who]
            unseen = 404 if signed_in else 303
            wanted = {
                "show": 200 if "v" in rights else unseen,
                "edit": _status("e" in rights, "v" in rights, signed_in, 200),
                "start": _status("s" in rights, "v" in rights, signed_in, 303),
                "put-back": _status("s" in rights, "v" in rights, signed_in, 303),
                "complete": _status("s" in rights, "v" in rights, signed_in, 422),
                "hold": _status("s" in rights, "v" in rights, signed_in, 422),
                "drop": _status("s" in rights, "v" in rights, signed_in, 422),
                "reopen": _status("e" in rights, "v" in rights, signed_in, 422),
                "notes": _status("n" in rights, "v" in rights, signed_in, 422),
            }
            base = f"/actions/{action.id}"
            found = {
                "show": client.get(base).status_code,
                "edit": client.get(f"{base}/edit").status_code,
            } | {
                name: client.post(f"{base}/{name}").status_code
                for name in wanted
                if name not in {"show", "edit"}
            }
            if found != wanted:
                wrong.append((kind, who, {n: found[n] for n in wanted if found[n] != wanted[n]}))
    assert not wrong


def _status(may: bool, sees: bool, signed_in: bool, then: int) -> int:
    if not signed_in:
        return 303
    return then if may else 403 if sees else 404


def test_what_an_outsider_may_not_see_looks_like_what_is_not_there(world, as_user):
    client = as_user(world.people["editor of another"])
    hidden = client.get(f"/actions/{world['series meeting'].id}")
    missing = client.get("/actions/99999")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.text == missing.text


def test_a_visitor_is_asked_to_sign_in_whether_it_exists_or_not(world, visitor):
    hidden = visitor.get(f"/actions/{world['own, own'].id}")
    missing = visitor.get("/actions/99999")
    assert hidden.status_code == missing.status_code == 303
    assert hidden.location.replace(str(world["own, own"].id), "") == missing.location.replace(
        "99999", ""
    )


def test_a_partner_reads_the_action_but_not_where_it_comes_from(world, as_user):
    action = world["series meeting"]
    page = as_user(world.people["editor of the partner"]).get(f"/actions/{action.id}")
    assert action.title in page.text
    assert action.meeting.series.name not in page.text
    assert "公開範囲の外にあります" in page.text
    assert f"/meetings/{action.meeting_id}" not in page.text
    member = as_user(world.people["editor of a member"]).get(f"/actions/{action.id}")
    assert action.meeting.series.name in member.text


def test_who_is_no_longer_lead_or_partner_reads_nothing_more(world, as_user):
    action = world["series meeting"]
    partner = as_user(world.people["editor of the partner"])
    assert partner.get(f"/actions/{action.id}").status_code == 200
    client = as_user(world.people["editor of the secretariat"])
    answer = client.post(
        f"/actions/{action.id}/edit",
        data={"title": action.title, "kind": "todo", "due_on": "2026-12-28",
              "lead_id": world.lead.id, "version": action.version},
    )  # fmt: skip
    assert answer.status_code == 303
    assert partner.get(f"/actions/{action.id}").status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [("coordinator", 200), ("editor of the secretariat", 200), ("editor of the lead", 403),
     ("viewer of the secretariat", 403), ("editor of another", 404), ("department", 404)],
)  # fmt: skip
def test_only_the_secretariat_enters_what_a_meeting_agreed(world, as_user, who, status):
    meeting = world["series meeting"].meeting
    client = as_user(world.people[who])
    assert client.get(f"/actions/new?meeting={meeting.id}").status_code == status


@pytest.mark.parametrize(
    ("who", "status"),
    [("editor of another", 200), ("department", 200), ("viewer of the lead", 403),
     ("system admin", 403)],
)  # fmt: skip
def test_only_editors_enter_actions_on_their_own(world, as_user, who, status):
    assert as_user(world.people[who]).get("/actions/new").status_code == status


def test_lists_and_forms_ask_a_visitor_to_sign_in(app, visitor):
    for path in ("/actions", "/actions/board", "/actions/new", "/actions/export.xlsx"):
        answer = visitor.get(path)
        assert answer.status_code == 303
        assert "/login" in answer.location
