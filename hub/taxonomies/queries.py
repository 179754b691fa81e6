"""Reads of the taxonomies. They are public, so no viewer is asked for."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from sqlalchemy import select

from hub.core.db import db
from hub.taxonomies.models import CITYWIDE, ONLINE, Scheme, Term

T = TypeVar("T")


def terms(scheme: Scheme, *, with_hidden: bool = False) -> Sequence[Term]:
    """The words of a scheme in their order."""
    query = select(Term).where(Term.scheme == scheme).order_by(Term.position, Term.id)
    if not with_hidden:
        query = query.where(Term.is_hidden.is_(False))
    return db.session.scalars(query).all()


def term(scheme: Scheme, code: str) -> Term | None:
    return db.session.scalars(
        select(Term).where(Term.scheme == scheme, Term.code == code)
    ).one_or_none()


def real_wards() -> Sequence[Term]:
    """The wards with an area of their own: without 市全域 and オンライン."""
    return [ward for ward in terms(Scheme.WARD) if ward.code not in {CITYWIDE, ONLINE}]


def by_code(scheme: Scheme, values: Mapping[str, T]) -> dict[Term, T]:
    """The same values under the terms whose codes they came with; unknown codes are left out."""
    return {
        term: values[term.code] for term in terms(scheme, with_hidden=True) if term.code in values
    }
