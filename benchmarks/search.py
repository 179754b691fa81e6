"""How well and how fast the search finds: ``python -m benchmarks.search --corpus F --queries F``.

corpus: JSON lines {id, title, body} (may be gzipped). queries: {query, rel: [ids]}. traps:
{query, docs: [{id, title, body, label}]}; documents with label 1 must rank above those with 0.
Everything goes through the hub's own analysis, index and query code, reader filter and facets on.
"""

import argparse
import gzip
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from hub.search import queries
from hub.search.documents import PUBLIC, SearchDocument
from hub.search.index import Index

READERS = [PUBLIC, "network", "org:1"]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--traps", type=Path)
    parser.add_argument("--json", action="store_true", help="print JSON instead of lines")
    given = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="hub-bench-"))
    try:
        figures = measure(folder, given.corpus, given.queries, given.traps)
    finally:
        shutil.rmtree(folder)
    print(json.dumps(figures) if given.json else as_lines(figures))
    return 0


def measure(folder: Path, corpus: Path, asked: Path, traps: Path | None) -> dict[str, Any]:
    trapped = list(lines(traps)) if traps else []
    documents = [*lines(corpus), *(d for trap in trapped for d in trap["docs"])]
    ids = [document["id"] for document in documents]
    index = Index(folder)
    figures = build(index, documents)
    figures["index_mb"] = round(size_of(folder) / 1e6, 1)
    figures |= relevance(index, ids, list(lines(asked)))
    if trapped:
        figures["traps"] = round(share_of_traps(index, ids, trapped), 4)
    figures["update_ms"] = round(update(index, documents[0]), 1)
    return figures


def build(index: Index, documents: Sequence[dict[str, Any]]) -> dict[str, Any]:
    wall, cpu = time.perf_counter(), time.process_time()
    with index.locked(1), index.building() as batch:
        for number, document in enumerate(documents):
            batch.put(f"documents:{number}", as_document(number, document))
            if number % 1000 == 0:
                print(f"{number}/{len(documents)}", end="\r", file=sys.stderr)
    return {
        "documents": len(documents),
        "build_cpu_s": round(time.process_time() - cpu, 1),
        "build_wall_s": round(time.perf_counter() - wall, 1),
    }


def relevance(index: Index, ids: list[str], asked: list[dict[str, Any]]) -> dict[str, Any]:
    reciprocal, recalled, empty, times = 0.0, 0.0, 0, []
    find(index, "あたためる")
    for one in asked:
        start = time.process_time()
        results = find(index, one["query"])
        times.append((time.process_time() - start) * 1000)
        found = [ids[hit.id] for hit in results.hits]
        wanted = set(one["rel"])
        rank = next((place for place, key in enumerate(found, 1) if key in wanted), None)
        reciprocal += 1 / rank if rank else 0
        recalled += len(wanted & set(found)) / min(len(wanted), queries.SIZE)
        empty += results.total == 0
    times.sort()
    count = len(asked)
    return {
        "queries": count,
        "mrr": round(reciprocal / count, 4),
        "recall": round(recalled / count, 4),
        "zero": round(empty / count, 4),
        "query_cpu_ms": {
            "p50": round(times[count // 2], 2),
            "p95": round(times[int(count * 0.95)], 2),
        },
    }


def share_of_traps(index: Index, ids: list[str], traps: list[dict[str, Any]]) -> float:
    right = pairs = 0
    for trap in traps:
        results = find(index, trap["query"], size=len(ids))
        place = {ids[hit.id]: number for number, hit in enumerate(results.hits)}
        for good in (d["id"] for d in trap["docs"] if d["label"]):
            for bad in (d["id"] for d in trap["docs"] if not d["label"]):
                pairs += 1
                right += place.get(good, len(ids)) < place.get(bad, len(ids))
    return right / pairs


def update(index: Index, document: dict[str, Any]) -> float:
    """Milliseconds until one saved document is found."""
    start = time.perf_counter()
    changed = document | {"title": f"{document['title']} 変更後の題"}
    with index.locked(1), index.writing() as batch:
        batch.put("documents:0", as_document(0, changed))
    if not find(index, '"変更後の題"').total:
        raise SystemExit("the changed document is not found")
    return (time.perf_counter() - start) * 1000


def find(index: Index, text: str, size: int = queries.SIZE) -> queries.Results:
    return queries.find_in(index, READERS, queries.Request(text=text, size=size))


def as_document(number: int, document: dict[str, Any]) -> SearchDocument:
    return SearchDocument(
        kind="document", id=number, title=document["title"], body=document["body"],
        readers=frozenset({PUBLIC}), organizations=frozenset({number % 13}),
    )  # fmt: skip


def lines(path: Path) -> Iterator[dict[str, Any]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        yield from (json.loads(line) for line in file)


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def as_lines(figures: dict[str, Any]) -> str:
    return "\n".join(f"{name:14} {value}" for name, value in figures.items())


if __name__ == "__main__":
    sys.exit(main())
