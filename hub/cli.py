"""The ``hub`` command: Flask's command group with this application."""

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import FlaskGroup, with_appcontext
from flask_migrate import upgrade
from sqlalchemy.engine import make_url

from config import SettingError
from hub import create_app, serving
from hub.accounts.models import User
from hub.core import generations
from hub.core.db import db
from hub.core.installation import is_demo_database
from hub.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from hub.demo.commands import load_demo
from hub.search import outbox

group = FlaskGroup(
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
    upgrade()


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
