"""What the routes of a draft share: names under which browsers keep what was typed, and the way
back."""

from collections.abc import Iterable
from typing import Any

from flask import render_template, session, url_for
from flask_login import current_user

from hub.reviews import drafting, followups, origins
from hub.reviews.drafting import Draft
from hub.reviews.followups import FollowUp
from hub.reviews.line_commands import fingerprint
from hub.reviews.line_forms import LineForm
from hub.reviews.models import ReviewLine, Section
from hub.reviews.parts import Part
from hub.reviews.routes.blueprint import bp

__all__ = ["origins"]
FEW = 5  # facts of one part; the rest is folded


@bp.context_processor
def _for_templates():
    return {
        "follow_up": _follow_up, "follow_ups": _follow_ups, "by_source": drafting.by_source,
        "few": FEW,
    }  # fmt: skip


def _follow_up(line: ReviewLine) -> FollowUp:
    return followups.follow_up(current_user, line)


def _follow_ups(parts: Iterable[Part]) -> dict[int, FollowUp]:
    """Of the 課題 of what was handed in, by id of the line."""
    issues = (line["id"] for part in parts for line in part.lines[Section.ISSUE])
    return followups.of_lines(current_user, issues)


def kept_as(review_id: int, name: str) -> str:
    """See hub.js."""
    return f"{current_user.id}:review:{review_id}:{name}"


def was_sent(review_id: int, name: str) -> None:
    """The next page tells the browser that it may forget."""
    session["sent_review_line"] = kept_as(review_id, name)


def sent() -> str | None:
    return session.pop("sent_review_line", None)


def draft_url(review_id: int, anchor: str | None = None) -> str:
    return url_for("reviews.draft", review_id=review_id, _anchor=anchor)


def part_url(review_id: int, programme_id: int | None) -> str:
    return draft_url(review_id, f"part-{programme_id or 0}")


def facts_url(review_id: int, programme_id: int | None) -> str:
    """Back to where facts were looked through: on narrow screens they are folded."""
    number = programme_id or 0
    anchor = f"candidates-{number}"
    return url_for("reviews.draft", review_id=review_id, looking=number, _anchor=anchor)


def new_name(section: Section | None, programme_id: int | None) -> str:
    return f"new:{section.value if section else ''}:{programme_id or 0}"


def form_for(draft: Draft, line: ReviewLine | None = None, **given: Any) -> LineForm:
    """Of a line, or of a new one that begins with ``given``."""
    shown: dict[str, Any] = given
    if line is not None:
        shown = {"section": line.section, "programme_id": line.programme_id, "text": line.text,
                 "seen": fingerprint(line)}  # fmt: skip
    form = LineForm(data=shown)
    form.offer(draft.parts)
    return form


def line_page(draft: Draft, form: LineForm, *, name: str, **shown: Any):
    page = render_template(
        "reviews/line.html", draft=draft, review=draft.review, form=form,
        keep=kept_as(draft.review.id, name), **shown,
    )  # fmt: skip
    return page, 422 if form.errors else 200


def load(review_id: int) -> Draft:
    return drafting.get_draft(current_user, review_id)
