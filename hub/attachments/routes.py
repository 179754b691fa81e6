"""Pages of files: those of one thing, adding, taking away, and the download itself."""

from typing import Any

import structlog
from flask import Blueprint, current_app, flash, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required
from werkzeug.exceptions import RequestEntityTooLarge

from hub.attachments import (
    commands,
    extraction,
    extraction_queries,
    owners,
    policy,
    queries,
    store,
)
from hub.attachments.forms import UploadForm
from hub.attachments.models import TYPES
from hub.core.db import transaction
from hub.core.errors import Invalid, NotFound, authorize, respond
from hub.core.templating import file_size
from hub.core.worker import every_tick

__all__ = ["bp", "extraction"]  # the worker does what it has registered

bp = Blueprint("attachments", __name__)
log = structlog.get_logger()


@bp.get("/attachments/<int:attachment_id>")
def download(attachment_id: int):
    attachment = queries.get_attachment(current_user, attachment_id)
    path = store.path_of(attachment.sha256)
    if not path.is_file():
        log.error("file is missing", attachment=attachment_id)
        raise NotFound
    response = send_file(
        path, as_attachment=True, download_name=attachment.name, etag=attachment.sha256
    )
    # Never a page of ours: whatever is inside stays a file.
    response.headers["Content-Type"] = attachment.content_type
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@bp.route("/attachments/<owner_kind>/<int:owner_id>", methods=["GET", "POST"])
@login_required
def manage(owner_kind: str, owner_id: int):
    queries.check_owner(current_user, owner_kind, owner_id)
    authorize(policy.can_change(current_user, owner_kind, owner_id))
    form = UploadForm()
    if form.validate_on_submit():
        try:
            stored = store.keep(form.file.data.stream, form.file.data.filename)
            with transaction():
                commands.attach(current_user, owner_kind, owner_id, stored)
        except Invalid as error:
            form.refuse("file", str(error))
        else:
            flash(_("「%(name)s」を加えました。", name=stored.name))
            return redirect(url_for(".manage", owner_kind=owner_kind, owner_id=owner_id), 303)
    return _page(form, owner_kind, owner_id), 422 if form.errors else 200


@bp.post("/attachments/<int:attachment_id>/remove")
@login_required
def remove(attachment_id: int):
    attachment = queries.get_attachment(current_user, attachment_id)
    name, owner_kind, owner_id = attachment.name, attachment.owner_kind, attachment.owner_id
    with transaction():
        commands.remove(current_user, queries.get_attachment(current_user, attachment_id))
    flash(_("「%(name)s」を外しました。", name=name))
    return redirect(url_for(".manage", owner_kind=owner_kind, owner_id=owner_id), 303)


@bp.errorhandler(RequestEntityTooLarge)
@bp.errorhandler(store.TooLarge)
def too_large(_error: Exception):
    limit = file_size(current_app.config["UPLOAD_LIMIT"])
    return respond(
        413,
        "too_large",
        _("付けられるファイルは一つ%(limit)sまでです。分けるか、小さくして、もう一度ためしてください。",
          limit=limit),
    )  # fmt: skip


@every_tick
def sweep() -> None:
    with transaction():
        count = commands.sweep()
    if count:
        log.info("unused files deleted", count=count)


def _page(form: UploadForm, owner_kind: str, owner_id: int) -> Any:
    files = queries.of(owner_kind, owner_id)
    return render_template(
        "attachments/manage.html",
        form=form,
        files=files,
        readings=extraction_queries.readings(files),
        owner_title=owners.title_of(owner_kind, owner_id),
        owner_url=owners.url_of(owner_kind, owner_id),
        types=dict.fromkeys(str(label) for _type, label, _begins in TYPES.values()),
        limit=current_app.config["UPLOAD_LIMIT"],
    )
