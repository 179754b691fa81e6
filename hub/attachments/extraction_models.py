"""How far the reading of the text inside files got."""

from datetime import datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hub.core.db import db, enum_type, now

READ = ("pdf", "docx", "xlsx", "txt", "csv")  # endings of files whose text is read


class ExtractionState(StrEnum):
    WORKING = "working"  # or given up by a worker that ended: tried again
    DONE = "done"
    FAILED = "failed"


class Trouble(StrEnum):
    """Why there is no text; the owner is told in these words."""

    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    TOO_LARGE = "too_large"
    NO_TEXT = "no_text"

    @property
    def label(self):
        return TROUBLES[self]


TROUBLES = {
    Trouble.ENCRYPTED: _("パスワードがかかっています"),
    Trouble.BROKEN: _("壊れているか、決まりどおりに作られていません"),
    Trouble.TOO_LARGE: _("大きすぎるか、読み取りに時間がかかりすぎます"),
    Trouble.NO_TEXT: _("文字が入っていません（画像だけのファイルなど）"),
}


class Extraction(db.Model):
    """Of one file. A file without one waits for it."""

    __tablename__ = "attachment_extractions"

    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"), unique=True)
    state: Mapped[ExtractionState] = mapped_column(enum_type(ExtractionState))
    trouble: Mapped[Trouble | None] = mapped_column(enum_type(Trouble))
    tries: Mapped[int] = mapped_column(default=0)
    began_at: Mapped[datetime] = mapped_column(default=now)
    page_count: Mapped[int] = mapped_column(default=0)
    is_cut: Mapped[bool] = mapped_column(default=False)  # only the beginning was read

    def begin(self) -> None:
        self.state, self.began_at = ExtractionState.WORKING, now()
        self.tries = (self.tries or 0) + 1

    def finish(self, pages: int, *, is_cut: bool) -> None:
        self.state, self.page_count, self.is_cut = ExtractionState.DONE, pages, is_cut

    def fail(self, trouble: Trouble) -> None:
        self.state, self.trouble = ExtractionState.FAILED, trouble
