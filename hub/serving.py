"""The default server: waitress in this process, with the worker and the indexer beside it."""

import ctypes
import gc
import resource
import signal
import time
from collections.abc import Callable
from threading import Event
from types import FrameType
from typing import Any

from flask import Flask
from waitress import wasyncore
from waitress.server import create_server

from hub.core import worker
from hub.search.indexer import Indexer

DRAIN_SECONDS = 20
OPEN_FILES = 8192
GARBAGE = (10_000, 20, 10)  # a page makes thousands of objects, nearly none of them in circles
_M_ARENA_MAX, _M_MMAP_THRESHOLD = -8, -3  # of glibc's malloc.h
LARGE = 128 * 1024  # bytes


def serve(app: Flask, *, on_ready: Callable[[], None]) -> None:
    """Answer requests until SIGTERM or SIGINT, then finish what was begun and stop.

    Waitress does not let running work finish on a signal by itself: the listening socket is closed
    first, the loop goes on until every answer is out, then the worker is awaited.
    """
    asked_to_stop = Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        asked_to_stop.set()
        server.pull_trigger()

    _allow_open_files()
    _share_memory()
    server: Any = create_server(
        app,
        host=app.config["HOST"],
        port=app.config["PORT"],
        threads=app.config["THREADS"],
        ident=None,
        max_request_body_size=app.config["MAX_CONTENT_LENGTH"] + 1024 * 1024,
        channel_timeout=60,
    )
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    indexer = Indexer(app)
    indexer.start()
    worker.every_tick(give_back)
    stop_worker = worker.start(app)
    keep_what_is_there()
    on_ready()
    while not asked_to_stop.is_set():
        wasyncore.loop(timeout=1, use_poll=True, map=server._map, count=1)
    _drain(server)
    server.task_dispatcher.shutdown()
    stop_worker()
    indexer.stop(DRAIN_SECONDS)


def keep_what_is_there() -> None:
    """What was loaded so far stays: to look through it for what is not needed any more would take
    a quarter of a second of somebody's request now and then. What loading left over is given back.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)
    give_back()


def give_back() -> None:
    """Memory that is free, to the system: a minute's work takes more at times than stays."""
    _call_allocator("malloc_trim", 0)


def _allow_open_files() -> None:
    """Each thread has the files of the index open: more than the usual 1,024 may be needed."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = OPEN_FILES if most == resource.RLIM_INFINITY else min(OPEN_FILES, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(now, allowed), most))


def _share_memory() -> None:
    """All threads take memory from one place: with a place for each, what one gives back lies idle
    while the next asks for more. One runs at a time anyway. What is large goes back to the system
    as soon as it is free: glibc would keep ever larger pieces for the next time."""
    _call_allocator("mallopt", _M_ARENA_MAX, 1)
    _call_allocator("mallopt", _M_MMAP_THRESHOLD, LARGE)


def _call_allocator(function: str, *arguments: int) -> None:
    """Of glibc; other systems manage without."""
    call = getattr(ctypes.CDLL(None), function, None)
    if call is not None:
        call(*arguments)


def _drain(server: Any) -> None:
    wasyncore.dispatcher.close(server)  # no new connections; the others stay
    deadline = time.monotonic() + DRAIN_SECONDS
    while _is_busy(server) and time.monotonic() < deadline:
        wasyncore.loop(timeout=0.1, use_poll=True, map=server._map, count=1)


def _is_busy(server: Any) -> bool:
    channels = list(server.active_channels.values())
    return any(channel.requests or channel.total_outbufs_len for channel in channels)
