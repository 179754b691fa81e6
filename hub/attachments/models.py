"""Files that belong to a thing: stored once by sha256, readable by whoever may read the thing."""

from dataclasses import replace

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.attachments import owners
from hub.core.db import HasUid, Timed, db, now
from hub.search.documents import Searchable, SearchDocument, part_of

# ending: (content type, what people call it, the bytes such a file begins with)
TYPES: dict[str, tuple[str, str, tuple[bytes, ...]]] = {
    "pdf": ("application/pdf", "PDF", (b"%PDF-",)),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "Word", (b"PK\x03\x04",),
    ),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Excel", (b"PK\x03\x04",),
    ),
    "pptx": (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "PowerPoint", (b"PK\x03\x04",),
    ),
    "doc": ("application/msword", "Word", (b"\xd0\xcf\x11\xe0",)),
    "xls": ("application/vnd.ms-excel", "Excel", (b"\xd0\xcf\x11\xe0",)),
    "ppt": ("application/vnd.ms-powerpoint", "PowerPoint", (b"\xd0\xcf\x11\xe0",)),
    "jpg": ("image/jpeg", "JPEG", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", "JPEG", (b"\xff\xd8\xff",)),
    "png": ("image/png", "PNG", (b"\x89PNG\r\n\x1a\n",)),
    "txt": ("text/plain", _("テキスト"), ()),
    "csv": ("text/csv", "CSV", ()),
}  # fmt: skip


class Attachment(Timed, HasUid, Searchable, db.Model):
    __tablename__ = "attachments"
    __table_args__ = (Index("ix_attachments_owner", "owner_kind", "owner_id"),)

    owner_kind: Mapped[str] = mapped_column(String(30))  # menu, meeting
    owner_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))  # as it is downloaded
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]  # bytes
    content_type: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    is_removed: Mapped[bool] = mapped_column(default=False)

    pages: Mapped[list["AttachmentPage"]] = relationship(
        viewonly=True, order_by="AttachmentPage.number"
    )

    def remove(self) -> None:
        self.is_removed, self.updated_at = True, now()

    @property
    def owner(self):
        return owners.load(self.owner_kind, self.owner_id)

    @property
    def type_label(self):
        return TYPES[self.name.rpartition(".")[2].lower()][1]

    def search_document(self) -> SearchDocument | None:
        """Found by its name, by what it belongs to, and by the text that was read from it."""
        summary = self.search_summary()
        if summary is None:
            return None
        return replace(summary, body="\n".join([summary.body, *(p.text for p in self.pages)]))

    def search_summary(self) -> SearchDocument | None:
        of_owner = None if self.is_removed else owners.document_of(self.owner_kind, self.owner_id)
        if of_owner is None:
            return None
        return SearchDocument(
            kind="attachment",
            id=self.id,
            title=self.name,
            body=of_owner.title,
            readers=of_owner.readers,
            organizations=of_owner.organizations,
            day=of_owner.day,
            parent=f"{of_owner.kind}:{of_owner.id}",
        )


class AttachmentPage(db.Model):
    """One page of a PDF or Word file, or one sheet (``label``); other texts are one page."""

    __tablename__ = "attachment_pages"
    __table_args__ = (UniqueConstraint("attachment_id", "number"),)

    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"))
    number: Mapped[int]
    label: Mapped[str] = mapped_column(String(100), default="")
    text: Mapped[str] = mapped_column(Text)
    forms: Mapped[str] = mapped_column(Text)  # dictionary forms, each between two spaces


part_of(AttachmentPage, Attachment, "attachment_id")
