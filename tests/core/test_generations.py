"""What is kept by the state of its rows is kept from the start of a server on."""

from hub.core import generations
from hub.core.db import db, transaction


def test_each_subject_has_a_state_from_the_start_and_keeps_it(app):
    built = []
    kept = generations.Kept("organizations", lambda: built.append(1) or len(built))
    with transaction():
        db.session.execute(db.delete(generations.Generation))
    assert (kept(), kept()) == (1, 2)  # no state, nothing is kept
    db.session.rollback()
    generations.begin()
    assert (kept(), kept()) == (3, 3)
    state = generations.token("organizations")
    generations.begin()
    assert generations.token("organizations") == state
