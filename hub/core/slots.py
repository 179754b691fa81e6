"""Named places on a page of a lower slice that higher slices fill.

The page of an organization shows its menus, meetings and actions without knowing them::

    @panel("organization", order=10)
    def menus_of(viewer, organization):
        return render_template("menus/_panel.html", ...)   # "" or None shows nothing

and the template of the organization says ``{{ panels("organization", organization) }}``.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from flask import request
from markupsafe import Markup

from hub.core import calendar, generations

T = TypeVar("T")
DRAWN = 256  # parts of one kind that are kept, unless it says less: those asked for last
Panel = Callable[[Any, Any], str | None]
_panels: dict[str, list[tuple[int, str, Panel]]] = {}


def panel(name: str, *, order: int) -> Callable[[Panel], Panel]:
    """Register a function of (viewer, thing) that returns the HTML of a part, or nothing."""

    def register(function: Panel) -> Panel:
        key = f"{function.__module__}.{function.__qualname__}"
        others = [entry for entry in _panels.get(name, []) if entry[1] != key]
        _panels[name] = sorted([*others, (order, key, function)])
        return function

    return register


def kept(*subjects: str, most: int = DRAWN) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """For a part that many people are shown alike: what ``draw(*key)`` returned is kept for the
    day, until a row of these subjects changes (see ``core.generations``).

    All that the part depends on is in the key, above all who reads it, as a ``Circle``: neither
    the function nor its template asks who is looking.
    """

    def keep(draw: Callable[..., T]) -> Callable[..., T]:
        def anew(_day: Any, _root: str, *key: Hashable) -> T:
            return draw(*key)

        drawn = generations.Kept(subjects[0], anew, *subjects[1:], results=most)
        return lambda *key: drawn(calendar.today(), request.script_root, *key)

    return keep


def panels(name: str, viewer: Any, thing: Any) -> Markup:
    parts = (function(viewer, thing) for _order, _key, function in _panels.get(name, []))
    return Markup("").join(Markup(part) for part in parts if part)  # noqa: S704 (templates' output)
