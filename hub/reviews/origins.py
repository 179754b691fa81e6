"""An action comes from a 課題: the form is filled and the tie made in the same transaction."""

from collections.abc import Mapping

from flask import url_for
from flask_babel import gettext as _

from hub.accounts.models import User
from hub.actions.events import Origin, action_asked, action_entered
from hub.actions.models import Action, ActionVisibility
from hub.core.db import db
from hub.core.errors import Conflict, NotFound, authorize
from hub.core.text import first_sentence
from hub.reviews import followups, line_commands, policy
from hub.reviews.models import ReviewLine


@action_asked.connect
def origin_of_action(viewer: User, *, address: Mapping[str, str]) -> Origin | None:
    """宿題事項にする: its organization leads. Of a draft nothing is made known by a title."""
    line = _asked_about(viewer, address)
    if line is None:
        return None
    authorize(policy.can_follow_up(viewer, line))
    if line.action_id is not None:
        raise Conflict(_("この課題からは、もう宿題事項がつくられています。"))
    stands = line.review.settled.line(line.id) if line.review.settled else None
    is_known = stands is not None and stands["text"] == line.text
    return Origin(
        label=_("もとの課題"),
        title=line.text,
        url=url_for("reviews.show", review_id=line.review_id, _anchor=f"line-{line.id}"),
        fields={
            "title": first_sentence(line.text),
            "lead_id": line.review.organization_id,
            "visibility": (ActionVisibility.NETWORK if is_known else ActionVisibility.ORGANIZATION),
        },
    )


@action_entered.connect
def link_action(action: Action, *, actor: User, address: Mapping[str, str]) -> None:
    if line := _asked_about(actor, address):
        line_commands.link_action(actor, line, action)


def _asked_about(viewer: User, address: Mapping[str, str]) -> ReviewLine | None:
    """The 課題 that the address names. Raises NotFound."""
    given = address.get("review_line")
    if given is None:
        return None
    if not given.isascii() or not given.isdigit() or len(given) > 9:
        raise NotFound
    line = db.session.get(ReviewLine, int(given))
    if line is None:
        raise NotFound
    return followups.get_issue_line(viewer, line.review_id, line.id)
