"""A search asks the database a few times, whatever kinds of things it finds."""

import pytest
from sqlalchemy import event

from hub.accounts.models import User
from hub.core.db import db

PAGE = 12
AFTERWARDS = 3  # the search log, and whether the index has something to do
SUGGESTIONS = 5
TYPED = [
    "会議",  # many kinds, files too
    "助成金",
    "助政金",  # もしかして
    "かいぎしつ",  # by sound
    "広報",
    "zzqqxx",  # in vain
]


@pytest.fixture
def said():
    """Statements since it was cleared, without those that only begin a transaction."""
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield statements
    event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    "who", [None, "kokusai@example.jp", "jimukyoku@example.jp", "shokan@example.jp"]
)
def test_a_search_takes_few_queries(demo, as_user, visitor, said, who):
    person = who and db.session.scalars(db.select(User).filter_by(email=who)).one()
    client = as_user(person) if person else visitor
    for typed in TYPED:
        asked = {"query_string": {"q": typed}}
        client.get("/search", **asked)  # what is kept in memory is there now
        db.session.expunge_all()  # a request of its own finds nothing that is loaded
        said.clear()
        response = client.get("/search", buffered=False, **asked)
        assert len(said) <= PAGE, f"{typed}\n" + "\n".join(said)
        said.clear()
        response.close()
        assert len(said) <= AFTERWARDS, f"{typed}\n" + "\n".join(said)
        for address, most in (("/api/v1/search", PAGE), ("/search/suggest", SUGGESTIONS)):
            db.session.expunge_all()
            said.clear()
            assert client.get(address, **asked).status_code == 200
            assert len(said) <= most, f"{address} {typed}\n" + "\n".join(said)
