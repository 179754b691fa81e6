"""What must be said together. The forms and the commands refuse by the same words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _

from hub.core import calendar
from hub.ideas.models import Idea, IdeaVisibility, Stage

Problem = tuple[str, str]  # name of the field, what to do


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An idea as somebody wrote it. Organizations, terms and agenda items are ids."""

    title: str
    body: str = ""
    proposer_id: int | None = None  # of a new one
    keeper_id: int | None = None  # of a new one
    look_at_on: date | None = None  # of a new one
    term_ids: frozenset[int] = field(default_factory=frozenset)
    visibility: IdeaVisibility = IdeaVisibility.NETWORK
    agenda_item_id: int | None = None


def new_problems(entry: Entry) -> Iterable[Problem]:
    """What is wrong with an idea that is just being raised."""
    if refusal := keeper_problem(entry.visibility, entry.proposer_id, entry.keeper_id):
        yield "keeper_id", refusal
    if refusal := day_problem(entry.look_at_on):
        yield "look_at_on", refusal


def narrowing_problem(idea: Idea, visibility: IdeaVisibility) -> str | None:
    """自組織のみ of what others keep or joined would be a word without meaning."""
    if visibility is IdeaVisibility.NETWORK or idea.concerned_ids <= {idea.proposer_id}:
        return None
    return _("ほかの組織が育てているか、加わっています。ネットワーク内のままにしてください。")


def keeper_problem(
    visibility: IdeaVisibility, proposer_id: int | None, keeper_id: int | None
) -> str | None:
    if visibility is IdeaVisibility.NETWORK or keeper_id in {None, proposer_id}:
        return None
    return _(
        "自組織のみの種は、出した組織だけが育てられます。ほかの組織に頼むなら、ネットワーク内にしてください。"
    )


def day_problem(day: date | None) -> str | None:
    """A day to look at something lies ahead."""
    if day is None or day >= calendar.today():
        return None
    return _("次に見る日には、今日か、今日より後の日を入れてください。")


def stage_problem(stage: Stage, said: str) -> str | None:
    """What the stage asks to be said with it; None when nothing is missing."""
    if said.strip(" \u3000\n\t"):
        return None
    if stage is Stage.ROOTED:
        return _("定着にするには、結果を入れてください。")
    if stage is Stage.DROPPED:
        return _("見送りにするには、理由を入れてください。")
    return None
