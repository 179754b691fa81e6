"""見つからない検索: what two organizations or more looked for and did not find. Never who."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from hub.agenda.candidates import Candidate, Evidence, Kind, Occasion, fingerprint
from hub.core import calendar
from hub.core.db import db
from hub.search.log import SearchLog

MONTHS = timedelta(days=62)  # this month and the two before
FEWEST = 2  # organizations: what one alone looked for could tell who
MOST = 3  # of these at a time


def find(occasion: Occasion) -> Iterator[Candidate]:
    since = calendar.month_start(occasion.today - MONTHS)
    in_vain = select(SearchLog.words).where(SearchLog.month >= since, SearchLog.total == 0)
    rows = db.session.scalars(
        select(SearchLog)
        .where(
            SearchLog.month >= since,
            SearchLog.organization_id.is_not(None),
            SearchLog.words.in_(in_vain),
        )
        .order_by(SearchLog.id)
    ).all()
    yield from candidates(rows)


def candidates(rows: Sequence[SearchLog]) -> list[Candidate]:
    """``rows`` from old to new: an organization that found something later does not count."""
    last: dict[str, dict[int | None, SearchLog]] = {}
    times: dict[str, int] = {}
    for row in rows:
        last.setdefault(row.words, {})[row.organization_id] = row
        times[row.words] = times.get(row.words, 0) + (row.total == 0)
    found = []
    for words, by_organization in last.items():
        vain = [row for row in by_organization.values() if row.total == 0]
        if words and len(vain) >= FEWEST:
            newest = max(row.month for row in vain)
            found.append(_candidate(words, len(vain), times[words], newest))
    return sorted(found, key=lambda c: (-c.weight, c.key))[:MOST]


def _candidate(words: str, organizations: int, times: int, newest: date) -> Candidate:
    return Candidate(
        key=f"search:{fingerprint(words)}",
        facts=fingerprint(organizations, newest),
        kind=Kind.SEARCH,
        title=_("「%(words)s」が見つからない", words=words[:150]),
        why=_(
            "この三か月に%(count)s組織が%(times)s回さがし、見つかりませんでした。",
            count=organizations,
            times=times,
        ),
        evidence=(
            Evidence(
                text=_("この言葉でさがしてみる"), endpoint="finding.search", arguments={"q": words}
            ),
        ),
        minutes=10,
        weight=organizations,
    )
