"""How much CPU the pages of pictures take: ``python -m benchmarks.pictures [--json]``.

The hub as ``hub serve`` runs it, with 14 departments and ward offices, 200 organizations, 10,000
actions, 2,000 ideas and 10 years of meetings, in turns with the bare page of ``benchmarks.pages``
on the same server; a figure is the median of the rounds. Before each round
everything has changed: so the first answers are measured by themselves. Last what the worker does
after such a change, so that no page has to.
"""

import argparse
import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import stamp

from benchmarks import pages, results, world
from benchmarks.served import Served, free_port
from config import Config
from hub import create_app, migrating
from hub.core import generations
from hub.core.db import db, transaction
from hub.pictures.ledger import SUBJECTS
from hub.pictures.preparing import prepare
from hub.search import outbox

MENUS, MEETINGS, ACTIONS, IDEAS = 2_000, 1_200, 10_000, 2_000
ORGANIZATIONS, PAST = 187, 3650  # beside the thirteen of the sample
MOST_TIMES, MOST_SECONDS = 3, 2
ROUNDS, A_ROUND, TIMES = 9, 10, 5
PAGES = {
    "months": "/pictures/months",
    "months, ten years": "/pictures/months?year=all",
    "months, by theme": "/pictures/months?year=2025&by=theme",
    "together": "/pictures/together",
    "together, actions": "/pictures/together?kind=actions&since=year",
    "coverage": "/pictures/coverage",
    "coverage, grants": "/pictures/coverage?type=grant",
}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print JSON instead of lines")
    parser.add_argument("--keep", type=Path, help="a folder for the database, used again")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each page is asked")
    given = parser.parse_args(arguments)
    folder = given.keep or Path(tempfile.mkdtemp(prefix="hub-bench-"))
    try:
        data = prepared(folder)
        figures = asked(folder, data, given.rounds) | anew(data)
    finally:
        if not given.keep:
            shutil.rmtree(folder)
    results.write("pictures", figures)
    print(json.dumps(figures) if given.json else as_lines(figures))
    return 0


def prepared(folder: Path) -> Path:
    """The data folder of the hub; made when it is not there."""
    data = folder / "ten-years"
    if (data / "ready").exists():
        return data
    data.mkdir(parents=True, exist_ok=True)
    pages.tell(f"writing {ORGANIZATIONS} organizations, {ACTIONS} actions, {IDEAS} ideas")
    app = create_app(Config.from_env(pages.environment(data)))
    migrating.init_app(app)
    with app.app_context():
        db.create_all()
        stamp()
        world.fill(
            menus=MENUS, meetings=MEETINGS, actions=ACTIONS, ideas=IDEAS,
            organizations=ORGANIZATIONS, past=PAST,
        )  # fmt: skip
        pages.tell("indexing")
        outbox.rebuild(processes=2)
        db.session.remove()
        db.engine.dispose()
    (data / "ready").touch()
    return data


def asked(folder: Path, data: Path, rounds: int) -> dict[str, Any]:
    """Milliseconds of CPU of each page, as the bare page is asked in turns with them; and of the
    first asking after a change, when the first page of them reads the rows anew."""
    app = create_app(Config.from_env(pages.environment(data)))
    port = free_port()
    bare = Served(["-m", "benchmarks.bare", str(folder), str(port)], port, "/")
    hub = pages.hub(data)
    try:
        pages.tell("asking")
        spent: dict[str, list[float]] = {}
        first: dict[str, list[float]] = {}
        for _number in range(rounds):
            change(app)
            for name, path in PAGES.items():
                first.setdefault(name, []).append(_cpu_of(hub, path, 1))
            spent.setdefault("bare", []).append(_cpu_of(bare, "/", A_ROUND))
            for name, path in PAGES.items():
                spent.setdefault(name, []).append(_cpu_of(hub, path, A_ROUND))
    finally:
        bare.stop()
        hub.stop()
    middle = {name: statistics.median(times) for name, times in spent.items()}
    least = middle.pop("bare")
    return {
        "bare_ms": round(least, 2),
        "pages": {
            name: {
                "cpu_ms": round(cpu, 2), "times_bare": round(cpu / least, 2),
                "first_ms": round(statistics.median(first[name])),
            }
            for name, cpu in middle.items()
        },
    }  # fmt: skip


def anew(data: Path) -> dict[str, float]:
    """Seconds of CPU of the worker after a change of everything."""
    app = create_app(Config.from_env(pages.environment(data)))
    times = []
    for _number in range(TIMES):
        change(app)
        with app.app_context():
            before = time.process_time()
            prepare()
            times.append(time.process_time() - before)
            db.session.remove()
            db.engine.dispose()
    return {"worker_s": round(statistics.median(times), 2)}


def change(app: Flask) -> None:
    """As if a row of each kind had changed."""
    with app.app_context():
        with transaction():
            generations.renew(*SUBJECTS)
        db.session.remove()
        db.engine.dispose()


def _cpu_of(server: Served, path: str, times: int) -> float:
    before = server.cpu
    for _ in range(times):
        status, _text = server.ask(path)
        assert status == 200, (path, status)
    return (server.cpu - before) / times * 1000


def as_lines(figures: dict[str, Any]) -> str:
    lines = [f"{'page':<20}{'CPU ms':>8}{'× bare':>8}{'most':>6}{'first ms':>10}"]
    lines.append(f"{'bare':<20}{figures['bare_ms']:>8}")
    for name, page in figures["pages"].items():
        lines.append(
            f"{name:<20}{page['cpu_ms']:>8}{page['times_bare']:>8}{MOST_TIMES:>6}"
            f"{page['first_ms']:>10}"
        )
    lines.append(f"the worker computes anew in {figures['worker_s']} s (most {MOST_SECONDS})")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
