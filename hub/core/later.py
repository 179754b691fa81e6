"""Modules that are loaded when something of them is first used.

For what few requests need and what weighs megabytes: a server would carry it about all the time.
"""

from importlib import import_module
from typing import Any


class Later:
    """``Later("hub.core.workbooks").written(...)``: all threads wait until it is there."""

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._module), name)
