"""The mails of the demo, and those that could not be delivered."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from config import is_loopback
from hub.core.db import transaction
from hub.core.errors import NotFound
from hub.core.paging import page_number, paginate
from hub.notifications import commands, delivery, queries

__all__ = ["bp", "delivery"]  # the worker sends what delivery has registered

bp = Blueprint("notifications", __name__)


@bp.get("/mails")
def index():
    """In the demo nothing is sent: whoever sits at the machine reads the mails, and their links."""
    if not current_app.config["DEMO"] or not is_loopback(request.remote_addr or ""):
        raise NotFound
    page = paginate(queries.mails(), number=page_number())
    return render_template("notifications/mails.html", page=page)


@bp.get("/mails/failed")
@login_required
def failed():
    page = paginate(queries.failed_mails(current_user), number=page_number())
    return render_template("notifications/failed.html", page=page)


@bp.post("/mails/<int:mail_id>/retry")
@login_required
def retry(mail_id: int):
    mail = queries.failed_mail(current_user, mail_id)
    with transaction():
        commands.try_again(current_user, mail)
    flash(_("もう一度送ります。届かないときは、またここに出ます。"))
    return redirect(url_for(".failed"), 303)
