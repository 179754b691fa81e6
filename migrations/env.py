"""Alembic's environment: run by ``hub serve``, ``hub migrate`` and ``hub db ...``."""

from typing import Any

from alembic import context
from alembic.autogenerate import renderers  # noqa: F401 (loads the renderers before ours)
from flask import current_app
from sqlalchemy import Connection

from hub.core.db import UtcDateTime, db

PLUGINS = ["alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"]


def render_item(kind: str, item: Any, autogen_context: Any) -> str | bool:
    """Types of ours are written as what they store, so that old migrations never import the hub."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime()"
    return False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=render_item,
        autogenerate_plugins=PLUGINS,
    )
    with context.begin_transaction():
        context.run_migrations()


def run_online() -> None:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            run(connection)
            connection.commit()
            return
        # A table that is made anew with ON DELETE CASCADE would empty its children.
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        run(connection)
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            connection.rollback()
            raise RuntimeError(f"rows without their parents after the migration: {broken[:5]}")
        connection.commit()
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")


run_online()
