from contextlib import contextmanager

import pytest
from sqlalchemy import event

from hub.core.db import db


@pytest.fixture
def count_queries(app):
    """``with count_queries() as statements:`` collects what is sent to the database."""

    @contextmanager
    def counting():
        statements = []

        def note(_connection, _cursor, statement, *_rest):
            statements.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return counting


@pytest.fixture(autouse=True)
def indexed_at_once(indexing):
    """Everything here is about what is found."""
