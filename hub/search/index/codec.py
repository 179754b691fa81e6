"""Whoosh's codec with the lists of ``postings`` in the place of its blocks."""

from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3TermInfo
from whoosh.matching import ListMatcher

from hub.search.index import postings
from hub.search.index.gathering import kind_of


class Codec(W3Codec):
    length_stats = False  # they serve a shortcut that is not taken here: all matches are counted

    def field_writer(self, storage: Any, segment: Any) -> "_FieldWriter":
        return _FieldWriter(self, storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> Any:
        storage.file_length(segment.make_filename(self.POSTS_EXT))  # gone: no other is left open
        return super().terms_reader(storage, segment)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> "Listed":
        start, _size = terminfo.extent()
        return Listed(postings.read(dbfile, start))


class Listed(ListMatcher):
    """A list as Whoosh itself walks through it, to delete a document; searches take the list."""

    def __init__(self, found: postings.Postings) -> None:
        super().__init__(found.ids, found.counts)
        self.found = found


class _FieldWriter(W3FieldWriter):
    def add_postings(self, schema: Any, _lengths: Any, items: Any) -> None:
        """``items`` as ``Gathering`` gives them."""
        current = None
        for field, term, found in items:
            if field != current:
                if current is not None:
                    self.finish_field()
                self.start_field(field, schema[field])
                current = field
            self._add(term, found, has_places=kind_of(field) == "Q")
        if current is not None:
            self.finish_field()

    def _add(self, term: bytes, found: Any, *, has_places: bool) -> None:
        content, counts = postings.packed(found, has_places=has_places)
        info = W3TermInfo(weight=len(found), df=len(counts), maxweight=max(counts))
        info.set_extent(self._postfile.tell(), len(content))
        self._postfile.write(content)
        self._tindex.add(self._fieldid.to_bytes(2, "big") + term, info.to_bytes())
