"""Facts of the documents are sets of bits: they must say the same as the documents."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.search.documents import SearchDocument
from hub.search.facts import Facts, bits_of, entry_of


def entry(number, readers, wards=()):
    document = SearchDocument(
        kind="menu", id=number, title="", body="", readers=frozenset(readers),
        wards=frozenset(wards), day=date(2026, 4, 1),
    )  # fmt: skip
    return entry_of(document, f"menus:{number}")


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.sampled_from("abc"), unique=True), max_size=40), st.integers(0, 40))
def test_segments_joined_are_as_one(wards, cut):
    entries = [entry(number, ["public"], some) for number, some in enumerate(wards)]
    whole, joined = Facts(entries), Facts(entries[:cut])
    joined.append(Facts(entries[cut:]))
    everything = bits_of(range(len(wards)))
    assert joined.counts("ward", everything) == whole.counts("ward", everything)
    assert joined.having("ward", ["a", "b"]) == whole.having("ward", ["a", "b"])
    assert whole.having("ward", ["a"]).bit_count() == sum("a" in some for some in wards)


def test_only_the_readers_count():
    facts = Facts([entry(1, ["public"], "a"), entry(2, ["org:3"], "a"), entry(3, ["series:1"])])
    allowed = facts.having("reader", ["public", "org:3"])
    assert facts.counts("ward", allowed) == {"a": 2}
    assert facts.counts("year", facts.having("reader", ["org:9"])) == {}


def test_a_row_and_what_is_shown_within_it():
    facts = Facts([entry(1, ["public"]), entry(2, ["public"]) | {"parent": "menu:1"}])
    assert facts.of_sources({"menus:1"}) == 0b11
    assert facts.of_sources({"menus:2"}) == 0b10
    assert facts.of_sources(set()) == 0
