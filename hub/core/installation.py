"""What this installation is: facts about the database as a whole, kept in it."""

from sqlalchemy.orm import Mapped, mapped_column

from hub.core.db import db

DEMO = "demo"


class Installation(db.Model):
    """A key and a value; the demo marks its database with the day it was loaded for."""

    __tablename__ = "installation"

    key: Mapped[str] = mapped_column(unique=True)
    value: Mapped[str]


def noted(key: str) -> str | None:
    return db.session.scalar(db.select(Installation.value).filter_by(key=key))


def note(key: str, value: str) -> None:
    """In place of what was noted under that key before."""
    row = db.session.scalars(db.select(Installation).filter_by(key=key)).one_or_none()
    if row is None:
        db.session.add(Installation(key=key, value=value))
    else:
        row.value = value


def mark_as_demo(value: str) -> None:
    """Inside the transaction that loads the demo."""
    db.session.add(Installation(key=DEMO, value=value))


def is_demo_database() -> bool:
    return db.session.scalar(db.select(Installation.id).filter_by(key=DEMO)) is not None
