"""The ``hub`` command: Flask's command group with this application."""

import multiprocessing
import sys
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import FlaskGroup, ScriptInfo, with_appcontext
from sqlalchemy.engine import make_url

from config import SettingError
from hub import create_app, serving
from hub.accounts.models import User
from hub.core import generations, schema
from hub.core.db import db
from hub.core.installation import is_demo_database
from hub.core.later import Later
from hub.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from hub.demo.commands import load_demo
from hub.search import outbox

migrating = Later("hub.migrating")


class Commands(FlaskGroup):
    """Flask-Migrate adds ``db`` to the application: it is loaded for who asks for that, or what
    there is; our own commands do without."""

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name in self.commands:
            return self.commands[name]
        if name == "db":
            context.ensure_object(ScriptInfo).create_app = migrating.prepared_app
        return super().get_command(context, name)

    def list_commands(self, context: click.Context) -> list[str]:
        context.ensure_object(ScriptInfo).create_app = migrating.prepared_app
        return super().list_commands(context)


group = Commands(
    create_app=lambda: create_app(),
    add_default_commands=False,
    add_version_option=False,
    help="Run the hub. Every command reads the HUB_* settings (see README.md).",
)


@group.command()
@with_appcontext
def serve() -> None:
    """Migrate the database, load the demo at its first start, and serve until stopped."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    migrate_database()
    _prepare_content()
    generations.begin()
    db.session.remove()
    serving.serve(app, on_ready=_say_where)


@group.command("migrate")
@with_appcontext
def migrate_command() -> None:
    """Bring the database to the schema of this version."""
    migrate_database()


def migrate_database() -> None:
    url = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    if not schema.is_current():
        _migrate_apart(current_app._get_current_object())  # type: ignore[attr-defined]


def _migrate_apart(app: Flask) -> None:
    """In a process that is gone afterwards, with Alembic and all that the migrations loaded."""
    db.session.remove()
    db.engine.dispose()
    process = multiprocessing.get_context("fork").Process(target=_migrate, args=(app,))
    process.start()
    process.join()
    if process.exitcode:
        sys.exit("hub: the database could not be brought to the schema of this version.")


def _migrate(app: Flask) -> None:
    migrating.bring_up(app)


def _prepare_content() -> None:
    demo = current_app.config["DEMO"]
    if not demo and is_demo_database():
        sys.exit(
            "hub: this database holds the demo, whose passwords are published. Give HUB_DATA_DIR "
            "another folder for real use, or set HUB_DEMO=1 to look at the demo again."
        )
    if demo and not is_demo_database():
        if db.session.scalar(db.select(User.id).limit(1)) is not None:
            sys.exit(
                "hub: this database holds real data, so the demo is not loaded into it. Set "
                "HUB_DEMO=0, or give HUB_DATA_DIR another folder for the demo."
            )
        click.echo("Loading the demo network ...", err=True)
        load_demo()
        outbox.rebuild()  # before anybody looks
    outbox.tend()


def _say_where() -> None:
    config = current_app.config
    click.echo(f"\n  Tsunagi Hub  http://{config['HOST']}:{config['PORT']}/\n")
    if config["DEMO"]:
        click.echo(f"  Demo accounts, password {DEMO_PASSWORD}:")
        for email, what in DEMO_ACCOUNTS:
            click.echo(f"    {email:<26} {what}")
    elif db.session.scalar(db.select(User.id).limit(1)) is None:
        click.echo("  Nobody can sign in yet. Create the first administrator with:")
        click.echo("    .venv/bin/hub account create-admin you@example.jp")
    db.session.remove()
    click.echo("\n  Stop with Ctrl+C.\n")


def main() -> None:
    try:
        group()
    except SettingError as error:
        sys.exit(f"hub: {error}")
