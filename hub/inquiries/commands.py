"""Asking and answering. Each authorizes, changes, records; none commits."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from hub.accounts.models import Viewer
from hub.audit.log import record
from hub.core import calendar
from hub.core.db import db, now
from hub.core.errors import Invalid, authorize
from hub.inquiries import policy
from hub.inquiries.abouts import About
from hub.inquiries.models import Inquiry, InquiryMessage, InquiryState
from hub.organizations import successors
from hub.organizations.models import Organization


@dataclass(frozen=True, kw_only=True)
class Written:
    """One message; ``answer_by`` is of who asks."""

    text: str
    post_title: str = ""
    answer_by: date | None = None


def ask(
    actor: Viewer, asker: Organization, asked: Organization, title: str, written: Written,
    about: About | None = None,
) -> Inquiry:  # fmt: skip
    """Begin an inquiry in the name of ``asker``; what it is about, the actor reads.

    Raises:
        Forbidden: the actor does not write for ``asker``.
        Invalid: an organization asks itself, one of the two has ended, or the day is over.
    """
    authorize(policy.can_ask_for(actor, asker.id))
    if asker.id == asked.id:
        raise Invalid(_("自組織には問い合わせできません。ほかの組織を選んでください。"))
    if not (asker.is_valid and asked.is_valid):
        raise Invalid(_("組織改編で終わった組織です。引き継いだ組織を選んでください。"))
    _check_day(written)
    inquiry = Inquiry(
        title=title, asker=asker, asked=asked, answer_by=written.answer_by,
        about_kind=about.kind if about else None, about_id=about.thing.id if about else None,
    )  # fmt: skip
    inquiry.write(_message(actor, asker.id, written, asks=True), asks=True)
    db.session.add(inquiry)
    record(
        actor, "inquiry:create", inquiry, organization_id=asker.id,
        after={"title": title, "answer_by": written.answer_by},
    )  # fmt: skip
    return inquiry


def write(actor: Viewer, inquiry: Inquiry, written: Written, *, asks: bool) -> None:
    """Ask again, or answer; for who acts today for that side.

    Raises:
        Forbidden: the actor does not write for that side.
        Invalid: the day is over.
    """
    acting = successors.today()
    may_write = policy.can_ask_on if asks else policy.can_answer
    authorize(may_write(actor, inquiry, acting))
    organization_id = acting.of(inquiry.asker_id if asks else inquiry.asked_id)
    if asks:
        _check_day(written)
        inquiry.answer_by = written.answer_by
    was_closed = inquiry.is_closed
    inquiry.write(_message(actor, organization_id, written, asks=asks), asks=asks)
    verb = "inquiry:reopen" if was_closed else "inquiry:ask" if asks else "inquiry:answer"
    record(actor, verb, inquiry, organization_id=organization_id)


def close(actor: Viewer, inquiry: Inquiry) -> None:
    """Nothing is waited for any more. What is closed stays so.

    Raises:
        Forbidden: the actor writes for neither side.
    """
    acting = successors.today()
    if inquiry.is_closed and policy.can_write(actor, inquiry, acting):
        return
    authorize(policy.can_close(actor, inquiry, acting))
    asks = policy.can_ask_on(actor, inquiry, acting)
    organization_id = acting.of(inquiry.asker_id if asks else inquiry.asked_id)
    inquiry.close(db.session.get_one(Organization, organization_id))
    record(
        actor, "inquiry:close", inquiry, organization_id=organization_id,
        after={"state": InquiryState.CLOSED},
    )  # fmt: skip


def _message(
    actor: Viewer, organization_id: int, written: Written, *, asks: bool
) -> InquiryMessage:
    return InquiryMessage(
        organization_id=organization_id, author_id=actor.id, asks=asks, at=now(),
        text=written.text, post_title=written.post_title,
    )  # fmt: skip


def _check_day(written: Written) -> None:
    if written.answer_by is not None and written.answer_by < calendar.today():
        raise Invalid(_("過ぎた日です。今日か、これからの日を入れてください。"))
