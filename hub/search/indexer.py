"""The thread that indexes beside the requests of a server: nobody's save waits for it."""

import threading

import structlog
from flask import Flask

from hub.search import outbox

PATIENCE = 30.0  # seconds for which another process may hold the index
logger = structlog.get_logger()


class Indexer:
    def __init__(self, app: Flask) -> None:
        self._app = app
        self._woken = threading.Event()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="hub-indexer", daemon=True)

    def start(self) -> None:
        """From now on commits of this process are indexed here; so is what still waits."""
        self._app.extensions["hub_indexer"] = self
        self._thread.start()
        self.wake()

    def wake(self) -> None:
        self._woken.set()

    def stop(self, timeout: float) -> None:
        """Finish what is being written; further jobs wait for the next start."""
        self._app.extensions.pop("hub_indexer", None)
        self._stopped = True
        self.wake()
        self._thread.join(timeout)

    def _run(self) -> None:
        while not self._stopped:
            self._woken.wait()
            self._woken.clear()
            if self._stopped:
                return
            try:
                with self._app.app_context():
                    outbox.drain(PATIENCE)
            except Exception:
                logger.exception("indexing failed; the jobs wait for the next tick")
