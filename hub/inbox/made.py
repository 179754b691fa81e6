"""Reports that are ready, or could not be made: told to who asked for them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _

from hub.accounts.models import User
from hub.inbox.models import Notice, NoticeKind, Reason, SubjectKind
from hub.inbox.rules import Audience, Matter
from hub.reports import policy, queries
from hub.reports.models import Report
from hub.reports.policy import Rights


@dataclass(frozen=True, kw_only=True)
class Made:
    """``known``: the rights of today of who was asked about, worked out once for all."""

    report: Report
    known: dict[int, Rights] = field(default_factory=dict)

    @property
    def id(self) -> int:
        return self.report.id

    @property
    def title(self) -> str:
        about = self.report.organization
        name = about.short_name if about is not None else _("ネットワーク全体")
        return _("%(name)s　%(term)sの報告書", name=name, term=self.report.covers.short_label)

    def may_be_told(self, user: User) -> bool:
        if user.id != self.report.user_id:
            return False
        if user.id not in self.known:
            self.known[user.id] = queries.rights_of(user)
        return policy.can_view(user, self.report, self.known[user.id])


def keys() -> set[str]:
    return {_key(report) for report in queries.over()}


def matters() -> Iterator[Matter]:
    known: dict[int, Rights] = {}
    for report in queries.over():
        yield Matter(
            kind=NoticeKind.REPORT,
            key=_key(report),
            subject_kind=SubjectKind.REPORT,
            subject=Made(report=report, known=known),
            to=(Audience(reason=Reason.ASKED_FOR_IT, user_id=report.user_id),),
            facts={"uid": str(report.uid)},
        )


def load(notices: Iterable[Notice]) -> dict[int, Made]:
    """By id of the notice; the number of a report that is gone may be another's by now."""
    told = list(notices)
    rows = queries.by_ids({notice.subject_id for notice in told})
    known: dict[int, Rights] = {}
    return {
        notice.id: Made(report=report, known=known)
        for notice in told
        if (report := rows.get(notice.subject_id)) and str(report.uid) == notice.facts.get("uid")
    }


def says(_notice: Notice, made: Made, _today: date) -> str:
    if made.report.is_done:
        return _("できました。読む、印刷する、表として受け取ることができます。")
    return _("作れませんでした。ページを開いて、もう一度ためしてください。")


def because(_notice: Notice, _made: Made) -> str:
    return _("あなたが頼んだ報告書だから届いています。")


def _key(report: Report) -> str:
    return f"report:{report.uid}"
