"""Chains as a table for Excel: one row for each step of each chain."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select

from hub.accounts.models import Viewer
from hub.chains import queries, steps
from hub.chains.model import Chain
from hub.core import calendar
from hub.core.db import db
from hub.ideas.models import Idea

CHUNK = 200  # chains that are read together


def header() -> list[str]:
    return [
        _("連携の種"), _("提案した日"), _("どこまで"), _("動き"), _("段階"), _("もと"), _("内容"),
        _("状態"), _("日付"), _("期限・見直す日"), _("組織・会議体"), _("結果・理由"),
    ]  # fmt: skip


def rows(viewer: Viewer, chosen: Select[Any]) -> Iterable[list[Any]]:
    ids = db.session.scalars(chosen.with_only_columns(Idea.id, maintain_column_froms=True)).all()
    for start in range(0, len(ids), CHUNK):
        for chain in queries.whole(viewer, ids[start : start + CHUNK]):
            yield from _rows(chain)


def _rows(chain: Chain) -> Iterable[list[Any]]:
    today = calendar.today()
    idea, reached = chain.nodes[0], str(steps.step_of(chain).label)
    motion = str(steps.motion_of(chain, today).label)
    for node in chain.nodes:
        yield [
            idea.title,
            idea.day,
            reached,
            motion,
            str(node.kind.label),
            "、".join(other.title for other in chain.before(node)),
            node.title,
            str(node.state.label) if node.state else "",
            node.closed_on or node.day,
            node.until,
            node.by,
            node.said,
        ]
