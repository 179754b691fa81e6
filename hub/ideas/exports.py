"""The ledger of ideas as a table for Excel."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _

from hub.accounts.models import Viewer
from hub.core import calendar
from hub.ideas import policy, wording
from hub.ideas.models import Idea
from hub.taxonomies.models import Scheme


def header() -> list[str]:
    return [
        _("題名"), _("くわしい内容"), _("段階"), _("育てる組織"), _("次に見る日"), _("出した組織"),
        _("加わる組織と持ち寄るもの"), _("分野"), _("地域"), _("出た日"), _("年度"), _("会議"),
        _("議題"), _("最近の動き"), _("終わった日"), _("結果"), _("見送りの理由"), _("公開範囲"),
    ]  # fmt: skip


def rows(viewer: Viewer, ideas: Sequence[Idea]) -> Iterable[list[Any]]:
    return (_row(viewer, idea) for idea in ideas)


def _row(viewer: Viewer, idea: Idea) -> list[Any]:
    meeting = idea.meeting if policy.can_view_meeting(viewer, idea) else None
    return [
        idea.title,
        idea.body,
        str(idea.stage.label),
        idea.keeper.short_name if idea.keeper else "",
        idea.look_at_on,
        idea.proposer.short_name if idea.proposer else "",
        wording.partners(idea),
        _labels(idea, Scheme.THEME),
        _labels(idea, Scheme.WARD),
        idea.raised_on,
        calendar.fiscal_year_short(calendar.fiscal_year(idea.raised_on)),
        meeting.name if meeting else "",
        idea.agenda_item.title if meeting and idea.agenda_item else "",
        idea.moved_on,
        idea.closed_on,
        idea.result,
        idea.reason,
        str(wording.visibility(idea)),
    ]


def _labels(idea: Idea, scheme: Scheme) -> str:
    return "、".join(term.label for term in idea.terms if term.scheme == scheme)
