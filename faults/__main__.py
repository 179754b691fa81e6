"""What the hub does when things go wrong: ``python -m faults [--kills 200] [--json FILE]``.

The real server on the demo network in a folder of its own, real people over HTTP, kill -9, a
deleted and a damaged index, hostile queries. Exit code 1 where a promise was broken.
"""

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from faults import damage, hostile, kills, visible
from faults.server import Server

PARTS = ("kills", "visible", "damage", "hostile")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m faults", description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--saves", type=int, default=100)
    parser.add_argument("--queries", type=int, default=10_000)
    parser.add_argument("--only", choices=PARTS, action="append", help="some of the parts")
    parser.add_argument("--json", type=Path, help="also write the figures into this file")
    given = parser.parse_args(arguments)
    parts: dict[str, Callable[[Server], dict[str, Any]]] = {
        "kills": lambda server: kills.run(server, given.kills),
        "visible": lambda server: visible.run(server, given.saves),
        "damage": damage.run,
        "hostile": lambda server: hostile.run(server, given.queries),
    }
    figures = {name: _in_a_folder(parts[name], name) for name in given.only or PARTS}
    broken = list(_broken(figures))
    figures["broken"] = broken
    print(json.dumps(figures, ensure_ascii=False, indent=2))
    if given.json:
        given.json.write_text(json.dumps(figures, ensure_ascii=False) + "\n", encoding="utf-8")
    return 1 if broken else 0


def _in_a_folder(part: Callable[[Server], dict[str, Any]], name: str) -> dict[str, Any]:
    folder = Path(tempfile.mkdtemp(prefix=f"hub-faults-{name}-"))
    began = time.monotonic()
    print(f"... {name} in {folder}", file=sys.stderr)
    server = Server(folder)
    server.prepare()
    try:
        figures = part(server)
    finally:
        server.end()
    shutil.rmtree(folder)
    return figures | {"took_s": round(time.monotonic() - began)}


def _broken(figures: dict[str, Any]) -> list[str]:
    """The promises that do not hold by these figures."""
    found: list[str] = []

    def promise(holds: bool, what: str) -> None:
        if not holds:
            found.append(what)

    if killed := figures.get("kills"):
        promise(killed["lost"] == 0, "acknowledged rows were lost")
        promise(killed["equal_after_s"]["most"] <= 10, "index and database not equal within 10 s")
        promise(killed["check_says_equal"], "hub search check finds differences")
        promise(not killed["orphans"]["in_the_end"], "files are left over")
    for name, measured in figures.get("visible", {}).items():
        if name != "took_s":
            promise(measured["found_s"]["p95"] <= 1.0, f"a save is found late ({name})")
    for name, one in figures.get("damage", {}).items():
        if name != "took_s":
            promise(one["failed"] == 0, f"pages failed ({name})")
            promise(one["equal_after_s"] < damage.AT_MOST, f"the index did not come back ({name})")
            promise(one["lost"] == 0, f"acknowledged rows were lost ({name})")
            promise("preparing" in one["health_said"], f"/healthz did not tell ({name})")
    if asked := figures.get("hostile"):
        promise(asked["failed"] == 0, "a query broke the page")
        promise(asked["over_200_ms"] == 0, "a query took more than 200 ms")
    return found


if __name__ == "__main__":
    sys.exit(main())
