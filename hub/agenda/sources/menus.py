"""見直し待ち: all menus of the network that wait, as one candidate."""

from collections import Counter
from collections.abc import Iterator, Sequence

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.agenda.candidates import Candidate, Evidence, Kind, Occasion, fingerprint
from hub.agenda.sources.network import known_menus
from hub.core.db import db
from hub.menus.models import Menu
from hub.menus.queries import is_stale

NAMED = 5  # organizations, and menus as evidence: those that wait longest


def find(occasion: Occasion) -> Iterator[Candidate]:
    menus = db.session.scalars(
        select(Menu)
        .where(known_menus(), is_stale())
        .options(joinedload(Menu.provider))
        .order_by(Menu.stale_from, Menu.id)
    ).all()
    if menus:
        yield candidate(menus)


def candidate(menus: Sequence[Menu]) -> Candidate:
    """Declined, it comes again once another 見直し月 went by."""
    counts = Counter(menu.provider.short_name for menu in menus)
    named = [
        _("%(name)sが%(count)s件", name=name, count=count)
        for name, count in counts.most_common(NAMED)
    ]
    why = _(
        "%(names)sです。見直し月（%(month)s月）を過ぎても、内容が確認されていません。",
        names=_("、").join(named) + (_("など") if len(counts) > NAMED else ""),
        month=menus[0].stale_month,
    )
    return Candidate(
        key="menus:stale",
        facts=fingerprint(max(menu.stale_from for menu in menus if menu.stale_from)),
        kind=Kind.STALE,
        title=_("見直し月を過ぎた支援メニューが%(count)s件", count=len(menus)),
        why=why,
        evidence=tuple(
            Evidence(text=menu.title, endpoint="menus.show", arguments={"menu_id": menu.id})
            for menu in menus[:NAMED]
        ),
        minutes=5,
        weight=len(menus),
    )
