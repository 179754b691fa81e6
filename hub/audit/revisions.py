"""Revisions of a text and the differences between them."""

import difflib
import re
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup
from sqlalchemy import func, select

from hub.audit.models import Revision
from hub.core.db import db

_PIECES = re.compile(r"[ァ-ヶー]+|[一-龠々]+|[ぁ-ん]|[A-Za-z0-9]+|\s|.", re.DOTALL)


def keep(
    actor: Any, subject: Any, content: dict[str, str], *, reason: str = "",
    organization_id: int | None = None,
) -> Revision | None:  # fmt: skip
    """Add a revision when ``content`` differs from the last one; None when it does not."""
    db.session.flush()
    last = latest(subject)
    if last is not None and last.content == content and not reason:
        return None
    revision = Revision(
        subject_type=subject.__tablename__,
        subject_id=subject.id,
        number=last.number + 1 if last else 1,
        actor_id=actor.id if actor is not None else None,
        organization_id=organization_id or (actor.home_organization_id if actor else None),
        reason=reason,
        content=content,
    )
    db.session.add(revision)
    return revision


def of(subject: Any) -> Sequence[Revision]:
    """All revisions, newest first."""
    return db.session.scalars(_of(subject)).all()


def latest(subject: Any) -> Revision | None:
    return db.session.scalars(_of(subject).limit(1)).first()


def count(subject: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(_of(subject).subquery())) or 0


def number(subject: Any, wanted: int) -> Revision | None:
    return db.session.scalars(_of(subject).where(Revision.number == wanted)).first()


def difference(before: str, after: str) -> Markup:
    """One text with <del> around what went and <ins> around what came, both escaped."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    if len(old) + len(new) > 20_000:  # by lines where by words would take seconds
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    parts = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        if kind == "equal":
            parts.append(Markup("{}").format(gone))
            continue
        if gone:
            parts.append(Markup("<del>{}</del>").format(gone))
        if come:
            parts.append(Markup("<ins>{}</ins>").format(come))
    return Markup("").join(parts).replace("\n", Markup("<br>"))


def _of(subject: Any):
    return (
        select(Revision)
        .where(Revision.subject_type == subject.__tablename__, Revision.subject_id == subject.id)
        .order_by(Revision.number.desc())
    )
