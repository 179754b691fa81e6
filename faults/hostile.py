"""Whatever somebody types: no query takes long, none breaks the page."""

import sys
import time
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faults.server import Server

LIMIT_MS = 200.0
KNOWN = [
    "*", "?", "* OR *", "a*b*c*", "?" * 200, "id:1", "reader:org:3", "readers:public",
    "key:menus:1", '"', '"""', '"助成', '-', "--", "-助成", '-"助成 金"', "NOT 助成", "助成 AND OR",
    "助成^9", "[a TO z]",
    "{", "}", "(" * 100, "\\", "/.*/", "~2", "%", "_", "' OR 1=1 --", "<script>",
    "{{ 7*7 }}", "\x00", "￥", "｡｢｣", "ﾊﾝｶｸ", "㍿㍻", "ー" * 200, "あ" * 200, "助" * 200,
    "助 " * 100, "助成金" * 66,
        "🙂", "👨‍👩‍👧‍👦" * 20, "\u202e助成", "ｱ゙" * 60, "か゚" * 60, "𠮷野家", "\ud7ff",
    "\uffff", "﷽" * 50, "a" * 50_000, "の", "に は を", "会議" * 25_000,
    " ".join("かきくけこさしすせそ"),
    " ".join(map(str, range(100))),
]  # fmt: skip
_words = st.sampled_from(
    ["助成", "会議室", "たまく", "お金がほしい", "ボランティア", "京", "the", "2026", "税理士"]
)
_signs = st.sampled_from(
    [*"\"-*?()[]{}:^~\\/|&!+<>%_#@'　", "AND", "OR", "NOT", "TO", "id:", "g:", "m:"]
)
_pieces = st.one_of(
    _words, _signs, st.text(max_size=12), st.text(alphabet="ぁあいうんアー助成金", max_size=40)
)
QUERIES = st.one_of(
    st.text(max_size=300),
    st.lists(_pieces, max_size=60).map("".join),
    st.lists(_pieces, max_size=60).map(" ".join),
    st.tuples(_pieces, st.integers(1, 300)).map(lambda both: both[0] * both[1]),
    st.sampled_from(KNOWN),
)


def run(server: Server, queries: int) -> dict[str, Any]:
    """The page and, for every tenth, the JSON: CPU time of the whole request in milliseconds."""
    client = server.app.test_client()
    times: list[float] = []
    failed: list[str] = []
    slow: list[tuple[float, str]] = []
    client.get("/search", query_string={"q": "助成"})

    def ask(text: str) -> None:
        path = "/api/v1/search" if len(times) % 10 == 9 else "/search"
        text = text.encode("utf-8", "replace").decode()
        began = time.thread_time()
        status = client.get(path, query_string={"q": text}).status_code
        spent = (time.thread_time() - began) * 1000
        times.append(spent)
        if status >= 500:
            failed.append(text)
        if spent > LIMIT_MS:
            slow.append((round(spent), text[:80]))
        if len(times) % 1000 == 0:
            print(f"... {len(times)} queries", file=sys.stderr)

    for text in KNOWN:
        ask(text)

    @settings(max_examples=queries, deadline=None, database=None, derandomize=True,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(QUERIES)
    def many(text: str) -> None:
        ask(text)

    many()
    times.sort()
    return {
        "queries": len(times),
        "failed": len(failed),
        "over_200_ms": len(slow),
        "slowest": sorted(slow, reverse=True)[:5],
        "cpu_ms": {
            "p50": round(times[len(times) // 2], 1),
            "p95": round(times[int(len(times) * 0.95)], 1),
            "most": round(times[-1], 1),
        },
    }
