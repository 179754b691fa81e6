"""What is open, counted once more by queries of its own, and held against the page."""

from collections import Counter
from datetime import date, timedelta

from sqlalchemy import text

from hub.core import calendar
from hub.core.db import db
from hub.meetings.models import AgendaKind
from tests.story.year import Proposal, carried_over, meeting, proposals

COUNTED = {"action", "idea", "decision", "member"}  # kinds of proposals; the rest has a reason


def open_by_my_own_count(series_id: int, coming: date, today: date) -> dict[str, str]:
    """What waits for the next meeting, asked of the tables directly: key of the proposal → word
    that its reason must contain. ``coming`` is the day of that meeting."""
    db.session.rollback()
    rows = db.session.execute(
        text(r"""
            SELECT 'action:' || a.id || '\:overdue' AS key, '期限の' AS reason FROM actions a
              JOIN meetings m ON m.id = a.meeting_id
             WHERE m.series_id = :series AND a.status IN ('not_started', 'in_progress')
               AND a.due_on < :today
            UNION ALL
            SELECT 'action:' || a.id || '\:hold', '見直すことに' FROM actions a
              JOIN meetings m ON m.id = a.meeting_id
             WHERE m.series_id = :series AND a.status = 'on_hold' AND a.review_on <= :coming
            UNION ALL
            SELECT 'action:' || a.id || '\:silent', '動きがありません' FROM actions a
              JOIN meetings m ON m.id = a.meeting_id
             WHERE m.series_id = :series AND a.status IN ('not_started', 'in_progress')
               AND a.kind = 'todo' AND a.due_on >= :today AND a.moved_on <= :long_ago
            UNION ALL
            SELECT 'idea:' || i.id || '\:look', '見直すことに' FROM ideas i
              LEFT JOIN meetings m ON m.id = i.meeting_id
             WHERE (m.series_id = :series OR (m.id IS NULL AND i.visibility = 'network'))
               AND i.stage IN ('seed', 'studied', 'tried') AND i.look_at_on <= :coming
            UNION ALL
            SELECT 'idea:' || i.id || '\:alone', '決まっていません' FROM ideas i
              LEFT JOIN meetings m ON m.id = i.meeting_id
             WHERE (m.series_id = :series OR (m.id IS NULL AND i.visibility = 'network'))
               AND i.stage IN ('seed', 'studied', 'tried') AND i.keeper_id IS NULL
               AND (i.look_at_on IS NULL OR i.look_at_on > :coming)
            UNION ALL
            SELECT 'idea:' || i.id || '\:silent', '動きがありません' FROM ideas i
              LEFT JOIN meetings m ON m.id = i.meeting_id
             WHERE (m.series_id = :series OR (m.id IS NULL AND i.visibility = 'network'))
               AND i.stage IN ('seed', 'studied', 'tried') AND i.keeper_id IS NOT NULL
               AND i.look_at_on IS NULL AND i.moved_on <= :half_a_year_ago
            UNION ALL
            SELECT 'decision:' || d.id, '宿題事項がありません' FROM decisions d
              JOIN meetings m ON m.id = d.meeting_id
             WHERE m.series_id = :series
               AND EXISTS (SELECT 1 FROM meetings n WHERE n.series_id = :series
                              AND n.held_on > m.held_on AND n.held_on < :today)
               AND NOT EXISTS (SELECT 1 FROM actions a WHERE a.agenda_item_id = d.agenda_item_id)
            UNION ALL
            SELECT p.key, '' FROM agenda_proposals p
             WHERE p.series_id = :series AND p.organization_id IS NOT NULL
               AND p.state IN ('waiting', 'postponed')
        """),
        {"series": series_id, "today": today.isoformat(), "coming": coming.isoformat(),
         "long_ago": (today - timedelta(days=60)).isoformat(),
         "half_a_year_ago": (today - timedelta(days=182)).isoformat()},
    )  # fmt: skip
    return {row.key: row.reason for row in rows}


def left_open_by_my_own_count(series_id: int, coming: date) -> set[int]:
    db.session.rollback()
    rows = db.session.execute(
        text(r"""
            SELECT a.id FROM actions a JOIN meetings m ON m.id = a.meeting_id
             WHERE m.series_id = :series AND m.held_on < :coming
               AND a.status NOT IN ('done', 'dropped')
        """),
        {"series": series_id, "coming": coming.isoformat()},
    )
    return {number for (number,) in rows}


def is_right(centre, meeting_id: int) -> list[Proposal]:
    """The agenda holds what is open and nothing else; returns its candidates."""
    coming = meeting(meeting_id)
    series_id, held_on = coming.series_id, coming.held_on
    opening = coming.agenda_items[0]
    assert (opening.kind, opening.is_opening) == (AgendaKind.CARRY, True)
    expected = open_by_my_own_count(series_id, held_on, calendar.today())
    found = proposals(centre, meeting_id)
    counted = [proposal for proposal in found if proposal.kind in COUNTED]
    assert Counter(p.key for p in counted) == Counter(expected.keys())
    for proposal in counted:
        assert expected[proposal.key] in proposal.why
    for proposal in found:
        assert proposal.why
        assert 'href="/' in proposal.evidence
    assert carried_over(centre, meeting_id) == left_open_by_my_own_count(series_id, held_on)
    return found
