"""Whatever somebody types: no query takes long, none breaks the page."""

import sys
import time
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faults.server import Server
from hub.serving import keep_what_is_there

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
    timed = _Timed(server.app.wsgi_app)
    server.app.wsgi_app = timed  # type: ignore[method-assign]
    client = server.app.test_client()
    times: list[tuple[float, str]] = []
    failed: list[str] = []
    texts = [*KNOWN, *_made(queries)]
    client.get("/search", query_string={"q": "助成"})
    keep_what_is_there()
    for text in texts:
        path = "/api/v1/search" if len(times) % 10 == 9 else "/search"
        asked = {"q": text.encode("utf-8", "replace").decode()}
        timed.spent = 0.0
        status = client.get(path, query_string=asked, follow_redirects=True).status_code
        times.append((round(timed.spent * 1000, 1), text[:80]))
        if status >= 500:
            failed.append(text)
        if len(times) % 1000 == 0:
            print(f"... {len(times)} queries", file=sys.stderr)
    times.sort()
    spent_on = [spent for spent, _text in times]
    return {
        "queries": len(times),
        "failed": len(failed),
        "over_200_ms": sum(spent > LIMIT_MS for spent in spent_on),
        "slowest": times[:-6:-1],
        "cpu_ms": {
            "p50": spent_on[len(times) // 2],
            "p95": spent_on[int(len(times) * 0.95)],
            "most": spent_on[-1],
        },
    }


class _Timed:
    """CPU time of the application alone: the client takes its time too with what is very long."""

    def __init__(self, application: Any) -> None:
        self._application = application
        self.spent = 0.0

    def __call__(self, environ: Any, start_response: Any) -> Any:
        began = time.thread_time()
        answer = self._application(environ, start_response)
        self.spent += time.thread_time() - began
        return answer


def _made(number: int) -> list[str]:
    texts: list[str] = []

    @settings(max_examples=number, deadline=None, database=None, derandomize=True,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(QUERIES)
    def many(text: str) -> None:
        texts.append(text)

    many()
    return texts
