"""What takes longer, or a process of its own: thesaurus, opening, memory, many short documents."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.engines import READERS, Document, Hub
from hub.finding.thesaurus import default_thesaurus
from hub.search import queries
from hub.search.index import Index

OPENED = 7  # times
SHORT = 120  # characters
MANY = 100_000


def measure(
    folder: Path,
    documents: list[Document],
    asked: list[Any],
    query_times: Callable[[Any, list[Any]], dict[str, float]],
    cpu: Callable[[], float],
) -> dict[str, Any]:
    """``folder`` holds the index of the hub, as it was measured."""
    figures: dict[str, Any] = {
        "segments": _segments(folder / "hub"),
        "opening_cpu_ms": opening(folder / "hub"),
        "private_mb_above_bare": memory(folder / "hub", asked),
        "with_thesaurus_cpu_ms": query_times(Hub(folder / "hub", default_thesaurus()), asked),
    }
    (folder / "many").mkdir()
    many = Hub(folder / "many")
    short = list(_short(documents))
    wall, began = time.perf_counter(), cpu()
    many.build(short)
    figures["many"] = {
        "documents": len(short),
        "query_cpu_ms": query_times(many, asked),
        "build_cpu_s": round(cpu() - began, 1),
        "build_wall_s": round(time.perf_counter() - wall, 1),
        "opening_cpu_ms": opening(folder / "many"),
    }
    return figures


def opening(folder: Path) -> float:
    """From nothing to an index that can be asked, in a thread that has none: the median."""
    times = []
    for _number in range(OPENED):
        began = time.process_time()
        with Index(folder).view() as view:
            view.facts.having("reader", READERS)
        times.append((time.process_time() - began) * 1000)
    return round(sorted(times)[OPENED // 2], 1)


def memory(folder: Path, asked: list[Any]) -> float:
    """Megabytes that belong to the process alone, after all queries, above the app without them."""
    texts = json.dumps([one["query"] for one in asked])
    program = "import sys; from benchmarks import more; more.print_memory(sys.argv[1], sys.argv[2])"
    said = subprocess.run(
        [sys.executable, "-c", program, str(folder), texts],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return float(said.stdout)


def print_memory(folder: str, texts: str) -> None:
    bare = _private()
    index = Index(Path(folder))
    for text in json.loads(texts):
        queries.find_in(index, READERS, queries.Request(text=text))
    print(round((_private() - bare) / 1e6, 1))


def _private() -> int:
    """Bytes that no other process can share: what was written, not what was mapped."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Private_Dirty"))


def _segments(folder: Path) -> int:
    with Index(folder).view() as view:
        return len(view.segments)


def _short(documents: list[Document]) -> Iterator[Document]:
    """Pieces of the documents, each as long as an action line, one of each first."""
    made = start = 0
    while made < MANY:
        before = made
        for document in documents:
            if piece := document["body"][start : start + SHORT]:
                yield {"id": f"s{made}", "title": document["title"][:40], "body": piece}
                made += 1
                if made == MANY:
                    return
        start += SHORT
        if made == before:
            return
