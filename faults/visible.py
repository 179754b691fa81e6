"""How soon a save is found, while others save and search, the index is held or built anew."""

import threading
import time
from contextlib import ExitStack
from typing import Any

from faults.server import Server
from faults.writers import Writer, writing
from hub.search import index

OTHERS = 3  # who save too
AT_MOST = 20.0


def run(server: Server, saves: int) -> dict[str, Any]:
    """Seconds from the answer to a save until the search finds it, and of the save itself."""
    server.start()
    others = [Writer(server) for _number in range(OTHERS)]
    one = Writer(server)
    figures = {}
    with writing(others):
        figures["quiet"] = _measured(one, saves)
        one.person.post("/search/index/rebuild", {})
        figures["while_rebuilding"] = _measured(one, saves)
        with ExitStack() as stack:
            stack.enter_context(index.Index(server.index).locked(30))
            threading.Timer(AT_MOST, stack.close).start()
            figures["while_held"] = _measured(one, saves // 4)
    server.stop()
    return figures


def _measured(writer: Writer, saves: int) -> dict[str, Any]:
    found, saved = [], []
    for _number in range(saves):
        began = time.perf_counter()
        word = writer.write()
        answered = time.perf_counter()
        while _total(writer, word) == 0 and time.perf_counter() - answered < AT_MOST:
            pass
        saved.append(answered - began)
        found.append(time.perf_counter() - answered)
    return {"found_s": _spread(found), "save_s": _spread(saved), "refused": len(writer.failures)}


def _total(writer: Writer, word: str) -> int:
    return int('"total":0' not in writer.person.get("/api/v1/search", q=f'"{word}"').text)


def _spread(seconds: list[float]) -> dict[str, float]:
    seconds = sorted(seconds)
    middle, late = seconds[len(seconds) // 2], seconds[int(len(seconds) * 0.95)]
    return {"p50": round(middle, 3), "p95": round(late, 3), "most": round(seconds[-1], 3)}
