"""kill -9 under writes: nothing that was acknowledged is lost, the index finds back by itself."""

import random
import sys
import time
from contextlib import ExitStack
from typing import Any

from faults import whole
from faults.server import Server
from faults.writers import Writer, writing
from hub.search import index

WRITERS = 2
SECONDS = (0.2, 1.0)  # of writing before the blow
HELD_EVERY = 4  # rounds: the index is held by another process, so that jobs wait
REBUILT_EVERY = 10  # rounds: a rebuild runs
AT_MOST = 60.0


def run(server: Server, kills: int) -> dict[str, Any]:
    dice = random.Random(20261123)
    starts, settled, jobs, left, lost = [], [], [], [], []
    starts.append(server.start())
    writers = [Writer(server) for _number in range(WRITERS)]
    told = 0
    for number in range(kills):
        _one(server, writers, dice, number)
        jobs.append(whole.waiting(server))
        starts.append(server.start())
        settled.append(whole.seconds_until_equal(server, AT_MOST))
        acknowledged = [word for writer in writers for word in writer.acknowledged]
        lost += whole.lost(server, acknowledged[told:])
        left.append(len(whole.orphans(server)))
        if (number + 1) % 10 == 0:
            print(f"... {number + 1} of {kills} kills", file=sys.stderr)
    everything = [word for writer in writers for word in writer.acknowledged]
    lost_in_the_end = whole.lost(server, everything)
    checked = server.run("search", "check")
    orphans = whole.orphans(server)
    server.stop()
    return {
        "kills": kills,
        "acknowledged": len(everything),
        "lost": len({*lost, *lost_in_the_end}),
        "refused": sum(len(writer.failures) for writer in writers),
        "jobs_at_the_kill": {"most": max(jobs), "rounds_with_some": sum(map(bool, jobs))},
        "equal_after_s": _spread(settled),
        "start_s": _spread(starts),
        "check_says_equal": checked.returncode == 0,
        "orphans": {"most": max(left), "in_the_end": orphans},
    }  # fmt: skip


def _spread(seconds: list[float]) -> dict[str, float]:
    return {"p50": round(sorted(seconds)[len(seconds) // 2], 2), "most": round(max(seconds), 2)}


def _one(server: Server, writers: list[Writer], dice: random.Random, number: int) -> None:
    with ExitStack() as stack:
        if number % HELD_EVERY == HELD_EVERY - 1:
            stack.enter_context(index.Index(server.index).locked(10))
        with writing(writers):
            if number % REBUILT_EVERY == REBUILT_EVERY - 1:
                writers[0].person.post("/search/index/rebuild", {})
            time.sleep(dice.uniform(*SECONDS))
            server.kill()
