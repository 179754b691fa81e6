"""``hub network load FILE.yaml``: the organizations, wards and words of a network."""

import sys
from pathlib import Path

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from hub.core.db import transaction
from hub.core.errors import Invalid
from hub.core.yamlfile import LIMIT, BadFile
from hub.organizations import network

group = AppGroup("network", help="Organizations, wards and taxonomies from one YAML file.")


@group.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load(file: Path) -> None:
    """Load organizations, offices, wards and taxonomies from FILE (YAML, UTF-8).

    Loading again adds what is new and updates names; it deletes nothing. When anything in the
    file is wrong, nothing is changed, every problem is named with its line, and the exit code
    is 1.
    """
    try:
        with file.open("rb") as stream:
            data = network.parse(stream.read(LIMIT + 1))
        done = _load(data)
    except (BadFile, Invalid) as error:
        problems = error.problems if isinstance(error, BadFile) else [error]
        click.echo(_("%(file)s を読み込めません。何も変えていません。", file=file.name), err=True)
        for problem in problems:
            click.echo(f"  {problem}", err=True)
        raise SystemExit(1) from error
    click.echo(
        _("組織: 新規%(new)s・変更%(changed)s、関係: 新規%(relations)s、"
          "分類の語: 新規%(terms)s・変更%(renamed)s",
          new=done.organizations[0], changed=done.organizations[1], relations=done.relations,
          terms=done.terms[0], renamed=done.terms[1])
    )  # fmt: skip


def _load(data: network.NetworkData) -> network.Loaded:
    bar = click.progressbar(length=len(data.organizations), label=_("組織"), file=sys.stderr)
    with bar, transaction():
        return network.load(None, data, step=lambda: bar.update(1))
