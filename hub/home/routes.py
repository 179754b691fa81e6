"""The first page, and the pages that explain the hub."""

from flask import Blueprint, render_template
from flask_login import current_user

from hub.home import queries
from hub.menus import queries as menus
from hub.organizations.models import OrganizationKind
from hub.organizations.queries import organizations
from hub.taxonomies.queries import real_wards

bp = Blueprint("home", __name__)


@bp.get("/")
def index():
    """For a visitor the way to support; for a member what waits for them."""
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
    return render_template("home/desk.html", desk=queries.desk(current_user))


@bp.get("/help")
def help():
    return render_template("home/help.html")


@bp.get("/accessibility")
def accessibility():
    return render_template("home/accessibility.html")


@bp.get("/privacy")
def privacy():
    return render_template("home/privacy.html")
