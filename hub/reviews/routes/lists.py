"""Lists of reviews."""

from flask import render_template
from flask_login import current_user, login_required

from hub.core.paging import page_number, paginate
from hub.reviews import queries
from hub.reviews.models import Review
from hub.reviews.routes.blueprint import bp


@bp.get("")
@login_required
def index():
    query = queries.visible_to(current_user).options(*queries.for_list())
    newest = query.order_by(Review.fiscal_year.desc(), Review.id.desc())
    return render_template("reviews/index.html", page=paginate(newest, number=page_number()))
