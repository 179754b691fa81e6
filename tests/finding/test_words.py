"""検索の言いかえ: coordinators change it, and the next search of everybody knows."""

import pytest
from sqlalchemy import select

from hub.audit.models import AuditEntry
from hub.core.db import db
from hub.finding import thesaurus
from hub.finding.models import EntryKind, ThesaurusEntry
from hub.search import outbox
from hub.taxonomies.models import Scheme
from tests import make


@pytest.fixture
def coordinator(as_user):
    return as_user(make.coordinator())


def send(client, name="new", **given):
    given = {"kind": "same", "words": "なかよし、にぎやか", "version": "0"} | given
    return client.post(f"/search/words/{name}", data=given)


def totals(client, *texts):
    outbox.drain()
    db.session.rollback()
    return [client.get("/api/v1/search", query_string={"q": text}).json["total"] for text in texts]


def verbs():
    db.session.rollback()
    query = select(AuditEntry.verb).where(AuditEntry.subject_type == "thesaurus_entries")
    return db.session.scalars(query.order_by(AuditEntry.id)).all()


def test_new_words_count_from_the_next_search_on(coordinator, visitor):
    make.menu(title="にぎやか広場")
    assert totals(visitor, "なかよし") == [0]
    assert send(coordinator).status_code == 303
    assert totals(visitor, "なかよし", "にぎやか") == [1, 1]
    assert "なかよし、にぎやか" in coordinator.get("/search/words").text
    assert verbs() == ["thesaurus:create"]


def test_what_another_process_wrote_counts_too(visitor):
    make.menu(title="にぎやか広場")
    assert totals(visitor, "なかよし") == [0]
    db.session.add(ThesaurusEntry(kind=EntryKind.SAID, words=["なかよし"], also=["にぎやか"]))
    db.session.commit()
    assert totals(visitor, "なかよし", "にぎやか") == [1, 1]


def test_a_change_counts_that_has_number_and_version_of_one_that_was_taken_back(visitor):
    make.menu(title="にぎやか広場")
    first = make.save(ThesaurusEntry(kind=EntryKind.SAID, words=["あれこれ"], also=["にぎやか"]))
    assert totals(visitor, "あれこれ", "なかよし") == [1, 0]
    db.session.delete(first)
    db.session.commit()
    make.save(ThesaurusEntry(kind=EntryKind.SAID, words=["なかよし"], also=["にぎやか"]))
    assert totals(visitor, "あれこれ", "なかよし") == [0, 1]


def test_a_default_is_changed_removed_and_brought_back(coordinator, visitor):
    make.menu(title="補助金の案内")
    assert totals(visitor, "助成金") == [1]
    assert send(coordinator, "grant", words="助成金、助成").status_code == 303
    assert "直した" in coordinator.get("/search/words?q=助成").text
    for name in ("grant-said", "grant"):
        seen = thesaurus.get(name).row
        data = {"version": str(seen.version) if seen else "0"}
        assert coordinator.post(f"/search/words/{name}/remove", data=data).status_code == 303
    assert totals(visitor, "助成金") == [0]
    assert "使わないことにしたもの" in coordinator.get("/search/words").text
    for row in db.session.scalars(select(ThesaurusEntry)).all():
        data = {"version": str(row.version)}
        assert coordinator.post(f"/search/words/{row.key}/restore", data=data).status_code == 303
    assert totals(visitor, "助成金") == [1]
    assert db.session.scalars(select(ThesaurusEntry)).all() == []
    assert set(verbs()) == {"thesaurus:edit", "thesaurus:remove", "thesaurus:restore"}


def test_what_is_put_first_is_put_first(coordinator, visitor):
    term = make.term(Scheme.TYPE, "grant", label="助成金・補助金")
    plain = make.menu(title="なかよしの会")
    wanted = make.menu(title="なかよしの会", type=term)
    assert send(coordinator, kind="said", words="なかよし", type="grant").status_code == 303
    outbox.drain()
    found = visitor.get("/api/v1/search?q=なかよし").json["items"]
    assert [item["id"] for item in found] == [wanted.id, plain.id]


def test_two_coordinators_lose_nothing(coordinator):
    assert send(coordinator, "grant", words="助成金、先の人").status_code == 303
    late = send(coordinator, "grant", words="助成金、後の人", version="0")
    assert late.status_code == 409
    assert "先の人" in late.text
    assert "後の人" in late.text
    assert send(coordinator, "grant", words="助成金、後の人", version="1").status_code == 303


@pytest.mark.parametrize(
    "given",
    [{"words": ""}, {"words": "、、"}, {"words": "長" * 41},
     {"words": "、".join(map(str, range(61)))}, {"kind": "other"}, {"type": "nothing"},
     {"also": "x" * 4000}],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_kept(coordinator, given):
    response = send(coordinator, **given)
    assert response.status_code == 422
    assert db.session.scalars(select(ThesaurusEntry)).all() == []


def test_unknown_groups_are_no_page(coordinator):
    for name in ("nothing", "own-1", "own-99999999999999999999", "own-x"):
        assert coordinator.get(f"/search/words/{name}").status_code == 404
        assert send(coordinator, name).status_code == 404


def test_defaults_hold_what_the_field_calls_its_support(app):
    groups = thesaurus.defaults().values()
    preferred = {value for group in groups for value in group.prefer}
    for scheme, count in (("type", 17), ("target", 15), ("theme", 19)):
        assert len([value for value in preferred if value.startswith(f"{scheme}:")]) == count
    for group in groups:
        assert group.words
        assert all(len(word) <= thesaurus.LONGEST_WORD for word in [*group.words, *group.also])
