"""What is kept is never older than the state it is kept for, whatever others commit meanwhile."""

from flask_migrate import upgrade

from hub.core import generations
from hub.core.db import db
from hub.core.slots import kept
from hub.organizations.models import Organization
from tests import make
from tests.core.test_migrations import empty, postgres

__all__ = ["empty", "postgres"]  # fixtures of the migrations, here too


def test_a_part_that_was_drawn_while_somebody_saved_is_drawn_again(empty):
    upgrade()
    generations.begin()
    number = make.organization(short_name="前の名前").id
    db.session.remove()

    @kept("organizations")
    def name(organization_id):
        return db.session.get_one(Organization, organization_id).short_name

    with empty.test_request_context():
        before = db.session.get_one(Organization, number)  # read before the other one saves
        assert before.short_name == "前の名前"
        with db.engine.begin() as other:
            other.exec_driver_sql("UPDATE organizations SET short_name = '後の名前'")
            other.exec_driver_sql("UPDATE generations SET token = 'of the new name'")
        assert name(number) == "前の名前"
        db.session.remove()
        assert name(number) == "後の名前"
