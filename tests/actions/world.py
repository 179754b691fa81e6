"""One small network with every kind of person, for the tests of rights."""

from dataclasses import dataclass
from datetime import date

from hub.accounts.models import Role, User, Visitor
from hub.actions.models import Action, ActionVisibility
from hub.meetings.models import Meeting, Series, Visibility
from hub.organizations.models import Organization
from tests import make


@dataclass
class World:
    lead: Organization
    partner: Organization
    secretariat: Organization
    member: Organization
    other: Organization
    department: Organization
    series: Series
    people: dict[str, User | Visitor]
    actions: dict[str, Action]

    def __getitem__(self, name: str) -> Action:
        return self.actions[name]


def build() -> World:
    lead, partner, secretariat, member, other, left = (make.organization() for _ in range(6))
    department = make.department()
    series = make.series(lead, member, secretariat=secretariat, visibility=Visibility.SERIES)
    make.series_member(series, left, ends_on=date(2026, 3, 31))
    people: dict[str, User | Visitor] = {
        "visitor": Visitor(),
        "system admin": make.system_admin(),
        "coordinator": make.coordinator(other),
        "editor of the lead": make.user(lead),
        "viewer of the lead": make.user(lead, Role.VIEWER),
        "editor of the partner": make.user(partner),
        "viewer of the partner": make.user(partner, Role.VIEWER),
        "editor of the secretariat": make.user(secretariat),
        "viewer of the secretariat": make.user(secretariat, Role.VIEWER),
        "editor of a member": make.user(member),
        "editor of who left": make.user(left),
        "editor of another": make.user(other),
        "viewer of another": make.user(other, Role.VIEWER),
        "department": make.user(department),
    }

    def action(meeting: Meeting | None = None, **given) -> Action:
        owner = secretariat if meeting else lead
        return make.action(
            lead, partners=given.pop("partners", [partner]), meeting=meeting, owner=owner, **given
        )

    def held(visibility: Visibility) -> Meeting:
        return make.meeting(series=series, visibility=visibility)

    actions = {
        "public meeting": action(held(Visibility.PUBLIC)),
        "network meeting": action(held(Visibility.NETWORK)),
        "series meeting": action(held(Visibility.SERIES)),
        "own, network": action(),
        "own, own": action(visibility=ActionVisibility.ORGANIZATION, partners=[]),
    }
    return World(lead, partner, secretariat, member, other, department, series, people, actions)
