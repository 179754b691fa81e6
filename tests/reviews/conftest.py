from contextlib import contextmanager

import pytest
from sqlalchemy import event

from hub.core.db import db


@pytest.fixture
def statements(app):
    """``with statements() as asked``: every SQL statement of the block."""

    @contextmanager
    def listening():
        asked: list[str] = []

        def note(_connection, _cursor, statement, *_rest):
            if not statement.startswith("BEGIN"):
                asked.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield asked
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return listening
