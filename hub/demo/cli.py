"""``hub demo load``: the sample network, for looking around and trying things out."""

import sys

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from hub.core.errors import Conflict
from hub.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from hub.demo.commands import STEPS, load_demo

group = AppGroup("demo", help="The sample network, to look around in and to try things out.")


@group.command("load")
def load() -> None:
    """Load the sample network into an empty database, with its days moved so that it is now.

    Exit code 1, with nothing changed, when the database holds the demo already or real data.
    """
    bar = click.progressbar(length=STEPS, label=_("見本"), file=sys.stderr)
    try:
        with bar:
            load_demo(step=lambda: bar.update(1))
    except Conflict as error:
        click.echo(str(error), err=True)
        raise SystemExit(1) from error
    click.echo(_("見本を読み込みました。パスワードはどれも %(word)s です。", word=DEMO_PASSWORD))
    for email, what in DEMO_ACCOUNTS:
        click.echo(f"  {email:<24} {what}")
