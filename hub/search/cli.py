"""``hub search``: build the index anew, and compare it with the database."""

import threading

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from hub.search import building, index, outbox, walking

group = AppGroup("search", help="検索の索引を作り直す、確かめる。The search index.")


@group.command()
@click.pass_context
def rebuild(context: click.Context) -> None:
    """索引をすべて作り直す。Build the index anew beside the old one and swap it in."""
    total = walking.searchable_rows()
    try:
        with click.progressbar(length=total, label=_("索引を作っています")) as bar:
            outbox.rebuild(bar.update, processes=_processes(total))
    except index.Busy:
        click.echo(_("いま、ほかで作り直しているところです。終わってからもう一度どうぞ。"))
        context.exit(1)
    click.echo(_("索引を作り直しました（%(count)s件）。", count=total))


@group.command()
@click.pass_context
def check(context: click.Context) -> None:
    """索引とデータベースを1件ずつ比べる。Exit 0 when equal, 1 with a list when not."""
    try:
        found = list(building.differences())
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


def _processes(rows: int) -> int:
    """Copies of a process take its locks along but not its threads: only where there are none."""
    alone = threading.active_count() == 1
    return 2 if alone and rows >= building.MANY else 1
