"""What a source finds: one candidate for an agenda, with its reason and the way to its evidence."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _

from hub.accounts.models import Viewer
from hub.agenda.models import AgendaProposal
from hub.meetings.models import AgendaKind, Meeting


class Kind(StrEnum):
    """Most urgent first: the order of the list."""

    OVERDUE = "overdue"
    HOLD = "hold"
    MEMBER = "member"
    SILENT = "silent"
    IDEA = "idea"
    DECISION = "decision"
    GRANT = "grant"
    SEARCH = "search"
    STALE = "stale"
    MATCH = "match"
    GAP = "gap"

    @property
    def label(self):
        return KINDS[self]

    @property
    def lasts(self) -> bool:
        """It comes for each meeting until it is done, however often it was spoken about."""
        return self in LASTING

    @property
    def agenda_kind(self) -> AgendaKind:
        return AgendaKind.REPORT if self in REPORTED else AgendaKind.DISCUSS


KINDS = {
    Kind.OVERDUE: _("期限超過"),
    Kind.HOLD: _("保留の期日"),
    Kind.MEMBER: _("構成組織から"),
    Kind.SILENT: _("動きなし"),
    Kind.IDEA: _("連携の種"),
    Kind.DECISION: _("宿題のない決定"),
    Kind.GRANT: _("助成の受付"),
    Kind.SEARCH: _("見つからない検索"),
    Kind.STALE: _("見直し待ち"),
    Kind.MATCH: _("頼りたいこと"),
    Kind.GAP: _("空白"),
}
LASTING = {Kind.OVERDUE, Kind.HOLD, Kind.SILENT, Kind.IDEA, Kind.STALE}
REPORTED = {Kind.GRANT, Kind.STALE}
URGENCY = {kind: number for number, kind in enumerate(Kind)}


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Where the facts stand: words of a link, and the page as ``url_for`` takes it."""

    text: str
    endpoint: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """``key`` is the same for the same matter, ``facts`` changes when what stands behind does."""

    key: str
    facts: str
    kind: Kind
    title: str
    why: str
    evidence: tuple[Evidence, ...]
    minutes: int
    weight: int = 0  # within its kind: the greater, the more urgent
    presenter_id: int | None = None
    stored: AgendaProposal | None = None


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """For whom and for which meeting candidates are looked for; ``until`` is the one after it."""

    viewer: Viewer
    meeting: Meeting
    today: date
    until: date
    rows: tuple[AgendaProposal, ...]  # what is stored for the series


def fingerprint(*facts: object) -> str:
    return hashlib.sha256("|".join(map(str, facts)).encode()).hexdigest()[:16]


def in_order(candidates: list[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda c: (URGENCY[c.kind], -c.weight, c.key))
