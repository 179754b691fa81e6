"""Changes of the taxonomies. They come from a network file; nothing is ever deleted."""

from typing import Any

from hub.audit.log import changed, record
from hub.core.db import db
from hub.taxonomies.models import Scheme, Term
from hub.taxonomies.network import TaxonomyData, TermData


def load_terms(actor: Any, data: TaxonomyData) -> tuple[int, int]:
    """Add what is new, update what is known by its code; how many of each."""
    known = {(term.scheme, term.code): term for term in db.session.scalars(db.select(Term))}
    added = updated = 0
    for wanted in data.terms:
        term = known.get((wanted.scheme, wanted.code))
        if term is None:
            known[wanted.scheme, wanted.code] = _add(actor, wanted)
            added += 1
        elif _update(actor, term, _fields(wanted)):
            updated += 1
    for type_code, need_code in data.need_of_type.items():
        known[Scheme.TYPE, type_code].parent = known[Scheme.NEED, need_code]
    return added, updated


def _add(actor: Any, wanted: TermData) -> Term:
    term = Term(scheme=wanted.scheme, code=wanted.code, **_fields(wanted))
    db.session.add(term)
    record(actor, "term:load", term, after={"code": term.code} | _fields(wanted))
    return term


def _update(actor: Any, term: Term, fields: dict[str, Any]) -> bool:
    before = {name: getattr(term, name) for name in fields}
    if before == fields:
        return False
    for name, value in fields.items():
        setattr(term, name, value)
    record(actor, "term:load", term, **changed(before, fields))
    return True


def _fields(wanted: TermData) -> dict[str, Any]:
    names = ("label", "label_en", "note", "is_hidden", "position")
    return {name: getattr(wanted, name) for name in names}
