"""What the pages are measured against: the least that Flask, SQLAlchemy and Jinja do for a list.

``python -m benchmarks.bare FOLDER PORT`` serves it with the server and the settings of the hub: 25
of 10,000 rows with their organization, by one query, in a page without anything else. Nobody signs
in, nothing is counted, filtered or translated.
"""

import sys
from datetime import date, timedelta
from pathlib import Path

from flask import Flask, render_template_string
from sqlalchemy import ForeignKey, create_engine, event, select
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    joinedload,
    mapped_column,
    relationship,
)
from waitress import serve

from config import Config

ROWS = 10_000
PAGE = """<!DOCTYPE html>
<html lang="ja">
<head><meta charset="utf-8"><title>一覧</title></head>
<body>
<h1>一覧</h1>
<table>
<tr><th>名前</th><th>説明</th><th>組織</th><th>日付</th></tr>
{% for thing in things %}
<tr><td><a href="/things/{{ thing.id }}">{{ thing.title }}</a></td><td>{{ thing.summary }}</td>
<td>{{ thing.organization.name }}</td><td>{{ thing.day }}</td></tr>
{% endfor %}
</table>
</body>
</html>
"""


class Base(DeclarativeBase):
    id: Mapped[int] = mapped_column(primary_key=True)


class Organization(Base):
    __tablename__ = "organizations"

    name: Mapped[str]


class Thing(Base):
    __tablename__ = "things"

    title: Mapped[str]
    summary: Mapped[str]
    day: Mapped[date] = mapped_column(index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    organization: Mapped[Organization] = relationship()


def create_app(folder: Path) -> Flask:
    app = Flask(__name__)
    engine = create_engine(f"sqlite:///{folder / 'bare.db'}")

    @event.listens_for(engine, "connect")
    def _as_in_the_hub(connection, _record) -> None:
        connection.execute("PRAGMA journal_mode=WAL").close()

    Base.metadata.create_all(engine)
    with Session(engine) as session:
        if session.get(Thing, 1) is None:
            _fill(session)

    @app.get("/")
    def index():
        with Session(engine) as session:
            things = session.scalars(
                select(Thing).order_by(Thing.day.desc()).limit(25)
                .options(joinedload(Thing.organization))
            ).all()  # fmt: skip
            return render_template_string(PAGE, things=things)

    return app


def _fill(session: Session) -> None:
    session.add_all(Organization(id=n, name=f"公益財団法人 機関{n}") for n in range(1, 32))
    session.add_all(
        Thing(
            title=f"会議室の利用のご案内（その{n}）",
            summary="打合せに使える部屋を貸し出します。申込みは二か月前から窓口で受け付けます。",
            day=date(2020, 1, 1) + timedelta(days=n % 2000),
            organization_id=n % 31 + 1,
        )
        for n in range(1, ROWS + 1)
    )
    session.commit()


if __name__ == "__main__":
    threads = Config.__dataclass_fields__["THREADS"].default
    serve(create_app(Path(sys.argv[1])), host="127.0.0.1", port=int(sys.argv[2]), threads=threads,
          ident=None, channel_timeout=60, _quiet=True)  # fmt: skip
