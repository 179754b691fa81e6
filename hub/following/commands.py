"""Following and leaving. The actor first; none commits. Nothing is recorded: it is one's own."""

from flask_babel import gettext as _
from sqlalchemy import func, select

from hub.accounts.models import User
from hub.core.db import db
from hub.core.errors import Invalid, authorize
from hub.following import policy, queries, topics
from hub.following.models import Follow, FollowKind

MOST = 200  # things that one person follows


def follow(actor: User, kind: FollowKind, thing_id: int) -> Follow:
    """From now on; a second time changes nothing.

    Raises:
        NotFound: there is no such thing for the actor.
        Invalid: the actor follows very many things already.
    """
    authorize(policy.can_follow(actor))
    thing = topics.get_thing(actor, kind, thing_id)
    if (row := queries.follow_of(actor, thing)) is not None:
        return row
    mine = select(func.count()).select_from(Follow).where(Follow.user_id == actor.id)
    if (db.session.scalar(mine) or 0) >= MOST:
        raise Invalid(
            _("フォローは%(count)s件までです。どれかをやめてから選んでください。", count=MOST)
        )
    row = Follow(user_id=actor.id, kind=kind, thing_id=thing_id, since=queries.last_entry_id())
    db.session.add(row)
    return row


def leave(actor: User, row: Follow) -> None:
    authorize(policy.can_leave(actor, row))
    db.session.delete(row)
