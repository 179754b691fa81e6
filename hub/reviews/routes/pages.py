"""A review is begun, its page, and the versions that were handed in."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required

from hub.core import calendar
from hub.core.db import transaction
from hub.core.difference import difference
from hub.core.errors import Conflict, NotFound, authorize
from hub.organizations.queries import get_organization
from hub.programmes.periods import FiscalTerm
from hub.reviews import commands, due, policy, queries
from hub.reviews.forms import BeginForm, VisibilityForm
from hub.reviews.models import Review, ReviewSubmission
from hub.reviews.parts import Part, as_text, content_read, parts_of, parts_of_draft
from hub.reviews.policy import Offices
from hub.reviews.routes.blueprint import bp
from hub.reviews.routes.moves import open_moves


@bp.route("/new", methods=["GET", "POST"])
@login_required
def begin():
    own = queries.own_organizations(current_user)
    authorize(bool(own))
    form = BeginForm.of(own, calendar.today())
    if request.method == "GET" and (begun := _begun(form)) is not None:
        return redirect(url_for(".show", review_id=begun.id))
    if form.validate_on_submit():
        organization_id, term = int(form.organization.data), FiscalTerm.of_code(form.term.data)
        try:
            with transaction():
                made = commands.begin(current_user, get_organization(organization_id), term).id
        except Conflict as error:
            found = queries.of_term(organization_id, term)
            assert found is not None
            made = found.id
            flash(str(error), "info")
        return redirect(url_for(".draft", review_id=made), 303)
    offices = queries.offices_of(o.id for o in own).values()
    is_sharing = not any(of_one.supervising for of_one in offices)
    page = render_template("reviews/begin.html", form=form, is_sharing=is_sharing)
    return page, 422 if form.errors else 200


@bp.get("/<int:review_id>")
def show(review_id: int):
    """The draft for who writes it, else what was handed in, as far as the viewer reads it."""
    review = queries.get_review(current_user, review_id)
    offices = queries.offices(review)
    is_draft = review.is_being_written and policy.can_read_draft(current_user, review)
    common = {
        "state": policy.state_seen(current_user, review, offices),
        "due_on": _due(review)
        if policy.can_read_submissions(current_user, review, offices) or is_draft
        else None,
        "to_answer": review.open_questions if policy.can_answer(current_user, review) else [],
        "moves": open_moves(current_user, review, offices),
        "may_set_visibility": policy.writes(current_user, review),
        "visibility": VisibilityForm(formdata=None, obj=review),
    }
    if is_draft:
        return render_template(
            "reviews/show.html", is_draft=True, parts=parts_of_draft(current_user, review),
            can_write=policy.can_write(current_user, review),
            submission=review.latest, **_about(review, offices, review.latest), **common,
        )  # fmt: skip
    submission = policy.submission_read(current_user, review, offices)
    if submission is None:
        raise NotFound
    return render_template(
        "reviews/show.html", is_draft=False, parts=_parts(submission), can_write=False,
        submission=submission, **_about(review, offices, submission), **common,
    )  # fmt: skip


@bp.get("/<int:review_id>/versions")
def versions(review_id: int):
    """Those that the viewer may read, and the difference between two of them."""
    review, _offices, readable = _readable_versions(review_id)
    old, new = _chosen("old", readable, -2), _chosen("new", readable, -1)
    shown = difference(_text(old), _text(new)) if old and new else None
    return render_template(
        "reviews/versions.html", review=review, versions=readable, old=old, new=new, shown=shown
    )


@bp.get("/<int:review_id>/versions/<int:number>")
def version(review_id: int, number: int):
    review, offices, readable = _readable_versions(review_id)
    submission = next((one for one in readable if one.number == number), None)
    if submission is None:
        raise NotFound
    return render_template(
        "reviews/version.html", parts=_parts(submission), submission=submission,
        **_about(review, offices, submission),
    )  # fmt: skip


def _parts(submission: ReviewSubmission) -> list[Part]:
    return parts_of(content_read(current_user, submission))


def _text(submission: ReviewSubmission) -> str:
    return as_text(content_read(current_user, submission))


def _about(review: Review, offices: Offices, submission: ReviewSubmission | None) -> dict[str, Any]:
    """What is said and recorded of one version; who only reads what is settled is told less."""
    reads_all = policy.can_read_submissions(current_user, review, offices)
    knows_all = reads_all or policy.can_read_draft(current_user, review)
    if knows_all:
        steps = policy.steps_read(current_user, review)
    else:
        steps = [s for s in review.steps if submission and s.submission_id == submission.id
                 and s.kind in policy.OPEN_STEPS]  # fmt: skip
    said: dict[int | None, list[Any]] = {}
    for comment in review.comments if reads_all else ():
        if comment.submission is submission:
            said.setdefault(comment.line_id, []).append(comment)
    return {
        "review": review,
        "offices": offices,
        "steps": steps,
        "names_people": reads_all,
        "reads_notes": knows_all,
        "said": said,
        "may_comment": reads_all and submission is review.latest,
        "may_ask": policy.can_question(current_user, review, offices)
        and submission is review.latest,
    }


def _begun(form: BeginForm) -> Review | None:
    """What the address asks to begin is there already, and the viewer reads it."""
    number, term = str(form.organization.data), str(form.term.data)
    offered = {value for field in (form.organization, form.term)
               for value, *_rest in field.iter_choices()}  # fmt: skip
    if not {number, term} <= offered:
        return None
    return queries.of_term(int(number), FiscalTerm.of_code(term))


def _due(review: Review):
    return due.days([review.organization_id]).get((review.organization_id, review.covers))


def _readable_versions(review_id: int) -> tuple[Review, Offices, list[ReviewSubmission]]:
    review = queries.get_review(current_user, review_id)
    offices = queries.offices(review)
    readable = policy.submissions_read(current_user, review, offices)
    if not readable:
        raise NotFound
    return review, offices, readable


def _chosen(name: str, readable: list[ReviewSubmission], otherwise: int) -> ReviewSubmission | None:
    asked = request.args.get(name, "")
    found = next((one for one in readable if str(one.number) == asked), None)
    if found is None and len(readable) > 1:
        return readable[otherwise]
    return found
