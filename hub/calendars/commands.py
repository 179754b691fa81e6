"""Making, renewing and taking away one's calendar address. None commits."""

import secrets

from hub.accounts.models import User
from hub.accounts.queries import hash_of
from hub.audit.log import record
from hub.calendars import policy, queries
from hub.calendars.models import CalendarFeed
from hub.core.db import db
from hub.core.errors import NotFound, authorize


def renew(actor: User) -> str:
    """A new address; one from before is dead at once. The token is not kept anywhere."""
    authorize(policy.can_have_feed(actor))
    token = secrets.token_urlsafe(32)
    feed = queries.feed_of(actor)
    if feed is None:
        feed = CalendarFeed(user_id=actor.id, token_hash=hash_of(token))
        db.session.add(feed)
        record(actor, "calendar_feed:create", feed)
    else:
        feed.renew(hash_of(token))
        record(actor, "calendar_feed:change", feed)
    return token


def delete(actor: User) -> None:
    """Raises NotFound when there is none."""
    feed = queries.feed_of(actor)
    if feed is None:
        raise NotFound
    record(actor, "calendar_feed:delete", feed)
    db.session.delete(feed)
