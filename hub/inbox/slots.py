"""The way to the notices in the head of every page, and to the choice of mails in the account."""

from typing import Any

from flask import render_template

from hub.core.slots import panel
from hub.inbox import queries


@panel("head", order=10)
def way_in(viewer: Any, _page: Any) -> str | None:
    if not viewer.is_authenticated:
        return None
    return render_template("inbox/_head.html", unread=queries.unread_count(viewer))


@panel("account", order=10)
def mails_of(viewer: Any, _account: Any) -> str:
    return render_template("inbox/_panel_account.html", settings=queries.settings_of(viewer))
