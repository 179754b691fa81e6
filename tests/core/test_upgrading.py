"""A database of an earlier release comes up to today's schema with every row as it was."""

import re
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
import sqlalchemy as sa
from flask_migrate import upgrade

from hub.core.db import db
from tests.core.test_migrations import empty, postgres

__all__ = ["empty", "postgres"]  # fixtures of the migrations, here too

RELEASED = ["0001", "0002"]
LEFT_OUT = {"alembic_version"}
# Some things lie between two of these.
_ANOTHER: dict[str, dict[str, Any]] = {
    "organizations": {"id": 2, "code": "い", "name": "い", "uid": "0" * 31 + "2"},
    "actions": {"id": 2, "uid": "0" * 31 + "2"},
}
# What a table asks for of columns that may be empty.
NEEDED = {
    "ideas": {"proposer_id": 1},
    "theme_handover_items": {"idea_id": 1},
    "succession_items": {"menu_id": 1},
}
VALUES: dict[type, Any] = {
    str: "あ", int: 1, bool: True, date: date(2026, 4, 1), time: time(9),
    datetime: datetime(2026, 4, 2, tzinfo=UTC), dict: {}, list: [], bytes: b"x",
}  # fmt: skip


def _filled(connection: sa.Connection) -> dict[str, list[dict[str, Any]]]:
    """One row in every table, with a value in every column that can have one."""
    metadata = sa.MetaData()
    metadata.reflect(connection)
    inspector = sa.inspect(connection)
    for table in metadata.sorted_tables:
        if table.name not in LEFT_OUT:
            row = _row(table, inspector)
            connection.execute(table.insert(), row)
            if other := _ANOTHER.get(table.name):
                connection.execute(table.insert(), row | other)
    return _rows(connection, metadata)


def _row(table: sa.Table, inspector: sa.Inspector) -> dict[str, Any]:
    choices = {}
    for check in inspector.get_check_constraints(table.name):
        if found := re.match(r"\W*(\w+)\W*(?:::text)? ?(?:IN|=)[^']*'(\w+)'", check["sqltext"]):
            choices[found[1]] = found[2]
    row: dict[str, Any] = {}
    ends = {
        name: [c.name for c in table.columns if not c.nullable and _points_to(c, name)]
        for name in _ANOTHER
    }
    numbers = {c: n for columns in ends.values() for n, c in enumerate(columns, start=1)}
    for column in table.columns:
        if column.name in choices:
            row[column.name] = choices[column.name]
        elif column.foreign_keys and column.nullable:
            row[column.name] = None  # the other table may come later
        elif column.name in numbers:
            row[column.name] = numbers[column.name]
        else:
            row[column.name] = _value(column)
    return row | {k: v for k, v in NEEDED.get(table.name, {}).items() if k in row}


def _points_to(column: sa.Column[Any], table: str) -> bool:
    return any(key.column.table.name == table for key in column.foreign_keys)


def _value(column: sa.Column[Any]) -> Any:
    if isinstance(column.type, sa.JSON):
        return {} if column.name in {"facts", "before", "after", "content"} else []
    if isinstance(column.type, sa.Uuid) or column.name == "uid":
        return "0" * 31 + "1"
    value = VALUES[column.type.python_type]
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def _rows(connection: sa.Connection, metadata: sa.MetaData) -> dict[str, list[dict[str, Any]]]:
    return {
        table.name: [dict(row._mapping) for row in connection.execute(sa.select(table))]
        for table in metadata.sorted_tables
        if table.name not in LEFT_OUT
    }


@pytest.mark.parametrize("released", RELEASED)
def test_every_row_of_a_release_stays_as_it_was(empty, released):
    upgrade(revision=released)
    with db.engine.begin() as connection:
        before = _filled(connection)
    upgrade()
    metadata = sa.MetaData()
    with db.engine.connect() as connection:
        metadata.reflect(connection)
        after = _rows(connection, metadata)
    for name, rows in before.items():
        kept = [{column: row[column] for column in rows[0]} for row in after[name]]
        assert kept == rows, name


def test_ideas_of_the_first_release_begin_their_history_and_keep_what_was_decided(empty):
    upgrade(revision="0001")
    with db.engine.begin() as connection:
        _filled(connection)
        for change in (
            "UPDATE ideas SET meeting_id = 1, stage = 'dropped', agenda_item_id = 1",
            "UPDATE agenda_items SET kind = 'discuss'",
            "UPDATE decisions SET agenda_item_id = 1",
        ):
            connection.execute(sa.text(change))
    upgrade()
    with db.engine.connect() as connection:
        idea = connection.execute(sa.text("SELECT * FROM ideas")).mappings().one()
        events = connection.execute(
            sa.text('SELECT kind, stage, "on", text FROM idea_events ORDER BY id')
        ).all()
        decided = connection.execute(
            sa.text("SELECT idea_id, decision_id FROM idea_decisions")
        ).all()
    assert [tuple(tie) for tie in decided] == [(1, 1)]
    assert str(idea["raised_on"]) == "2026-04-01"
    assert str(idea["closed_on"]) == "2026-04-02"
    assert idea["visibility"] == "network"
    assert [(kind, stage) for kind, stage, _on, _text in events] == [
        ("raised", "seed"), ("stage", "dropped"),
    ]  # fmt: skip
