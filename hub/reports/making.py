"""Reports are made by the worker, one after the other.

The row says how far it is. A worker that ends in the middle leaves it as it is, and the report is
made anew; one that fails each time is given up. The files come before the row says that it is done.
"""

import time
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import Select, select

from hub.core import calendar
from hub.core.db import db, now, transaction
from hub.core.export import csv_text, workbook
from hub.core.worker import TimedTask, claim, every_tick
from hub.reports import document, files, gathering, pdf, policy, queries, sheets
from hub.reports.models import PdfTrouble, Report, ReportState, ReportStep

SECONDS_OF_TICK = 30.0  # another one is begun only before that
TRIES = 3
LOST = timedelta(minutes=5)  # nobody works on it any more

log = structlog.get_logger()


@every_tick
def make_waiting() -> None:
    """In bounded time: what is left waits for the next tick."""
    until = time.monotonic() + SECONDS_OF_TICK
    while time.monotonic() < until and (report_id := _begin()):
        try:
            trouble = _make(report_id)
        except Exception:
            log.exception("report failed", report=report_id)
            with transaction():
                _report(report_id).fail()
            continue
        with transaction():
            _report(report_id).finish(trouble)


@every_tick
def forget_old() -> None:
    """Once a day: what was kept long enough, and what its asker may not read any more."""
    key = f"reports:{calendar.today()}"
    if db.session.scalar(select(TimedTask.id).where(TimedTask.key == key)) is not None:
        return
    with transaction():
        if not claim(key):
            return
        for report in queries.over():
            if report.kept_until < now() or not queries.may_still_view(report.user, report):
                db.session.delete(report)
        db.session.flush()
        needed = set(db.session.scalars(select(Report.uid)))
    for uid in files.kept():
        if uid not in needed:
            files.remove(uid)


def _begin() -> int | None:
    """Take the next one that waits; None when there is none."""
    db.session.rollback()
    if db.session.scalar(_waiting()) is None:  # without a lock: most ticks find nothing
        return None
    with transaction():
        while report := db.session.scalar(_waiting()):
            if report.tries < TRIES:
                report.begin()
                return report.id
            report.fail()
            db.session.flush()
    return None


def _waiting() -> Select[Any]:
    is_lost = (Report.state == ReportState.WORKING) & (Report.began_at < now() - LOST)
    wanted = (Report.state == ReportState.WAITING) | is_lost
    return select(Report).where(wanted).order_by(Report.id).limit(1)


def _make(report_id: int) -> PdfTrouble | None:
    """All its files; why there is no PDF, where there is none."""
    report = _report(report_id)
    asker, uid = report.user, report.uid
    if not policy.can_ask(asker):
        raise PermissionError
    with transaction():  # read with what the asker may read now
        _report(report_id).rights = queries.rights_of(_report(report_id).user)
    report = _report(report_id)
    content = gathering.gather(report.user, report.organization, report.covers)
    made_of = document.body(content)
    files.keep(uid, files.DOCUMENT, made_of.encode())
    page = document.for_paper(content, made_of)
    tables = sheets.tables(content)
    _go_on(report_id, ReportStep.TABLES)
    files.keep(uid, files.WORKBOOK, workbook(tables.values()))
    for name, table in tables.items():
        files.keep(uid, files.sheet(name), csv_text(table.header, table.rows).encode())
    _go_on(report_id, ReportStep.PDF)
    made = pdf.of(page)
    if isinstance(made, PdfTrouble):
        log.info("no PDF of a report", report=report_id, trouble=made.value)
        return made
    files.keep(uid, files.PDF, made)
    return None


def _go_on(report_id: int, step: ReportStep) -> None:
    with transaction():
        _report(report_id).go_on(step)


def _report(report_id: int) -> Report:
    return db.session.get_one(Report, report_id)
