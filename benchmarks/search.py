"""How well and how fast the search finds: ``python -m benchmarks.search --corpus F --queries F``.

corpus: JSON lines {id, title, body} (may be gzipped). queries: {query, rel: [ids]}. traps:
{query, docs: [{id, title, body, label}]}; documents with label 1 must rank above those with 0.
The hub answers by its own analysis, index and query code, reader filter and facets included, and
without its cache of answers. SQLite FTS5 and tantivy (``pip install -e .[bench]``) hold the same
terms and follow the same plan. Times are CPU times of all processes unless they say otherwise.
``--more`` also measures the thesaurus, opening, memory, and a hundred thousand short documents.
"""

import argparse
import gzip
import importlib.util
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks import more, results
from benchmarks.engines import Document, Engine, Fts5, Hub, Tantivy, Terms, terms_of
from hub.search import queries

SIZE = queries.SIZE
UPDATES = 5


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--traps", type=Path)
    parser.add_argument("--json", action="store_true", help="print JSON instead of lines")
    parser.add_argument("--more", action="store_true", help="measure what takes longer too")
    given = parser.parse_args(arguments)
    asked, trapped = list(lines(given.queries)), list(lines(given.traps)) if given.traps else []
    documents = [*lines(given.corpus), *(d for trap in trapped for d in trap["docs"])]
    folder = Path(tempfile.mkdtemp(prefix="hub-bench-"))
    try:
        figures = compare(folder, documents, asked, trapped)
        if given.more:
            print(
                as_lines(more.measure(folder, documents, asked, query_times, cpu)), file=sys.stderr
            )
    finally:
        shutil.rmtree(folder)
    results.write("search", figures)
    print(json.dumps(figures) if given.json else as_lines(figures))
    return 0


def compare(
    folder: Path, documents: list[Document], asked: list[Any], trapped: list[Any]
) -> dict[str, Any]:
    """The figures of the hub, and of other engines under ``versus``."""
    tell(f"{len(documents)} documents, {len(asked)} queries; the hub builds")
    figures = measure(Hub(below(folder, "hub")), documents, asked, trapped, [], 0.0)
    tell("terms for the other engines")
    began = cpu()
    terms = [terms_of(document) for document in documents]
    spent = cpu() - began
    others = {"fts5": Fts5, "tantivy": Tantivy}
    if importlib.util.find_spec("tantivy") is None:
        del others["tantivy"]
        tell("tantivy is not installed (pip install -e .[bench]) and left out")
    figures["versus"] = {}
    for name, engine in others.items():
        tell(name)
        made = engine(below(folder, name))
        figures["versus"][name] = measure(made, documents, asked, trapped, terms, spent)
    return figures


def measure(
    engine: Engine,
    documents: list[Document],
    asked: list[Any],
    trapped: list[Any],
    terms: list[Terms],
    analysed: float,
) -> dict[str, Any]:
    """``analysed``: seconds that the terms took, which belong to the build."""
    wall, began = time.perf_counter(), cpu()
    engine.build(documents, terms)
    build_cpu, build_wall = cpu() - began + analysed, time.perf_counter() - wall + analysed
    index_mb = size_of(engine.folder) / 1e6
    found = relevance(engine, [document["id"] for document in documents], asked)
    return {
        **found,
        "traps": share_of_traps(engine, documents, trapped) if trapped else None,
        "query_cpu_ms": query_times(engine, asked),
        "build_cpu_s": round(build_cpu, 1),
        "build_wall_s": round(build_wall, 1),
        "index_mb": round(index_mb, 1),
        "update_ms": update(engine, documents),
    }


def relevance(engine: Engine, ids: list[str], asked: list[Any]) -> dict[str, float]:
    reciprocal, recalled, empty = 0.0, 0.0, 0
    for one in asked:
        found = engine.find(one["query"], SIZE)
        names = [ids[number] for number in found.numbers]
        wanted = set(one["rel"])
        rank = next((place for place, name in enumerate(names, 1) if name in wanted), None)
        reciprocal += 1 / rank if rank else 0
        recalled += len(wanted & set(names)) / min(len(wanted), SIZE)
        empty += found.total == 0
    count = len(asked)
    return {
        "mrr": round(reciprocal / count, 4),
        "recall": round(recalled / count, 4),
        "zero": round(empty / count, 4),
    }


def query_times(engine: Engine, asked: list[Any]) -> dict[str, float]:
    """Each query after all were asked once: files are read, no answer is kept."""
    times = []
    for one in asked:
        if isinstance(engine, Hub):
            engine.forget_answers()
        began = time.process_time()
        engine.find(one["query"], SIZE)
        times.append((time.process_time() - began) * 1000)
    times.sort()
    return {
        "p50": round(times[len(times) // 2], 2),
        "p95": round(times[int(len(times) * 0.95)], 2),
    }


def share_of_traps(engine: Engine, documents: list[Document], traps: list[Any]) -> float:
    numbers = {document["id"]: number for number, document in enumerate(documents)}
    last = len(documents)
    right = pairs = 0
    for trap in traps:
        found = engine.find(trap["query"], last).numbers
        place = {number: rank for rank, number in enumerate(found)}
        for good in (d["id"] for d in trap["docs"] if d["label"]):
            for bad in (d["id"] for d in trap["docs"] if not d["label"]):
                pairs += 1
                right += place.get(numbers[good], last) < place.get(numbers[bad], last)
    return round(right / pairs, 4)


def update(engine: Engine, documents: list[Document]) -> float:
    """Milliseconds on the wall until a changed document is found, the median of a few."""
    times = []
    for number in range(UPDATES):
        title = f"{documents[number]['title']} 変更後{number}番の題"
        began = time.perf_counter()
        engine.put(number, documents[number] | {"title": title})
        if engine.find(f'"変更後{number}番の題"', SIZE).numbers != [number]:
            raise SystemExit("the changed document is not found")
        times.append((time.perf_counter() - began) * 1000)
    return round(sorted(times)[UPDATES // 2], 1)


def cpu() -> float:
    """Seconds of this process and of those it waited for."""
    return sum(os.times()[:4])


def lines(path: Path) -> Iterator[dict[str, Any]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        yield from (json.loads(line) for line in file)


def below(folder: Path, name: str) -> Path:
    path = folder / name
    path.mkdir()
    return path


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def tell(text: str) -> None:
    print(f"... {text}", file=sys.stderr)


def as_lines(figures: dict[str, Any]) -> str:
    versus = figures.get("versus", {})
    rows = [f"{'':14} {'hub':>24} " + " ".join(f"{name:>24}" for name in versus)] if versus else []
    for name, value in figures.items():
        if name != "versus":
            others = " ".join(f"{_said(other[name]):>24}" for other in versus.values())
            rows.append(f"{name:14} {_said(value):>24} {others}".rstrip())
    return "\n".join(rows)


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return " / ".join(str(part) for part in value.values())
    return str(value)


if __name__ == "__main__":
    sys.exit(main())
