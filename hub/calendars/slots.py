"""The way to one's calendar address from one's account."""

from flask import render_template

from hub.accounts.models import User, Viewer
from hub.calendars import policy, queries
from hub.core.slots import panel


@panel("account", order=30)
def calendar_of_account(viewer: Viewer, user: User) -> str | None:
    if not policy.can_have_feed(viewer):
        return None
    return render_template("calendars/_panel_account.html", feed=queries.feed_of(user))
