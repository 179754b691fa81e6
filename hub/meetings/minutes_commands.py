"""Changes to minutes: 下書き → 確認中 → 確定, and 訂正 after that. None commits."""

from datetime import date

from flask_babel import gettext as _

from hub.accounts.models import User
from hub.audit import revisions
from hub.audit.log import record
from hub.core.db import db, lock_version, now
from hub.core.errors import Conflict, Invalid, authorize
from hub.meetings import minutes_queries, outcomes, policy
from hub.meetings.binding import bind
from hub.meetings.models import Meeting, Minutes, MinutesCheck, MinutesState


def save_minutes(actor: User, meeting: Meeting, body: str, *, seen: int) -> Minutes:
    """Write the text; ``seen`` is 0 where there were no minutes yet.

    Raises:
        Conflict: somebody else saved in between, or the minutes are confirmed.
    """
    authorize(policy.can_write_minutes(actor, meeting))
    db.session.refresh(meeting, with_for_update=True)
    minutes = meeting.minutes
    if minutes is None:
        if meeting.cancelled_at is not None:
            raise Conflict(_("中止になった会議の議事録は書けません。"))
        minutes = meeting.minutes = Minutes(body=body)
    else:
        lock_version(minutes, seen)
        if minutes.state is MinutesState.CONFIRMED:
            raise Conflict(_("確定した議事録は、このままでは直せません。訂正してください。"))
        if minutes.body == body:
            return minutes
        _keep_what_was(minutes)
        minutes.body = body
        if minutes.is_in_review:
            bind(actor, minutes)
    _keep(actor, minutes)
    record(actor, "minutes:edit", minutes, organization_id=meeting.series.secretariat_id)
    return minutes


def send_for_review(actor: User, minutes: Minutes, until: date | None, *, seen: int) -> None:
    """確認中: the lines of the text become decisions, actions and ideas, and get their markers."""
    authorize(policy.can_write_minutes(actor, minutes.meeting))
    lock_version(minutes, seen)
    if minutes.state is not MinutesState.DRAFT:
        raise Conflict(_("確認に回せるのは、下書きの議事録だけです。"))
    _has_text(minutes)
    _keep_what_was(minutes)
    written = minutes.body
    bind(actor, minutes)
    minutes.send_for_review(until)
    if minutes.body != written:
        _keep(actor, minutes)
    _record(actor, "minutes:review", minutes, until=until)


def take_back(actor: User, minutes: Minutes) -> None:
    """Back to the draft. What was answered stays to be read, and is asked again."""
    authorize(policy.can_write_minutes(actor, minutes.meeting))
    if minutes.state is not MinutesState.REVIEW:
        raise Conflict(_("下書きに戻せるのは、確認中の議事録だけです。"))
    minutes.take_back()
    _record(actor, "minutes:take-back", minutes)


def answer(
    actor: User, minutes: Minutes, organization_id: int, *, is_agreed: bool, comment: str = ""
) -> None:
    """異議なし or 修正意見 of one organization that came; a new answer replaces the old one."""
    authorize(organization_id in policy.can_check_minutes(actor, minutes))
    if not is_agreed and not comment:
        raise Invalid(_("修正意見を入れてください。"))
    last = revisions.latest(minutes)
    check = next((c for c in minutes.checks if c.organization_id == organization_id), None)
    if check is None:
        check = MinutesCheck(organization_id=organization_id)
        minutes.checks.append(check)
    check.is_agreed, check.comment = is_agreed, comment
    check.user_id, check.updated_at = actor.id, now()
    check.revision = last.number if last else 1
    record(
        actor, "minutes:answer", minutes, organization_id=organization_id,
        after={"is_agreed": is_agreed, "comment": comment},
    )  # fmt: skip


def confirm(actor: User, minutes: Minutes, *, seen: int, objections: int, reason: str = "") -> None:
    """確定: from now on the text stands.

    ``seen`` is the version that was read, ``objections`` how many 修正意見 were on that page;
    ``reason`` says why items of the agenda may stay without an outcome.
    """
    authorize(policy.can_write_minutes(actor, minutes.meeting))
    lock_version(minutes, seen)
    if minutes.state is not MinutesState.REVIEW:
        raise Conflict(_("確定できるのは、確認中の議事録だけです。"))
    _has_text(minutes)
    if objections != len(minutes_queries.objections(minutes)):
        raise Conflict(_("修正意見が新しく届きました。読んでから、もう一度確定してください。"))
    lacking = outcomes.missing(minutes.meeting)
    if lacking and not reason:
        raise Invalid(_("結果のない議題があります。結果を書くか、理由を入れてください。"))
    _keep_what_was(minutes)
    minutes.confirm(now())
    minutes.outcomes_missing = reason if lacking else ""
    minutes.meeting.touch()  # the confirmed text is found by the search
    _keep(actor, minutes)
    _record(actor, "minutes:confirm", minutes, outcomes_missing=minutes.outcomes_missing)


def correct(actor: User, minutes: Minutes, body: str, reason: str, *, seen: int) -> None:
    """訂正 of confirmed minutes: a new revision whose reason stays to be seen."""
    authorize(policy.can_write_minutes(actor, minutes.meeting))
    lock_version(minutes, seen)
    if minutes.state is not MinutesState.CONFIRMED:
        raise Conflict(_("訂正できるのは、確定した議事録だけです。"))
    if not reason:
        raise Invalid(_("訂正の理由を入れてください。"))
    if body == minutes.confirmed_body:
        raise Invalid(_("本文が変わっていません。直してから保存してください。"))
    _keep_what_was(minutes)
    minutes.body = body
    _has_text(minutes)
    bind(actor, minutes)
    minutes.correct(minutes.body)
    minutes.meeting.touch()
    _keep(actor, minutes, reason=reason)
    _record(actor, "minutes:correct", minutes, reason=reason)


def _keep(actor: User, minutes: Minutes, *, reason: str = "") -> None:
    secretariat = minutes.meeting.series.secretariat_id
    state = minutes.state or MinutesState.DRAFT  # a new row has its default from the flush on
    content = {"body": minutes.body, "state": state.value}
    revisions.keep(actor, minutes, content, reason=reason, organization_id=secretariat)


def _keep_what_was(minutes: Minutes) -> None:
    """Text that came in by loading has no revision yet: keep it before it changes."""
    if revisions.latest(minutes) is None:
        content = {"body": minutes.body, "state": minutes.state.value}
        revisions.keep(None, minutes, content)


def _record(actor: User, verb: str, minutes: Minutes, **after: object) -> None:
    secretariat = minutes.meeting.series.secretariat_id
    record(actor, verb, minutes, organization_id=secretariat, after=after)


def _has_text(minutes: Minutes) -> None:
    if not minutes.body.strip():
        raise Invalid(_("本文がまだありません。"))
