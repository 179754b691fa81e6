"""操作の記録: the audit log, as far as the viewer may read it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Blueprint, current_app, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required

from hub.audit.models import AuditEntry
from hub.core import calendar
from hub.core.db import db
from hub.core.export import csv_file, xlsx
from hub.core.paging import page_number, paginate
from hub.records import policy, queries, wording

bp = Blueprint("records", __name__)
MOST_ROWS = 20_000  # of an export


@bp.get("/records")
@login_required
def index():
    chosen = _chosen()
    page = paginate(queries.entries(current_user, **chosen), number=page_number())
    return render_template(
        "records/index.html",
        page=page,
        chosen=chosen,
        months=queries.months(current_user),
        organizations=queries.organizations(current_user),
        names=queries.names(page.items),
        told=queries.with_content(current_user, page.items),
        policy=policy,
        wording=wording,
        address=_address,
    )


@bp.get("/records/export.<any(xlsx, csv):ending>")
@login_required
def export(ending: str):
    query = queries.entries(current_user, **_chosen()).limit(MOST_ROWS)
    rows: Sequence[AuditEntry] = db.session.scalars(query).all()
    names = queries.names(rows)
    told = queries.with_content(current_user, rows)
    header = [_("日時"), _("だれが"), _("どの組織で"), _("何を"), _("対象"), _("前"), _("後")]
    write = xlsx if ending == "xlsx" else csv_file
    return write(_("操作の記録"), header, [_row(e, names, e.id in told) for e in rows])


def _row(entry: AuditEntry, names: queries.Names, is_told: bool) -> list[str]:
    shown = wording.differences(entry) if is_told else []
    return [
        entry.at.astimezone(calendar.TOKYO).strftime("%Y-%m-%d %H:%M:%S"),
        names.people.get(entry.actor_id or 0, _("運用")),
        names.organizations.get(entry.organization_id or 0, ""),
        wording.deed(entry.verb),
        wording.subject(entry),
        "\n".join(f"{name}: {before}" for name, before, _after in shown if before),
        "\n".join(f"{name}: {after}" for name, _before, after in shown if after),
    ]


def _chosen() -> dict[str, Any]:
    """The organization and month in the address; what cannot be read is not chosen."""
    number = request.args.get("organization", "")
    readable = number.isascii() and number.isdigit() and len(number) < 10
    return {"organization_id": int(number) if readable else None, "month": _month()}


def _month() -> date | None:
    try:
        month = calendar.parse_date(request.args.get("month", "") + "-01")
    except calendar.UnreadableDate:
        return None
    return month if 2000 <= month.year <= calendar.today().year else None


def _address(entry: AuditEntry) -> str | None:
    """The page of the thing; it answers 404 to who may not read it."""
    _word, endpoint, name = wording.SUBJECTS.get(entry.subject_type, ("", None, ""))
    if endpoint is None or endpoint not in current_app.view_functions:
        return None
    values: dict[str, Any] = {name: entry.subject_id}
    return url_for(endpoint, **values)
