"""Chains hold nothing that the policies deny, whatever is hidden; and the list agrees with them."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from hub.accounts.models import Role, Visitor
from hub.actions import policy as actions
from hub.actions.models import Action, ActionPartner, ActionStatus, ActionVisibility
from hub.agenda import policy as agenda
from hub.agenda.models import AgendaProposal
from hub.chains import queries, selection, steps
from hub.chains.links import Key, Kind
from hub.chains.selection import Selection
from hub.core import calendar
from hub.core.db import db, now
from hub.ideas import policy as ideas
from hub.ideas.models import Idea, IdeaVisibility, Stage
from hub.meetings import policy as meetings
from hub.meetings.models import AgendaItem, Decision, Visibility
from hub.menus import policy as menus
from hub.menus.models import Menu, MenuState, MenuVisibility
from hub.reviews import policy as reviews
from hub.reviews.models import ReviewKind, ReviewLine, ReviewState, ReviewVisibility, Section
from tests import make

MODELS = {
    Kind.ISSUE: ReviewLine, Kind.IDEA: Idea, Kind.DECISION: Decision, Kind.ACTION: Action,
    Kind.MENU: Menu,
}  # fmt: skip


def issue_read(viewer, line):
    """What the viewer reads of a 課題: as it stands, else the draft."""
    review = line.review
    if reviews.can_read_settled(viewer, review):
        for settled in review.settled.content["lines"]:
            if settled["id"] == line.id:
                return settled["text"]
    is_draft = reviews.can_read_draft(viewer, review) and line.removed_at is None
    return line.text if is_draft else None


MAY_VIEW = {
    Kind.ISSUE: lambda viewer, line: issue_read(viewer, line) is not None,
    Kind.AGENDA: agenda.can_view,
    Kind.IDEA: ideas.can_view,
    Kind.DECISION: lambda viewer, decision: meetings.can_view(viewer, decision.meeting),
    Kind.ACTION: actions.can_view,
    Kind.RESULT: actions.can_view,
    Kind.MENU: lambda viewer, menu: (
        menu.state is MenuState.PUBLISHED and menus.can_view(viewer, menu)
    ),
}


@pytest.fixture
def viewers(app):
    """A network in which anything may be hidden and tied to anything; and those who look at it."""
    dice = random.Random(20261123)
    organizations = [make.organization() for _number in range(4)]
    for number in range(4):
        series = make.series(dice.choice(organizations), secretariat=dice.choice(organizations))
        held = make.meeting(series=series, visibility=dice.choice(list(Visibility)),
                            held_on=date(2026, 4 + number, 15))  # fmt: skip
        items = [make.agenda_item(held, title=f"議題{n}") for n in range(2)]
        db.session.add_all(_things(dice, organizations, held, items))
    db.session.flush()
    rows = {kind: list(db.session.scalars(db.select(model))) for kind, model in MODELS.items()}
    for idea in rows[Kind.IDEA]:
        idea.decisions = dice.sample(rows[Kind.DECISION], dice.randrange(3))
        idea.actions = dice.sample(rows[Kind.ACTION], dice.randrange(3))
        idea.menus = dice.sample(rows[Kind.MENU], dice.randrange(2))
    for action in rows[Kind.ACTION]:
        action.menus = dice.sample(rows[Kind.MENU], dice.randrange(2))
    db.session.commit()
    _reviews(dice, organizations, rows)
    people = [
        make.user(organization, dice.choice([Role.VIEWER, Role.EDITOR]))
        for organization in organizations
    ]
    return [*people, make.user(), make.coordinator(), make.system_admin(), Visitor()]


def _things(dice, organizations, held, items):
    def by():
        return dice.choice(organizations)

    for number in range(3):
        yield Decision(meeting=held, text=f"決定{number}", position=number + 1,
                       agenda_item=dice.choice([None, *items]))  # fmt: skip
        yield Idea(
            title=f"種{number}", meeting=dice.choice([None, held]), proposer=by(), keeper=by(),
            visibility=dice.choice(list(IdeaVisibility)), stage=(stage := dice.choice(list(Stage))),
            result="根づいた" if stage is Stage.ROOTED else "",
            reason="やめた" if stage is Stage.DROPPED else "",
            look_at_on=dice.choice([None, date(2026, 11, 1), date(2027, 1, 1)]),
        )  # fmt: skip
        yield _action(dice, by, dice.choice([None, held]), items)
        yield Menu(
            title=f"支援{number}", summary="支える", provider=by(), type=make.term(code="space"),
            cost=make.term(code="free"), visibility=dice.choice(list(MenuVisibility)),
            state=dice.choice(list(MenuState)), review_months=[4],
        )  # fmt: skip


def _reviews(dice, organizations, rows):
    """Their 課題 became actions, and proposals that came onto agendas or did not."""
    items = list(db.session.scalars(db.select(AgendaItem)))
    for organization in organizations:
        review = make.review(organization, kind=dice.choice(list(ReviewKind)),
                             visibility=dice.choice(list(ReviewVisibility)))  # fmt: skip
        for number in range(4):
            item = dice.choice(items)
            proposal = make.agenda_proposal(item.meeting.series, organization)
            if number % 2:
                proposal.take(item)
            make.review_line(
                review, f"課題{number}", section=Section.ISSUE, proposal=proposal,
                action=dice.choice([None, *rows[Kind.ACTION]]),
            )  # fmt: skip
        if dice.randrange(3):
            make.submission(review, settled=bool(dice.randrange(3)))
            late, gone = review.lines[:2]
            late.text, gone.removed_at = "あとの下書き", now()
            make.review_line(review, "新しい課題", section=Section.ISSUE,
                             action=dice.choice(rows[Kind.ACTION]))  # fmt: skip
            review.state = dice.choice(list(ReviewState))
    db.session.commit()


def _action(dice, by, held, items):
    lead = by()
    action = Action(
        title="宿題", meeting=held, agenda_item=dice.choice([None, *items]) if held else None,
        lead=lead, owner=lead, visibility=dice.choice(list(ActionVisibility)),
        due_on=calendar.today() + timedelta(days=dice.choice([-9, 9])),
        partners=[ActionPartner(organization=by())],
    )  # fmt: skip
    match dice.choice(list(ActionStatus)):
        case ActionStatus.DONE:
            action.complete("できた", calendar.today())
        case ActionStatus.DROPPED:
            action.drop("やめた", calendar.today())
        case ActionStatus.ON_HOLD:
            action.hold(date(2027, 1, 1))
        case status:
            action.status = status
    return action


def test_a_chain_holds_all_that_hangs_together_over_what_may_be_read_and_nothing_else(viewers):
    things = [row for model in MODELS.values() for row in db.session.scalars(db.select(model))]
    rows = {queries.key_of(thing): thing for thing in things}
    for proposal in db.session.scalars(db.select(AgendaProposal)):
        rows[Key(Kind.AGENDA, proposal.id)] = proposal
    seen = Counter()
    for viewer in viewers:
        chains = queries.chains_of(viewer, things)
        told = set()
        for key, chain in chains.items():
            assert MAY_VIEW[key.kind](viewer, rows[key])
            assert {end for tie in chain.ties for end in tie} == set(chain.by_key)
            told |= {tie for tie in chain.ties if tie[0].kind is Kind.IDEA}
            for node in chain.nodes:
                row = rows[Key(Kind.ACTION, node.id) if node.kind is Kind.RESULT else node.key]
                if node.kind is Kind.ISSUE:
                    assert node.title == issue_read(viewer, row)
                assert MAY_VIEW[node.kind](viewer, row), (viewer, key, node)
                seen[node.kind] += 1
        assert told == {
            (key, queries.key_of(other))
            for key, idea in rows.items()
            if key.kind is Kind.IDEA and ideas.can_view(viewer, idea)
            for other in (*idea.decisions, *idea.actions, *idea.menus)
            if MAY_VIEW[queries.OF_MODEL[type(other)]](viewer, other)
        }
        for alone in things[::17]:
            assert queries.chain_of(viewer, alone) == chains.get(queries.key_of(alone))
    assert all(seen[kind] for kind in Kind)


def test_the_numbers_of_the_list_are_those_of_its_chains(viewers):
    today = calendar.today()
    for viewer in viewers[:-1]:
        ids = db.session.scalars(
            selection.matching(viewer, Selection()).with_only_columns(Idea.id)
        ).all()
        chains = queries.whole(viewer, ids)
        assert len(chains) == len(ids)
        counted = selection.counts(viewer, Selection())
        assert +Counter(counted.steps) == Counter(map(steps.step_of, chains))
        motions = Counter(steps.motion_of(chain, today) for chain in chains)
        assert +Counter(counted.motions) == motions
        for step, count in counted.steps.items():
            query = selection.matching(viewer, Selection(step=step))
            assert len(db.session.scalars(query).all()) == count


def test_a_chain_takes_two_queries_however_long_it_is(viewers):
    idea = db.session.scalars(db.select(Idea)).first()
    idea.actions = list(db.session.scalars(db.select(Action)))
    idea.decisions = list(db.session.scalars(db.select(Decision)))
    db.session.commit()
    coordinator = viewers[-3]
    assert coordinator.coordinates
    assert idea.id
    told = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: told.append(given[2]))
    queries.chain_of(coordinator, idea)
    assert len([statement for statement in told if "FROM generations" not in statement]) == 2
