"""Menus of the organization: what came in the term, what was renewed or confirmed, what waits."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import time, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, select

from hub.audit.models import AuditEntry
from hub.core import calendar
from hub.menus import queries as menus
from hub.menus.models import Menu
from hub.reviews.models import Section
from hub.reviews.sources.facts import Evidence, Fact, Occasion, Source, named
from hub.reviews.sources.rows import columns, day_of, limit_of

KIND = Source.MENU
_Parts = dict[tuple[int | None, str], list[Any]]  # by programme and 公開範囲


def asks(occasion: Occasion) -> Select[Any]:
    """Of the edits only whether there was one in the term: the audit log knows."""
    term = occasion.term
    begin = calendar.at(term.starts_on, time.min)
    end = calendar.at(term.ends_on + timedelta(days=1), time.min)
    is_changed = (
        select(AuditEntry.id)
        .where(
            AuditEntry.subject_type == Menu.__tablename__,
            AuditEntry.subject_id == Menu.id,
            AuditEntry.verb == "menu:edit",
            AuditEntry.at >= begin,
            AuditEntry.at < end,
        )
        .exists()
    )
    visible = menus.visible_to(occasion.viewer)
    return visible.where(Menu.provider_id == occasion.organization_id).with_only_columns(
        *columns(KIND, Menu.id, title=Menu.title, at=Menu.published_at, day=Menu.confirmed_on,
                 until=Menu.stale_from, is_changed=is_changed, own=Menu.visibility)
    )  # fmt: skip


def find(occasion: Occasion) -> Iterator[Fact]:
    """Each new one by itself; the rest by programme."""
    term = occasion.term
    after = term.ends_on + timedelta(days=1)
    renewed: _Parts = defaultdict(list)
    confirmed: _Parts = defaultdict(list)
    stale: _Parts = defaultdict(list)
    for row in sorted(occasion.rows[KIND], key=lambda row: row.id):
        part = (occasion.programmes.get(row.id), limit_of(row))
        came = day_of(row) if row.at else None
        if came is not None and term.holds(came):
            yield _new(row, *part)
        elif row.is_changed:
            renewed[part].append(row)
        elif row.day is not None and term.holds(row.day):
            confirmed[part].append(row)
        if row.until is not None and row.until <= min(occasion.today, after):
            stale[part].append(row)
    yield from _together("renewed", renewed, Section.RESULT, _renewed)
    yield from _together("confirmed", confirmed, Section.RESULT, _confirmed)
    yield from _together("stale", stale, Section.ISSUE, _stale)


def _renewed(rows: Sequence[Any]) -> str:
    return _("支援メニュー%(count)s件（%(names)s）の内容を改めた。", **_said(rows))


def _confirmed(rows: Sequence[Any]) -> str:
    return _("支援メニュー%(count)s件（%(names)s）が今も正しいことを確かめた。", **_said(rows))


def _stale(rows: Sequence[Any]) -> str:
    return _("支援メニュー%(count)s件（%(names)s）が見直し月を過ぎている。", **_said(rows))


def _new(row: Any, programme_id: int | None, limit: str) -> Fact:
    return Fact(
        key=f"{KIND.value}:{row.id}",
        source=KIND,
        section=Section.RESULT,
        text=_("支援メニュー「%(title)s」を新たに公開した。", title=row.title),
        label=_("支援メニュー%(title)s", title="" if limit else f"「{row.title}」"),
        evidence=Evidence(endpoint="menus.show", arguments={"menu_id": row.id}),
        programme_id=programme_id,
        limit=limit,
    )


def _together(name: str, parts: _Parts, section: Section, say: Any) -> Iterator[Fact]:
    for (programme_id, limit), rows in parts.items():
        of = f"{programme_id or 0}{':own' if limit else ''}"
        yield Fact(
            key=f"menus:{name}:{of}",
            source=KIND,
            section=section,
            text=say(rows),
            label=_("支援メニュー%(count)s件", count=len(rows)),
            evidence=Evidence(endpoint="menus.mine"),
            programme_id=programme_id,
            limit=limit,
        )


def _said(rows: Sequence[Any]) -> dict[str, Any]:
    return {"count": len(rows), "names": named([row.title for row in rows])}
