"""Bringing a network file into the database: adding and renaming, never deleting."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from hub.audit.log import changed, record
from hub.core.db import db
from hub.core.errors import Invalid
from hub.organizations.models import Organization, Relation
from hub.organizations.network_file import NetworkData, OrganizationData, parse
from hub.taxonomies import commands as taxonomies
from hub.taxonomies.models import Scheme, Term

__all__ = ["Loaded", "load", "parse", "uid_of"]
NAMESPACE = uuid.UUID("5d0c5b0e-2f5e-5c53-9a59-2d4e8f0a7c11")
# What the file says again each time. The rest is the organization's own after the first time.
NAMES = ("name", "short_name", "name_en", "kind", "legal_form", "position")
OWN = ("facility", "summary", "phone", "email", "contact_note", "url")


@dataclass(frozen=True)
class Loaded:
    """How many terms and organizations were added and changed, and relations added."""

    terms: tuple[int, int]
    organizations: tuple[int, int]
    relations: int


def uid_of(network: str, code: str) -> uuid.UUID:
    """The same id for the same thing of the same network, wherever and whenever it is loaded."""
    return uuid.uuid5(uuid.uuid5(NAMESPACE, network), code)


def load(
    actor: Any, network: NetworkData, *, step: Callable[[], Any] = lambda: None
) -> Loaded:  # fmt: skip
    """Add what is new and update the names of what is known; ``step`` is called for each one.

    Raises:
        Invalid: a name of the file already belongs to an organization with another id.
    """
    terms = taxonomies.load_terms(actor, network.taxonomy)
    db.session.flush()
    wards = {t.code: t for t in db.session.scalars(db.select(Term).filter_by(scheme=Scheme.WARD))}
    known = {o.code: o for o in db.session.scalars(db.select(Organization))}
    _refuse_taken_names(network, known)
    added = updated = 0
    for wanted in network.organizations:
        organization = known.get(wanted.code)
        ward = wards.get(wanted.ward)
        if organization is None:
            known[wanted.code] = _add(actor, network.name, wanted, ward)
            added += 1
        elif _update(actor, organization, _names(wanted) | {"ward": ward}):
            updated += 1
        step()
    return Loaded(terms, (added, updated), _relate(actor, network, known))


def _refuse_taken_names(network: NetworkData, known: dict[str, Organization]) -> None:
    holders = {organization.name: code for code, organization in known.items()}
    for wanted in network.organizations:
        holder = holders.get(wanted.name, wanted.code)
        if holder != wanted.code:
            raise Invalid(
                _("「%(name)s」という名前の組織がもうあります（id: %(holder)s）。"
                  "同じ組織なら同じidで書いてください（今は%(code)s）。",
                  name=wanted.name, holder=holder, code=wanted.code)
            )  # fmt: skip


def _add(actor: Any, network: str, wanted: OrganizationData, ward: Term | None) -> Organization:
    own = {name: getattr(wanted, name) for name in OWN}
    organization = Organization(
        code=wanted.code, uid=uid_of(network, wanted.code), ward=ward, **_names(wanted), **own
    )
    db.session.add(organization)
    record(actor, "organization:load", organization, after=_names(wanted))
    return organization


def _update(actor: Any, organization: Organization, fields: dict[str, Any]) -> bool:
    before = {name: getattr(organization, name) for name in fields}
    if before == fields:
        return False
    for name, value in fields.items():
        setattr(organization, name, value)
    record(actor, "organization:load", organization, **changed(before, fields))
    return True


def _relate(actor: Any, network: NetworkData, known: dict[str, Organization]) -> int:
    """Add relations that are not there; one that ended stays ended."""
    there = {
        (relation.office.code, relation.organization.code, relation.role)
        for relation in db.session.scalars(db.select(Relation))
    }
    new = [key for key in network.relations if key not in there]
    for office, organization, role in new:
        relation = Relation(office=known[office], organization=known[organization], role=role)
        db.session.add(relation)
        record(actor, "relation:load", relation,
               after={"office": office, "organization": organization, "role": role})  # fmt: skip
    return len(new)


def _names(wanted: OrganizationData) -> dict[str, Any]:
    return {name: getattr(wanted, name) for name in NAMES}
