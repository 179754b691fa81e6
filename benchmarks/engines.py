"""Three engines that hold the same terms and are asked by the same plan."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from hub.search import analysis, queries, query
from hub.search.documents import PUBLIC, SearchDocument
from hub.search.index import Index
from hub.search.query import Word
from hub.search.thesaurus import Thesaurus

with suppress(ImportError):  # the extra ``bench``
    import tantivy
    from tantivy import Occur, Query

Document = dict[str, Any]
Terms = tuple[str, str]
READERS = [PUBLIC, "network", "org:1"]
PROCESSES = 2
PHRASE = 0.3


class Found(NamedTuple):
    numbers: list[int]
    total: int


class Engine(Protocol):
    """``number`` is the place of a document in the corpus."""

    folder: Path

    def build(self, documents: Sequence[Document], terms: Sequence[Terms]) -> None: ...

    def find(self, text: str, size: int) -> Found: ...

    def put(self, number: int, document: Document) -> None: ...


class Hub:
    """The hub's own indexer and query code, with reader filter, facets and sorting."""

    def __init__(self, folder: Path, thesaurus: Thesaurus = query.NOTHING) -> None:
        self.folder = folder
        self.index = Index(folder)
        self.thesaurus = thesaurus

    def build(self, documents: Sequence[Document], _terms: Sequence[Terms] = ()) -> None:
        def part(first: int, count: Any) -> Iterator[tuple[str, SearchDocument]]:
            for number in range(first, len(documents), PROCESSES):
                yield f"documents:{number}", as_document(number, documents[number])
                count(1)

        with self.index.building() as new:
            parts = [partial(part, number) for number in range(PROCESSES)]
            new.write_in_processes(parts, lambda _number: None)
            with self.index.locked(10):
                new.use()

    def find(self, text: str, size: int) -> Found:
        request = queries.Request(text=text, size=size, thesaurus=self.thesaurus)
        results = queries.find_in(self.index, READERS, request)
        return Found([hit.id for hit in results.hits], results.total)

    def put(self, number: int, document: Document) -> None:
        with self.index.locked(1), self.index.writing() as batch:
            batch.put(f"documents:{number}", as_document(number, document))

    def forget_answers(self) -> None:
        self.index.answers.clear()


class Fts5:
    """SQLite FTS5 in a file, WAL as in the hub, the reader filter as a join."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._base = sqlite3.connect(folder / "fts5.db", isolation_level=None)
        self._base.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            "CREATE TABLE documents (id INTEGER PRIMARY KEY, reader TEXT);"
            "CREATE VIRTUAL TABLE found USING fts5(m, g,"
            " tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* M* S* P* Co'\");"
        )

    def build(self, _documents: Sequence[Document], terms: Sequence[Terms]) -> None:
        self._base.execute("BEGIN")
        for number, said in enumerate(terms):
            self._insert(number, said)
        self._base.execute("COMMIT")
        self._base.execute("INSERT INTO found(found) VALUES ('optimize')")

    def find(self, text: str, size: int) -> Found:
        plan = query.read(text)
        if not plan:
            return Found([], 0)
        found = self._ask(" AND ".join(map(_fts5_word, plan.words)), size)
        if not found.total:
            parts = [part for word in plan.words for part in _fts5_parts(word)]
            found = self._ask(" OR ".join(parts), size)
        return found

    def put(self, number: int, document: Document) -> None:
        self._base.execute("BEGIN IMMEDIATE")
        self._base.execute("DELETE FROM found WHERE rowid = ?", (number + 1,))
        self._base.execute("DELETE FROM documents WHERE id = ?", (number + 1,))
        self._insert(number, terms_of(document))
        self._base.execute("COMMIT")

    def _insert(self, number: int, said: Terms) -> None:
        self._base.execute("INSERT INTO found(rowid, m, g) VALUES (?, ?, ?)", (number + 1, *said))
        self._base.execute("INSERT INTO documents VALUES (?, ?)", (number + 1, PUBLIC))

    def _ask(self, match: str, size: int) -> Found:
        rows = self._base.execute(
            "WITH hits AS MATERIALIZED (SELECT found.rowid AS number, bm25(found, 1.0, ?) AS score"
            " FROM found JOIN documents d ON d.id = found.rowid"
            " WHERE found MATCH ? AND d.reader IN (?, ?, ?))"
            " SELECT number, (SELECT count(*) FROM hits) FROM hits ORDER BY score, number LIMIT ?",
            (PHRASE, match, *READERS, size),
        ).fetchall()
        return Found([number - 1 for number, _total in rows], rows[0][1] if rows else 0)


class Tantivy:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("number", stored=True, indexed=True, fast=True)
        builder.add_text_field("reader", tokenizer_name="raw", index_option="basic")
        builder.add_text_field("m", tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field("g", tokenizer_name="whitespace", index_option="position")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(folder))

    def build(self, _documents: Sequence[Document], terms: Sequence[Terms]) -> None:
        writer = self._index.writer(heap_size=256_000_000)
        for number, said in enumerate(terms):
            self._add(writer, number, said)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def find(self, text: str, size: int) -> Found:
        plan = query.read(text)
        if not plan:
            return Found([], 0)
        found = self._ask([(Occur.Must, self._word(word)) for word in plan.words], size)
        if not found.total:
            parts = [part for word in plan.words for part in self._parts(word)]
            either = Query.boolean_query([(Occur.Should, part) for part in parts])
            found = self._ask([(Occur.Must, either)], size)
        return found

    def put(self, number: int, document: Document) -> None:
        writer = self._index.writer(heap_size=50_000_000, num_threads=1)
        writer.delete_documents("number", number)
        self._add(writer, number, terms_of(document))
        writer.commit()
        self._index.reload()

    def _add(self, writer: Any, number: int, said: Terms) -> None:
        meant, written = said
        writer.add_document(tantivy.Document(number=number, reader=PUBLIC, m=meant, g=written))

    def _ask(self, parts: list[tuple[Any, Any]], size: int) -> Found:
        may_read = Query.const_score_query(
            Query.term_set_query(self._schema, "reader", READERS), 0.0
        )
        searcher = self._index.searcher()
        asked = Query.boolean_query([*parts, (Occur.Must, may_read)])
        found = searcher.search(asked, limit=size, count=True)
        numbers = [searcher.doc(address)["number"][0] for _score, address in found.hits]
        return Found(numbers, found.count)

    def _word(self, word: Word) -> Any:
        if word.is_phrase or not word.terms:
            return self._written(word)
        meant = [(Occur.Must, self._term("m", term)) for term in word.terms]
        return Query.boolean_query(
            [(Occur.Should, Query.boolean_query(meant)), (Occur.Should, self._written(word))]
        )

    def _parts(self, word: Word) -> list[Any]:
        if word.is_phrase:
            return [self._written(word)]
        return [*(self._term("m", term) for term in word.terms), self._written(word)]

    def _written(self, word: Word) -> Any:
        if word.is_single_kanji:
            asked = Query.regex_query(self._schema, "g", f"{word.text}.?")
        elif len(word.grams) == 1:
            asked = self._term("g", word.grams[0])
        else:
            asked = Query.phrase_query(self._schema, "g", list(map(_plain, word.grams)))
        return Query.boost_query(asked, PHRASE)

    def _term(self, field: str, text: str) -> Any:
        return Query.term_query(self._schema, field, _plain(text), index_option="freq")


def as_document(number: int, document: Document) -> SearchDocument:
    return SearchDocument(
        kind="document", id=number, title=document["title"], body=document["body"],
        readers=frozenset({PUBLIC}), organizations=frozenset({number % 13}),
    )  # fmt: skip


def terms_of(document: Document) -> Terms:
    """Title twice and body once, by meaning and by characters, with spaces in between."""
    title, body = (analysis.normalize(document[name]) for name in ("title", "body"))
    once, pairs = analysis.morphemes(title), analysis.grams(title)
    meant = once + once + analysis.morphemes(body)
    written = pairs + pairs + analysis.grams(body)
    return " ".join(map(_plain, meant)), " ".join(map(_plain, written))


def _fts5_word(word: Word) -> str:
    if word.is_phrase or not word.terms:
        return _fts5_written(word)
    meant = " AND ".join(f'm : "{_plain(term)}"' for term in word.terms)
    return f"(({meant}) OR {_fts5_written(word)})"


def _fts5_parts(word: Word) -> list[str]:
    if word.is_phrase:
        return [_fts5_written(word)]
    return [*(f'm : "{_plain(term)}"' for term in word.terms), _fts5_written(word)]


def _fts5_written(word: Word) -> str:
    text = " ".join(map(_plain, word.grams))
    return f'g : "{text}" *' if word.is_single_kanji else f'g : "{text}"'


def _plain(term: str) -> str:
    """One token for engines that split at spaces and quotes."""
    return term.replace(" ", "_").replace('"', "”")
