"""The sheet: downloading it, trying what it would change, bringing it in."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user, login_required
from flask_wtf.file import FileField, FileRequired
from itsdangerous import BadSignature, URLSafeSerializer
from wtforms import HiddenField

from hub.attachments import store
from hub.core import calendar, export
from hub.core.db import transaction
from hub.core.errors import Conflict, Invalid, NotFound, authorize
from hub.core.forms import Form
from hub.organizations.models import Organization
from hub.organizations.queries import get_organization
from hub.programmes import policy, queries
from hub.programmes.routes.blueprint import bp, number
from hub.programmes.sheets import importing, layout, reading, writing
from hub.programmes.sheets.checking import Checked, check
from hub.programmes.sheets.layout import Read

RULE = "/organizations/<int:organization_id>/programmes/sheet"
YEARS = 5  # that have a template of their own


class UploadForm(Form):
    file = FileField(
        _l("書き込んだ表（Excel または CSV）"),
        [FileRequired(_l("ファイルを選んでください。"))],
        render_kw={"accept": ".xlsx,.csv"},
    )


class ConfirmForm(Form):
    """What was uploaded, and the fingerprint of what was shown of it."""

    kept = HiddenField()
    shown = HiddenField()


@bp.route(RULE, methods=["GET", "POST"])
@login_required
def sheet(organization_id: int):
    """Where to get the template; with a file, what it would change."""
    organization = _own(organization_id)
    form = UploadForm()
    if not form.validate_on_submit():
        return _sheet_page(form, organization)
    try:
        stored = store.keep(form.file.data.stream, form.file.data.filename)
        if stored.ending not in reading.ENDINGS:
            raise Invalid(_("ExcelのブックかCSV（.xlsx、.csv）を選んでください。"))
        read = reading.read(store.path_of(stored.sha256), stored.name, stored.ending)
    except (Invalid, reading.Unreadable) as refusal:
        form.refuse("file", str(refusal))
        return _sheet_page(form, organization)
    checked = check(read, queries.whole(current_user, organization_id))
    kept = _signed().dumps([current_user.id, organization_id, stored.sha256, stored.name])
    return _check_page(organization, checked, str(kept), stored.name)


@bp.post(f"{RULE}/confirm")
@login_required
def bring_in(organization_id: int):
    organization = _own(organization_id)
    form = ConfirmForm()
    form.validate()
    try:
        name, read = _kept(form.kept.data or "", organization_id)
    except (BadSignature, reading.Unreadable):
        flash(_("選んだファイルはもう残っていません。もう一度選んでください。"), "warn")
        return redirect(url_for(".sheet", organization_id=organization_id), 303)
    try:
        with transaction():
            checked = importing.bring_in(
                current_user, organization_id, read, shown=form.shown.data or ""
            )
            count = len(checked.changes)
    except Conflict:
        organization = _own(organization_id)
        checked = check(read, queries.whole(current_user, organization_id))
        return _check_page(organization, checked, form.kept.data or "", name, is_late=True)
    flash(_("%(count)s個の数値を取り込みました。", count=count))
    return redirect(url_for("organizations.show", organization_id=organization_id,
                            _anchor="programmes"), 303)  # fmt: skip


@bp.get(f"{RULE}.<any(xlsx, csv):kind>")
@login_required
def download(organization_id: int, kind: str):
    """Of one 年度 with a row for every period, or all that is known."""
    organization = get_organization(organization_id)
    authorize(current_user.in_network)
    year = number("year") if "year" in request.args else None
    if "year" in request.args and (year is None or not 1990 <= year <= 2100):
        raise NotFound
    name = organization.short_name
    name += (
        _("の数値") if year is None else _("の数値 %(year)s", year=calendar.fiscal_year_short(year))
    )
    programmes = queries.whole(current_user, organization_id)
    write = export.xlsx if kind == "xlsx" else export.csv_file
    return write(name, writing.header(), writing.rows(programmes, year))


def _own(organization_id: int) -> Organization:
    organization = get_organization(organization_id)
    authorize(policy.can_create_for(current_user, organization.id))
    return organization


def _signed() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="programmes-sheet")


def _kept(text: str, organization_id: int) -> tuple[str, Read]:
    """The file that this person uploaded for this organization, read again.

    Raises:
        BadSignature, Unreadable: it is another's, or gone.
    """
    user_id, of, sha256, name = _signed().loads(text)
    if (user_id, of) != (current_user.id, organization_id) or not store.is_there(sha256):
        raise BadSignature(text)
    return name, reading.read(store.path_of(sha256), name, name.rpartition(".")[2].lower())


def _sheet_page(form: UploadForm, organization: Organization):
    this_year = calendar.fiscal_year(calendar.today())
    page = render_template(
        "programmes/sheet.html", form=form, organization=organization,
        years=range(this_year + 1, this_year + 1 - YEARS, -1),
        programmes=queries.of_organization(current_user, organization.id),
        most=layout.MOST_ROWS,
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _check_page(
    organization: Organization, checked: Checked, kept: str, name: str, *, is_late: bool = False
):
    page = render_template(
        "programmes/sheet_check.html", organization=organization, checked=checked, kept=kept,
        name=name, is_late=is_late, form=UploadForm(formdata=None),
    )  # fmt: skip
    return page, 409 if is_late else 422 if checked.problems else 200
