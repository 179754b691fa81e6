"""The index in use: read by all threads, written by one at a time."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

from flask import Flask, current_app

from hub.search import checksums, packing
from hub.search.cache import Cache
from hub.search.facts import Facts
from hub.search.folder import IndexFolder
from hub.search.index import writing
from hub.search.index.draft import Draft, seal
from hub.search.index.errors import BROKEN, Damaged, Missing
from hub.search.index.files import opened
from hub.search.index.terms import index_version
from hub.search.index.view import Memory, Searched, Segment, View, segment_of
from hub.search.index.writing import MOST_SEGMENTS, Batch

QUICKLY_MERGED = 1000  # documents
WORN_SEGMENTS = 20


class Index:
    """The index below one folder; used by all threads of an application."""

    def __init__(self, path: Path) -> None:
        self.folder = IndexFolder(path, index_version())
        self._local = threading.local()
        self._segments: dict[str, Segment] = {}
        self._facts: tuple[tuple[str, ...], Facts] = ((), Facts())
        self.answers = Cache()

    def locked(self, timeout: float) -> AbstractContextManager[None]:
        """Hold the right to write. Raises Busy."""
        return self.folder.locked(timeout)

    def forget(self) -> None:
        """Give up an index that cannot be read; it is built anew."""
        self.folder.forget()

    def is_intact(self) -> bool:
        """Whether all files are as they were written; the lock must be held."""
        try:
            with self.view() as view:
                directory = self.folder.path / view.name
                return checksums.is_intact(directory, view.segments)
        except Missing:
            return False

    def is_readable(self) -> bool:
        try:
            with self.view() as view:
                return view.count >= 0
        except Missing:
            return False

    @contextmanager
    def writing(self) -> Iterator[Batch]:
        """Change the index; the lock must be held. Raises Missing."""
        with writing.changing(self._open(self.folder.used)) as batch:
            yield batch
        if batch.is_changed:
            seal(self.folder.path / str(self.folder.used))

    @contextmanager
    def building(self) -> Iterator[Draft]:
        """A new index beside this one. Raises Busy."""
        with self.folder.building() as directory:
            yield Draft(self.folder, directory)

    def merge(self) -> bool:
        """Join all but the two largest segments where that is quick; the lock must be held.

        False when there was no need.
        """
        found = self._open(self.folder.used)
        with closing(found.reader()) as reader:
            sizes = sorted(leaf.doc_count_all() for leaf, _offset in reader.leaf_readers())
        rest = sizes[: -MOST_SEGMENTS + 1]
        if len(rest) < 2 or sum(rest) > QUICKLY_MERGED:
            return False
        writing.rewrite(found, writing.join_but_two)
        seal(self.folder.path / str(self.folder.used))
        return True

    def is_worn(self) -> bool:
        """Whether so much was changed in pieces that a new index is worth its time."""
        with self.view() as view:
            return len(view.segments) > WORN_SEGMENTS or view.deleted > max(view.count, 2000) // 4

    @contextmanager
    def view(self, newer: Sequence[Memory] = ()) -> Iterator[View]:
        """The index as it is now, for this thread, with what is newer. Raises Missing."""
        view = self._view()
        try:
            for recent in newer:
                view = view.joined(recent)
            yield view
        except (Damaged, *BROKEN) as error:
            self._local.view = None
            raise Damaged from error

    def _view(self) -> View:
        name = self.folder.used
        kept: View | None = getattr(self._local, "view", None)
        if kept is not None and kept.name == name and kept.is_current():
            return kept
        if kept is not None:
            self._local.view = None
            kept.close()
        found = self._open(name)
        try:
            view = View(name or "", Searched(found.searcher(), self._segment, self._joined))
        except Exception as error:  # whatever a damaged file makes of itself
            raise Damaged from error
        self._local.view = view
        known = self._segments  # another thread may put a newer state in its place meanwhile
        self._segments = {name: one for name, one in known.items() if name in view.segments}
        return view

    def _segment(self, reader: Any) -> Segment:
        """What is known of one segment, read once for all threads."""
        name = str(reader.segment().segment_id())
        segment = self._segments.get(name)
        if segment is None:
            facts = packing.read(self.folder.path / str(self.folder.used), name)
            segment = segment_of(reader, facts)
            self._segments = self._segments | {name: segment}
        return segment

    def _joined(self, names: Sequence[str], parts: Sequence[Facts]) -> Facts:
        """The facts of all segments, once for all threads."""
        state = (str(self.folder.used), *names)
        kept = self._facts
        if kept[0] != state:
            kept = self._facts = (state, Facts.joined(parts))
        return kept[1]

    def _open(self, name: str | None) -> Any:
        if not name:
            raise Missing
        try:
            return opened(self.folder.path / name)
        except Exception as error:  # Whoosh has no class for its many ways to say it
            raise Missing from error


def current() -> Index:
    index: Index = current_app.extensions["hub_index"]
    return index


def init_app(app: Flask) -> None:
    app.extensions["hub_index"] = Index(Path(app.config["SEARCH_INDEX_DIR"]))
