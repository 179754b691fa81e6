"""A new index beside the one in use, by one process or several."""

import shutil
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, closing
from functools import partial
from pathlib import Path

from whoosh import index as whoosh_index

from hub.search import analysis, checksums, packing, processes
from hub.search.folder import IndexFolder
from hub.search.index import writing
from hub.search.index.files import opened
from hub.search.index.terms import SCHEMA
from hub.search.index.view import facts_of
from hub.search.index.writing import Batch, Documents

MEMORY_MB = 512
Progress = Callable[[int], None]


class Draft:
    """A new index that is not in use yet."""

    def __init__(self, folder: IndexFolder, directory: Path) -> None:
        self._folder, self._directory = folder, directory

    def write(self, documents: Documents) -> None:
        writing.write(self._directory, documents, MEMORY_MB)

    def write_in_processes(
        self, parts: Sequence[Callable[[Progress], Documents]], progress: Progress
    ) -> None:
        """Each part becomes a segment that a process of its own writes."""
        memory = MEMORY_MB // len(parts)
        places = [self._directory / f"part-{number}" for number, _part in enumerate(parts)]

        def work(place: Path, part: Callable[[Progress], Documents], count: Progress) -> None:
            place.mkdir()
            writing.write(place, part(count), memory)
            seal(place)

        analysis.morphemes("か")  # loads the dictionary once for all
        pairs = zip(places, parts, strict=True)
        processes.share([partial(work, place, part) for place, part in pairs], progress)
        self._join(places)

    def _join(self, places: Sequence[Path]) -> None:
        segments = []
        for place in places:
            with closing(opened(place).reader()) as reader:
                segments += [leaf.segment() for leaf, _offset in reader.leaf_readers()]
            for path in place.glob("MAIN_*"):
                path.rename(self._directory / path.name)
        created = whoosh_index.create_in(str(self._directory), SCHEMA)
        writing.rewrite(created, lambda _writer, _none: [s for s in segments if s is not None])
        for place in places:
            shutil.rmtree(place)

    def fingerprints(self) -> dict[str, str]:
        """What was written, by ``table:id``."""
        with closing(opened(self._directory).searcher()) as searcher:
            return writing.fingerprints(searcher)

    def changing(self) -> AbstractContextManager[Batch]:
        return writing.changing(opened(self._directory))

    def use(self) -> None:
        """From now on this is the index; the lock must be held."""
        seal(self._directory)
        self._folder.use(self._directory)


def seal(directory: Path) -> None:
    """Beside new segments: their facts, which open in no time, and the checksums of all files."""
    with closing(opened(directory).reader()) as reader:
        leaves = [leaf for leaf, _offset in reader.leaf_readers() if leaf.segment() is not None]
        segments = {str(leaf.segment().segment_id()): leaf for leaf in leaves}
        for segment in packing.missing(directory, segments):
            packing.write(directory, segment, facts_of(segments[segment]))
    checksums.note(directory, segments)
