"""Reads of reports: their asker's alone."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from hub.accounts.models import Viewer
from hub.core import calendar
from hub.core.db import db
from hub.core.errors import NotFound
from hub.meetings import queries as meetings
from hub.organizations import queries as organizations
from hub.organizations import successors
from hub.organizations.models import Organization, Relation
from hub.programmes.periods import FiscalTerm, TermKind
from hub.reports import policy
from hub.reports.models import Report, ReportState
from hub.reports.policy import Rights

YEARS = 5  # that are offered, this one among them


def rights_of(viewer: Viewer) -> Rights:
    """All on which it depends what somebody reads. A report goes with the first that ends."""
    overseen = db.session.execute(
        select(Relation.role, Relation.organization_id).where(
            Relation.office_id.in_(successors.today().acted_for_by(viewer.organization_ids)),
            organizations.is_current_relation(),
        )
    )
    return {
        "organizations": sorted(viewer.organization_ids),
        "writes_for": sorted(viewer.editing_ids),
        "series": sorted(meetings.series_ids_of(viewer)),
        "overseen": sorted({f"{role}:{number}" for role, number in overseen}),
        "coordinates": viewer.coordinates,
    }


def get_report(viewer: Viewer, report_id: int) -> Report:
    """Raises NotFound."""
    report = db.session.get(Report, report_id)
    if report is None or report.user_id != viewer.id:
        raise NotFound
    if not policy.can_view(viewer, report, rights_of(viewer)):
        raise NotFound
    return report


def own(viewer: Viewer) -> Sequence[Report]:
    """Newest first."""
    rights = rights_of(viewer)
    rows = db.session.scalars(
        select(Report)
        .where(Report.user_id == viewer.id)
        .options(joinedload(Report.organization))
        .order_by(Report.id.desc())
    )
    return [report for report in rows if policy.can_view(viewer, report, rights)]


def unfinished(viewer: Viewer) -> Sequence[Report]:
    return db.session.scalars(
        select(Report).where(
            Report.user_id == viewer.id,
            Report.state.in_([ReportState.WAITING, ReportState.WORKING]),
        )
    ).all()


def over() -> Sequence[Report]:
    """Everybody's that are done or failed, for the worker."""
    return db.session.scalars(
        select(Report)
        .where(Report.state.in_([ReportState.DONE, ReportState.FAILED]))
        .options(joinedload(Report.user), joinedload(Report.organization))
        .order_by(Report.id)
    ).all()


def by_ids(ids: Iterable[int]) -> dict[int, Report]:
    """Whoever asked for them; who is told of one is asked by ``may_still_view``."""
    rows = db.session.scalars(
        select(Report).where(Report.id.in_(list(ids))).options(joinedload(Report.organization))
    )
    return {report.id: report for report in rows}


def may_still_view(viewer: Viewer, report: Report) -> bool:
    return policy.can_view(viewer, report, rights_of(viewer))


def reported(term: FiscalTerm | None = None) -> Sequence[Organization]:
    """All that exist today, or existed in the term."""
    last = term.starts_on if term else calendar.today()
    return db.session.scalars(
        select(Organization)
        .where(or_(Organization.valid_until.is_(None), Organization.valid_until >= last))
        .order_by(Organization.position, Organization.id)
    ).all()


def offered_terms(today: date) -> list[FiscalTerm]:
    """The newest first; those that have begun."""
    newest = calendar.fiscal_year(today)
    kinds = (TermKind.YEAR, TermKind.SECOND_HALF, TermKind.FIRST_HALF)
    terms: list[Any] = [
        FiscalTerm(year, kind) for year in range(newest, newest - YEARS, -1) for kind in kinds
    ]
    return [term for term in terms if term.starts_on <= today]
