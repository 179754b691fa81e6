"""One small network with everything in it that a right can be about.

``home`` owns what is looked at: it provides the menus, keeps the series and leads the actions.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hub.accounts.models import AccountLink, LinkPurpose, Role, User
from hub.actions.models import Action, ActionStatus, ActionVisibility
from hub.core.db import db, now
from hub.ideas.models import Idea, IdeaVisibility
from hub.inbox.models import Notice, NoticeKind, Reason, SubjectKind
from hub.meetings.models import Decision, Meeting, MinutesState, Series, Visibility
from hub.menus.models import Menu, MenuState, MenuVisibility
from hub.notifications.models import Mail
from hub.organizations.models import OrganizationKind
from hub.programmes.models import ProgrammeVisibility
from hub.programmes.periods import TermKind
from hub.reviews.models import CommentKind, ReviewVisibility, Section
from hub.taxonomies.models import Scheme
from tests import make

PEOPLE = (
    "visitor",  # not signed in
    "admin",  # system administrator without a membership
    "stranger",  # editor of an organization that has nothing to do with it
    "department",  # editor of the department that supervises home
    "left",  # editor of an organization that left the series
    "observer",  # editor of an organization that observes the series
    "member",  # editor of an organization in the series: attended, helps with the actions
    "viewer",  # of home
    "editor",  # of home
    "chief",  # organization admin of home
    "coordinator",  # 事務局, in an organization outside the series
)


@dataclass
class World:
    """Ids by name, so that they outlive the session that made them."""

    people: dict[str, int | None] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)


def build() -> World:
    world = World()
    ward = make.ward()
    organizations = {
        "home": make.organization(ward=ward),
        "elsewhere": make.organization(),
        "office": make.department(),
        "leaver": make.organization(),
        "watcher": make.organization(),
        "partner": make.organization(),
        "sdc": make.organization(kind=OrganizationKind.SDC, ward=ward),
        "secretariat": make.organization(),
    }
    make.relation(organizations["office"], organizations["home"])
    world.people = _people(organizations)
    world.things = {f"{name}_organization": o.id for name, o in organizations.items()}
    world.things["ward"] = ward.code
    _visits(world, organizations)
    _menus(world, organizations)
    _meetings(world, organizations)
    _coming(world)
    _proposals(world, organizations)
    _ideas(world, organizations)
    _programmes(world, organizations)
    _actions(world, organizations)
    _themes(world, organizations)
    _chains(world)
    _accounts(world, organizations)
    _successions(world, organizations)
    _reviews(world, organizations)
    _files(world)
    _notices(world)
    _searches(world)
    _inquiries(world, organizations)
    _reports(world)
    db.session.commit()
    return world


def _people(organizations: dict[str, Any]) -> dict[str, int | None]:
    home = organizations["home"]
    people: dict[str, User] = {
        "admin": make.system_admin(),
        "stranger": make.user(organizations["elsewhere"]),
        "department": make.user(organizations["office"]),
        "left": make.user(organizations["leaver"]),
        "observer": make.user(organizations["watcher"]),
        "member": make.user(organizations["partner"]),
        "viewer": make.user(home, Role.VIEWER),
        "editor": make.user(home),
        "chief": make.user(home, Role.ADMIN),
        "coordinator": make.coordinator(organizations["secretariat"]),
    }
    return {"visitor": None} | {name: person.id for name, person in people.items()}


def _visits(world: World, organizations: dict[str, Any]) -> None:
    visit = make.visit(organization=organizations["sdc"], visitor=organizations["home"])
    world.things["visit"] = visit.id


def _menus(world: World, organizations: dict[str, Any]) -> None:
    home = organizations["home"]
    kinds = {
        "public_menu": {"visibility": MenuVisibility.PUBLIC},
        "network_menu": {"visibility": MenuVisibility.NETWORK},
        "own_menu": {"visibility": MenuVisibility.ORGANIZATION},
        "draft_menu": {"state": MenuState.DRAFT, "published_at": None},
        "archived_menu": {"state": MenuState.ARCHIVED},
    }
    for scheme in (Scheme.TARGET, Scheme.PHASE, Scheme.THEME, Scheme.APPLICATION):
        make.term(scheme, scheme.value)
    for name, given in kinds.items():
        world.things[name] = make.menu(home, **given).id
    asked = make.menu(home)
    world.things["asked_menu"] = asked.id
    world.things["asked_partner"] = make.menu_partner(
        asked, organizations["partner"], accepted=False
    ).id


def _meetings(world: World, organizations: dict[str, Any]) -> None:
    home, partner = organizations["home"], organizations["partner"]
    series = make.series(
        partner,
        organizations["leaver"],
        secretariat=home,
        observers=[organizations["watcher"]],
        visibility=Visibility.SERIES,
    )
    gone = next(m for m in series.members if m.organization_id == organizations["leaver"].id)
    gone.ends_on = date(2026, 9, 30)
    world.things["series"] = series.id
    world.things["series_member"] = gone.id
    states = {
        "draft": MinutesState.DRAFT,
        "review": MinutesState.REVIEW,
        "confirmed": MinutesState.CONFIRMED,
    }
    for visibility in Visibility:
        name = f"{visibility.value}_meeting"
        meeting = make.meeting(
            home, partner, organizations["watcher"], series=series, visibility=visibility
        )
        world.things[name] = meeting.id
        world.things[f"{visibility.value}_idea"] = make.idea(meeting, keeper=partner).id
        world.things[f"{name}_line"] = 999_999  # without minutes there are none
        world.things[f"{name}_item"] = make.agenda_item(meeting).id
        world.things[f"{name}_decision"] = make.decision(meeting).id
        for state, value in states.items():
            written = make.meeting(home, partner, series=series, visibility=visibility)
            minutes = make.minutes(written, value)
            world.things[f"{visibility.value}_{state}"] = written.id
            world.things[f"{visibility.value}_{state}_minutes"] = minutes.id
            world.things[f"{visibility.value}_{state}_line"] = make.line_binding(written).id


def _coming(world: World) -> None:
    world.things["coming_meeting"] = make.meeting(
        series=db.session.get(Series, world.things["series"]),
        visibility=Visibility.NETWORK,
        held_on=date(2026, 12, 9),
    ).id


def _proposals(world: World, organizations: dict[str, Any]) -> None:
    """What a member of the series proposed: one that waits, and one that was put aside."""
    series = db.session.get(Series, world.things["series"])
    meeting = db.session.get(Meeting, world.things["coming_meeting"])
    waiting = make.agenda_proposal(series, organizations["partner"])
    aside = make.agenda_proposal(series, organizations["partner"])
    aside.postpone(meeting)
    world.things["proposal"] = waiting.id
    world.things["waiting_key"] = waiting.key
    world.things["aside_key"] = aside.key


def _ideas(world: World, organizations: dict[str, Any]) -> None:
    """Raised by hand: one that the network reads and a partner joined, and one of home alone."""
    home, partner = organizations["home"], organizations["partner"]
    raised = make.idea(proposer=home)
    world.things["raised_idea"] = raised.id
    world.things["raised_partner"] = make.idea_partner(raised, partner).id
    own = make.idea(proposer=home, visibility=IdeaVisibility.ORGANIZATION)
    world.things["own_idea"] = own.id


def _programmes(world: World, organizations: dict[str, Any]) -> None:
    home = organizations["home"]
    for visibility in ProgrammeVisibility:
        name = f"{visibility.value}_programme"
        programme = make.programme(home, visibility=visibility)
        world.things[name] = programme.id
        world.things[f"{name}_indicator"] = make.indicator(
            programme, {date(2026, 4, 1): (10, 8)}
        ).id


def _actions(world: World, organizations: dict[str, Any]) -> None:
    home, partner = organizations["home"], organizations["partner"]
    network = {"visibility": ActionVisibility.NETWORK}
    own = {"visibility": ActionVisibility.ORGANIZATION}
    in_network = make.action(home, partners=[partner], **network)
    world.things["network_action"] = in_network.id
    world.things["network_action_handover"] = make.action_handover(in_network, partner).id
    world.things["own_action"] = make.action(home, **own).id
    for visibility in Visibility:
        meeting_id = world.things[f"{visibility.value}_meeting"]
        action = make.action(home, partners=[partner], meeting_id=meeting_id)
        name = f"{visibility.value}_meeting_action"
        world.things[name] = action.id
        world.things[f"{name}_handover"] = make.action_handover(action, partner).id


def _themes(world: World, organizations: dict[str, Any]) -> None:
    """home leads two themes and hands both over to partner; only one was proposed yet."""
    home, partner = organizations["home"], organizations["partner"]
    theme, other = make.term(Scheme.THEME, "theme"), make.term(Scheme.THEME, "theme2")
    for name in ("network_idea", "series_idea", "raised_idea", "own_idea"):
        idea = db.session.get(Idea, world.things[name])
        idea.terms = [theme]
        idea.decisions = [*idea.meeting.decisions] if idea.meeting else []
    for name in ("network_menu", "own_menu"):
        db.session.get(Menu, world.things[name]).terms = [theme]
    owned = db.session.get(Idea, world.things["own_idea"])
    owned.actions = [db.session.get(Action, world.things["own_action"])]
    world.things["theme_role"] = make.theme_role(theme, home).id
    make.theme_role(other, home)
    proposed = make.theme_handover(theme, home, partner, proposed=True)
    world.things["proposed_theme_handover"] = proposed.id
    world.things["draft_theme_handover"] = make.theme_handover(other, home, partner).id


def _chains(world: World) -> None:
    """Everything is tied to everything, so that what is hidden stands between what is not."""
    ideas = [name for name in world.things if name.endswith("_idea")]
    actions = ("network", "network_meeting", "public_meeting", "series_meeting", "own")
    rows = [db.session.get(Action, world.things[f"{name}_action"]) for name in actions]
    menus = [db.session.get(Menu, n) for name, n in world.things.items() if name.endswith("_menu")]
    decisions = list(db.session.scalars(db.select(Decision)))
    for name in ideas:
        idea = db.session.get(Idea, world.things[name])
        idea.actions, idea.menus, idea.decisions = list(rows), list(menus), list(decisions)
    for action, awaited in zip(rows, [*rows[1:], None], strict=True):
        action.menus, action.awaited = list(menus), [awaited] if awaited else []


def _successions(world: World, organizations: dict[str, Any]) -> None:
    """What a former member held went to the editor, who has received it."""
    home = organizations["home"]
    gone = make.user(role=None)
    share = make.succession_share(
        home, gone, db.session.get(User, world.people["editor"]),
        by=db.session.get(User, world.people["chief"]),
        things=[db.session.get(Menu, world.things["draft_menu"])],
    )  # fmt: skip
    share.receive()
    world.things["share"] = share.id


def _reviews(world: World, organizations: dict[str, Any]) -> None:
    """Of home, each in another term: as far as it came, and two that are settled."""
    home, asker = organizations["home"], organizations["office"]
    done = make.action(home, status=ActionStatus.DONE, result="できた", closed_on=date(2025, 8, 1))
    world.things["review_fact"] = f"action:{done.id}"
    terms = [(year, term) for year in (2025, 2024, 2023) for term in TermKind]
    names = ("draft", "inside", "submitted", "questioned", "returned", "revised", "settled",
             "public")  # fmt: skip
    for name, (year, term) in zip(names, terms, strict=False):
        review = make.review(home, fiscal_year=year, term=term)
        line = make.review_line(review, section=Section.ISSUE)
        world.things[f"review_{name}"] = review.id
        world.things[f"review_{name}_line"] = line.id
        if name == "inside":
            review.ask_inside()
        if name in {"submitted", "questioned", "returned"}:
            make.submission(review)
        if name in {"revised", "settled", "public"}:
            make.submission(review, settled=True)
        if name in {"questioned", "returned"}:
            said = CommentKind.QUESTION if name == "questioned" else CommentKind.RETURN
            remark = make.review_comment(review, asker, said)
            world.things[f"review_{name}_remark"] = remark.id
        if name == "questioned":
            review.question()
        if name == "returned":
            review.send_back()
        if name == "revised":  # one more version that waits, of something read by everybody
            make.submission(review)
        if name == "public":
            review.visibility = ReviewVisibility.PUBLIC


def _accounts(world: World, organizations: dict[str, Any]) -> None:
    viewer = db.session.get(User, world.people["viewer"])
    world.things["viewer_membership"] = viewer.memberships[0].id
    world.things["editor_person"] = world.people["editor"]
    world.things["invitation"] = make.save(
        AccountLink(
            purpose=LinkPurpose.INVITATION,
            token_hash="0" * 64,
            email="new@example.jp",
            expires_at=now() + timedelta(days=1),
            organization=organizations["home"],
            role=Role.VIEWER,
        )
    ).id
    world.things["failed_mail"] = make.save(
        Mail(
            key="failed",
            to_address="x@example.jp",
            subject="s",
            body="b",
            next_try_at=None,
            failed_at=now(),
        )
    ).id


def _notices(world: World) -> None:
    editor = db.session.get(User, world.people["editor"])
    followed = db.session.get(Menu, world.things["public_menu"])
    world.things["editor_follow"] = make.follow(editor, followed).id
    world.things["editor_notice"] = make.save(
        Notice(
            user_id=editor.id,
            key="k",
            kind=NoticeKind.ACTION_NEWS,
            reason=Reason.LEAD,
            subject_kind=SubjectKind.ACTION,
            subject_id=world.things["network_action"],
            organization_id=world.things["home_organization"],
            told_on=date(2026, 11, 20),
        )
    ).id


def _searches(world: World) -> None:
    search = make.saved_search(db.session.get(User, world.people["editor"]))
    world.things["editor_search"] = search.id


def _reports(world: World) -> None:
    world.things["editor_report"] = make.report(db.session.get(User, world.people["editor"])).id


def _inquiries(world: World, organizations: dict[str, Any]) -> None:
    inquiry = make.inquiry(organizations["office"], organizations["home"])
    world.things["inquiry"] = inquiry.id
    world.things["own_menu_code"] = f"menu:{world.things['own_menu']}"


def _files(world: World) -> None:
    for visibility in Visibility:
        name = f"{visibility.value}_meeting"
        world.things[f"{name}_file"] = make.attachment("meeting", world.things[name]).id
