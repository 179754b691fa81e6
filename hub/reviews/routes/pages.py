"""A review is begun, and its page: the draft for who writes it, else what was handed in."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core import calendar
from hub.core.db import transaction
from hub.core.errors import Conflict, authorize
from hub.organizations.queries import get_organization
from hub.programmes.periods import FiscalTerm
from hub.reviews import commands, policy, queries
from hub.reviews.forms import BeginForm
from hub.reviews.models import Section
from hub.reviews.parts import parts_of_draft
from hub.reviews.routes.blueprint import bp


@bp.route("/new", methods=["GET", "POST"])
@login_required
def begin():
    own = queries.own_organizations(current_user)
    authorize(bool(own))
    form = BeginForm.of(own, calendar.today())
    if form.validate_on_submit():
        organization_id, term = int(form.organization.data), FiscalTerm.of_code(form.term.data)
        try:
            with transaction():
                made = commands.begin(current_user, get_organization(organization_id), term).id
        except Conflict:
            found = queries.of_term(organization_id, term)
            assert found is not None
            made = found.id
            flash(_("この期間の振り返りは、もう書き始められています。"), "info")
        return redirect(url_for(".show", review_id=made), 303)
    return render_template("reviews/begin.html", form=form), 422 if form.errors else 200


@bp.get("/<int:review_id>")
def show(review_id: int):
    review = queries.get_review(current_user, review_id)
    is_draft = policy.can_read_draft(current_user, review) and review.is_being_written
    return render_template(
        "reviews/show.html",
        review=review,
        sections=Section,
        is_draft=is_draft,
        can_write=policy.can_write(current_user, review),
        parts=parts_of_draft(current_user, review) if is_draft else [],
    )
