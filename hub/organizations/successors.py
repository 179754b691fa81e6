"""組織改編: who acts today for an organization that ended.

What waits for an organization waits for its successor from the day after its last one. Nothing is
moved: whoever asks for the things of an organization asks with ``held_by``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from hub.core import calendar, generations
from hub.core.db import db
from hub.organizations.models import Organization

generations.watch("organizations", Organization)


@dataclass(frozen=True)
class Successors:
    """``heirs``: id of an organization that ended -> id of the one that acts for it today."""

    heirs: Mapping[int, int]

    def of(self, organization_id: int) -> int:
        return self.heirs.get(organization_id, organization_id)

    def held_by(self, organization_ids: Iterable[int]) -> frozenset[int]:
        """These, and those that ended for which one of these acts."""
        own = frozenset(organization_ids)
        return own | {ended for ended, heir in self.heirs.items() if heir in own}

    def acted_for_by(self, organization_ids: Iterable[int]) -> frozenset[int]:
        """The same without those that ended themselves: others act for them."""
        own = frozenset(organization_ids)
        return frozenset(number for number in self.held_by(own) if self.of(number) in own)


def today() -> Successors:
    return _successors(calendar.today())


def _read(day: date) -> Successors:
    rows = db.session.execute(
        select(Organization.id, Organization.successor_id).where(
            Organization.valid_until < day, Organization.successor_id.is_not(None)
        )
    )
    follows: dict[int, int] = {row[0]: row[1] for row in rows}
    return Successors({ended: _last(ended, follows) for ended in follows})


def _last(ended: int, follows: Mapping[int, int]) -> int:
    """The end of the chain; one that leads back into itself ends where it would begin again."""
    seen = [ended]
    while (heir := follows.get(seen[-1])) is not None and heir not in seen:
        seen.append(heir)
    return seen[-1]


_successors = generations.Kept("organizations", _read)
