"""Menus as a table for Excel: one header row, one row a menu."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask_babel import gettext as _

from hub.menus.content import LABELS, by_position, months
from hub.menus.models import Menu
from hub.taxonomies.models import Scheme


def table(
    menus: Iterable[Menu], address: Callable[[Menu], str]
) -> tuple[list[str], list[Sequence[Any]]]:
    rows = [_columns(menu, address) for menu in menus]
    return list(_columns(None, address)), [list(row.values()) for row in rows]


def _columns(menu: Menu | None, address: Callable[[Menu], str]) -> dict[str, Any]:
    """Heading: value. Without a menu only the headings."""
    readers: dict[str, Callable[[Menu], Any]] = {
        str(LABELS["title"]): lambda m: m.title,
        str(LABELS["summary"]): lambda m: m.summary,
        _("提供する組織"): lambda m: m.provider.name,
        _("協力"): lambda m: "、".join(o.short_name for o in m.accepted_partners),
        str(LABELS["type"]): lambda m: m.type.label,
        str(LABELS["targets"]): lambda m: _terms(m, Scheme.TARGET),
        str(LABELS["eligibility"]): lambda m: m.eligibility,
        str(LABELS["phases"]): lambda m: _terms(m, Scheme.PHASE),
        str(LABELS["themes"]): lambda m: _terms(m, Scheme.THEME),
        str(LABELS["wards"]): lambda m: _terms(m, Scheme.WARD),
        _("受付の状態"): lambda m: str(m.reception.label),
        str(LABELS["opens_on"]): lambda m: m.opens_on,
        str(LABELS["closes_on"]): lambda m: m.closes_on,
        str(LABELS["reception_note"]): lambda m: m.reception_note,
        str(LABELS["cost"]): lambda m: m.cost.label,
        str(LABELS["cost_note"]): lambda m: m.cost_note,
        str(LABELS["capacity"]): lambda m: m.capacity,
        str(LABELS["applications"]): lambda m: _terms(m, Scheme.APPLICATION),
        str(LABELS["how_to_apply"]): lambda m: m.how_to_apply,
        str(LABELS["body"]): lambda m: m.body,
        str(LABELS["contact_name"]): lambda m: m.contact_name,
        str(LABELS["contact_phone"]): lambda m: m.contact_phone,
        str(LABELS["contact_email"]): lambda m: m.contact_email,
        str(LABELS["contact_note"]): lambda m: m.contact_note,
        str(LABELS["url"]): lambda m: m.url,
        str(LABELS["languages"]): lambda m: m.languages,
        str(LABELS["accessibility"]): lambda m: m.accessibility,
        str(LABELS["visibility"]): lambda m: str(m.visibility.label),
        str(LABELS["review_months"]): lambda m: months(m.review_months),
        _("確認日"): lambda m: m.confirmed_on,
        _("見直し"): lambda m: _("見直し待ち") if m.is_stale else "",
        _("ページ"): address,
        _("識別子"): lambda m: str(m.uid),
    }
    return {heading: read(menu) if menu else None for heading, read in readers.items()}


def _terms(menu: Menu, scheme: Scheme) -> str:
    return "、".join(term.label for term in by_position(menu.terms_of(scheme)))
