"""Chains on the pages of their nodes."""

from typing import Any

from flask import get_template_attribute, render_template
from markupsafe import Markup

from hub.actions.models import Action
from hub.chains import drawing, events, queries, steps
from hub.chains.links import Kind
from hub.chains.model import Chain
from hub.core import calendar
from hub.core.slots import panel
from hub.ideas.models import Idea
from hub.meetings.events import decision_notes
from hub.meetings.models import Decision
from hub.menus.models import Menu

__all__ = ["events"]
NAMED = 3  # ideas behind a menu that are named above the picture


@panel("idea", order=10)
def of_idea(viewer: Any, idea: Idea) -> str | None:
    return _panel(viewer, idea)


@panel("action", order=10)
def of_action(viewer: Any, action: Action) -> str | None:
    return _panel(viewer, action)


@panel("menu", order=20)
def of_menu(viewer: Any, menu: Menu) -> str | None:
    """Inside the network only, as with the actions of a menu."""
    if not viewer.in_network:
        return None
    chain = queries.chain_of(viewer, menu)
    if chain is None or not chain.of(Kind.IDEA):
        return None  # the actions alone are on a panel of their own
    origins = steps.origins(chain)[:NAMED]
    return render_template("chains/_panel_menu.html", origins=origins, **figure(chain))


@decision_notes.connect
def of_decisions(viewer: Any, *, decisions: list[Decision]) -> dict[int, Markup]:
    """Where each decision of a meeting stands in its chain."""
    macro = get_template_attribute("chains/_parts.html", "short_line")
    found = queries.short_lines(viewer, decisions)
    return {key.id: macro(line) for key, line in found.items()}


def figure(chain: Chain) -> dict[str, Any]:
    """What the templates of a chain ask for."""
    said = steps.in_words(chain, calendar.today())
    return {"chain": chain, "said": said, "picture": drawing.picture(chain, drawing.title(), said)}


def _panel(viewer: Any, thing: Any) -> str | None:
    chain = queries.chain_of(viewer, thing)
    return render_template("chains/_panel.html", **figure(chain)) if chain else None
