"""空白: kinds of support that some wards have and others have not."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from flask_babel import gettext as _
from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from hub.agenda.candidates import Candidate, Evidence, Kind, Occasion, fingerprint
from hub.agenda.sources.network import known_menus
from hub.core.db import db
from hub.menus.models import Menu, menu_terms
from hub.taxonomies.models import CITYWIDE, ONLINE, Scheme, Term

MOST = 2  # of these at a time: the ones that most wards have already

Served = Mapping[Term, int]  # every ward (市全域 and オンライン too): how many menus name it


def find(occasion: Occasion) -> Iterator[Candidate]:
    yield from candidates(_served_by_type())


def candidates(by_type: Mapping[Term, Served]) -> list[Candidate]:
    """Where support for the whole city or online exists nothing is missing anywhere."""
    found = []
    for kind, served in by_type.items():
        wards = {ward: n for ward, n in served.items() if ward.code not in {CITYWIDE, ONLINE}}
        missing = [ward for ward, count in wards.items() if not count]
        if sum(served.values()) == sum(wards.values()) and 0 < len(missing) < len(wards):
            found.append(_candidate(kind, missing, wards))
    return sorted(found, key=lambda c: (-c.weight, c.key))[:MOST]


def _candidate(kind: Term, missing: list[Term], wards: Served) -> Candidate:
    areas = {ward.note for ward in missing}
    whole = {ward for ward in wards if ward.note in areas}
    where = (
        _("%(area)sの%(count)s区", area=missing[0].note, count=len(missing))
        if len(areas) == 1 and missing[0].note and whole == set(missing)
        else _("%(count)s区", count=len(missing))
    )
    there = [ward.label for ward, count in wards.items() if count]
    return Candidate(
        key=f"gap:{kind.code}",
        facts=fingerprint(*(ward.code for ward in missing)),
        kind=Kind.GAP,
        title=_("「%(type)s」が%(where)sにない", type=kind.label, where=where),
        why=_(
            "%(missing)sに「%(type)s」の支援メニューがありません。あるのは%(there)sです。",
            missing=_list(ward.label for ward in missing),
            type=kind.label,
            there=_list(there),
        ),
        evidence=(
            Evidence(
                text=_("「%(type)s」の支援メニュー", type=kind.label),
                endpoint="menus.index",
                arguments={"type": kind.code},
            ),
        ),
        minutes=15,
        weight=-len(missing),
    )


def _list(names: Iterable[str]) -> str:
    return _("・").join(names)


def _served_by_type() -> dict[Term, dict[Term, int]]:
    """One query: every type with every ward, whether a menu is there or not."""
    kind, ward = aliased(Term), aliased(Term)
    counted = (
        select(Menu.type_id, menu_terms.c.term_id, func.count().label("menus"))
        .join(menu_terms, menu_terms.c.menu_id == Menu.id)
        .where(known_menus())
        .group_by(Menu.type_id, menu_terms.c.term_id)
        .subquery()
    )
    rows = db.session.execute(
        select(kind, ward, func.coalesce(counted.c.menus, 0))
        .select_from(kind)
        .join(ward, ward.scheme == Scheme.WARD)
        .outerjoin(counted, and_(counted.c.type_id == kind.id, counted.c.term_id == ward.id))
        .where(kind.scheme == Scheme.TYPE, kind.is_hidden.is_(False), ward.is_hidden.is_(False))
        .order_by(kind.position, kind.id, ward.position, ward.id)
    )
    found: dict[Term, dict[Term, int]] = defaultdict(dict)
    for type_term, ward_term, count in rows:
        found[type_term][ward_term] = count
    return found
