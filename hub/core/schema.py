"""Whether the tables are those of this version, without the tools that make them."""

from pathlib import Path

from flask import current_app
from sqlalchemy import inspect, text

from hub.core.db import db


def is_current() -> bool:
    """Whether the newest migration is the last one that this database went through."""
    versions = Path(current_app.config["MIGRATIONS_DIR"]) / "versions"
    newest = max(path.name for path in versions.glob("[0-9]*_*.py")).partition("_")[0]
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        return bool(connection.scalar(text("SELECT version_num FROM alembic_version")) == newest)
