"""What a report calls things."""

from flask_babel import gettext as _

from hub.organizations.models import Organization
from hub.programmes.periods import FiscalTerm
from hub.reports.content import Review
from hub.reviews.models import ReviewKind


def name(organization: Organization | None) -> str:
    return organization.name if organization is not None else _("ネットワーク全体")


def title(organization: Organization | None, term: FiscalTerm) -> str:
    return _("%(name)s　%(term)sの報告書", name=name(organization), term=term.label)


def standing(review: Review) -> str:
    """Of the version that is read."""
    if review.settled_at is None:
        return _("提出（確認前）")
    return _("共有済み") if review.kind is ReviewKind.SHARING else _("確認済み")


def span(term: FiscalTerm) -> str:
    """2026年4月1日から2026年9月30日まで"""
    first, last = term.starts_on, term.ends_on
    return _(
        "%(y1)s年%(m1)s月%(d1)s日から%(y2)s年%(m2)s月%(d2)s日まで",
        y1=first.year, m1=first.month, d1=first.day, y2=last.year, m2=last.month, d2=last.day,
    )  # fmt: skip
