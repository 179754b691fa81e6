"""振り返り of the sample: last year's are settled, those of the last half on their way."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete

from hub.accounts.models import Membership, Role, User
from hub.audit.models import AuditEntry
from hub.core import calendar
from hub.core.db import db
from hub.demo.sample import OFFICE_HOURS, Sample
from hub.organizations.models import Organization
from hub.programmes.models import Programme
from hub.programmes.periods import FiscalTerm, TermKind
from hub.reviews import commands, queries
from hub.reviews.models import Review, ReviewLine, Section

SIGNED = {"kcac": "事務局長", "sdc-tama": "コーディネーター"}


def load(sample: Sample) -> None:
    programmes = {
        (programme.organization_id, programme.name): programme
        for programme in db.session.scalars(db.select(Programme))
    }
    today = calendar.today()
    last_year = FiscalTerm(calendar.fiscal_year(today) - 1)
    half = _half_before(today)
    for entry in sample["reviews"]:
        if "office" in entry:
            _set_deadline(sample, entry, half, today)
    for code in dict.fromkeys(entry["org"] for entry in sample["programmes"]):
        own = [entry for entry in sample["programmes"] if entry["org"] == code]
        _settle(sample, sample.organizations[code], last_year, _of_programmes(own), programmes)
    for entry in sample["reviews"]:
        _on_its_way(sample, entry, half, programmes)
    # what the commands recorded happened on other days: hub.demo.activity says when
    db.session.flush()
    db.session.execute(delete(AuditEntry).where(AuditEntry.subject_type == Review.__tablename__))


def _half_before(today: date) -> FiscalTerm:
    """The half that ended last."""
    year = calendar.fiscal_year(today)
    if 4 <= today.month <= 9:
        return FiscalTerm(year - 1, TermKind.SECOND_HALF)
    return FiscalTerm(year, TermKind.FIRST_HALF)


_Written = list[tuple[Section, str, str]]  # section, name of the programme, text
_Programmes = dict[tuple[int, str], Programme]


def _of_programmes(entries: list[dict[str, Any]]) -> _Written:
    return [
        (section, entry["name"], text)
        for entry in entries
        for section, texts in (
            (Section.RESULT, entry["results"]),
            (Section.ISSUE, entry["issues"]),
            (Section.NEXT_STEP, [entry["next_step"]]),
        )
        for text in texts
    ]


def _of_entry(entry: dict[str, Any]) -> _Written:
    sections = ((Section.RESULT, "results"), (Section.ISSUE, "issues"),
                (Section.NEXT_STEP, "next_steps"))  # fmt: skip
    return [(section, name, text) for section, key in sections for name, text in entry.get(key, ())]


def _settle(
    sample: Sample, organization: Organization, term: FiscalTerm, written: _Written,
    programmes: _Programmes,
) -> None:  # fmt: skip
    """Handed in in the May after the year, and confirmed two weeks later, or shared."""
    writer = _somebody_of(sample, organization.id)
    title = SIGNED.get(organization.code, "課長")
    handed_in = calendar.at(term.ends_on + timedelta(days=50), OFFICE_HOURS)
    review = _write(writer, organization, term, written, programmes)
    _do(commands.submit, writer, review, handed_in, post_title=title)
    if office_ids := queries.offices(review).supervising:
        clerk = _somebody_of(sample, min(office_ids))
        settled = handed_in + timedelta(days=14)
        _do(
            commands.confirm, clerk, review, settled, post_title="課長", text="内容を確認しました。"
        )


def _on_its_way(
    sample: Sample, entry: dict[str, Any], term: FiscalTerm, programmes: _Programmes
) -> None:
    organization = sample.organizations[entry["org"]]
    writer, title = _somebody_of(sample, organization.id), entry["post_title"]
    at = _before(entry["days"])
    review = _write(writer, organization, term, _of_entry(entry), programmes)
    if entry["state"] == "internal":
        _do(commands.ask_inside, writer, review, at, post_title=title)
        return
    _do(commands.submit, writer, review, at, post_title=title)
    if "question" in entry:
        clerk = _somebody_of(sample, sample.organizations[entry["office"]].id)
        issue = next(line.id for line in review.lines if line.section is Section.ISSUE)
        _do(commands.ask, clerk, review, _before(entry["days"] - 3), post_title="担当",
            text=entry["question"], line_id=issue)  # fmt: skip
    if "comment" in entry:
        clerk = _somebody_of(sample, sample.organizations[entry["commenter"]].id)
        commands.comment(clerk, review, post_title="担当", text=entry["comment"], line_id=None)
        review.comments[-1].created_at = _before(entry["days"] - 5)


def _write(
    writer: User, organization: Organization, term: FiscalTerm, written: _Written,
    programmes: _Programmes,
) -> Review:  # fmt: skip
    review = commands.begin(writer, organization, term)
    for position, (section, name, text) in enumerate(written):
        review.lines.append(
            ReviewLine(
                programme=programmes.get((organization.id, name)),
                section=section,
                text=text,
                position=position,
            )
        )
    review.steps[0].at = calendar.at(term.ends_on + timedelta(days=8), OFFICE_HOURS)
    db.session.flush()
    return review


def _do(
    command: Callable[..., None], actor: User, review: Review, at: datetime, *, post_title: str,
    text: str = "", **more: Any,
) -> None:  # fmt: skip
    """The step is taken, and what it left was left at that moment."""
    db.session.flush()
    command(actor, review, post_title=post_title, text=text, seen=review.version, **more)
    review.steps[-1].at = at
    latest = review.latest
    if command is commands.submit and latest is not None:
        latest.submitted_at = at
    if latest is not None and latest.settled_at is not None:
        latest.settled_at = at
    if command is commands.ask:
        review.comments[-1].created_at = at
    db.session.flush()


def _set_deadline(sample: Sample, entry: dict[str, Any], term: FiscalTerm, today: date) -> None:
    office = sample.organizations[entry["office"]]
    clerk = _somebody_of(sample, office.id)
    commands.set_deadline(clerk, office, term, due_on=today + timedelta(days=entry["due"]),
                          others={}, seen=0)  # fmt: skip


def _before(days: int) -> datetime:
    return calendar.at(calendar.today() - timedelta(days=days), OFFICE_HOURS)


def _somebody_of(sample: Sample, organization_id: int) -> User:
    """An editor with an account, or somebody who is never stored."""
    for user in sample.users.values():
        if user.edits_for(organization_id):
            return user
    seat = Membership(organization_id=organization_id, role=Role.EDITOR)
    return User(memberships=[seat], is_coordinator=False, is_system_admin=False)
