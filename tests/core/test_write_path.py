"""Writing on SQLite and PostgreSQL: no lost update, no 'locked', all or nothing."""

from threading import Barrier, Thread

import pytest

from hub.core.db import db, lock_version, transaction
from hub.core.errors import Conflict
from hub.organizations.models import Organization
from tests import make


def test_what_was_read_before_is_read_again_under_the_lock(app):
    organization = make.organization(summary="前")
    assert organization.summary == "前"
    _change_elsewhere(app, organization.id, "ほかの人")

    with transaction():
        assert organization.summary == "ほかの人"


def test_a_stale_form_is_a_conflict(app):
    organization = make.organization()
    seen = organization.version
    _change_elsewhere(app, organization.id, "ほかの人")

    with pytest.raises(Conflict):
        _save_summary(organization, seen, "わたし")

    db.session.rollback()
    assert organization.summary == "ほかの人"


def test_a_failing_block_leaves_nothing(app):
    with pytest.raises(RuntimeError):
        _fail_half_way()
    assert db.session.scalar(db.select(Organization.id).filter_by(code="x")) is None


def test_writers_side_by_side_wait_for_each_other(app):
    organization_id = make.organization(position=0).id
    failures, together = [], Barrier(8)

    def add_ten() -> None:
        with app.app_context():
            together.wait()
            try:
                for _round in range(10):
                    db.session.get(Organization, organization_id)  # a read comes first
                    with transaction():
                        organization = db.session.get(Organization, organization_id)
                        organization.position += 1
            except Exception as error:
                failures.append(error)
            finally:
                db.session.remove()

    threads = [Thread(target=add_ten) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    db.session.rollback()
    assert failures == []
    assert db.session.get(Organization, organization_id).position == 80


def test_two_editors_never_overwrite_each_other_silently(app):
    """Many races for one text: each save is either the winner's or refused."""
    organization_id = make.organization(summary="").id
    outcomes, together = [], Barrier(2)

    def edit(name: str) -> None:
        with app.app_context():
            for number in range(25):
                together.wait()
                seen = db.session.get(Organization, organization_id).version
                db.session.rollback()
                together.wait()
                try:
                    with transaction():
                        organization = db.session.get(Organization, organization_id)
                        lock_version(organization, seen)
                        organization.summary += f"{name}{number} "
                    outcomes.append(f"{name}{number}")
                except Conflict:
                    pass
            db.session.remove()

    threads = [Thread(target=edit, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    db.session.rollback()
    saved = db.session.get(Organization, organization_id).summary.split()
    assert sorted(saved) == sorted(outcomes)
    assert len(outcomes) == 25


def _save_summary(organization: Organization, seen: int, text: str) -> None:
    with transaction():
        lock_version(organization, seen)
        organization.summary = text


def _fail_half_way() -> None:
    with transaction():
        db.session.add(Organization(code="x", name="x", short_name="x", kind="sdc"))
        db.session.flush()
        raise RuntimeError


def _change_elsewhere(app, organization_id: int, text: str) -> None:
    def change() -> None:
        with app.app_context(), transaction():
            db.session.get(Organization, organization_id).summary = text
            db.session.flush()

    thread = Thread(target=change)
    thread.start()
    thread.join()
