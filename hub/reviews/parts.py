"""How a review is laid out: part by part, a programme each, then the organization as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from hub.accounts.models import Viewer
from hub.programmes import queries as programmes
from hub.programmes.models import Programme
from hub.reviews.models import Review, ReviewLine, Section


@dataclass(frozen=True)
class DraftPart:
    """``programme`` is None for the organization as a whole."""

    programme: Programme | None
    review: Review

    @property
    def programme_id(self) -> int | None:
        return self.programme.id if self.programme else None

    def lines(self, section: Section) -> Sequence[ReviewLine]:
        return self.review.lines_of(section, self.programme_id)


def parts_of_draft(viewer: Viewer, review: Review) -> list[DraftPart]:
    """Every programme of today, and those that ended of which something is said."""
    current = list(programmes.of_organization(viewer, review.organization_id))
    said = {line.programme_id: line.programme for line in review.lines if line.programme}
    ended = [programme for key, programme in said.items() if key not in {p.id for p in current}]
    return [DraftPart(programme, review) for programme in (*current, *ended, None)]
