"""How periods are named: on pages, in sheets."""

from datetime import date

from flask_babel import gettext as _

from hub.programmes.models import Period
from hub.programmes.periods import half_of, month_label, year_of


def of_period(day: date, period: Period) -> str:
    """2026年4月, 令和8年度上半期, 令和8年度"""
    if period is Period.MONTH:
        return month_label(day)
    return (half_of(day) if period is Period.HALF else year_of(day)).short_label


def inside_year(day: date, period: Period) -> str:
    """4月, 上半期, 令和8年度: where the year is known already."""
    if period is Period.MONTH:
        return _("%(month)s月", month=day.month)
    return str(half_of(day).kind.label) if period is Period.HALF else of_period(day, period)


def partly(period: Period, known: int, parts: int) -> str:
    """12か月のうち7か月分"""
    if period is Period.MONTH:
        return _("%(parts)sか月のうち%(known)sか月分", parts=parts, known=known)
    return _("%(parts)s期のうち%(known)s期分", parts=parts, known=known)
