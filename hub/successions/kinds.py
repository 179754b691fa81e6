"""The three kinds of things that have a 担当者, and whose they are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement

from hub.accounts.models import Viewer
from hub.actions import policy as actions
from hub.actions.models import OPEN as OPEN_ACTIONS
from hub.actions.models import Action
from hub.ideas import policy as ideas
from hub.ideas.models import OPEN as OPEN_IDEAS
from hub.ideas.models import Idea
from hub.menus import policy as menus
from hub.menus.models import Menu, MenuState


@dataclass(frozen=True, kw_only=True)
class Kind:
    name: str
    label: Any
    model: type[Any]
    belongs_to: str  # name of the column of the organization
    is_live: Callable[[], ColumnElement[bool]]  # what is over needs nobody
    may_view: Callable[[Viewer, Any], bool]
    endpoint: str
    argument: str

    @property
    def organization_id(self) -> Any:
        return getattr(self.model, self.belongs_to)

    def owner_of(self, thing: Any) -> int | None:
        owner: int | None = getattr(thing, self.belongs_to)
        return owner

    def address(self, thing_id: int) -> str:
        values: dict[str, Any] = {self.argument: thing_id}
        return url_for(self.endpoint, **values)

    def key(self, thing: Any) -> str:
        """How a form names it."""
        return f"{self.name}-{thing.id}"


MENU = Kind(
    name="menu", label=_("支援メニュー"), model=Menu, belongs_to="provider_id",
    is_live=lambda: Menu.state != MenuState.ARCHIVED, may_view=menus.can_view,
    endpoint="menus.show", argument="menu_id",
)  # fmt: skip
ACTION = Kind(
    name="action", label=_("宿題事項"), model=Action, belongs_to="lead_id",
    is_live=lambda: Action.status.in_(OPEN_ACTIONS), may_view=actions.can_view,
    endpoint="actions.show", argument="action_id",
)  # fmt: skip
IDEA = Kind(
    name="idea", label=_("連携の種"), model=Idea, belongs_to="keeper_id",
    is_live=lambda: Idea.stage.in_(OPEN_IDEAS), may_view=ideas.can_view,
    endpoint="ideas.show", argument="idea_id",
)  # fmt: skip
KINDS: Sequence[Kind] = (ACTION, IDEA, MENU)
BY_NAME = {kind.name: kind for kind in KINDS}


def kind_of(thing: Any) -> Kind:
    return next(kind for kind in KINDS if isinstance(thing, kind.model))
