"""The schema of the database. Alembic is loaded here only: a server does without it."""

from flask import Flask
from flask_migrate import Migrate, upgrade

from hub import create_app
from hub.core.db import db

_migrate = Migrate(render_as_batch=True, compare_type=True)


def init_app(app: Flask) -> None:
    _migrate.init_app(app, db, directory=str(app.config["MIGRATIONS_DIR"]))


def prepared_app() -> Flask:
    app = create_app()
    init_app(app)
    return app


def bring_up(app: Flask) -> None:
    init_app(app)
    with app.app_context():
        upgrade()
