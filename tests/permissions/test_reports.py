"""A report, and each of its tables, tells what its asker reads and nothing else."""

import pytest

from hub.accounts.models import User, Visitor
from hub.core.db import db
from hub.core.export import csv_text
from hub.programmes.periods import FiscalTerm
from hub.reports import document, gathering, sheets
from tests.permissions.canaries import found_in, places, readable
from tests.permissions.world import PEOPLE

TERMS = (FiscalTerm(2025), FiscalTerm(2026))


@pytest.mark.parametrize("person", PEOPLE)
def test_a_report_tells_nothing_that_its_asker_does_not_read(built, person):
    number = built.world.people[person]
    with built.app.app_context():
        viewer = db.session.get(User, number) if number else Visitor()
        told = set()
        for term in TERMS:
            content = gathering.gather(viewer, None, term)
            cells = [csv_text(t.header, t.rows) for t in sheets.tables(content).values()]
            told |= found_in("\n".join([document.body(content), *cells]))
        db.session.remove()
    assert places(told - readable(person)) == set()
    assert bool(told) == viewer_reads_more_than_the_public(person)


def viewer_reads_more_than_the_public(person: str) -> bool:
    """Only what not everybody reads has a word."""
    return person not in {"visitor", "admin"}
