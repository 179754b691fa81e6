"""The accounts of the demo."""

from datetime import timedelta

from hub.accounts import commands as accounts
from hub.accounts.models import Membership
from hub.demo.accounts import PEOPLE
from hub.demo.sample import Sample

AWAY = timedelta(days=10)  # since the last visit: what came after it is new on the home page


def load(sample: Sample) -> None:
    last_visit = sample.moment(sample.data["meta"]["anchor_date"]) - AWAY
    for person, password_hash in zip(PEOPLE, sample.password_hashes, strict=True):
        user = accounts.create_user(
            email=person.email,
            name=person.name,
            password_hash=password_hash,
            is_coordinator=person.is_coordinator,
            is_system_admin=person.is_system_admin,
        )
        user.last_seen_at = last_visit
        if person.organization and person.role:
            organization = sample.organizations[person.organization]
            user.memberships = [Membership(organization=organization, role=person.role)]
        sample.users[person.email] = user
