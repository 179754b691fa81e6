"""Answers kept for who asks the same again: one state of the index at a time, in one process."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any

MOST = 256


class Cache:
    """The least recently asked go first; all go when the state they were true of has passed."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._lock = Lock()
        self._state: Hashable = None
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, state: Hashable, key: Hashable) -> Any:
        """What was put for the key in just this state; else None."""
        with self._lock:
            if state != self._state or key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key]

    def put(self, state: Hashable, key: Hashable, value: Any) -> None:
        with self._lock:
            if state != self._state:
                self._kept.clear()
                self._state = state
            self._kept[key] = value
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()

    def __len__(self) -> int:
        return len(self._kept)
