"""Reports: asked for, watched while they are made, read and taken; and what anybody may read."""

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user, login_required
from markupsafe import Markup

from hub.accounts.models import Visitor
from hub.core import calendar
from hub.core.db import transaction
from hub.core.errors import Invalid, NotFound, authorize
from hub.core.export import XLSX, csv_download, download
from hub.core.protection import limiter
from hub.programmes.periods import FiscalTerm, last_ended
from hub.reports import (
    commands,
    document,
    files,
    gathering,
    making,
    pdf,
    policy,
    queries,
    sheets,
    slots,
    wording,
)
from hub.reports.forms import AskForm
from hub.reports.models import Report, ReportStep

__all__ = ["bp", "making", "slots"]

SECONDS = 2  # until the page of a report that is being made looks again

bp = Blueprint("reports", __name__)


@bp.get("/reports")
@login_required
def index():
    authorize(policy.can_ask(current_user))
    form = AskForm().offer(calendar.today(), request.args.get("organization"))
    return _index(form)


@bp.post("/reports")
@login_required
def ask():
    authorize(policy.can_ask(current_user))
    form = AskForm().offer(calendar.today())
    if not form.validate_on_submit():
        return _index(form), 422
    term, subject = form.covers, form.subject
    try:
        with transaction():
            report_id = commands.ask(current_user, organization=subject, term=term).id
    except Invalid as error:
        form.refuse("organization", str(error))
        return _index(form), 422
    return redirect(url_for(".show", report_id=report_id), 303)


@bp.get("/reports/<int:report_id>")
@login_required
def show(report_id: int):
    report = queries.get_report(current_user, report_id)
    steps = list(ReportStep)
    page = render_template(
        "reports/show.html",
        report=report, title=_title(report), steps=len(steps) + 1,
        step=steps.index(report.step) + 1 if report.step else 0,
        sizes={name: files.size(report.uid, name) for name in (files.WORKBOOK, files.PDF)},
        sheets=[(name, sheets.title(name)) for name in sheets.NAMES],
    )  # fmt: skip
    response = make_response(page)
    if not report.is_over:
        response.headers["Refresh"] = str(SECONDS)
    return response


@bp.get("/reports/<int:report_id>/print")
@login_required
def paper(report_id: int):
    report = _done(report_id)
    return render_template(
        "reports/print.html",
        report=report, title=_title(report),
        body=Markup(files.read(report.uid, files.DOCUMENT).decode()),  # noqa: S704 (made by us)
    )  # fmt: skip


@bp.get("/reports/<int:report_id>/report.<any(pdf, xlsx):ending>")
@login_required
def file(report_id: int, ending: str) -> Response:
    report = _done(report_id)
    name, kind = (files.PDF, "application/pdf") if ending == "pdf" else (files.WORKBOOK, XLSX)
    return download(files.read(report.uid, name), kind, f"{_title(report)}.{ending}")


@bp.get(f"/reports/<int:report_id>/<any({', '.join(sheets.NAMES)}):name>.csv")
@login_required
def sheet(report_id: int, name: str) -> Response:
    report = _done(report_id)
    text = files.read(report.uid, files.sheet(name)).decode()
    return csv_download(f"{_title(report)}　{sheets.title(name)}", text)


@bp.post("/reports/<int:report_id>/remove")
@login_required
def remove(report_id: int):
    uid = queries.get_report(current_user, report_id).uid
    with transaction():
        commands.remove(current_user, queries.get_report(current_user, report_id))
    files.remove(uid)
    flash(_("報告書を消しました。"))
    return redirect(url_for(".index"), 303)


@bp.get("/reports/public")
@limiter.limit("60/minute")
def public():
    """Whoever looks: only what anybody reads."""
    today = calendar.today()
    terms = queries.offered_terms(today)
    term = next((t for t in terms if t.code == request.args.get("term")), last_ended(today))
    them = {str(one.id): one for one in queries.reported(term)}
    subject = them.get(request.args.get("organization", ""))
    content = gathering.gather(Visitor(), subject, term, list(them.values()), is_public=True)
    return render_template(
        "reports/public.html",
        content=content, body=document.body(content), title=wording.title(subject, term),
        terms=[(t.code, t.label) for t in terms],
        organizations=[(number, one.name) for number, one in them.items()],
    )  # fmt: skip


def _index(form: AskForm) -> str:
    return render_template(
        "reports/index.html",
        form=form, reports=[(report, _title(report)) for report in queries.own(current_user)],
        has_pdf=pdf.is_installed(),
    )  # fmt: skip


def _done(report_id: int) -> Report:
    report = queries.get_report(current_user, report_id)
    if not report.is_done:
        raise NotFound
    return report


def _title(report: Report) -> str:
    return wording.title(report.organization, FiscalTerm(report.fiscal_year, report.term))
