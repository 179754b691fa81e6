"""組織改編: who records it, and how relations go on for the successor."""

from datetime import date, datetime

import pytest

from hub.audit.models import AuditEntry
from hub.core.calendar import TOKYO
from hub.core.db import db
from hub.organizations.models import Organization, Relation, RelationRole
from hub.organizations.queries import offices_of, organizations_of
from tests import make


@pytest.fixture
def offices(app):
    """An office with two bodies; the one that takes over stands to one of them already."""
    old, new = make.department(short_name="推進課"), make.department(short_name="協働課")
    for body in (make.organization(), make.organization()):
        make.relation(old, body)
    make.relation(new, body)
    make.relation(old, new, RelationRole.COORDINATES)
    return old, new


def relations() -> set[tuple]:
    db.session.rollback()
    rows = db.session.scalars(db.select(Relation))
    return {(r.office_id, r.organization_id, r.role, r.starts_on, r.ends_on) for r in rows}


def send(client, old: Organization, new: Organization, day: str = "R9.3.31", **given):
    db.session.rollback()
    data = {"version": old.version, "successor": new.id, "valid_until": day} | given
    return client.post(f"/organizations/{old.id}/reorganization", data=data)


def test_relations_go_on_for_the_successor_and_come_back(offices, as_user, clock):
    old, new = offices
    before = relations()
    coordinator = make.coordinator()
    client = as_user(coordinator)
    assert "組織改編を記録する" in client.get(f"/organizations/{old.id}").text
    assert send(client, old, new).status_code == 303
    assert [r.office_id for r in organizations_of(old)] == [old.id] * 3
    [entry] = db.session.scalars(db.select(AuditEntry).filter_by(verb="organization:reorganize"))
    assert entry.after == {"valid_until": "2027-03-31", "successor": "協働課"}

    # put right: what was passed on is taken back first
    assert send(client, old, new, "2026-12-31").status_code == 303
    clock.move_to(datetime(2027, 1, 1, 10, tzinfo=TOKYO))
    assert not organizations_of(old)
    assert len(organizations_of(new)) == 2
    for body in {r.organization for r in organizations_of(new)}:
        assert [r.office_id for r in offices_of(body)] == [new.id]
    client = as_user(coordinator)
    page = client.get(f"/organizations/{old.id}/reorganization").text
    assert "令和8年（2026年）12月31日" in page

    db.session.rollback()
    taken_back = client.post(
        f"/organizations/{old.id}/reorganization/take-back", data={"version": old.version}
    )
    assert taken_back.status_code == 303
    assert relations() == before
    assert old.valid_until is None
    assert old.successor_id is None


def test_what_cannot_be_is_refused_and_two_at_once_see_each_other(offices, as_user):
    old, new = offices
    client = as_user(make.coordinator())
    gone = make.department(valid_until=date(2026, 12, 1))
    before = relations()
    for wrong in ({"successor": old.id}, {"successor": gone.id}, {"valid_until": ""},
                  {"valid_until": "いつか"}, {"successor": "x"}):  # fmt: skip
        assert send(client, old, new, **wrong).status_code == 422, wrong
    assert relations() == before
    late = send(client, old, new, version=0)
    assert late.status_code == 409
    assert "ほかの人が先に記録しました" in late.text
    assert 'value="R9.3.31"' in late.text
    assert send(client, old, new).status_code == 303
    assert send(client, new, old).status_code == 422  # it would lead back to itself
    taken = client.post(f"/organizations/{new.id}/reorganization/take-back", data={"version": 1})
    assert taken.status_code == 409
