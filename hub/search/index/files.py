"""The files of an index, on disk and in memory."""

import os
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.filedb.structfile import StructFile


class _File(StructFile):
    """Reads just what is asked for: a query asks for hundreds of numbers here and there, and a
    buffered file reads 8 KB for each. Not mapped into memory: a file that is cut short while it
    is mapped ends the whole process."""

    def __init__(self, file: Any, name: str) -> None:
        super().__init__(file, name=name)
        self.is_real = False  # arrays are read by ``read`` too
        self._descriptor, self._at = file.fileno(), 0

    def get(self, position: int, length: int) -> bytes:
        return os.pread(self._descriptor, length, position)

    def read(self, size: int) -> bytes:
        found = os.pread(self._descriptor, size, self._at)
        self._at += len(found)
        return found

    def seek(self, to: int, whence: int = os.SEEK_SET) -> None:
        if whence == os.SEEK_END:
            to += os.fstat(self._descriptor).st_size
        self._at = to + self._at if whence == os.SEEK_CUR else to

    def tell(self) -> int:
        return self._at

    def read_pickle(self) -> Any:
        self.file.seek(self._at)
        found = super().read_pickle()
        self._at = self.file.tell()
        return found


class _Storage(FileStorage):
    def open_file(self, name: str, **_given: Any) -> _File:
        return _File(Path(self.folder, name).open("rb", buffering=4096), name)


class MemoryStorage(RamStorage):
    def temp_storage(self, name: str | None = None) -> "MemoryStorage":
        return MemoryStorage()


def opened(directory: Path) -> Any:
    """The index in a directory, as Whoosh has it."""
    return _Storage(str(directory)).open_index()
