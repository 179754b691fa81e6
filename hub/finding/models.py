"""What coordinators changed in the thesaurus of the field, beside the file of defaults."""

from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.core.db import Versioned, db, enum_type


class EntryKind(StrEnum):
    SAME = "same"  # the words are looked for with each other
    SAID = "said"  # who says one of the words also looks for others

    @property
    def label(self):
        return ENTRY_KINDS[self]


ENTRY_KINDS = {
    EntryKind.SAME: _("同じ意味の言葉"),
    EntryKind.SAID: _("言い方とその言いかえ"),
}


class ThesaurusEntry(Versioned, db.Model):
    """One group of words. With the ``key`` of a default it stands in its place, also when removed:
    so defaults that nobody touched change with a new version of the hub, and edits stay."""

    __tablename__ = "thesaurus_entries"
    __table_args__ = (CheckConstraint("key IS NULL OR length(key) > 0", name="key"),)

    key: Mapped[str | None] = mapped_column(String(60), unique=True)
    kind: Mapped[EntryKind] = mapped_column(enum_type(EntryKind))
    words: Mapped[list[str]] = mapped_column(default=list)
    also: Mapped[list[str]] = mapped_column(default=list)
    prefer: Mapped[list[str]] = mapped_column(default=list)  # "type:grant"
    is_removed: Mapped[bool] = mapped_column(default=False)

    def change(self, kind: EntryKind, words: list[str], also: list[str], prefer: list[str]) -> None:
        self.kind, self.words, self.also, self.prefer = kind, words, also, prefer
        self.is_removed = False

    def remove(self) -> None:
        self.is_removed = True
