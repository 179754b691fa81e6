"""Minutes as they are read: the text, made into HTML once, and today's states beside its lines."""

from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from hub.accounts.models import Viewer
from hub.meetings.binding import bindings_of
from hub.meetings.events import line_states
from hub.meetings.line_models import BindingState, LineBinding
from hub.meetings.lines import extension, markers
from hub.meetings.lines.model import Kind
from hub.meetings.models import Minutes

_BESIDE = Markup('<span class="line-state">{}</span>')
KEPT_PAGES = 32  # of at most 200,000 characters


@dataclass(frozen=True)
class StateOfToday:
    """One line of the annex 現在の状況: what the line became, and how far it is."""

    binding: LineBinding
    number: int
    state: Markup


@dataclass(frozen=True)
class Rendered:
    html: Markup
    states: list[StateOfToday]  # in the order of the text


def rendered(viewer: Viewer, minutes: Minutes) -> Rendered:
    html, numbers = _page(minutes.text)
    states = _states(viewer, minutes, numbers) if numbers else []
    beside = {state.number: _BESIDE.format(state.state) for state in states}
    return Rendered(extension.with_states(html, beside), states)


@lru_cache(maxsize=KEPT_PAGES)
def _page(text: str) -> tuple[Markup, dict[str, int]]:
    """Depends on the text alone, so that every revision is rendered once in a process."""
    return extension.render(text), markers.found(text)


def _states(viewer: Viewer, minutes: Minutes, numbers: dict[str, int]) -> list[StateOfToday]:
    bindings = [
        b
        for b in bindings_of(minutes.meeting)
        if b.state is BindingState.BOUND and b.marker in numbers and b.thing_id is not None
    ]
    things: dict[Kind, list[int]] = {}
    for binding in bindings:
        things.setdefault(binding.kind, []).append(binding.thing_id or 0)
    found: dict[tuple[Kind, int], Markup] = {}
    for _receiver, said in line_states.send(viewer, things=things):
        found |= said
    shown = [
        StateOfToday(b, numbers[b.marker], found[b.kind, b.thing_id or 0])
        for b in bindings
        if (b.kind, b.thing_id) in found
    ]
    return sorted(shown, key=lambda state: state.number)
