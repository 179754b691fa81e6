"""振り返り: drafts are the organization's, what is handed in its department's too, what is settled
everybody's."""

from tests.permissions import rows_of_drafts  # noqa: F401 (fills the table too)
from tests.permissions.table import EDITORS, EVERYONE, HOME, NETWORK, SIGNED_IN, WRITERS, row

OFFICE = {"department"}
REVIEWS = {  # thing: who reads anything of it
    "review_draft": WRITERS,
    "review_inside": HOME,
    "review_submitted": HOME | OFFICE,
    "review_questioned": HOME | OFFICE,
    "review_returned": HOME | OFFICE,
    "review_revised": NETWORK,
    "review_settled": NETWORK,
    "review_public": EVERYONE,
}

row("GET", "reviews.index", ok=SIGNED_IN, login=True)
for method in ("GET", "POST"):
    row(method, "reviews.begin", ok=EDITORS - OFFICE, forbidden=SIGNED_IN, login=True)
    row(method, "reviews.deadline", ok=OFFICE, forbidden=SIGNED_IN, login=True,
        office_id="office_organization", code="2025")  # fmt: skip
for thing, readers in REVIEWS.items():
    row("GET", "reviews.show", ok=readers, review_id=thing)
for thing in ("review_submitted", "review_returned", "review_revised", "review_public"):
    row("GET", "reviews.versions", ok=REVIEWS[thing], review_id=thing)
    row("GET", "reviews.version", ok=REVIEWS[thing], review_id=thing, number="1")
row("GET", "reviews.version", ok=HOME | OFFICE, review_id="review_revised", number="2")
for name, thing, able in (
    ("submit", "review_draft", WRITERS),
    ("submit", "review_returned", WRITERS),
    ("ask-inside", "review_draft", WRITERS),
    ("write-on", "review_inside", WRITERS),
    ("check-inside", "review_inside", HOME),
    ("confirm", "review_submitted", OFFICE),
    ("return", "review_submitted", OFFICE),
    ("revise", "review_settled", WRITERS),
):
    for method in ("GET", "POST"):
        row(method, "reviews.step", ok=able, forbidden=REVIEWS[thing] - {"visitor"}, login=True,
            review_id=thing, name=name)  # fmt: skip
for method in ("GET", "POST"):
    row(method, "reviews.ask", ok=OFFICE, forbidden=REVIEWS["review_submitted"], login=True,
        review_id="review_submitted")  # fmt: skip
    row(method, "reviews.answer", ok=WRITERS, forbidden=REVIEWS["review_questioned"], login=True,
        review_id="review_questioned", question_id="review_questioned_remark")  # fmt: skip
    row(method, "reviews.comment", ok=HOME | OFFICE, forbidden=NETWORK, login=True,
        review_id="review_settled")  # fmt: skip
row("POST", "reviews.choose_visibility", ok=WRITERS, forbidden=NETWORK, login=True,
    review_id="review_settled")  # fmt: skip
