"""The first text of a 引継ぎメモ: what the hub knows, as far as everybody who reads it may."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.core import calendar
from hub.core.db import db
from hub.core.markdown import literal
from hub.ideas import queries as ideas
from hub.ideas.models import Idea
from hub.meetings.models import Decision, Meeting
from hub.meetings.queries import readable as readable_meeting
from hub.organizations.models import Organization
from hub.taxonomies.models import Term
from hub.themes import belonging, holdings, queries, sides, unmet
from hub.themes.holdings import Holdings

MEETINGS_AHEAD = 3
LAST_WORDS = 5  # decisions and items of the last meeting


def draft(term: Term, giver_id: int, receiver_id: int, told: Holdings) -> str:
    """Markdown. Every fact in it is read by the outgoing lead, the successor and 事務局."""
    readers = [sides.member_of(giver_id), *holdings.readers(receiver_id)]
    conditions = [readable_meeting(reader) for reader in readers]
    series = _series_of(term, readers)
    parts = [
        (_("未完了の宿題事項"), list(_actions(told))),
        (_("育っている連携の種"), list(_ideas(told))),
        (_("これからの日付"), list(_dates(told, _coming(series, conditions)))),
        (_("連絡先"), list(_contacts(term, giver_id, receiver_id))),
        (_("前回の会議で話されたこと"), list(_last_words(term, readers))),
        (_("見つからなかった検索"), [_searched(found) for found in unmet.about(term)]),
        (_("申し送り"), []),
    ]
    nothing = [_("ありません。")]
    written = [
        f"# {title}\n\n" + "\n".join(f"- {line}" for line in lines or nothing)
        for title, lines in parts[:-1]
    ]
    return "\n\n".join([*written, f"# {parts[-1][0]}\n"])


def _actions(told: Holdings) -> Iterator[str]:
    for action in told.actions:
        due = calendar.short_date(action.due_on) if action.due_on else _("期限なし")
        yield _("%(title)s（%(status)s、期限 %(due)s）", title=literal(action.title),
                status=action.status.label, due=due)  # fmt: skip


def _ideas(told: Holdings) -> Iterator[str]:
    for idea in told.ideas:
        day = calendar.short_date(idea.look_at_on) if idea.look_at_on else _("決まっていない")
        yield _("%(title)s（%(stage)s、次に見る日 %(day)s）", title=literal(idea.title),
                stage=idea.stage.label, day=day)  # fmt: skip


def _dates(told: Holdings, meetings: Iterable[Meeting]) -> Iterator[str]:
    today = calendar.today()
    found: list[tuple[date, str]] = [(m.held_on, literal(m.name)) for m in meetings]
    for action in told.actions:
        day = action.review_on or action.due_on
        if day is not None:
            found.append((day, _("「%(title)s」の期限", title=literal(action.title))))
    for idea in told.ideas:
        if idea.look_at_on is not None:
            found.append((idea.look_at_on, _("「%(title)s」を見る", title=literal(idea.title))))
    for day, what in sorted(found):
        if day >= today:
            yield f"{calendar.short_date(day)}　{what}"


def _contacts(term: Term, giver_id: int, receiver_id: int) -> Iterator[str]:
    """Organizations in the theme beside the two; addresses of organizations, never of persons."""
    today = calendar.today()
    for role in queries.roles_of(term):
        if role.is_on(today) and role.organization_id not in {giver_id, receiver_id}:
            yield f"{role.kind.label}　{_address(role.organization)}"


def _address(organization: Organization) -> str:
    parts = [organization.short_name, organization.phone, organization.email]
    return literal("　".join(part for part in parts if part))


def _series_of(term: Term, readers: Sequence[Any]) -> set[int]:
    """Where the ideas of the theme came up."""
    found = select(Meeting.series_id).join(Idea, Idea.meeting_id == Meeting.id)
    wanted = belonging.ideas_of(readers[0], term.id).with_only_columns(Idea.id)
    query = found.where(Idea.id.in_(wanted), *holdings.read_by(readers[1:], ideas.visible_to, Idea))
    return set(db.session.scalars(query))


def _coming(series: set[int], conditions: Sequence[Any]) -> Sequence[Meeting]:
    return db.session.scalars(
        select(Meeting)
        .where(
            Meeting.series_id.in_(series),
            Meeting.held_on >= calendar.today(),
            Meeting.cancelled_at.is_(None),
            *conditions,
        )
        .order_by(Meeting.held_on, Meeting.id)
        .options(joinedload(Meeting.series))
        .limit(MEETINGS_AHEAD)
    ).all()


def _last_words(term: Term, readers: Sequence[Any]) -> Iterator[str]:
    """What was decided, and what was said under the items of the agenda, about its ideas."""
    wanted = belonging.ideas_of(readers[0], term.id).where(
        Idea.meeting_id.is_not(None),
        Meeting.held_on <= calendar.today(),
        *holdings.read_by(readers[1:], ideas.visible_to, Idea),
        *(readable_meeting(reader) for reader in readers),
    )
    found = db.session.scalars(
        wanted.options(joinedload(Idea.meeting), joinedload(Idea.agenda_item)).order_by(
            Meeting.held_on.desc(), Idea.id
        )
    ).all()
    if not found:
        return
    last = found[0].meeting
    yield _("%(meeting)s（%(day)s）", meeting=literal(last.name),
            day=calendar.short_date(last.held_on))  # fmt: skip
    here = [idea for idea in found if idea.meeting_id == last.id]
    said = [f"{i.agenda_item.title}　{i.agenda_item.summary}" for i in here if i.agenda_item]
    decided = belonging.decisions_of(readers[0], term.id).where(Decision.meeting_id == last.id)
    said += [decision.text for decision in db.session.scalars(decided)]
    for line in list(dict.fromkeys(said))[:LAST_WORDS]:
        yield literal(" ".join(line.split()))


def _searched(found: Any) -> str:
    return _("「%(words)s」（%(year)s年%(month)s月）", words=literal(found.words),
             year=found.month.year, month=found.month.month)  # fmt: skip
