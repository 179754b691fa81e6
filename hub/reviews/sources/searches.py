"""What was searched for in vain in the fields of the organization; who tells it stands above."""

import hashlib
from collections.abc import Iterator

from flask_babel import gettext as _

from hub.menus.queries import fields_of
from hub.reviews.events import VainSearch, searches_asked
from hub.reviews.models import Section
from hub.reviews.sources.facts import Evidence, Fact, Occasion, Source

KIND = Source.SEARCH
MOST = 8


def find(occasion: Occasion) -> Iterator[Fact]:
    """Those that most looked for first."""
    fields = fields_of(occasion.organization_id)
    if not fields:
        return
    told = searches_asked.send(occasion.term, fields=fields)
    searches = [one for _receiver, found in told for one in found]
    for search in sorted(searches, key=lambda one: (-one.weight, one.words))[:MOST]:
        yield fact_of(search)


def fact_of(search: VainSearch) -> Fact:
    values = {"words": search.words, "who": _who(search)}
    return Fact(
        key=f"{KIND.value}:{hashlib.sha256(search.words.encode()).hexdigest()[:16]}",
        source=KIND,
        section=Section.ISSUE,
        text=_("「%(words)s」をさがした人（%(who)s）が、支援を見つけられなかった。", **values),
        label=_("見つからなかった検索「%(words)s」", words=search.words),
        evidence=Evidence(endpoint="finding.search", arguments={"q": search.words}),
    )


def _who(search: VainSearch) -> str:
    said = []
    if search.organizations:
        said.append(_("%(count)s組織", count=search.organizations))
    if search.days:
        said.append(_("ログインしていない人が%(days)s日", days=search.days))
    return _("、").join(said)
