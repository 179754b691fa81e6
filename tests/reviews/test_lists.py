"""Lists say of each review what its page says, in few queries; what is due stands beside it."""

from datetime import date

import pytest
from sqlalchemy import event

from hub.core.db import db
from hub.programmes.periods import TermKind
from hub.reviews import listing, policy, queries
from hub.reviews.models import Review, ReviewKind, ReviewState
from hub.search import outbox
from tests import make
from tests.reviews import world as worlds


@pytest.fixture
def world(app):
    """Of its organization, a review as far as each can come; and what a center shared."""
    world = worlds.build()
    terms = [(year, term) for year in range(2020, 2026) for term in TermKind]
    made = {}
    for name, (year, term) in zip(
        ("draft", "inside", "submitted", "questioned", "returned", "inside again", "confirmed",
         "revised", "waits again"), terms, strict=False,
    ):  # fmt: skip
        review = made[name] = make.review(world.home, fiscal_year=year, term=term)
        make.review_line(review, f"{name}の成果")
        if name in {"confirmed", "revised", "waits again"}:
            make.submission(review, settled=True)
        elif name not in {"draft", "inside"}:
            make.submission(review)
    made["inside"].ask_inside()
    made["questioned"].question()
    made["returned"].send_back()
    made["inside again"].send_back()
    made["inside again"].ask_inside()
    made["revised"].revise("数の誤り")
    make.submission(made["waits again"])
    shared = make.review(kind=ReviewKind.SHARING)
    make.review_line(shared, "共有の成果")
    make.submission(shared, settled=True)
    db.session.commit()
    return world


def test_a_list_says_of_each_review_what_its_page_says(world, as_user):
    people = {name: getattr(world, name) for name in
              ("editor", "viewer", "officer", "reader", "other_officer", "outsider")}  # fmt: skip
    seen = {}
    for name, person in people.items():
        rows = {row.id: row.state for review in db.session.scalars(db.select(Review))
                for row in listing.of_organization(person, review.organization_id)}  # fmt: skip
        for review in db.session.scalars(db.select(Review)):
            offices = queries.offices(review)
            assert (review.id in rows) == policy.can_view(person, review, offices), name
            if review.id in rows:
                assert rows[review.id] is policy.state_seen(person, review, offices), name
        seen[name] = sorted(state.value for state in rows.values())
    settled = ["confirmed", "confirmed", "confirmed", "shared"]
    assert seen["outsider"] == seen["other_officer"] == settled
    assert "preparing" not in seen["officer"]
    assert "internal" not in seen["officer"]
    assert len(seen["editor"]) == 10
    assert len(seen["viewer"]) == 9  # not the draft
    for state in ReviewState:
        listed = as_user(world.officer).get(f"/reviews?state={state.value}").text
        assert listed.count("<span class=\"visually-hidden\"> 令和") == \
            seen["officer"].count(state.value)  # fmt: skip


def test_whose_office_ended_reads_what_is_settled_and_its_successor_all(world, as_user):
    heir = make.department()
    world.office.valid_until, world.office.successor_id = date(2026, 10, 31), heir.id
    db.session.commit()
    next_officer = make.user(heir)
    listed = {}
    for person in (world.officer, next_officer):
        rows = listing.of_organization(person, world.home.id)
        for review in db.session.scalars(db.select(Review).filter_by(organization=world.home)):
            may = policy.can_view(person, review, queries.offices(review))
            assert may == (review.id in {row.id for row in rows})
        listed[person] = {row.state.value for row in rows}
    assert listed[world.officer] == {"confirmed"}
    assert {"submitted", "questioned", "returned"} < listed[next_officer]
    waits = "確認を待つ振り返りが2件あります"
    assert waits in as_user(next_officer).get("/").text
    assert waits not in as_user(world.officer).get("/").text
    assert "読んで確認する" in as_user(next_officer).get("/desk").text
    page = f"/reviews/deadlines/{world.office.id}/2026-first"
    assert as_user(world.officer).get(page).status_code == 404


def test_the_pages_ask_little(world, as_user):
    make.relation(world.office, make.organization(name="別の団体"))
    number = db.session.scalars(
        db.select(Review.id).where(Review.state == ReviewState.QUESTIONED)
    ).one()
    asked: list[str] = []
    for person in (world.editor, world.officer):
        client = as_user(person)
        for address in ("/reviews", f"/reviews/{number}"):
            client.get(address)
            asked.clear()
            event.listen(db.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
            assert client.get(address).status_code == 200
            assert len(set(asked)) <= 12, "\n".join(sorted(set(asked)))


def test_a_department_sets_the_day_for_all_and_another_for_one(world, as_user):
    second = make.organization(short_name="第二団体")
    make.relation(world.office, second)
    officer = as_user(world.officer)
    page = f"/reviews/deadlines/{world.office.id}/2026-first"
    data = {"version": 0, "due_on": "2026-11-10", f"other-{second.id}": "R8.12.20"}
    assert officer.post(page, data=data).status_code == 303
    listed = officer.get("/reviews?term=2026-first").text
    assert "13日超過" in listed
    assert "12月20日（日）" in listed
    behind = officer.post(page, data=data | {"due_on": "2026-11-30"})
    assert behind.status_code == 409
    assert "2026-11-30" in behind.text
    unreadable = officer.post(page, data=data | {"version": 1, f"other-{second.id}": "来月"})
    assert unreadable.status_code == 422
    assert "来月" in unreadable.text
    assert "13日超過" in as_user(world.editor).get("/reviews?term=2026-first").text
    assert as_user(world.other_officer).get(page).status_code == 403
    for nonsense in ("9999", "2026-third", "x"):
        missing = officer.get(f"/reviews/deadlines/{world.office.id}/{nonsense}")
        assert missing.status_code == 404


def test_only_what_is_settled_is_found(world, as_user):
    outbox.drain()
    for person in (world.outsider, world.editor, world.officer):
        client = as_user(person)
        for name in ("confirmed", "revised", "waits again", "共有"):
            items = client.get(f"/api/v1/search?q={name}の成果").json["items"]
            assert [item["kind"] for item in items][:1] == ["review"], name
        found = client.get("/api/v1/search?q=成果").json
        kinds = {kind["value"]: kind["count"] for kind in found["facets"]["kind"]}
        assert kinds == {"review": 4}


def test_a_public_review_is_read_without_signing_in(world, as_user, visitor):
    settled = db.session.scalars(
        db.select(Review).where(Review.state == ReviewState.CONFIRMED)
    ).first()
    page, version = f"/reviews/{settled.id}", settled.version
    assert visitor.get(page).status_code == 404
    data = {"version": version, "visibility": "public"}
    assert as_user(world.officer).post(f"{page}/visibility", data=data).status_code == 403
    assert as_user(world.editor).post(f"{page}/visibility", data=data).status_code == 303
    shown = visitor.get(page)
    assert "confirmedの成果" in shown.text
    assert world.editor.name not in shown.text
    assert visitor.get("/reviews").status_code == 303
