"""The table: read it beside the rules of the field (who sees what, who may change what)."""

from tests.permissions import (  # noqa: F401 (fill the table too)
    rows_of_desk,
    rows_of_reports,
    rows_of_reviews,
)
from tests.permissions.table import (
    EDITORS,
    EVERYONE,
    HOME,
    NETWORK,
    SERIES,
    SIGNED_IN,
    WRITERS,
    row,
)

# --- open to everyone ---------------------------------------------------------------------------
for endpoint in (
    "home.index", "home.help", "home.accessibility", "home.privacy", "health", "accounts.login",
    "accounts.request_reset", "menus.index", "menus.compare", "organizations.index",
    "organizations.wards", "finding.search", "finding_api.search",
):  # fmt: skip
    row("GET", endpoint, ok=EVERYONE)
row("GET", "static", ok=EVERYONE, filename="css/base.css")
row("POST", "accounts.login", ok=EVERYONE)
row("POST", "accounts.request_reset", ok=EVERYONE)
row("GET", "menus.export", ok=EVERYONE, ending="csv")
row("GET", "organizations.show", ok=EVERYONE, organization_id="home_organization")
row("GET", "organizations.ward", ok=EVERYONE, code="ward")
for method in ("GET", "POST"):  # a link that nobody made
    row(method, "accounts.follow", ok=set(), token="nobody-made-this-link")
row("GET", "notifications.index", ok=set())  # in the demo only

# --- one's own account --------------------------------------------------------------------------
row("POST", "accounts.logout", ok=EVERYONE)
row("GET", "accounts.show", ok=SIGNED_IN, login=True)
for endpoint in ("accounts.rename", "accounts.change_password"):
    row("GET", endpoint, ok=SIGNED_IN, login=True)
    row("POST", endpoint, ok=SIGNED_IN, login=True)
row("POST", "accounts.end_other_sessions", ok=SIGNED_IN, login=True)
row("GET", "inbox.index", ok=SIGNED_IN, login=True)
row("POST", "inbox.read_all", ok=SIGNED_IN, login=True)
row("POST", "inbox.read", ok={"editor"}, login=True, notice_id="editor_notice")
for method in ("GET", "POST"):
    row(method, "inbox.mails", ok=SIGNED_IN, login=True)
    row(method, "inbox.reply", ok=set(), token="nobody-made-this-link")

row("GET", "following.activity", ok=NETWORK, forbidden=SIGNED_IN, login=True)
row("GET", "following.index", ok=NETWORK, forbidden=SIGNED_IN, login=True)
row("POST", "following.follow", ok=NETWORK, forbidden=SIGNED_IN, login=True,
    kind="menu", thing_id="public_menu")  # fmt: skip
row("POST", "following.follow", ok=HOME, forbidden={"admin"}, login=True,
    kind="menu", thing_id="own_menu")  # fmt: skip
row("POST", "following.leave", ok={"editor"}, login=True, follow_id="editor_follow")

row("GET", "calendars.show", ok=SIGNED_IN, login=True)
row("POST", "calendars.renew", ok=NETWORK, forbidden=SIGNED_IN, login=True)
row("POST", "calendars.delete", ok=set(), login=True)  # nobody here has one
row("GET", "calendars.feed", ok=set(), token="nobody-made-this-address")
row("GET", "finding.suggest", ok=EVERYONE)
COORDINATOR = {"coordinator"}
for method in ("GET", "POST"):
    row(method, "words.create", ok=COORDINATOR, forbidden=SIGNED_IN, login=True)
    row(method, "words.edit", ok=COORDINATOR, forbidden=SIGNED_IN, login=True, name="grant")
row("GET", "words.index", ok=COORDINATOR, forbidden=SIGNED_IN, login=True)
for endpoint in ("words.remove", "words.restore"):
    row("POST", endpoint, ok=COORDINATOR, forbidden=SIGNED_IN, login=True, name="grant")
row("GET", "vain.index", ok={"coordinator", "department"}, forbidden=SIGNED_IN, login=True)
row("GET", "upkeep.index", ok={"coordinator", "admin"}, forbidden=SIGNED_IN, login=True)
row("POST", "upkeep.rebuild", ok={"coordinator", "admin"}, forbidden=SIGNED_IN, login=True)
row("GET", "saved.index", ok=SIGNED_IN, login=True)
row("POST", "saved.save", ok=SIGNED_IN, login=True, query={"q": "x"})
for method in ("GET", "POST"):
    row(method, "saved.show", ok={"editor"}, login=True, search_id="editor_search")
row("POST", "saved.leave", ok={"editor"}, login=True, search_id="editor_search")

# --- people: the organization's admin and system administrators ---------------------------------
MANAGERS = {"chief", "admin"}
about_home = {"organization_id": "home_organization"}
row("GET", "accounts.members", ok=MANAGERS, forbidden=SIGNED_IN, login=True, **about_home)
row("POST", "accounts.invite", ok=MANAGERS, forbidden=SIGNED_IN, login=True, **about_home)
for method in ("GET", "POST"):
    row(method, "accounts.membership", ok=MANAGERS, forbidden=SIGNED_IN, login=True,
        membership_id="viewer_membership", **about_home)  # fmt: skip
row("POST", "accounts.end_membership", ok=MANAGERS, forbidden=SIGNED_IN, login=True,
    membership_id="viewer_membership", **about_home)  # fmt: skip
row("POST", "accounts.cancel_invitation", ok=MANAGERS, forbidden=SIGNED_IN, login=True,
    link_id="invitation", **about_home)  # fmt: skip
row("GET", "accounts.people", ok={"admin"}, forbidden=SIGNED_IN, login=True)
row("GET", "accounts.person", ok={"admin"}, forbidden=SIGNED_IN, login=True,
    user_id="editor_person")  # fmt: skip
for name in (
    "disable", "enable", "make_coordinator", "unmake_coordinator", "make_system_admin",
    "unmake_system_admin",
):  # fmt: skip
    row("POST", f"accounts.{name}", ok={"admin"}, forbidden=SIGNED_IN, login=True,
        user_id="editor_person")  # fmt: skip

# --- records and mails --------------------------------------------------------------------------
RECORDERS = {"admin", "chief", "coordinator"}
row("GET", "records.index", ok=RECORDERS, forbidden=SIGNED_IN, login=True)
row("GET", "records.export", ok=RECORDERS, forbidden=SIGNED_IN, login=True, ending="csv")
row("GET", "notifications.failed", ok={"admin"}, forbidden=SIGNED_IN, login=True)
row("POST", "notifications.retry", ok={"admin"}, forbidden=SIGNED_IN, login=True,
    mail_id="failed_mail")  # fmt: skip

# --- organizations ------------------------------------------------------------------------------
for endpoint in ("organizations.edit", "organizations.strengths"):
    for method in ("GET", "POST"):
        row(method, endpoint, ok={"chief"}, forbidden=SIGNED_IN, login=True, **about_home)
row("GET", "organizations.visits", ok=NETWORK, organization_id="sdc_organization")
row("GET", "organizations.visit", ok=NETWORK, visit_id="visit")
for method in ("GET", "POST"):
    row(method, "organizations.create_visit", ok=EDITORS, forbidden=NETWORK, login=True,
        organization_id="sdc_organization")  # fmt: skip
    row(method, "organizations.edit_visit", ok=WRITERS, forbidden=NETWORK, login=True,
        visit_id="visit")  # fmt: skip

# --- support menus ------------------------------------------------------------------------------
READERS = {
    "public_menu": EVERYONE,
    "network_menu": NETWORK,
    "own_menu": HOME,
    "draft_menu": WRITERS,
    "archived_menu": WRITERS,
}
row("GET", "menus.mine", ok=SIGNED_IN, login=True)
for method in ("GET", "POST"):
    row(method, "menus.create", ok=EDITORS, forbidden=SIGNED_IN, login=True)
for thing, readers in READERS.items():
    seen = readers - {"visitor"}
    about = {"menu_id": thing}
    row("GET", "menus.show", ok=readers, **about)
    for method in ("GET", "POST"):
        row(method, "menus.edit", ok=WRITERS, forbidden=seen, login=True, **about)
        row(method, "menus.withdraw", ok=WRITERS, forbidden=seen, login=True, **about)
    row("GET", "menus.history", ok=HOME & readers, forbidden=seen, login=True, **about)
    for name in ("confirm", "pause", "resume", "restore", "propose"):
        row("POST", f"menus.{name}", ok=WRITERS, forbidden=seen, login=True, **about)
partnership = {"menu_id": "asked_menu", "partner_id": "asked_partner"}
for name in ("accept", "decline"):
    row("POST", f"menus.{name}", ok={"member"}, forbidden=WRITERS | {"viewer"}, login=True,
        **partnership)  # fmt: skip
row("POST", "menus.drop", ok=WRITERS, forbidden={"member", "viewer"}, login=True, **partnership)

# --- meeting series -----------------------------------------------------------------------------
KEEPERS = WRITERS | {"coordinator"}
row("GET", "meetings.index", ok=EVERYONE)
row("GET", "meetings.series", ok=NETWORK, login=True, series_id="series")
for method in ("GET", "POST"):
    row(method, "meetings.create_series", ok={"coordinator"}, forbidden=SIGNED_IN, login=True)
    for endpoint in ("meetings.edit_series", "meetings.members"):
        row(method, endpoint, ok=KEEPERS, forbidden=NETWORK, login=True, series_id="series")
    row(method, "meetings.edit_member", ok=KEEPERS, forbidden=NETWORK, login=True,
        series_id="series", member_id="series_member")  # fmt: skip
    row(method, "meetings.create", ok=KEEPERS, forbidden=NETWORK, login=True,
        query={"series": "series"})  # fmt: skip
row("POST", "meetings.remove_member", ok=KEEPERS, forbidden=NETWORK, login=True,
    series_id="series", member_id="series_member")  # fmt: skip
for name in ("archive_series", "reopen_series"):
    row("POST", f"meetings.{name}", ok=KEEPERS, forbidden=NETWORK, login=True, series_id="series")

# --- meetings -----------------------------------------------------------------------------------
MEETINGS = {
    "public": EVERYONE,
    "network": NETWORK,
    "series": SERIES | {"coordinator"},
}
for visibility, readers in MEETINGS.items():
    about = {"meeting_id": f"{visibility}_meeting"}
    seen = readers - {"visitor"}
    row("GET", "meetings.show", ok=readers, **about)
    for method in ("GET", "POST"):
        for name in (
            "edit", "cancel", "attendance", "create_agenda_item", "create_decision",
            "set_outcomes",
        ):  # fmt: skip
            row(method, f"meetings.{name}", ok=KEEPERS, forbidden=seen, login=True, **about)
        row(method, "meetings.edit_agenda_item", ok=KEEPERS, forbidden=seen, login=True,
            item_id=f"{visibility}_meeting_item", **about)  # fmt: skip
        row(method, "meetings.edit_decision", ok=KEEPERS, forbidden=seen, login=True,
            decision_id=f"{visibility}_meeting_decision", **about)  # fmt: skip
    for name in ("delete_agenda_item", "move_agenda_item"):
        row("POST", f"meetings.{name}", ok=KEEPERS, forbidden=seen, login=True,
            item_id=f"{visibility}_meeting_item", **about)  # fmt: skip
    row("POST", "meetings.delete_decision", ok=KEEPERS, forbidden=seen, login=True,
        decision_id=f"{visibility}_meeting_decision", **about)  # fmt: skip
    row("POST", "meetings.resume", ok=KEEPERS, forbidden=seen, login=True, **about)

row("GET", "meetings.compiled", ok=NETWORK, login=True, series_id="series")
for visibility, readers in MEETINGS.items():
    about = {"meeting_id": f"{visibility}_meeting"}
    for name, method in (("invitation", "GET"), ("send_invitation", "POST")):
        row(method, f"meetings.{name}", ok=KEEPERS, forbidden=readers - {"visitor"}, login=True,
            **about)  # fmt: skip
    row("GET", "meetings.invitation_file", ok=readers, **about)
    row("POST", "meetings.answer_invitation", ok=set(), forbidden=readers - {"visitor"},
        login=True, **about)  # fmt: skip
for organization, editors in {
    "home": WRITERS, "partner": {"member"}, "watcher": {"observer"}, "leaver": set(),
}.items():  # fmt: skip
    row("POST", "meetings.answer_invitation", ok=editors, forbidden=NETWORK, login=True,
        meeting_id="coming_meeting",
        data={"organization_id": f"{organization}_organization", "answer": "absent"})  # fmt: skip

# --- candidates for an agenda, and what members propose -----------------------------------------
for endpoint, key in (
    ("take", "waiting_key"), ("change", "waiting_key"), ("postpone", "waiting_key"),
    ("decline", "waiting_key"), ("restore", "aside_key"),
):  # fmt: skip
    for method in ("GET", "POST") if endpoint in {"change", "decline"} else ("POST",):
        row(method, f"agenda.{endpoint}", ok=KEEPERS, forbidden=NETWORK, login=True,
            meeting_id="coming_meeting", key=key)  # fmt: skip
row("GET", "agenda.own", ok=SERIES, forbidden=NETWORK, login=True, series_id="series")
for method in ("GET", "POST"):
    row(method, "agenda.propose", ok=WRITERS | {"member"}, forbidden=NETWORK, login=True,
        series_id="series")  # fmt: skip
row("GET", "agenda.proposal", ok=KEEPERS | {"member"}, login=True, proposal_id="proposal")
row("POST", "agenda.withdraw", ok={"member"}, forbidden=KEEPERS, login=True,
    proposal_id="proposal")  # fmt: skip

# --- minutes ------------------------------------------------------------------------------------
# Who may not read them must not learn that there are any: what "draft" answers, "meeting" (which
# has none) answers too. Only the first page of writing is there before the minutes are.
AS_READ = {"version": "1", "objections": "0"}
for visibility, meeting_readers in MEETINGS.items():
    taking_part = SERIES & meeting_readers
    states = {
        "meeting": set(),
        "draft": WRITERS,
        "review": taking_part,
        "confirmed": meeting_readers,
    }
    for state, readers in states.items():
        about = {"meeting_id": f"{visibility}_{state}"}
        seen = readers - {"visitor"}
        row("GET", "meetings.minutes", ok=readers, **about)
        for method in ("GET", "POST"):
            row(method, "meetings.edit_minutes", ok=WRITERS, forbidden=seen, login=True, **about)
            for name in ("confirm_minutes", "correct_minutes"):
                row(method, f"meetings.{name}", ok=WRITERS & readers, forbidden=seen, login=True,
                    data=AS_READ if method == "POST" else None, **about)  # fmt: skip
        row("POST", "meetings.read_lines", ok=WRITERS, forbidden=seen, login=True, **about)
        for name in ("keep_line", "withdraw_line"):
            row("POST", f"meetings.{name}", ok=WRITERS if state != "meeting" else set(),
                forbidden=seen, login=True, line_id=f"{visibility}_{state}_line",
                **about)  # fmt: skip
        for name in ("keep_draft", "discard_draft", "settle_minutes"):
            row("POST", f"meetings.{name}", ok=WRITERS, forbidden=seen, login=True, **about)
        for name in ("send_minutes", "take_minutes_back"):
            row("POST", f"meetings.{name}", ok=WRITERS & readers, forbidden=seen, login=True,
                **about)  # fmt: skip
        historians = (WRITERS & readers) | (taking_part if state == "confirmed" else set())
        row("GET", "meetings.minutes_history", ok=historians, forbidden=seen, login=True,
            **about)  # fmt: skip
        row("POST", "meetings.answer_minutes", ok={"member"} if state == "review" else set(),
            forbidden=seen, login=True, data={"organization_id": "partner_organization"},
            **about)  # fmt: skip

# --- ideas --------------------------------------------------------------------------------------
# ``member`` keeps the ideas of meetings: it moves them on, like the secretariat and coordinators.
row("GET", "ideas.index", ok=SIGNED_IN, login=True)
row("GET", "ideas.download", ok=SIGNED_IN, login=True, kind="csv")
for method in ("GET", "POST"):
    row(method, "ideas.create", ok=EDITORS, forbidden=SIGNED_IN, login=True)
    row(method, "ideas.create", ok=KEEPERS | {"member", "observer"}, forbidden=SIGNED_IN,
        login=True, query={"meeting": "network_meeting"})  # fmt: skip
IDEAS = {
    **{f"{name}_idea": (readers, KEEPERS | {"member"}) for name, readers in MEETINGS.items()},
    "raised_idea": (NETWORK, KEEPERS),
    "own_idea": (HOME, WRITERS),
}
for thing, (readers, movers) in IDEAS.items():
    about, seen = {"idea_id": thing}, readers - {"visitor"}
    row("GET", "ideas.show", ok=readers, login="visitor" not in readers, **about)
    for name in ("move", "look"):
        row("POST", f"ideas.{name}", ok=movers, forbidden=seen, login=True, **about)
    for name in ("edit", "links"):
        for method in ("GET", "POST"):
            row(method, f"ideas.{name}", ok=movers, forbidden=seen, login=True, **about)
    row("POST", "ideas.note", ok=readers & NETWORK, forbidden=seen, login=True, **about)
    joining = set() if thing == "own_idea" else EDITORS & readers - {"member"}
    row("POST", "ideas.join", ok=joining, forbidden=seen, login=True, **about)
row("POST", "ideas.leave", ok={"member"}, forbidden=NETWORK, login=True, idea_id="raised_idea",
    partner_id="raised_partner")  # fmt: skip
for thing, (readers, movers) in IDEAS.items():  # 宿題事項 of it: whoever is concerned
    row("GET", "actions.create", ok=movers | ({"member"} & readers), login=True,
        forbidden=readers & EDITORS | {"viewer", "admin"}, query={"idea": thing})  # fmt: skip

# --- pictures: everybody who is signed in, with what they may read ------------------------------
for endpoint in ("survival", "ideas", "timeline", "months", "moved", "together", "shared"):
    row("GET", f"pictures.{endpoint}", ok=SIGNED_IN, login=True)
row("GET", "coverage.index", ok=SIGNED_IN, login=True)

# --- themes -------------------------------------------------------------------------------------
row("GET", "themes.index", ok=EVERYONE)
row("GET", "themes.show", ok=EVERYONE, code="theme")
for part in ("ideas", "actions", "decisions"):
    row("GET", "themes.whole", ok=NETWORK, forbidden=SIGNED_IN, login=True, code="theme", part=part)
for method in ("GET", "POST"):
    row(method, "themes.roles", ok={"coordinator"}, forbidden=SIGNED_IN, login=True, code="theme")
    row(method, "themes.change_role", ok={"coordinator"}, forbidden=SIGNED_IN, login=True,
        code="theme", role_id="theme_role")  # fmt: skip
    row(method, "themes.begin", ok=KEEPERS, forbidden=SIGNED_IN, login=True, code="theme")
row("POST", "themes.remove_role", ok={"coordinator"}, forbidden=SIGNED_IN, login=True,
    code="theme", role_id="theme_role")  # fmt: skip
for code, thing, asked in (
    ("theme", "proposed_theme_handover", {"member"}), ("theme2", "draft_theme_handover", set()),
):  # fmt: skip
    readers = HOME | {"coordinator"} | asked
    about = {"code": code, "handover_id": thing}
    row("GET", "themes.handover", ok=readers, login=True, **about)
    for method in ("GET", "POST"):
        row(method, "themes.edit_handover", ok=KEEPERS, forbidden=readers, login=True, **about)
    for name in ("propose_handover", "withdraw_handover"):
        row("POST", f"themes.{name}", ok=KEEPERS, forbidden=readers, login=True, **about)
    for name in ("accept_handover", "decline_handover"):
        row("POST", f"themes.{name}", ok=asked, forbidden=readers, login=True, **about)

# --- actions ------------------------------------------------------------------------------------
row("GET", "actions.index", ok=SIGNED_IN, login=True)
row("GET", "actions.board", ok=SIGNED_IN, login=True)
row("GET", "actions.download", ok=SIGNED_IN, login=True, kind="csv")
for method in ("GET", "POST"):
    row(method, "actions.create", ok=EDITORS, forbidden=SIGNED_IN, login=True)
    for visibility, readers in MEETINGS.items():
        row(method, "actions.create", ok=KEEPERS, forbidden=readers - {"visitor"}, login=True,
            query={"meeting": f"{visibility}_meeting"})  # fmt: skip
ACTIONS = {  # thing: (who reads it, who edits every field)
    "network_action": (NETWORK, KEEPERS),
    "own_action": (HOME, WRITERS),
    "public_meeting_action": (EVERYONE, KEEPERS),
    "network_meeting_action": (NETWORK, KEEPERS),
    "series_meeting_action": (SERIES | {"coordinator"}, KEEPERS),
}
WAITS_FOR = {
    "network_action": "network_meeting_action",
    "network_meeting_action": "public_meeting_action",
    "public_meeting_action": "series_meeting_action",
}
for thing, (readers, keepers) in ACTIONS.items():
    about = {"action_id": thing}
    seen = readers - {"visitor"}
    row("GET", "actions.show", ok=readers, login=True, **about)
    for method in ("GET", "POST"):
        row(method, "actions.edit", ok=keepers, forbidden=seen, login=True, **about)
    for name in ("start", "hold", "complete", "drop", "put_back", "reopen"):
        row("POST", f"actions.{name}", ok=keepers, forbidden=seen, login=True, **about)
    row("POST", "actions.propose_handover", ok=keepers, forbidden=seen, login=True, **about)
    if thing != "own_action":
        question = about | {"handover_id": f"{thing}_handover"}
        for name in ("accept_handover", "decline_handover"):
            row("POST", f"actions.{name}", ok={"member"}, forbidden=seen, login=True, **question)
        row("POST", "actions.withdraw_handover", ok=keepers, forbidden=seen, login=True,
            **question)  # fmt: skip
    row("POST", "actions.note", ok=seen & NETWORK, forbidden=seen, login=True, **about)
    other = "network_action" if thing == "network_meeting_action" else "network_meeting_action"
    row("GET", "actions.choose_awaited", ok=keepers, forbidden=seen, login=True, **about)
    row("POST", "actions.wait_for", ok=keepers, forbidden=seen, login=True,
        data={"awaited": other}, **about)  # fmt: skip
    if thing in WAITS_FOR:
        row("POST", "actions.stop_waiting", ok=keepers, forbidden=seen, login=True,
            awaited_id=WAITS_FOR[thing], **about)  # fmt: skip

# --- from an idea to a result -------------------------------------------------------------------
row("GET", "chains.index", ok=SIGNED_IN, login=True)
row("GET", "chains.download", ok=SIGNED_IN, login=True, kind="csv")
for thing, (readers, _movers) in (IDEAS | ACTIONS).items():
    row("GET", "chains.show", ok=readers - {"visitor"}, login=True, thing_id=thing,
        kind=thing.rpartition("_")[2])  # fmt: skip
for visibility, readers in MEETINGS.items():
    row("GET", "chains.show", ok=readers - {"visitor"}, login=True, kind="decision",
        thing_id=f"{visibility}_meeting_decision")  # fmt: skip
for thing in ("public_menu", "network_menu", "own_menu"):
    row("GET", "chains.show", ok=READERS[thing] - {"visitor"}, login=True, kind="menu",
        thing_id=thing)  # fmt: skip
for thing in ("draft_menu", "archived_menu"):  # a chain ends at what is published
    row("GET", "chains.show", ok=set(), login=True, kind="menu", thing_id=thing)

# --- who holds what, and passing it on -----------------------------------------------------------
HELD = [
    *(("menu", thing, readers, WRITERS) for thing, readers in READERS.items()),
    *(("action", thing, readers, WRITERS) for thing, (readers, _keepers) in ACTIONS.items()),
    *(("idea", f"{name}_idea", readers, {"member"}) for name, readers in MEETINGS.items()),
    ("idea", "own_idea", HOME, set()),  # kept by nobody
]
for kind, thing, readers, holders in HELD:
    row("POST", "successions.assign", ok=holders, forbidden=readers - {"visitor"}, login=True,
        kind=kind, thing_id=thing)  # fmt: skip
row("GET", "successions.holders", ok=HOME, forbidden=SIGNED_IN, login=True, **about_home)
row("POST", "successions.holders", ok=WRITERS, forbidden=SIGNED_IN, login=True, **about_home)
for method in ("GET", "POST"):
    row(method, "successions.pass_on", ok={"chief"}, forbidden=SIGNED_IN, login=True,
        membership_id="viewer_membership", **about_home)  # fmt: skip
row("GET", "successions.share", ok=WRITERS, login=True, share_id="share")
row("POST", "successions.receive", ok={"editor"}, forbidden={"chief"}, login=True,
    share_id="share")  # fmt: skip

# --- programmes ---------------------------------------------------------------------------------
row("GET", "programmes.index", ok=EVERYONE)
for endpoint in ("programmes.create", "programmes.sheet"):
    for method in ("GET", "POST"):
        row(method, endpoint, ok=WRITERS, forbidden=SIGNED_IN, login=True, **about_home)
row("POST", "programmes.bring_in", ok=WRITERS, forbidden=SIGNED_IN, login=True, **about_home)
row("GET", "programmes.download", ok=NETWORK, forbidden=SIGNED_IN, login=True, kind="csv",
    **about_home)  # fmt: skip
for thing, readers in {"public_programme": EVERYONE, "network_programme": NETWORK}.items():
    who = {"ok": WRITERS, "forbidden": readers - {"visitor"}, "login": True}
    about = {"programme_id": thing}
    counted = {**about, "indicator_id": f"{thing}_indicator"}
    row("GET", "programmes.show", ok=readers, **about)
    row("GET", "programmes.indicator", ok=readers, **counted)
    for what in ("archive", "restore"):
        row("POST", "programmes.end", what=what, **who, **about)
    for method in ("GET", "POST"):
        row(method, "programmes.edit", **who, **about)
        row(method, "programmes.add_indicator", **who, **about)
        for name in ("edit_indicator", "remove_indicator", "enter_figures"):
            row(method, f"programmes.{name}", **who, **counted)
    row("POST", "programmes.move_indicator", data={"way": "up"}, **who, **counted)

# --- attachments --------------------------------------------------------------------------------
OWNERS = [("menu", thing, readers, WRITERS) for thing, readers in READERS.items()] + [
    ("agenda_proposal", "proposal", KEEPERS | {"member"}, {"member"}),
    *(("meeting", f"{visibility}_meeting", readers, KEEPERS)
      for visibility, readers in MEETINGS.items()),
]  # fmt: skip
for kind, thing, readers, keepers in OWNERS:
    for method in ("GET", "POST"):
        row(method, "attachments.manage", ok=keepers, forbidden=readers - {"visitor"},
            login=True, owner_kind=kind, owner_id=thing)  # fmt: skip
for visibility, readers in MEETINGS.items():
    about = {"attachment_id": f"{visibility}_meeting_file"}
    seen = readers - {"visitor"}
    row("GET", "attachments.download", ok=readers, **about)
    row("POST", "attachments.remove", ok=KEEPERS, forbidden=seen, login=True, **about)
