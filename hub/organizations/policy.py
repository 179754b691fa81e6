"""Who may do what with organizations. Pure functions: no session, no request."""

from typing import Protocol

from hub.organizations.models import Organization, OrganizationKind, Visit


class Person(Protocol):
    """What is asked of whoever looks; accounts, one tier up, have it."""

    @property
    def in_network(self) -> bool: ...

    @property
    def editing_ids(self) -> frozenset[int]: ...

    @property
    def coordinates(self) -> bool: ...

    @property
    def is_system_admin(self) -> bool: ...

    def edits_for(self, organization_id: int | None) -> bool: ...

    def administers(self, organization_id: int | None) -> bool: ...


def can_edit(actor: Person, organization: Organization) -> bool:
    """The organization's own admin: neither coordinators nor system administrators."""
    return actor.administers(organization.id)


def can_reorganize(actor: Person) -> bool:
    """Record 組織改編: who looks after the network as a whole."""
    return actor.coordinates or actor.is_system_admin


def can_see_matches(viewer: Person) -> bool:
    """Which organizations are good at what another would like to rely on."""
    return viewer.in_network


def can_see_visits(viewer: Person) -> bool:
    return viewer.in_network


def is_visited(organization: Organization) -> bool:
    """訪問・参加の記録 are kept of the wards' SDCs."""
    return organization.kind is OrganizationKind.SDC


def can_record_visit(actor: Person, organization: Organization) -> bool:
    """Editors of any other organization of the network, for their own organization."""
    return is_visited(organization) and bool(actor.editing_ids - {organization.id})


def can_visit_for(actor: Person, visitor_id: int, organization: Organization) -> bool:
    """Write a record of this organization's visit: nobody visits themselves."""
    return (
        is_visited(organization) and visitor_id != organization.id and actor.edits_for(visitor_id)
    )


def can_edit_visit(actor: Person, visit: Visit) -> bool:
    """Editors of the organization that wrote it."""
    return actor.edits_for(visit.visitor_id)
