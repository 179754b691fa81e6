"""見つからない検索: what organizations or visitors looked for and did not find. Never who.

The query and the rule are those of the page 見つからなかった検索: see ``search/log.py``.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from flask_babel import gettext as _

from hub.agenda.candidates import Candidate, Evidence, Kind, Occasion, fingerprint
from hub.core import calendar
from hub.search import log
from hub.search.log import InVain

MONTHS = timedelta(days=62)  # this month and the two before
MOST = 3  # of these at a time


def find(occasion: Occasion) -> Iterator[Candidate]:
    since = calendar.month_start(occasion.today - MONTHS)
    yield from candidates(log.in_vain(since))


def candidates(searched: Iterable[InVain]) -> list[Candidate]:
    """``searched`` from new to old: of each words the newest month speaks."""
    newest: dict[str, InVain] = {}
    for one in searched:
        newest.setdefault(one.words, one)
    found = [_candidate(one) for one in newest.values()]
    return sorted(found, key=lambda c: (-c.weight, c.key))[:MOST]


def _candidate(searched: InVain) -> Candidate:
    return Candidate(
        key=f"search:{fingerprint(searched.words)}",
        facts=fingerprint(searched.searchers, searched.month),
        kind=Kind.SEARCH,
        title=_("「%(words)s」が見つからない", words=searched.words[:150]),
        why=_why(searched),
        evidence=(
            Evidence(
                text=_("この言葉でさがしてみる"),
                endpoint="finding.search",
                arguments={"q": searched.words},
            ),
        ),
        minutes=10,
        weight=searched.weight,
    )


def _why(searched: InVain) -> str:
    who = []
    if searched.organizations:
        who.append(_("%(count)s組織", count=searched.organizations))
    if searched.days:
        who.append(_("ログインしていない人（%(days)s日）", days=searched.days))
    return _(
        "%(month)s月に%(who)sがさがし、見つかりませんでした（該当なし%(nothing)s、開かれず%(unopened)s）。",
        month=searched.month.month,
        who=_("と").join(who),
        nothing=searched.nothing,
        unopened=searched.unopened,
    )
