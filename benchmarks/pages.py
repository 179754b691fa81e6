"""How much CPU the server spends on a page: ``python -m benchmarks.pages [--json]``.

The hub as ``hub serve`` runs it (waitress, its own process, the settings of real use, warm) with
10,000 menus, 2,000 meetings with minutes and 10,000 actions, beside one with a tenth of each and
beside a bare page of Flask, SQLAlchemy and Jinja that lists 25 of 10,000 rows on the same server.
All three are asked in turns in one run; a figure is the median of the rounds. ``afresh`` is what
the first request costs after every row that anything kept depends on has changed: no limit is set
for it, but nobody shall think that keeping is free.
"""

import argparse
import json
import shutil
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import cycle, product
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask_migrate import stamp

from benchmarks import results, world
from benchmarks.served import Served, free_port
from config import Config
from hub import create_app, migrating
from hub.core import worker
from hub.core.db import db
from hub.search import outbox

MENUS, MEETINGS, ACTIONS = 10_000, 2_000, 10_000
A_TENTH = 10
ROUNDS, A_ROUND = 15, 10  # so often, so many requests
AFRESH = 5  # times
# name: (address, most times the bare page, most growth from a tenth)
PAGES = {
    "home": ("/", 5, 1.3),
    "menus": ("/menus", 5, 1.3),
    "menus, narrowed": ("/menus?ward=tama&sort=closing", 5, 1.3),
    "menu": ("/menus/77", 3, 1.3),
    "meetings": ("/meetings", 3, 1.3),
    "series": ("/meetings/series/7", 3, 1.3),
    "meeting": ("/meetings/77", 3, 1.3),
    "minutes": ("/meetings/77/minutes", 3, 1.3),
    "actions": ("/actions", 3, 1.3),
    "action": ("/actions/77", 3, 1.3),
    "organizations": ("/organizations", 3, 1.3),
    "organization": ("/organizations/1", 3, 1.3),
    "ward": ("/wards/tama", 3, 1.3),
    "search": ("", 12, 2.0),
    "search again": (f"/search?q={quote('会議室')}", 5, 2.0),
}
MOST_MEMORY = 150  # MB


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print JSON instead of lines")
    parser.add_argument("--keep", type=Path, help="a folder for the databases, used again")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each page is asked")
    given = parser.parse_args(arguments)
    folder = given.keep or Path(tempfile.mkdtemp(prefix="hub-bench-"))
    try:
        figures = measure(folder, given.rounds)
    finally:
        if not given.keep:
            shutil.rmtree(folder)
    results.write("pages", figures)
    print(json.dumps(figures) if given.json else as_lines(figures))
    return 0


def measure(folder: Path, rounds: int) -> dict[str, Any]:
    """Milliseconds of CPU per request of each page, and how they stand to the bare one."""
    small, large = (prepared(folder, part) for part in (A_TENTH, 1))
    servers: dict[str, Served] = {}
    try:
        port = free_port()
        bare = servers["bare"] = Served(
            ["-m", "benchmarks.bare", str(folder), str(port)], port, "/"
        )  # fmt: skip
        servers |= {"small": hub(small), "large": hub(large)}
        tell("asking")
        spent: dict[tuple[str, str], list[float]] = {}
        words = {name: searches() for name in servers}
        for number in range(rounds + 1):
            _note(spent, ("bare", "bare"), bare, lambda: "/", number)
            for page, (address, _most, _growth) in PAGES.items():
                for name in ("small", "large"):
                    asked = words[name].__next__ if not address else (lambda a=address: a)
                    _note(spent, (name, page), servers[name], asked, number)
        memory = servers["large"].private_mb
        for _ in range(AFRESH):
            for page, (address, _most, _growth) in PAGES.items():
                forget(large)
                asked = words["large"].__next__ if not address else (lambda a=address: a)
                _note(spent, ("afresh", page), servers["large"], asked, 1, 1)
        middle = {key: statistics.median(times) for key, times in spent.items()}
        return figures_of(middle, memory)
    finally:
        for server in servers.values():
            server.stop()


def _note(
    spent: dict[tuple[str, str], list[float]], key: tuple[str, str], server: Served,
    address: Callable[[], str], number: int, times: int = A_ROUND,
) -> None:  # fmt: skip
    """One round of one page; the first one warms."""
    before = server.cpu
    for _ in range(times):
        path = address()
        status, _text = server.ask(path)
        assert status == 200, (path, status)
    if number:
        spent.setdefault(key, []).append((server.cpu - before) / times * 1000)


def forget(data: Path) -> None:
    """A new state of all subjects, as after a change of their rows (see ``core.generations``)."""
    with closing(sqlite3.connect(data / "hub.db", timeout=30)) as connection, connection:
        connection.execute("UPDATE generations SET token = hex(randomblob(8))")


def figures_of(middle: dict[tuple[str, str], float], memory: float) -> dict[str, Any]:
    bare = middle["bare", "bare"]
    pages = {
        page: {
            "cpu_ms": round(middle["large", page], 2),
            "times_bare": round(middle["large", page] / bare, 2),
            "most_times": most,
            "growth": round(middle["large", page] / middle["small", page], 2),
            "most_growth": growth,
            "afresh_times": round(middle["afresh", page] / bare, 2),
        }
        for page, (_address, most, growth) in PAGES.items()
    }
    return {"bare_ms": round(bare, 2), "private_mb": round(memory), "pages": pages}


def as_lines(figures: dict[str, Any]) -> str:
    lines = [
        f"{'page':<18}{'CPU ms':>8}{'× bare':>8}{'most':>6}{'growth':>8}{'most':>6}{'afresh':>9}"
    ]
    lines.append(f"{'bare':<18}{figures['bare_ms']:>8}")
    for page, f in figures["pages"].items():
        lines.append(
            f"{page:<18}{f['cpu_ms']:>8}{f['times_bare']:>8}{f['most_times']:>6}"
            f"{f['growth']:>8}{f['most_growth']:>6}{f['afresh_times']:>9}"
        )
    lines.append(f"private memory {figures['private_mb']} MB (most {MOST_MEMORY})")
    return "\n".join(lines)


def prepared(folder: Path, part: int) -> Path:
    """The data folder of a hub with so much in it; made when it is not there."""
    data = folder / f"one-in-{part}"
    if (data / "ready").exists():
        return data
    data.mkdir(parents=True, exist_ok=True)
    tell(f"writing {MENUS // part} menus, {MEETINGS // part} meetings, {ACTIONS // part} actions")
    app = create_app(Config.from_env(environment(data)))
    migrating.init_app(app)
    with app.app_context():
        db.create_all()
        stamp()
        world.fill(menus=MENUS // part, meetings=MEETINGS // part, actions=ACTIONS // part)
        tell("indexing")
        outbox.rebuild(processes=2)
        worker.tick()  # what a hub that was off for two months catches up once is not its every day
        db.session.remove()
        db.engine.dispose()
    (data / "ready").touch()
    return data


def environment(data: Path, port: int = 8000) -> dict[str, str]:
    return {
        "HUB_DATA_DIR": str(data), "HUB_SEARCH_INDEX": str(data / "index"), "HUB_DEMO": "0",
        "HUB_PORT": str(port),
    }  # fmt: skip


def hub(data: Path) -> Served:
    port = free_port()
    command = ["-c", "from hub.cli import main; main()", "serve"]
    server = Served(command, port, "/healthz", **environment(data, port))
    server.sign_in(world.EMAIL, world.PASSWORD)
    server.rest()
    return server


def searches() -> Iterator[str]:
    """Searches of one and two words that differ for a long time, so that no cache answers."""
    pairs = product(world.THINGS, ("", "申込み", "多摩区", "中原区", "無料", "登録団体", "担当者"))
    for number, (thing, more) in enumerate(cycle(sorted(pairs, key=lambda pair: pair[1]))):
        yield f"/search?q={quote(f'{thing} {more} -{number}番'.strip())}"


def tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
