"""The words by which the network sorts its support. All of them are data, from one YAML file."""

from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.core.db import db, enum_type


class Scheme(StrEnum):
    WARD = "ward"  # 区 (with 市全域 and オンライン)
    THEME = "theme"  # 分野: the 20 fields of the NPO law
    TYPE = "type"  # 支援の種類
    TARGET = "target"  # 対象
    PHASE = "phase"  # 段階
    COST = "cost"  # 費用
    APPLICATION = "application"  # 申込方法
    NEED = "need"  # how a citizen names it: 場所・お金・仲間・相談・学び・広報


class Term(db.Model):
    """One word of a scheme. ``code`` never changes; what people read is ``label``."""

    __tablename__ = "terms"
    __table_args__ = (UniqueConstraint("scheme", "code"),)

    scheme: Mapped[Scheme] = mapped_column(enum_type(Scheme))
    code: Mapped[str]
    label: Mapped[str]
    label_en: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")  # official wording, area (南部, 中部, 北部)
    position: Mapped[int] = mapped_column(default=0)
    is_hidden: Mapped[bool] = mapped_column(default=False)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("terms.id"))  # type -> need
    parent: Mapped["Term | None"] = relationship(remote_side="Term.id")

    def __repr__(self) -> str:
        return f"<Term {self.scheme}:{self.code}>"


CITYWIDE = "all"  # code of the ward term 市全域
ONLINE = "online"
