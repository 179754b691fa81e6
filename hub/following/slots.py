"""The button to follow a thing, on its own page, and the way to the news from the first page."""

from typing import Any

from flask import render_template
from flask_babel import lazy_gettext as _

from hub.core.slots import panel
from hub.following import policy, queries, topics

ABOUT = {
    "menus": _("支援メニュー"),
    "meetings": _("会議"),
    "minutes": _("議事録"),
    "actions": _("宿題事項"),
    "ideas": _("連携の種"),
    "theme_roles": _("分野の役割"),
    "visits": _("訪問・参加の記録"),
    "organizations": _("組織"),
}


@panel("follow", order=10)
def button(viewer: Any, thing: Any) -> str | None:
    if not policy.can_follow(viewer):
        return None
    kind, number = topics.topic_of(thing)
    return render_template(
        "following/_button.html", kind=kind, number=number,
        name=topics.KINDS[kind].name(thing), row=queries.follow_of(viewer, thing),
    )  # fmt: skip
