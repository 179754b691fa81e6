"""How far a chain has come, whether it moves, and both in words. Pure."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hub.actions.models import ActionStatus
from hub.agenda.models import ProposalState
from hub.chains.links import Key, Kind
from hub.chains.model import Chain, Node
from hub.ideas.models import Stage


class Step(StrEnum):
    """The furthest step that an idea has come to."""

    IDEA = "idea"
    DECISION = "decision"
    ACTION = "action"
    RESULT = "result"
    MENU = "menu"

    @property
    def label(self):
        return STEPS[self]


STEPS = {
    Step.IDEA: _l("連携の種まで"),
    Step.DECISION: _l("決定まで"),
    Step.ACTION: _l("宿題まで"),
    Step.RESULT: _l("結果まで"),
    Step.MENU: _l("支援メニューまで"),
}


class Motion(StrEnum):
    MOVING = "moving"
    STUCK = "stuck"
    ENDED = "ended"

    @property
    def label(self):
        return MOTIONS[self]


MOTIONS = {
    Motion.MOVING: _l("動いている"),
    Motion.STUCK: _l("止まっている"),
    Motion.ENDED: _l("終わった"),
}


def step_of(chain: Chain) -> Step:
    """Of the chain of an idea. A menu counts as changed once the work on it has a result."""
    if changed_menus(chain):
        return Step.MENU
    for step, kind in (
        (Step.RESULT, Kind.RESULT), (Step.ACTION, Kind.ACTION), (Step.DECISION, Kind.DECISION),
    ):  # fmt: skip
        if chain.of(kind):
            return step
    return Step.IDEA


def motion_of(chain: Chain, today: date) -> Motion:
    """Of the chain of an idea: it moves while an action does, or its day to look again is to come.

    Without an idea the actions alone say it.
    """
    ideas, actions = chain.of(Kind.IDEA), chain.of(Kind.ACTION)
    open_ideas = [idea for idea in ideas if idea.is_open]
    if ideas and not open_ideas:
        return Motion.ENDED
    if any(action.moves(today) for action in actions):
        return Motion.MOVING
    if any(idea.until and idea.until >= today for idea in open_ideas):
        return Motion.MOVING
    if not ideas and actions and not any(action.is_open for action in actions):
        return Motion.ENDED
    return Motion.STUCK


def changed_menus(chain: Chain) -> list[Node]:
    """Those that an action with a result worked on. One that is only tied to an idea may as well be
    what the idea began with."""
    worked = {b for a, b in chain.ties if a.kind is Kind.RESULT}
    return [menu for menu in chain.of(Kind.MENU) if menu.key in worked]


def origins(chain: Chain) -> list[tuple[Node, bool]]:
    """The ideas behind a menu, each with whether one of its results worked on the menu; those
    first."""
    done = {Key(Kind.ACTION, result.id) for result in chain.of(Kind.RESULT)}
    way = done | {a for a, b in chain.ties if a.kind is Kind.DECISION and b in done}
    proven = {a for a, b in chain.ties if a.kind is Kind.IDEA and b in way}
    found = [(idea, idea.key in proven) for idea in chain.of(Kind.IDEA)]
    return sorted(found, key=lambda pair: not pair[1])


def in_words(chain: Chain, today: date) -> str:
    """Where it stands: 決定まで進み、宿題が2件動いています。"""
    said = [_work(chain, today), *_outcome(chain)]
    return "".join(part for part in said if part)


def _work(chain: Chain, today: date) -> str:
    decisions, actions = chain.of(Kind.DECISION), chain.of(Kind.ACTION)
    if not actions:
        if decisions:
            return _("決定まで進みました。宿題はまだありません。")
        if proposals := chain.of(Kind.AGENDA):
            return _agenda(proposals)
        return _("決定も宿題もまだありません。")
    begun = _("決定まで進み、") if decisions else ""
    moving = [action for action in actions if action.moves(today)]
    resting = [action for action in actions if action.is_open and not action.moves(today)]
    if moving:
        text = _("宿題が%(count)s件動いています。", count=len(moving))
    elif resting:
        text = _("宿題が%(count)s件止まっています。", count=len(resting))
    elif any(action.is_done for action in actions):
        text = _("宿題は終わりました。")
    else:
        text = _("宿題は見送りになりました。")
    return begun + text + (_late(resting, today) if moving else "")


def _agenda(proposals: list[Node]) -> str:
    if any(proposal.is_done for proposal in proposals):
        return _("議題になりました。決定も宿題もまだありません。")
    if any(proposal.is_open for proposal in proposals):
        return _("議題として提案しています。")
    return _("議題としては取り上げられませんでした。")


def _late(resting: list[Node], today: date) -> str:
    if not resting:
        return ""
    return _("ほかに止まっているものが%(count)s件あります。", count=len(resting))


def _outcome(chain: Chain) -> Iterable[str]:
    if results := chain.of(Kind.RESULT):
        yield _("結果が%(count)s件出ています。", count=len(results))
    changed = changed_menus(chain)
    if changed:
        yield _("支援メニュー%(count)s件が変わりました。", count=len(changed))
    elif linked := chain.of(Kind.MENU):
        yield _("支援メニュー%(count)s件につながっています。", count=len(linked))
    ideas = chain.of(Kind.IDEA)
    if len(ideas) == 1 and ideas[0].state is Stage.ROOTED:
        yield _("連携の種は定着しました。")
    elif len(ideas) == 1 and ideas[0].state is Stage.DROPPED:
        yield _("連携の種は見送りになりました。")


class ShortLine(NamedTuple):
    """連携の種 › 決定 › 宿題2件（進行中1、完了1）: a piece for each step there is."""

    here: Key
    title: str
    pieces: list[tuple[Kind, str]]


def in_short(chain: Chain) -> ShortLine:
    pieces = [(kind, _piece(kind, nodes)) for kind, nodes in chain.steps]
    return ShortLine(chain.here, chain.by_key[chain.here].title, pieces)


def _piece(kind: Kind, nodes: list[Node]) -> str:
    name = str(SHORT[kind])
    if len(nodes) > 1:
        name = _("%(name)s%(count)s件", name=name, count=len(nodes))
    states = Counter(node.state for node in nodes if node.state is not None)
    order = [*ProposalState, *Stage, *ActionStatus]
    told = [
        _("%(state)s%(count)s", state=state.label, count=count) if len(nodes) > 1
        else str(state.label)
        for state, count in sorted(states.items(), key=lambda pair: order.index(pair[0]))
    ]  # fmt: skip
    return _("%(name)s（%(states)s）", name=name, states="、".join(told)) if told else name


SHORT = {
    Kind.ISSUE: _l("課題"),
    Kind.AGENDA: _l("議題"),
    Kind.IDEA: _l("連携の種"),
    Kind.DECISION: _l("決定"),
    Kind.ACTION: _l("宿題"),
    Kind.RESULT: _l("結果"),
    Kind.MENU: _l("支援メニュー"),
}
