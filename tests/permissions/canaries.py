"""A word of its own in everything that not everybody reads, and who may read it."""

import hashlib
import re

from hub.actions.models import Action
from hub.attachments.models import Attachment
from hub.audit import log, revisions
from hub.core.db import db
from hub.ideas.models import Idea
from hub.inquiries.models import Inquiry
from hub.meetings.models import (
    AgendaItem,
    Decision,
    Meeting,
    Minutes,
    MinutesCheck,
    MinutesState,
)
from hub.menus.models import Menu
from hub.organizations.models import Visit
from hub.programmes.models import Indicator, Programme
from hub.reviews.models import Review
from hub.successions.models import SuccessionShare
from hub.themes.models import ThemeHandover
from tests import make
from tests.permissions.table import EVERYONE, HOME, NETWORK, SERIES, WRITERS
from tests.permissions.world import World

MENUS = {
    "network_menu": NETWORK,
    "own_menu": HOME,
    "draft_menu": WRITERS,
    "archived_menu": WRITERS,
}
MEETINGS = {"network": NETWORK, "series": SERIES | {"coordinator"}}
WORDS: dict[str, tuple[str, set[str]]] = {}  # word: (where it stands, who may read it)


_WORD = re.compile("zq[a-p]{10}")


def word(place: str) -> str:
    """Letters only, all of one length, so that none is part of another."""
    digits = hashlib.sha256(place.encode()).hexdigest()[:10]
    return "zq" + "".join(chr(ord("a") + int(digit, 16)) for digit in digits)


def plant(world: World) -> None:
    for name, readers in MENUS.items():
        _in_menu(db.session.get(Menu, world.things[name]), name, readers)
    for visibility, readers in MEETINGS.items():
        _in_meeting(world, f"{visibility}_meeting", readers)
        _in_minutes(world, visibility, readers)
    for name, readers in {
        "network_action": NETWORK,
        "own_action": HOME,
        "network_meeting_action": NETWORK,
        "series_meeting_action": MEETINGS["series"],
    }.items():
        action = db.session.get(Action, world.things[name])
        action.title = action.body = _word(name, readers)
        make.action_event(action, _word(f"{name} note", readers))
    for name, readers in {
        "network_idea": NETWORK,
        "series_idea": MEETINGS["series"],
        "raised_idea": NETWORK,
        "own_idea": HOME,
    }.items():
        _in_idea(db.session.get(Idea, world.things[name]), name, readers)
    for name, readers in {
        "proposed_theme_handover": HOME | {"member", "coordinator"},
        "draft_theme_handover": HOME | {"coordinator"},
    }.items():
        db.session.get(ThemeHandover, world.things[name]).note = _word(f"{name} log", readers)
    _in_reviews(world)
    _in_programme(world, "network_programme", NETWORK)
    share = db.session.get(SuccessionShare, world.things["share"])
    share.succession.note = _word("share log", WRITERS)
    _in_inquiry(db.session.get(Inquiry, world.things["inquiry"]))
    visit = db.session.get(Visit, world.things["visit"])
    visit.title = visit.body = _word("visit", NETWORK)
    db.session.commit()


def _word(place: str, readers: set[str]) -> str:
    WORDS[word(place)] = (place, readers)
    return word(place)


def _in_idea(idea: Idea, name: str, readers: set[str]) -> None:
    idea.title = idea.body = _word(name, readers)
    make.idea_event(idea, _word(f"{name} note", readers))
    if idea.partners:
        idea.partners[0].brings = _word(f"{name} brings", readers)
    logged = _word(f"{name} log", {"chief"} & readers)
    proposer = idea.proposer_id or (idea.meeting and idea.meeting.series.secretariat_id)
    log.record(None, "idea:edit", idea, organization_id=proposer, after={"title": logged})


def _in_reviews(world: World) -> None:
    """What nobody but its writers or its department reads yet, and what is settled."""
    concerned = HOME | {"department"}
    for name, drafted, handed_in in (
        ("draft", WRITERS, []),
        ("inside", HOME, []),
        ("submitted", None, [concerned]),
        ("questioned", None, [concerned]),
        ("returned", HOME, [concerned]),
        ("revised", None, [NETWORK, concerned]),
        ("settled", None, [NETWORK]),
        ("public", None, [EVERYONE]),
    ):
        review = db.session.get(Review, world.things[f"review_{name}"])
        if drafted is not None:
            review.lines[0].text = _word(f"review {name} drafted", drafted)
        for submission, readers in zip(review.submissions, handed_in, strict=True):
            stands = f"{name} progress" if submission.is_settled else f"review {name} waits"
            told = _word(stands, readers)
            [line] = submission.content["lines"]
            submission.content = {"lines": [line | {"text": told}], "indicators": []}
        for remark in review.comments:
            remark.text = _word(f"review {name} remark", concerned)
        logged = _word(f"review {name} log", {"chief"})
        log.record(None, "review:write", review, organization_id=review.organization_id,
                   after={"note": logged})  # fmt: skip
        review.touch()


def _in_programme(world: World, name: str, readers: set[str]) -> None:
    programme = db.session.get(Programme, world.things[name])
    programme.name = programme.summary = _word(name, readers)
    indicator = db.session.get(Indicator, world.things[f"{name}_indicator"])
    indicator.name = _word(f"{name} indicator", readers)
    logged = _word(f"{name} log", {"chief"})
    home = programme.organization_id
    log.record(None, "programme:edit", programme, organization_id=home, after={"name": logged})


def _in_inquiry(inquiry: Inquiry) -> None:
    told = _word("inquiry comment", HOME | {"department"})
    inquiry.title = inquiry.messages[0].text = told
    logged = _word("inquiry log", {"chief"})
    log.record(None, "inquiry:answer", inquiry, organization_id=inquiry.asked_id,
               after={"title": logged})  # fmt: skip


def _in_menu(menu: Menu, name: str, readers: set[str]) -> None:
    told = _word(name, readers)
    for field in ("title", "summary", "body", "eligibility", "how_to_apply", "cost_note",
                  "reception_note", "capacity", "contact_name", "contact_note"):  # fmt: skip
        setattr(menu, field, told)
    file = make.attachment("menu", menu.id, f"{_word(f'{name} file', readers)}.txt")
    make.attachment_page(file, _word(f"{name} in file", readers))
    before = _word(f"{name} before", HOME & readers)
    revisions.keep(None, menu, {"title": before}, organization_id=menu.provider_id)
    # content of the log is for who reads the log of that organization and writes for it
    logged = _word(f"{name} log", {"chief"})
    log.record(None, "menu:edit", menu, organization_id=menu.provider_id, after={"title": logged})


def _in_meeting(world: World, name: str, readers: set[str]) -> None:
    meeting = db.session.get(Meeting, world.things[name])
    meeting.place = meeting.handouts = meeting.subtitle = _word(name, readers)
    item = db.session.get(AgendaItem, world.things[f"{name}_item"])
    item.title = item.summary = _word(f"{name} item", readers)
    decision = db.session.get(Decision, world.things[f"{name}_decision"])
    decision.text = _word(f"{name} decision", readers)
    file = db.session.get(Attachment, world.things[f"{name}_file"])
    file.name = f"{_word(f'{name} file', readers)}.txt"
    make.attachment_page(file, _word(f"{name} in file", readers))
    way_in = _word(f"{name} way in", (SERIES | {"coordinator"}) & readers)
    meeting.online_url = f"https://example.jp/{way_in}"
    meeting.attendances[0].person_name = way_in


def _in_minutes(world: World, visibility: str, meeting_readers: set[str]) -> None:
    taking_part = SERIES & meeting_readers
    for state, readers in {
        "draft": WRITERS,
        "review": taking_part,
        "confirmed": meeting_readers,
    }.items():
        name = f"{visibility}_{state}"
        minutes = db.session.get(Minutes, world.things[f"{name}_minutes"])
        earlier = {"body": _word(f"{name} earlier", WRITERS), "state": "draft"}
        minutes.body = _word(f"{name} text", readers)
        if minutes.state is MinutesState.CONFIRMED:
            minutes.confirmed_body = minutes.body
        secretariat = world.things["home_organization"]
        revisions.keep(None, minutes, earlier, organization_id=secretariat)
        now = {"body": minutes.body, "state": state}
        revisions.keep(None, minutes, now, organization_id=secretariat)
        minutes.checks.append(
            MinutesCheck(
                organization_id=world.things["partner_organization"],
                is_agreed=False,
                comment=_word(f"{name} comment", taking_part & readers),
                revision=2,
            )
        )


def found_in(text: str) -> set[str]:
    return WORDS.keys() & set(_WORD.findall(text))


def places(told: set[str]) -> set[str]:
    return {WORDS[one][0] for one in told}


def readable(person: str) -> set[str]:
    return {told for told, (_place, readers) in WORDS.items() if person in readers}


def only_searched() -> set[str]:
    """What stands on no page: the text of files."""
    return {told for told, (place, _readers) in WORDS.items() if place.endswith(" in file")}


def searchable(person: str) -> dict[str, bool]:
    """Of every word that the search may know: whether this person finds it."""
    unknown = (" before", " log", " way in", " earlier", " comment")
    never = ("draft", "archived", "review")
    return {
        told: person in readers
        for told, (place, readers) in WORDS.items()
        if not place.endswith(unknown) and not any(state in place for state in never)
    }
