"""``hub search``: build the index anew, and compare it with the database."""

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from hub.search import index, outbox

group = AppGroup("search", help="検索の索引を作り直す、確かめる。The search index.")


@group.command()
def rebuild() -> None:
    """索引をすべて作り直す。Build the index anew beside the old one and swap it in."""
    total = outbox.searchable_rows()
    with click.progressbar(length=total, label=_("索引を作っています")) as bar:
        outbox.rebuild(bar.update)
    click.echo(_("索引を作り直しました（%(count)s件）。", count=total))


@group.command()
@click.pass_context
def check(context: click.Context) -> None:
    """索引とデータベースを1件ずつ比べる。Exit 0 when equal, 1 with a list when not."""
    try:
        found = list(outbox.differences())
    except index.Missing:
        click.echo(_("索引がありません。hub search rebuild で作れます。"))
        context.exit(1)
    if waiting := outbox.waiting():
        click.echo(_("索引を待っている変更が%(count)s件あります。", count=waiting))
    for key, what in found:
        click.echo(f"{what}: {key}")
    if found:
        click.echo(_("%(count)s件が違います。", count=len(found)))
        context.exit(1)
    click.echo(_("索引とデータベースは同じです。"))
