"""What the filters of all pictures offer, and the words for what is in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from hub.core import calendar, generations
from hub.core.db import db
from hub.ideas.queries import series_names
from hub.organizations.models import Organization
from hub.organizations.queries import organizations
from hub.pictures.survival.selection import NO_THEME, NONE
from hub.taxonomies.models import Scheme
from hub.taxonomies.queries import terms

Choices = Sequence[tuple[Any, str]]  # value in the address, text


@dataclass(frozen=True)
class Offered:
    organizations: Choices
    series: Choices
    themes: Choices

    def named(self, chosen: dict[str, Any]) -> list[tuple[str, str]]:
        """The filters of these names that are in force, in words."""
        offers = {
            "series": [*self.series, (NONE, "")],
            "theme": [*self.themes, (NO_THEME, _("分野なし"))],
            "organization": [*self.organizations, (NONE, _("組織が決まっていない"))],
        }
        return [
            (name, dict(offers[name]).get(chosen[name]) or _("ほかのもの"))
            for name in offers if chosen.get(name) is not None
        ]  # fmt: skip


def offered() -> Offered:
    return Offered(organization_names(), series_names(current_user), theme_names())


def organization_names() -> Choices:
    return _names(calendar.today())[0]


def theme_names() -> Choices:
    return _names(calendar.today())[1]


def every_name(kind: str) -> dict[Any, str]:
    """Of organizations, or themes: those of other times too, in their order."""
    named = _every_name(kind)
    return named if kind == "organization" else named | {NO_THEME: _("分野なし")}


def _read_names(_day: date) -> tuple[Choices, Choices]:
    """Which organizations there are depends on the day."""
    return (
        [(o.id, o.short_name) for o in organizations()],
        [(t.code, t.label) for t in terms(Scheme.THEME)],
    )


def _read_every_name(kind: str) -> dict[Any, str]:
    if kind == "organization":
        columns = select(Organization.id, Organization.short_name)
        rows = db.session.execute(columns.order_by(Organization.position, Organization.id))
        return {row[0]: row[1] for row in rows}
    return {term.code: term.label for term in terms(Scheme.THEME, with_hidden=True)}


_names = generations.Kept("menus", _read_names)
_every_name = generations.Kept("menus", _read_every_name)
