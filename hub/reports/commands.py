"""Asking for reports, and taking them away. None commits."""

from flask_babel import gettext as _

from hub.accounts.models import User
from hub.audit.log import record
from hub.core.db import db
from hub.core.errors import Conflict, Invalid, authorize
from hub.organizations.models import Organization
from hub.programmes.periods import FiscalTerm
from hub.reports import policy, queries
from hub.reports.models import Report

MOST_WAITING = 3  # of one person


def ask(actor: User, *, organization: Organization | None, term: FiscalTerm) -> Report:
    """One that is being made already is not made twice.

    Raises:
        Invalid: too many of this person's are waiting.
    """
    authorize(policy.can_ask(actor))
    wanted = organization.id if organization is not None else None
    waiting = queries.unfinished(actor)
    for report in waiting:
        if report.organization_id == wanted and report.covers == term:
            return report
    if len(waiting) >= MOST_WAITING:
        raise Invalid(
            _(
                "%(count)s件を作っているところです。できてから、次を頼んでください。",
                count=MOST_WAITING,
            )
        )
    report = Report(
        user=actor, organization=organization, fiscal_year=term.fiscal_year, term=term.kind,
        rights=queries.rights_of(actor), tries=0,
    )  # fmt: skip
    db.session.add(report)
    record(
        actor, "report:ask", report,
        after={"report_about": organization.short_name if organization else "", "term": term.label},
    )  # fmt: skip
    return report


def remove(actor: User, report: Report) -> None:
    """The row; whoever commits removes the files after it.

    Raises:
        Conflict: it is being made just now.
    """
    authorize(report.user_id == actor.id)
    if not report.is_over:
        raise Conflict(_("いま作っているところです。できてから消してください。"))
    record(actor, "report:remove", report)
    db.session.delete(report)
