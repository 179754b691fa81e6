"""The database: one base class, one session, one way to commit."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from blinker import signal
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Engine, MetaData, TypeDecorator, Uuid, event
from sqlalchemy import Enum as SqlEnum
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, registry
from sqlalchemy.orm.exc import StaleDataError

from hub.core.errors import Conflict

committed = signal("hub-committed")


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes in and out, stored as UTC even where the database has no zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value and value.replace(tzinfo=UTC)


NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    # Flask-SQLAlchemy copies this class, so the type map must sit on the registry.
    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={
            datetime: UtcDateTime,
            dict[str, Any]: JSON,
            list[int]: JSON,
            list[str]: JSON,
        },
    )

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)


db = SQLAlchemy(model_class=Base, disable_autonaming=True)


def enum_type(choices: type) -> SqlEnum:
    """A column of a StrEnum: its values as text, checked by the database by a named constraint."""
    return SqlEnum(
        choices,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=30,
        name=choices.__name__.lower(),
    )


class Timed:
    """When a row came to be and when it (or a child of it) last changed."""

    created_at: Mapped[datetime] = mapped_column(default=lambda: now(), sort_order=90)
    updated_at: Mapped[datetime] = mapped_column(default=lambda: now(), sort_order=91)


class Versioned(Timed):
    """A thing that two people may edit at once. The form carries the version it was made from."""

    version: Mapped[int] = mapped_column(sort_order=92)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}

    def touch(self) -> None:
        """Raise the version: also called when only a child or a link of this thing changes."""
        self.updated_at = now()


class HasUid:
    """For what leaves the hub: an identifier that means the same thing everywhere."""

    uid: Mapped[uuid.UUID] = mapped_column(Uuid, default=uuid.uuid4, unique=True, sort_order=93)


def now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def transaction() -> Iterator[None]:
    """Commit what the block did, or nothing. Only routes, API and CLI open one.

    What was read before is forgotten first: SQLite refuses to turn a read transaction into a
    writing one after a foreign commit, and rights that were checked then may have gone since.
    Everything the block touches is read again under the write lock.

    Raises:
        Conflict: somebody else changed the same row in between (PostgreSQL).
    """
    session = db.session
    session.rollback()
    session.connection(execution_options={"hub_write": True})
    try:
        yield
        session.commit()
    except StaleDataError as error:
        session.rollback()
        raise Conflict from error
    except BaseException:
        session.rollback()
        raise
    committed.send()


def lock_version(thing: Any, seen: int) -> None:
    """Hold the row and refuse when it changed since the form was rendered.

    Raises:
        Conflict: ``seen`` is not the version the row has now.
    """
    # its own row only: what it was loaded with comes by outer joins, which cannot be locked
    db.session.refresh(thing, with_for_update={"of": type(thing)})
    if thing.version != seen:
        raise Conflict


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if type(connection).__module__ != "sqlite3":
        return
    connection.isolation_level = None  # we begin ourselves, see _begin
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout=15000")  # before anything that may meet a lock
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")  # NORMAL can lose the last commits on power loss
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA cache_size=-512")  # KB for each thread: the system has the file anyway
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin(connection: Any) -> None:
    if connection.dialect.name == "sqlite":
        if connection.get_execution_options().get("hub_write"):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:  # takes no lock, so nothing can fail that SQLAlchemy would have to translate
            connection.connection.driver_connection.execute("BEGIN").close()


def init_app(app: Flask) -> None:
    options = app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {})
    options["json_serializer"] = lambda value: json.dumps(value, ensure_ascii=False)
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql://"):
        app.config["SQLALCHEMY_DATABASE_URI"] = app.config["SQLALCHEMY_DATABASE_URI"].replace(
            "postgresql://", "postgresql+psycopg://", 1
        )
    db.init_app(app)
