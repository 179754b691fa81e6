"""The way to the desk, on every page of who has one."""

from typing import Any

from flask import render_template

from hub.core.slots import panel
from hub.desk import policy


@panel("sections", order=10)
def of_every_page(viewer: Any, _thing: Any) -> str | None:
    return (
        render_template("desk/_section.html", has_offices=bool(policy.offices_of(viewer)))
        if policy.can_open(viewer)
        else None
    )
