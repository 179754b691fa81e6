"""Named places on a page of a lower slice that higher slices fill.

The page of an organization shows its menus, meetings and actions without knowing them::

    @panel("organization", order=10)
    def menus_of(viewer, organization):
        return render_template("menus/_panel.html", ...)   # "" or None shows nothing

and the template of the organization says ``{{ panels("organization", organization) }}``.
"""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

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


def panels(name: str, viewer: Any, thing: Any) -> Markup:
    parts = (function(viewer, thing) for _order, _key, function in _panels.get(name, []))
    return Markup("").join(Markup(part) for part in parts if part)  # noqa: S704 (templates' output)
