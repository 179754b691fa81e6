"""A world that many tests look at, built once a process; each of them gets a copy of it."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import inspect

from hub.core.db import db

_kept: dict[str, tuple[Path, Any]] = {}


@dataclass(frozen=True)
class _Row:
    """Stands for a thing of the database where no session is open."""

    model: type
    identity: tuple[Any, ...]


def once(app: Any, clock: Any, name: str, make_folder: Callable[[str], Path], build: Callable):
    """What ``build`` returns, as it is in the database of this test: rows in lists, tuples, dicts,
    namespaces.

    It is the same for the test that built it as for the others: nothing of it is loaded yet.
    """
    folder = Path(app.config["DATA_DIR"])
    if name not in _kept:
        made = _put_away(build())
        _close()
        kept = make_folder("world") / "kept"
        shutil.copytree(folder, kept)
        _kept[name] = kept, made
    kept, made = _kept[name]
    _close()
    shutil.copytree(kept, folder, dirs_exist_ok=True)
    clock.shift(5)  # no row is of the future
    return _taken_out(made)


def _close() -> None:
    db.session.remove()
    db.engine.dispose()  # what was written is in the file, not beside it


def _put_away(made: Any) -> Any:
    if isinstance(made, db.Model):
        return _Row(type(made), inspect(made).identity)
    return _each(made, _put_away)


def _taken_out(kept: Any) -> Any:
    if isinstance(kept, _Row):
        return db.session.get_one(kept.model, kept.identity)
    return _each(kept, _taken_out)


def _each(made: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(made, dict):
        return {key: change(value) for key, value in made.items()}
    if isinstance(made, (list, tuple)):
        return type(made)(change(value) for value in made)
    if isinstance(made, SimpleNamespace):
        return SimpleNamespace(**_each(vars(made), change))
    return made
