"""The draft of a review: written by editors of its organization, while it is being written."""

from tests.permissions.table import EDITORS, HOME, SIGNED_IN, WRITERS, row

DRAFT = {"review_id": "review_draft"}
LINE = DRAFT | {"line_id": "review_draft_line"}
INSIDE = {"review_id": "review_inside"}
FACT = DRAFT | {"key": "review_fact"}
FULL = {"text": "書いた文", "section": "issue"}

row("GET", "reviews.draft", ok=WRITERS, login=True, **DRAFT)
row("GET", "reviews.draft", ok=WRITERS, forbidden=HOME, login=True, **INSIDE)
for thing in ("submitted", "settled"):  # it is read, not written: on its own page
    row("GET", "reviews.draft", ok=WRITERS, forbidden=HOME, login=True,
        review_id=f"review_{thing}")  # fmt: skip
for method in ("GET", "POST"):
    row(method, "reviews.add_line", ok=WRITERS, login=True, data=FULL, **DRAFT)
    row(method, "reviews.edit_line", ok=WRITERS, login=True, data=FULL, **LINE)
    row(method, "reviews.change", ok=WRITERS, login=True, data=FULL, **FACT)
    row(
        method,
        "reviews.answer_issue",
        ok=WRITERS,
        login=True,
        data={"text": "書いた文", "outcome": "solved"},
        line_id="review_revised_line",
        **DRAFT,
    )
    row(method, "reviews.propose_line", ok=WRITERS, login=True, **LINE)
    row(method, "reviews.propose_line", ok=WRITERS, forbidden=HOME, login=True,
        review_id="review_settled", line_id="review_settled_line")  # fmt: skip
row("POST", "reviews.move_line", ok=WRITERS, login=True, way="up", **LINE)
row("POST", "reviews.remove_line", ok=WRITERS, login=True, **LINE)
row("POST", "reviews.restore_line", ok=WRITERS, login=True, **LINE)
row("POST", "reviews.take", ok=WRITERS, login=True, **FACT)
row("POST", "reviews.leave_out", ok=WRITERS, login=True, **FACT)
row("POST", "reviews.offer_again", ok=WRITERS, login=True, **FACT)

# a 課題 goes on as an action: for who writes the review
for thing, readers in (("draft", WRITERS), ("settled", HOME)):
    row("GET", "actions.create", ok=WRITERS, forbidden=readers | (SIGNED_IN - EDITORS), login=True,
        query={"review_line": f"review_{thing}_line"})  # fmt: skip
# the chain of a 課題: of a draft for who reads it, else of what is settled
for thing, readers in (
    ("draft", WRITERS),
    ("inside", HOME),
    ("submitted", HOME),
    ("settled", SIGNED_IN - {"admin"}),
    ("public", SIGNED_IN),
):
    row("GET", "chains.show", ok=readers, login=True, kind="issue",
        thing_id=f"review_{thing}_line")  # fmt: skip
