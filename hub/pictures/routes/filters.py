"""What the filters of all pictures offer, and the words for what is in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_login import current_user

from hub.ideas.queries import series_names
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
    return Offered(
        [(o.id, o.short_name) for o in organizations()],
        series_names(current_user),
        [(t.code, t.label) for t in terms(Scheme.THEME)],
    )
