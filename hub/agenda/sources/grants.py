"""Grants whose reception opens or closes before the meeting after this one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from hub.agenda.candidates import Candidate, Evidence, Kind, Occasion, fingerprint
from hub.agenda.sources.network import known_menus
from hub.core import calendar
from hub.core.db import db
from hub.menus.models import Menu
from hub.taxonomies.models import Scheme, Term

TYPE = "grant"  # code of the type of support


def find(occasion: Occasion) -> Iterator[Candidate]:
    first, last = occasion.today, occasion.until
    menus = db.session.scalars(
        select(Menu)
        .join(Term, Term.id == Menu.type_id)
        .where(
            known_menus(),
            Menu.is_paused.is_(False),
            Menu.is_year_round.is_(False),
            Term.scheme == Scheme.TYPE,
            Term.code == TYPE,
            or_(Menu.opens_on.between(first, last), Menu.closes_on.between(first, last)),
        )
        .options(joinedload(Menu.provider))
        .order_by(Menu.id)
    )
    yield from candidates(menus, first)


def candidates(menus: Iterable[Menu], today: date) -> Iterator[Candidate]:
    """What one organization opens, or closes, on one day is one matter."""
    groups: dict[tuple[int, date, bool], list[Menu]] = defaultdict(list)
    for menu in menus:
        opens = menu.opens_on is not None and menu.opens_on >= today
        day = menu.opens_on if opens else menu.closes_on
        if day is not None:
            groups[menu.provider_id, day, opens].append(menu)
    for (_provider, day, opens), together in groups.items():
        yield _candidate(together, day, opens, today)


def _candidate(menus: Sequence[Menu], day: date, opens: bool, today: date) -> Candidate:
    provider, title = menus[0].provider, menus[0].title
    when = calendar.short_date(day)
    others = _("ほか%(count)s件", count=len(menus) - 1) if len(menus) > 1 else ""
    return Candidate(
        key=f"grant:{provider.id}:{day}:{'opens' if opens else 'closes'}",
        facts=fingerprint(*(menu.id for menu in menus)),
        kind=Kind.GRANT,
        title=_("助成「%(title)s」%(others)sの受付", title=title, others=others),
        why=_("%(name)sの助成の受付が%(day)sに始まります。", name=provider.short_name, day=when)
        if opens
        else _("%(name)sの助成の受付が%(day)sに終わります。", name=provider.short_name, day=when),
        evidence=tuple(
            Evidence(text=menu.title, endpoint="menus.show", arguments={"menu_id": menu.id})
            for menu in menus
        ),
        minutes=5,
        weight=-(day - today).days,
        presenter_id=provider.id,
    )
