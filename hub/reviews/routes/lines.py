"""The draft: its page, and what is done with its lines."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core.db import transaction
from hub.core.errors import Conflict, NotFound
from hub.reviews import drafting, line_commands
from hub.reviews.drafting import Draft
from hub.reviews.line_forms import LineForm
from hub.reviews.models import ReviewLine, Section
from hub.reviews.routes import drafting as common
from hub.reviews.routes.blueprint import bp


@bp.get("/<int:review_id>/draft")
@login_required
def draft(review_id: int):
    found = common.load(review_id)
    if not found.review.is_being_written:
        return redirect(url_for(".show", review_id=review_id), 303)
    return render_template(
        "reviews/draft.html", draft=found, review=found.review, kept_as=common.kept_as,
        new_name=common.new_name, sent=common.sent(), looking=_number("looking"),
    )  # fmt: skip


@bp.route("/<int:review_id>/lines/new", methods=["GET", "POST"])
@login_required
def add_line(review_id: int):
    found = common.load(review_id)
    form = common.form_for(found, section=_section(), programme_id=_number("programme"))
    name = common.new_name(form.section.data, form.programme_id.data)
    if form.validate_on_submit():
        try:
            with transaction():
                review = drafting.get_for_writing(current_user, review_id)
                line_commands.add(
                    current_user, review, section=form.section.data,
                    programme_id=form.programme_id.data, text=form.text.data,
                )  # fmt: skip
        except Conflict as error:
            return _lost(form, review_id, str(error))
        common.was_sent(review_id, name)
        flash(_("書き足しました。"))
        return redirect(_back(review_id, form), 303)
    return common.line_page(found, form, name=name)


@bp.route("/<int:review_id>/lines/<int:line_id>", methods=["GET", "POST"])
@login_required
def edit_line(review_id: int, line_id: int):
    found = common.load(review_id)
    line = _standing(found, line_id)
    form = common.form_for(found, line)
    name = f"line:{line_id}"
    if form.validate_on_submit():
        try:
            with transaction():
                line_commands.edit(
                    current_user,
                    drafting.get_line(current_user, review_id, line_id),
                    section=form.section.data,
                    programme_id=form.programme_id.data,
                    text=form.text.data,
                    seen=form.seen.data or "",
                )
        except Conflict as error:
            return _conflict(form, review_id, line_id, str(error))
        common.was_sent(review_id, name)
        flash(_("保存しました。"))
        return redirect(_back(review_id, form), 303)
    return common.line_page(found, form, name=name, line=line)


@bp.post("/<int:review_id>/lines/<int:line_id>/<any(up, down):way>")
@login_required
def move_line(review_id: int, line_id: int, way: str):
    with transaction():
        line = drafting.get_line(current_user, review_id, line_id)
        line_commands.move(current_user, line, up=way == "up")
    return redirect(common.draft_url(review_id, f"line-{line_id}"), 303)


@bp.post("/<int:review_id>/lines/<int:line_id>/remove")
@login_required
def remove_line(review_id: int, line_id: int):
    with transaction():
        line = drafting.get_line(current_user, review_id, line_id)
        line_commands.remove(current_user, line)
        programme_id = line.programme_id
    flash(_("行を外しました。「外した行」から戻せます。"))
    return redirect(common.part_url(review_id, programme_id), 303)


@bp.post("/<int:review_id>/lines/<int:line_id>/restore")
@login_required
def restore_line(review_id: int, line_id: int):
    with transaction():
        line = drafting.get_line(current_user, review_id, line_id)
        line_commands.restore(current_user, line)
    flash(_("行を戻しました。"))
    return redirect(common.draft_url(review_id, f"line-{line_id}"), 303)


def _conflict(form: LineForm, review_id: int, line_id: int, why: str):
    """Both texts; what was typed stays in the form, which saves over what it shows now."""
    found = common.load(review_id)
    line = drafting.get_line(current_user, review_id, line_id)
    if not found.review.is_being_written or line.removed_at is not None:
        return _lost(form, review_id, why or _("この行は、ほかの人が外しました。"))
    form.seen.data = line_commands.fingerprint(line)
    page = render_template(
        "reviews/line_conflict.html", draft=found, review=found.review, form=form, line=line
    )
    return page, 409


def _lost(form: LineForm, review_id: int, why: str):
    """It cannot be saved here any more: the text to copy."""
    found = common.load(review_id)
    page = render_template(
        "reviews/line_lost.html", review=found.review, text=form.text.data, why=why
    )
    return page, 409


def _standing(found: Draft, line_id: int) -> ReviewLine:
    """Raises NotFound; one that was taken out while its form is sent is not that."""
    for line in found.review.lines:
        if line.id == line_id:
            return line
    if request.method == "POST":
        for line in found.removed:
            if line.id == line_id:
                return line
    raise NotFound


def _back(review_id: int, form: LineForm) -> str:
    return common.part_url(review_id, form.programme_id.data)


def _section() -> Section | None:
    given = request.args.get("section", "")
    return Section(given) if given in set(Section) else None


def _number(name: str) -> int | None:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
