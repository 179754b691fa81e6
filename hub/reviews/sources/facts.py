"""What a source finds for a review: one fact, as a sentence, with the way to where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _

from hub.accounts.models import Viewer
from hub.programmes.periods import FiscalTerm
from hub.reviews.models import Section


class Source(StrEnum):
    """In the order in which they are offered."""

    INDICATOR = "indicator"
    ACTION = "action"
    OVERDUE = "overdue"
    IDEA = "idea"
    MENU = "menu"
    SEARCH = "search"
    MEETING = "meeting"
    VISIT = "visit"

    @property
    def label(self):
        return SOURCES[self]


SOURCES = {
    Source.INDICATOR: _("指標"),
    Source.ACTION: _("終わった宿題事項"),
    Source.OVERDUE: _("期限を過ぎた宿題事項"),
    Source.IDEA: _("連携の種"),
    Source.MENU: _("支援メニュー"),
    Source.SEARCH: _("見つからなかった検索"),
    Source.MEETING: _("会議"),
    Source.VISIT: _("訪問・参加の記録"),
}


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Where a fact stands: the page as ``url_for`` takes it."""

    endpoint: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Fact:
    """``key`` is the same for the same matter: what was taken or left out is not offered again.

    A review is read by the 所管課 and then by the network. So a fact from what fewer read
    (``limit`` says who) is shown to its writer only: it is not taken as it stands, they write
    what may be said, and its ``label`` names nothing.
    """

    key: str
    source: Source
    section: Section
    text: str
    label: str  # of the source, kept with the line
    evidence: Evidence
    programme_id: int | None = None
    limit: str = ""  # 会議体まで, 自組織のみ

    @property
    def is_limited(self) -> bool:
        return bool(self.limit)

    @property
    def offered(self) -> str:
        """What a field begins with that asks for the text of the line."""
        return "" if self.is_limited else self.text


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """For which review facts are looked for: ``viewer`` writes it."""

    viewer: Viewer
    organization_id: int
    term: FiscalTerm
    today: date
    programmes: Mapping[int, int] = field(default_factory=dict)  # id of a menu -> of its programme
    rows: Mapping[Source, Sequence[Any]] = field(default_factory=dict)  # see ``rows``


def sentence(text: str) -> str:
    """With the 。 at its end, on one line; nothing stays nothing."""
    said = " ".join(text.split())
    return said if not said or said.endswith(("。", "！", "？", "」")) else f"{said}。"


def named(titles: Sequence[str], most: int = 3) -> str:
    """「A」「B」ほか"""
    shown = "".join(f"「{title}」" for title in titles[:most])
    return shown + (str(_("ほか")) if len(titles) > most else "")
