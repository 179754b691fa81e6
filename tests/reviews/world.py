"""A department with its organization, and who works there."""

from dataclasses import dataclass

from hub.accounts.models import Role, User
from hub.organizations.models import Organization, RelationRole
from tests import make

__all__ = ["RelationRole", "World", "build"]


@dataclass(frozen=True)
class World:
    home: Organization
    office: Organization
    editor: User
    viewer: User  # of the organization: 課長 who reads and checks
    officer: User
    reader: User  # of the department, writes nothing
    other_officer: User  # of another department
    outsider: User  # of another organization


def build() -> World:
    home, office = make.organization(), make.department()
    make.relation(office, home)
    return World(
        home=home,
        office=office,
        editor=make.user(home),
        viewer=make.user(home, Role.VIEWER),
        officer=make.user(office),
        reader=make.user(office, Role.VIEWER),
        other_officer=make.user(make.department()),
        outsider=make.user(),
    )
