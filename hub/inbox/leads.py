"""A 引継ぎメモ waits for the successor to answer: told once to its editors."""

from collections.abc import Iterator

from sqlalchemy import select

from hub.core.db import db
from hub.inbox.models import NoticeKind, Reason, SubjectKind
from hub.inbox.rules import Audience, Matter
from hub.themes.handovers import LOADED
from hub.themes.models import ThemeHandover, ThemeHandoverState


def matters() -> Iterator[Matter]:
    proposed = select(ThemeHandover).where(ThemeHandover.state == ThemeHandoverState.PROPOSED)
    for handover in db.session.scalars(proposed.options(*LOADED).order_by(ThemeHandover.id)):
        to = Audience(reason=Reason.ASKED_SUCCESSOR, organization_id=handover.to_id)
        yield Matter(
            kind=NoticeKind.THEME_HANDOVER,
            key=f"theme-handover:{handover.id}",
            subject_kind=SubjectKind.THEME_HANDOVER,
            subject=handover,
            to=(to,),
        )
