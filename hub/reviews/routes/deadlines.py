"""提出期限 of the organizations of a department."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.core import calendar
from hub.core.db import transaction
from hub.core.errors import Conflict, Invalid, NotFound, authorize
from hub.organizations.queries import get_organization
from hub.programmes.periods import FiscalTerm
from hub.reviews import commands, due, policy
from hub.reviews.forms import deadline_form, terms_around
from hub.reviews.routes.blueprint import bp


@bp.route("/deadlines/<int:office_id>/<code>", methods=["GET", "POST"])
@login_required
def deadline(office_id: int, code: str):
    office, term = get_organization(office_id), _term(code)
    authorize(policy.can_set_deadline(current_user, office_id))
    supervised = due.supervised({office_id})
    if not supervised:
        raise NotFound
    found = due.deadline(office_id, term)
    form = deadline_form(supervised, found)
    theirs, status = None, 200
    if form.validate_on_submit():
        try:
            with transaction():
                commands.set_deadline(
                    current_user, office, term, due_on=form.due_on.data, others=form.others,
                    seen=form.version.data,
                )  # fmt: skip
        except Invalid as error:
            form.refuse("due_on", str(error))
        except Conflict:
            theirs, status = due.deadline(office_id, term), 409
            form.version.data = theirs.version if theirs else 0
        else:
            flash(_("提出期限を決めました。"), "message")
            return redirect(url_for(".index", term=term.code), 303)
    page = render_template(
        "reviews/deadline.html", form=form, office=office, term=term, supervised=supervised,
        theirs=theirs, terms=terms_around(calendar.today()),
    )  # fmt: skip
    return page, 422 if form.errors else status


def _term(code: str) -> FiscalTerm:
    """Any 年度 that people may plan for."""
    try:
        term = FiscalTerm.of_code(code)
    except ValueError as error:
        raise NotFound from error
    if not 2000 <= term.fiscal_year <= 2100:
        raise NotFound
    return term
