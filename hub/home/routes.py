"""The first page, and the pages that explain the hub."""

from flask import Blueprint, render_template, request
from flask_login import current_user

from hub.home import queries
from hub.menus import queries as menus
from hub.organizations.models import OrganizationKind
from hub.organizations.queries import organizations
from hub.successions import policy as successions_policy
from hub.successions import queries as successions
from hub.taxonomies.queries import real_wards

bp = Blueprint("home", __name__)


@bp.get("/")
def index():
    """For a visitor the way to support; for a member what waits for them.

    Who got the things of somebody who left sees that list until they say 受け取りました.
    """
    if not current_user.in_network:
        return render_template(
            "home/visitor.html",
            needs=menus.by_need(current_user),
            total=menus.count(current_user),
            wards=real_wards(),
            ward_counts=menus.count_by_ward(current_user),
            citywide=organizations(OrganizationKind.CITYWIDE),
            centers=organizations(OrganizationKind.SDC),
        )
    asked = queries.asked(current_user)
    share = None
    if asked.to_receive and "view" not in request.args:
        share = successions.waiting_share(current_user)
    if share is not None:
        return render_template(
            "successions/share.html", share=share,
            held=successions.things_of(current_user, share),
            may_receive=successions_policy.can_receive(current_user, share),
        )  # fmt: skip
    return render_template("home/desk.html", desk=queries.desk(current_user, asked))


@bp.get("/help")
def help():
    return render_template("home/help.html")


@bp.get("/accessibility")
def accessibility():
    return render_template("home/accessibility.html")


@bp.get("/privacy")
def privacy():
    return render_template("home/privacy.html")
