"""ネットワークの動き, and what one follows."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core import calendar
from hub.core.db import transaction
from hub.core.errors import Invalid, NotFound, authorize
from hub.core.paging import current_url
from hub.following import commands, policy, queries, slots, topics
from hub.following.models import FollowKind
from hub.following.slots import ABOUT
from hub.organizations.queries import organizations

__all__ = ["bp", "slots"]
bp = Blueprint("following", __name__)


@bp.get("/activity")
@login_required
def activity():
    authorize(policy.can_follow(current_user))
    about = request.args.get("about", "")
    chosen, is_mine = about if about in ABOUT else None, request.args.get("of") == "followed"
    organization_id, before, since = _number("organization"), _number("before"), _moment("since")
    page = (
        queries.followed_news(current_user, before=before)
        if is_mine
        else queries.news(
            current_user, about=chosen, organization_id=organization_id, before=before, since=since
        )
    )
    return render_template(
        "following/activity.html", page=page, about=chosen, kinds=ABOUT, is_mine=is_mine,
        organization_id=organization_id, organizations=organizations(), since=since,
        older=current_url(before=page.older) if page.older else None, is_first=before is None,
    )  # fmt: skip


@bp.get("/following")
@login_required
def index():
    authorize(policy.can_follow(current_user))
    return render_template("following/index.html", items=queries.followed_by(current_user))


@bp.post("/following/<any(organization, theme, series, menu, idea):kind>/<int:thing_id>")
@login_required
def follow(kind: str, thing_id: int):
    try:
        with transaction():
            commands.follow(current_user, FollowKind(kind), thing_id)
    except Invalid as error:
        flash(str(error), "error")
    else:
        flash(_("フォローしました。変わったことを、お知らせと平日の朝のメールで届けます。"))
    return redirect(_page_of(FollowKind(kind), thing_id), 303)


@bp.post("/following/<int:follow_id>/leave")
@login_required
def leave(follow_id: int):
    row = queries.own_follow(current_user, follow_id)
    topic, is_from_list = row.topic, request.form.get("from") == "list"
    with transaction():
        commands.leave(current_user, queries.own_follow(current_user, follow_id))
    flash(_("フォローをやめました。"))
    try:
        back = url_for(".index") if is_from_list else _page_of(*topic)
    except NotFound:  # it may not be read any more
        back = url_for(".index")
    return redirect(back, 303)


def _page_of(kind: FollowKind, thing_id: int) -> str:
    thing = topics.get_thing(current_user, kind, thing_id)
    return url_for(topics.KINDS[kind].endpoint, **topics.KINDS[kind].values(thing))


def _moment(name: str) -> datetime | None:
    """As ``datetime.isoformat`` writes it; None for anything else."""
    try:
        moment = datetime.fromisoformat(request.args.get(name, "")[:40])
    except ValueError:
        return None
    if not 2000 <= moment.year <= calendar.today().year:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=calendar.TOKYO)


def _number(name: str) -> int | None:
    given = request.args.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None
