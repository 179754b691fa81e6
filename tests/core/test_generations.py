"""What is kept by the state of its rows is kept from the start of a server on."""

from hub.core import generations
from hub.core.db import db, transaction
from hub.core.slots import kept


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


def test_a_part_is_drawn_once_for_those_who_see_the_same_until_a_row_changes(app):
    drawn = []
    generations.begin()

    @kept("organizations", "menus")
    def part(reader, number):
        drawn.append(reader)
        return f"{reader} {number}" if number else ""

    with app.test_request_context():
        assert [part("a", 1), part("b", 1), part("a", 1), part("a", 0), part("a", 0)] == [
            "a 1", "b 1", "a 1", "", "",
        ]  # fmt: skip
        assert drawn == ["a", "b", "a"]
        with transaction():
            generations.renew("menus")
        assert (part("b", 1), drawn) == ("b 1", ["a", "b", "a", "b"])
    with app.test_request_context(base_url="http://localhost/prefix"):
        assert (part("b", 1), len(drawn)) == ("b 1", 5)
