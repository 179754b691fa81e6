"""What its writers do with the lines of a draft. Each authorizes, changes, records."""

import hashlib
from typing import Any

from flask_babel import gettext as _

from hub.accounts.models import User
from hub.actions.models import Action
from hub.agenda import commands as agenda
from hub.agenda.models import AgendaProposal
from hub.core.db import db, now
from hub.core.errors import Conflict, Invalid, NotFound, authorize
from hub.meetings.models import Series
from hub.programmes.models import Programme
from hub.reviews import policy
from hub.reviews.commands.steps import log
from hub.reviews.drafting import Draft, get_fact, get_issue
from hub.reviews.earlier import Outcome
from hub.reviews.models import Review, ReviewLeftOut, ReviewLine, Section


def fingerprint(line: ReviewLine) -> str:
    """Of what a form about the line shows: another one means that somebody changed it."""
    said = f"{line.text}\0{line.section}\0{line.programme_id}\0{line.removed_at is None}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def add(
    actor: User, review: Review, *, section: Section, programme_id: int | None, text: str,
    **source: Any,
) -> ReviewLine:  # fmt: skip
    """At the end of its section.

    Raises:
        Conflict: the review was handed in meanwhile.
    """
    _hold(actor, review)
    _check_programme(review, programme_id)
    line = ReviewLine(
        section=section, programme_id=programme_id, text=text, position=_next(review), **source
    )
    review.lines.append(line)
    db.session.flush()
    _written(actor, review)
    return line


def edit(
    actor: User, line: ReviewLine, *, section: Section, programme_id: int | None, text: str,
    seen: str,
) -> None:  # fmt: skip
    """What is moved goes to the end of its new section.

    Raises:
        Conflict: somebody changed the line since it was shown, or the review was handed in.
    """
    review = line.review
    _hold(actor, review)
    db.session.refresh(line)
    if fingerprint(line) != seen:
        raise Conflict
    if programme_id != line.programme_id:
        _check_programme(review, programme_id)
    if (section, programme_id) != (line.section, line.programme_id):
        line.position = _next(review)
    line.section, line.programme_id, line.text = section, programme_id, text
    _written(actor, review)


def move(actor: User, line: ReviewLine, *, up: bool) -> None:
    """Past its neighbour; at the end nothing happens."""
    review = line.review
    _hold(actor, review)
    beside = review.lines_of(line.section, line.programme_id)
    place = beside.index(line)
    target = place - 1 if up else place + 1
    if not 0 <= target < len(beside):
        return
    places = sorted(other.position for other in beside)
    beside.insert(target, beside.pop(place))
    for position, other in zip(_distinct(places), beside, strict=True):
        other.position = position
    _written(actor, review)


def remove(actor: User, line: ReviewLine) -> None:
    """Out of the draft; it can be put back."""
    _hold(actor, line.review)
    line.remove(now())
    _written(actor, line.review)


def restore(actor: User, line: ReviewLine) -> None:
    """Raises Conflict: its fact was taken again meanwhile, or its question answered."""
    review = line.review
    _hold(actor, review)
    keys = {other.source_key for other in review.lines if other.source_key}
    if line.source_key in keys:
        raise Conflict(_("同じもとからの行が、もう入っています。"))
    line.restore()
    line.position = _next(review)
    _written(actor, review)


def take(actor: User, draft: Draft, key: str) -> ReviewLine:
    """採る: the fact as it stands, where the hub suggests it.

    Raises:
        NotFound: it is taken already, or its reason is gone.
        Invalid: fewer than the readers of a review read it: its writer words it.
    """
    fact = get_fact(draft, key)
    if fact.is_limited:
        raise Invalid(_("公開範囲の狭い事実です。載せる文を書いてください。"))
    return take_changed(
        actor, draft, key, section=fact.section, programme_id=draft.place_of(fact), text=fact.text
    )


def take_changed(
    actor: User, draft: Draft, key: str, *, section: Section, programme_id: int | None, text: str
) -> ReviewLine:
    """直して採る. Raises NotFound."""
    fact = get_fact(draft, key)
    _offer(draft.review, key)
    return add(
        actor, draft.review, section=section, programme_id=programme_id, text=text,
        source_key=key, source_label=fact.label,
    )  # fmt: skip


def leave_out(actor: User, draft: Draft, key: str) -> None:
    """載せない: it is not offered again. Raises NotFound."""
    fact = get_fact(draft, key)
    review = draft.review
    _hold(actor, review)
    if key not in draft.refused:
        review.left_out.append(ReviewLeftOut(source_key=fact.key))
    _written(actor, review)


def offer_again(actor: User, review: Review, key: str) -> None:
    _hold(actor, review)
    _offer(review, key)
    _written(actor, review)


def answer(actor: User, draft: Draft, issue_id: int, outcome: Outcome, text: str) -> ReviewLine:
    """What became of a 課題 of the last review.

    Raises:
        NotFound: the last review names no such 課題.
        Conflict: somebody said it already.
    """
    issue = get_issue(draft, issue_id)
    if issue.answer is not None:
        raise Conflict(_("この課題がどうなったかは、もう書かれています。"))
    known = {part.programme_id for part in draft.parts}
    return add(
        actor, draft.review, section=outcome.section, text=text, answers_id=issue.id,
        programme_id=issue.programme_id if issue.programme_id in known else None,
        source_key=issue.answer_key,
        source_label=_("%(term)sの課題（%(outcome)s）", term=issue.term, outcome=outcome.label),
    )  # fmt: skip


def propose(
    actor: User, line: ReviewLine, series: Series, *, organization_id: int, title: str, text: str,
    minutes: int,
) -> AgendaProposal:  # fmt: skip
    """A 課題 becomes a proposal for the agenda. Raises Conflict: it is one already."""
    review = line.review
    authorize(policy.can_follow_up(actor, line))
    if line.proposal_id is not None:
        raise Conflict(_("この課題は、もう議題として提案されています。"))
    line.proposal = agenda.propose(
        actor, series, organization_id=organization_id, title=title, text=text, minutes=minutes
    )
    db.session.flush()
    log(actor, "follow_up", review, organization_id=review.organization_id)
    return line.proposal


def link_action(actor: User, line: ReviewLine, action: Action) -> None:
    """A 課題 became an action, made just now. Raises Conflict: it became another one already."""
    review = line.review
    authorize(policy.can_follow_up(actor, line))
    if line.action_id is not None:
        raise Conflict(_("この課題からは、もう宿題事項がつくられています。"))
    line.action = action
    log(actor, "follow_up", review, organization_id=review.organization_id)


def _hold(actor: User, review: Review) -> None:
    """Whatever is changed, one writer after the other, and not once it is handed in."""
    authorize(policy.writes(actor, review))
    db.session.refresh(review, ["state", "version"], with_for_update=True)
    if not review.is_being_written:
        raise Conflict(_("この振り返りは提出されたため、いまは書けません。"))


def _written(actor: User, review: Review) -> None:
    review.touch()
    log(actor, "write", review, organization_id=review.organization_id)
    db.session.expire(review, ["lines", "removed_lines"])


def _check_programme(review: Review, programme_id: int | None) -> None:
    if programme_id is None:
        return
    programme = db.session.get(Programme, programme_id)
    if programme is None or programme.organization_id != review.organization_id:
        raise NotFound


def _offer(review: Review, key: str) -> None:
    for row in review.left_out:
        if row.source_key == key:
            review.left_out.remove(row)
            return


def _next(review: Review) -> int:
    return max((line.position for line in review.lines), default=0) + 1


def _distinct(places: list[int]) -> list[int]:
    """The same places, or the next ones where two lines stood at the same."""
    found: list[int] = []
    for place in places:
        found.append(max(place, found[-1] + 1) if found else place)
    return found
