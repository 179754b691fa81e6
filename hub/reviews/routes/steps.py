"""Each step of a review has a page that asks what the record needs. What was typed is kept."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core.db import transaction
from hub.core.errors import Conflict, Invalid, NotFound, authorize
from hub.reviews import commands, policy, queries
from hub.reviews.forms import AnswerForm, CommentForm, QuestionForm, StepForm, VisibilityForm
from hub.reviews.models import CommentKind, Review
from hub.reviews.parts import parts_of_draft
from hub.reviews.routes.blueprint import bp
from hub.reviews.routes.moves import MOVES, move_of
from hub.reviews.warnings import before_submitting

F = TypeVar("F", bound=StepForm)
Q = TypeVar("Q", bound=QuestionForm)


@bp.route(f"/<int:review_id>/<any({', '.join(repr(name) for name in MOVES)}):name>",
          methods=["GET", "POST"])  # fmt: skip
@login_required
def step(review_id: int, name: str):
    review = queries.get_review(current_user, review_id)
    offices = queries.offices(review)
    move = move_of(review, offices, name)
    authorize(move.right(current_user, review, offices))
    form = _filled(move.form, review)

    def take() -> None:
        move.command(
            current_user, review, post_title=form.post_title.data or "",
            text=form.text.data or "", seen=form.version.data,
        )  # fmt: skip

    def page(again: Review, **more: Any):
        fits = move.fits(current_user, again, offices)
        shows = fits and move.shows_draft
        return render_template(
            "reviews/step.html", review=again, move=move, form=form, fits=fits,
            warnings=before_submitting(current_user, again) if shows else [],
            parts=parts_of_draft(current_user, again) if shows else [], **more,
        )  # fmt: skip

    return _answer(review, form, take, page, move.done)


@bp.route("/<int:review_id>/ask", methods=["GET", "POST"])
@login_required
def ask(review_id: int):
    review = queries.get_review(current_user, review_id)
    offices = queries.offices(review)
    authorize(policy.judges(current_user, offices))
    form = _about_line(QuestionForm, review)

    def take() -> None:
        commands.ask(
            current_user, review, post_title=form.post_title.data or "", text=form.text.data,
            line_id=form.line_id, seen=form.version.data,
        )  # fmt: skip

    def page(again: Review, **more: Any):
        fits = policy.can_question(current_user, again, offices)
        return _saying(again, form, _("質問する"), fits, line_id=form.line_id, **more)

    return _answer(review, form, take, page, _("質問しました。"))


@bp.route("/<int:review_id>/questions/<int:question_id>/answer", methods=["GET", "POST"])
@login_required
def answer(review_id: int, question_id: int):
    review = queries.get_review(current_user, review_id)
    question = next((c for c in review.comments if c.id == question_id), None)
    offices = queries.offices(review)
    if (
        question is None
        or question.kind is not CommentKind.QUESTION
        or not policy.can_read_submissions(current_user, review, offices)
    ):
        raise NotFound
    authorize(policy.writes(current_user, review))
    form = _filled(AnswerForm, review)

    def take() -> None:
        commands.answer(
            current_user, review, question_id, post_title=form.post_title.data or "",
            text=form.text.data, seen=form.version.data,
        )  # fmt: skip

    def page(again: Review, **more: Any):
        asked = next(c for c in again.comments if c.id == question_id)
        fits = policy.can_answer(current_user, again) and asked in again.open_questions
        return _saying(again, form, _("質問に答える"), fits, question=asked,
                       line_id=asked.line_id, **more)  # fmt: skip

    return _answer(review, form, take, page, _("答えました。"))


@bp.route("/<int:review_id>/comment", methods=["GET", "POST"])
@login_required
def comment(review_id: int):
    review = queries.get_review(current_user, review_id)
    authorize(policy.can_comment(current_user, review, queries.offices(review)))
    form = _about_line(CommentForm, review)

    def take() -> None:
        commands.comment(
            current_user, review, post_title=form.post_title.data or "", text=form.text.data,
            line_id=form.line_id,
        )  # fmt: skip

    def page(again: Review, **more: Any):
        return _saying(again, form, _("コメントする"), True, line_id=form.line_id, **more)

    return _answer(review, form, take, page, _("コメントしました。"))


@bp.post("/<int:review_id>/visibility")
@login_required
def choose_visibility(review_id: int):
    review = queries.get_review(current_user, review_id)
    authorize(policy.writes(current_user, review))
    form = VisibilityForm()
    if not form.validate_on_submit():
        raise Invalid(_("公開範囲を選んでください。"))
    with transaction():
        commands.choose_visibility(
            current_user, review, visibility=form.visibility.data, seen=form.version.data
        )
    flash(_("公開範囲を変えました。"), "message")
    return redirect(url_for(".show", review_id=review_id), 303)


def _filled(kind: type[F], review: Review) -> F:
    title = "" if request.method == "POST" else queries.last_post_title(current_user)
    return kind(data={"version": review.version, "post_title": title})


def _about_line(kind: type[Q], review: Review) -> Q:
    form = _filled(kind, review)
    if request.method == "GET":
        form.line.data = request.args.get("line", "")
    return form


def _saying(review: Review, form: StepForm, title: str, fits: bool, *, line_id: int | None,
            **more: Any):  # fmt: skip
    line = review.latest.line(line_id) if review.latest else None
    return render_template("reviews/say.html", review=review, form=form, title=title, fits=fits,
                           line=line, **more)  # fmt: skip


def _answer(
    review: Review, form: StepForm, take: Callable[[], None], page: Callable[..., str], done: Any
):
    """The page with what was typed until the step is taken; 409 where something came between."""
    review_id, status = review.id, 200
    if form.validate_on_submit():
        try:
            with transaction():
                take()
        except Invalid as error:
            form.refuse("text", str(error))
        except Conflict:
            status = 409
            review = queries.get_review(current_user, review_id)
            form.version.data = review.version
        else:
            flash(str(done), "message")
            return redirect(url_for(".show", review_id=review_id), 303)
    return page(review, came_between=status == 409), 422 if form.errors else status
