"""A report that somebody asked for: how far it is. Its files lie beside the database."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.accounts.models import User
from hub.core.db import HasUid, db, enum_type, now
from hub.organizations.models import Organization
from hub.programmes.periods import FiscalTerm, TermKind

KEPT = timedelta(days=7)


class ReportState(StrEnum):
    WAITING = "waiting"
    WORKING = "working"  # or given up by a worker that ended: made again
    DONE = "done"
    FAILED = "failed"

    @property
    def label(self):
        return STATES[self]


STATES = {
    ReportState.WAITING: _("順番を待っています"),
    ReportState.WORKING: _("作っています"),
    ReportState.DONE: _("できました"),
    ReportState.FAILED: _("作れませんでした"),
}


class ReportStep(StrEnum):
    """In this order."""

    GATHERING = "gathering"
    TABLES = "tables"
    PDF = "pdf"

    @property
    def label(self):
        return STEPS[self]


STEPS = {
    ReportStep.GATHERING: _("内容を集めています"),
    ReportStep.TABLES: _("表を作っています"),
    ReportStep.PDF: _("PDFを作っています"),
}


class PdfTrouble(StrEnum):
    """Why a report has no PDF. What it has besides is there."""

    NOT_INSTALLED = "not_installed"
    TOO_LARGE = "too_large"
    BROKEN = "broken"

    @property
    def label(self):
        return PDF_TROUBLES[self]


PDF_TROUBLES = {
    PdfTrouble.NOT_INSTALLED: _("PDFを作る部品が、このハブに入っていません。"),
    PdfTrouble.TOO_LARGE: _("内容が多く、PDFにする時間か場所が足りませんでした。"),
    PdfTrouble.BROKEN: _("PDFにするときに、不具合が起きました。"),
}


class Report(HasUid, db.Model):
    """Made with the rights of who asked for it, and for them alone."""

    __tablename__ = "reports"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    user: Mapped[User] = relationship()
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    organization: Mapped[Organization | None] = relationship()  # None: the network
    fiscal_year: Mapped[int]
    term: Mapped[TermKind] = mapped_column(enum_type(TermKind))
    rights: Mapped[dict[str, Any]]  # of the asker when it was made: see queries.rights_of
    state: Mapped[ReportState] = mapped_column(
        enum_type(ReportState), default=ReportState.WAITING, index=True
    )
    step: Mapped[ReportStep | None] = mapped_column(enum_type(ReportStep))
    pdf_trouble: Mapped[PdfTrouble | None] = mapped_column(enum_type(PdfTrouble))
    tries: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    @property
    def covers(self) -> FiscalTerm:
        return FiscalTerm(self.fiscal_year, self.term)

    @property
    def is_over(self) -> bool:
        return self.state in {ReportState.DONE, ReportState.FAILED}

    @property
    def is_done(self) -> bool:
        return self.state is ReportState.DONE

    @property
    def kept_until(self) -> datetime:
        return (self.ended_at or self.asked_at) + KEPT

    def begin(self) -> None:
        self.state, self.began_at = ReportState.WORKING, now()
        self.step, self.tries = ReportStep.GATHERING, self.tries + 1

    def go_on(self, step: ReportStep) -> None:
        self.step = step

    def finish(self, pdf_trouble: PdfTrouble | None) -> None:
        self.state, self.ended_at, self.step = ReportState.DONE, now(), None
        self.pdf_trouble = pdf_trouble

    def fail(self) -> None:
        self.state, self.ended_at, self.step = ReportState.FAILED, now(), None
