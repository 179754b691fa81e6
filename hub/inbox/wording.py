"""What a notice says: the thing, what is to be done, and why this person is told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hub.actions.waits import Slip
from hub.core import calendar
from hub.inbox import made, of_reviews, questions
from hub.inbox.models import Notice, NoticeKind, Reason, SubjectKind


@dataclass(frozen=True, kw_only=True)
class Line:
    """One notice as it is read, in a mail and on the page."""

    notice: Notice
    title: str
    what: str
    why: str
    endpoint: str
    values: dict[str, Any]
    is_over: bool = False
    follow_id: int | None = None  # by which it came; it can be left from there


def line(notice: Notice, thing: Any, today: date, *, is_over: bool = False) -> Line:
    endpoint, values = _place(notice.subject_kind, thing)
    return Line(
        notice=notice,
        title=_title(notice.subject_kind, thing),
        what=_WHAT[notice.kind](notice, thing, today),
        why=_WHY[notice.reason](notice, thing),
        endpoint=endpoint,
        values=values,
        is_over=is_over,
        follow_id=thing.follow_id_of(notice.user_id) if _is_news(notice) else None,
    )


def _is_news(notice: Notice) -> bool:
    return notice.subject_kind is SubjectKind.NEWS


def _title(kind: SubjectKind, thing: Any) -> str:
    if kind is SubjectKind.SEARCH_NEWS:
        title = thing.search.name
    elif kind is SubjectKind.MEETING:
        title = thing.name
    elif kind is SubjectKind.MINUTES:
        title = thing.meeting.name
    elif kind is SubjectKind.THEME_HANDOVER:
        title = thing.term.label
    else:
        title = (thing.menu if kind is SubjectKind.PARTNER else thing).title
    return " ".join(title.split())


def _place(kind: SubjectKind, thing: Any) -> tuple[str, dict[str, Any]]:
    if kind is SubjectKind.NEWS:
        subject = thing.thing.subject
        return subject.endpoint, subject.values(thing.thing.row)
    if kind is SubjectKind.SEARCH_NEWS:
        return "saved.show", {"search_id": thing.search.id}
    if kind in {SubjectKind.ACTION, SubjectKind.WAITING}:
        return "actions.show", {"action_id": thing.id}
    if kind is SubjectKind.INQUIRY:
        return "inquiries.show", {"inquiry_id": thing.id}
    if kind in {SubjectKind.REVIEW, SubjectKind.REVIEW_COMMENT, SubjectKind.REVIEW_DUE}:
        return of_reviews.place(thing)
    if kind is SubjectKind.REPORT:
        return "reports.show", {"report_id": thing.id}
    if kind is SubjectKind.MEETING:
        return "meetings.show", {"meeting_id": thing.id}
    if kind is SubjectKind.MINUTES:
        return "meetings.minutes", {"meeting_id": thing.meeting_id}
    if kind is SubjectKind.THEME_HANDOVER:
        return "themes.handover", {"code": thing.term.code, "handover_id": thing.id}
    menu = thing.menu if kind is SubjectKind.PARTNER else thing
    return "menus.show", {"menu_id": menu.id}


def _news(notice: Notice, _action: Any, today: date) -> str:
    day, days = _day(notice), _days(today, notice.due_on)
    if days == 0:
        return _("期限は今日（%(day)s）です。進み具合を知らせてください。", day=day)
    return _("期限は%(day)s、あと%(days)s日です。進み具合を知らせてください。", day=day, days=days)


def _overdue(notice: Notice, _action: Any, today: date) -> str:
    days = -_days(today, notice.due_on)
    return _("期限の%(day)sを%(days)s日過ぎています。", day=_day(notice), days=days)


def _review(notice: Notice, _action: Any, _today: date) -> str:
    return _("保留を見直す日（%(day)s）になりました。", day=_day(notice))


def _waits(_notice: Notice, waiting: Any, _today: date) -> str:
    """The gravest one in words, the others counted; the page of the action has them all."""
    (other, slip), *more = waiting.slips
    said = _SLIPS[slip] % {
        "title": " ".join(other.title.split()),
        "day": calendar.short_date(day) if (day := other.review_on or other.due_on) else "",
    }
    if more:
        said += _("ほかに%(count)s件あります。", count=len(more))
    return said + _("進め方や期限を、決め直してください。")


_SLIPS = {
    Slip.DROPPED: _l("待っている「%(title)s」が見送りになりました。"),
    Slip.OVERDUE: _l("待っている「%(title)s」が、期限の%(day)sを過ぎています。"),
    Slip.HELD: _l("待っている「%(title)s」が、%(day)sまで保留になっています。"),
    Slip.LATER: _l("待っている「%(title)s」の期限が%(day)sで、この宿題の期限より後です。"),
}


def _unwritten(_notice: Notice, meeting: Any, today: date) -> str:
    days = -_days(today, meeting.held_on)
    if meeting.minutes is None:
        return _("会議から%(days)s日たちましたが、議事録がまだ書かれていません。", days=days)
    return _("会議から%(days)s日たちましたが、議事録がまだ確認に回っていません。", days=days)


def _circulated(notice: Notice, _minutes: Any, _today: date) -> str:
    if notice.due_on is None:
        return _("議事録の確認が始まりました。異議なしか修正意見を答えてください。")
    return _(
        "議事録の確認が始まりました。%(day)sまでに、異議なしか修正意見を答えてください。"
        "答えがなければ、異議なしとみなします。",
        day=_day(notice),
    )


def _answer(notice: Notice, _minutes: Any, _today: date) -> str:
    return _(
        "回答期限は%(day)sです。答えがなければ、異議なしとみなします。",
        day=_day(notice),
    )


def _period_over(notice: Notice, _minutes: Any, _today: date) -> str:
    if silent := notice.facts.get("silent"):
        return _(
            "回答期限の%(day)sが過ぎました。答えのない%(count)s組織は異議なしとみなします。"
            "修正意見を整理して、確定してください。",
            day=_day(notice), count=silent,
        )  # fmt: skip
    return _(
        "回答期限の%(day)sが過ぎ、すべての組織が答えました。修正意見を整理して、確定してください。",
        day=_day(notice),
    )


def _stale(_notice: Notice, menu: Any, _today: date) -> str:
    return _(
        "%(month)s月の見直し月が終わりました。読み直して、「変更なし」を押すか、直してください。",
        month=menu.stale_month,
    )


def _moved(notice: Notice, heard: Any, _today: date) -> str:
    if (count := notice.facts.get("count", 1)) > 1:
        return _("%(what)s（ほか%(count)s件の動き）。", what=heard.words, count=count - 1)
    return _("%(what)s。", what=heard.words)


def _found(_notice: Notice, news: Any, _today: date) -> str:
    return _("新しいもの、新しく読めるようになったものが%(count)s件あります。", count=news.count)


def _partner(_notice: Notice, partner: Any, _today: date) -> str:
    return _(
        "%(provider)sから、%(organization)sを協力団体として載せたいという申し出です。",
        provider=partner.menu.provider.short_name,
        organization=partner.organization.short_name,
    )


def _theme_handover(_notice: Notice, handover: Any, _today: date) -> str:
    return _(
        "%(giver)sから、この分野の幹事の引継ぎの申し出です。メモを読んで、答えてください。",
        giver=handover.giver.short_name,
    )


_WHAT: dict[NoticeKind, Callable[..., str]] = {
    NoticeKind.ACTION_NEWS: _news,
    NoticeKind.ACTION_OVERDUE: _overdue,
    NoticeKind.ACTION_REVIEW: _review,
    NoticeKind.ACTION_WAITS: _waits,
    NoticeKind.MINUTES_UNWRITTEN: _unwritten,
    NoticeKind.MINUTES_CIRCULATED: _circulated,
    NoticeKind.MINUTES_ANSWER: _answer,
    NoticeKind.MINUTES_PERIOD_OVER: _period_over,
    NoticeKind.MENU_STALE: _stale,
    NoticeKind.PARTNER_REQUEST: _partner,
    NoticeKind.THEME_HANDOVER: _theme_handover,
    NoticeKind.REVIEW_QUESTION: of_reviews.asked,
    NoticeKind.REVIEW_RETURNED: of_reviews.returned,
    NoticeKind.REVIEW_OVERDUE: of_reviews.overdue,
    NoticeKind.REVIEW_DUE: of_reviews.due_soon,
    NoticeKind.REVIEW_WAITS: of_reviews.waits,
    NoticeKind.REVIEW_COMMENT: of_reviews.said,
    NoticeKind.REVIEW_CONFIRMED: of_reviews.confirmed,
    NoticeKind.INQUIRY_WAITS: questions.waits,
    NoticeKind.INQUIRY_ANSWERED: questions.answered,
    NoticeKind.NEWS: _moved,
    NoticeKind.SAVED_SEARCH: _found,
    NoticeKind.REPORT: made.says,
}


def _because_lead(_notice: Notice, action: Any) -> str:
    return _("担当（%(name)s）の編集者だから届いています。", name=action.lead.short_name)


def _because_coordinator(_notice: Notice, action: Any) -> str:
    return _(
        "期限を14日過ぎた宿題事項（担当 %(name)s）は事務局にも知らせるので、"
        "事務局だから届いています。",
        name=action.lead.short_name,
    )


def _because_series(_notice: Notice, action: Any) -> str:
    return _(
        "%(series)sで決まり、期限を14日過ぎた宿題事項（担当 %(name)s）で、"
        "会議体の幹事組織（%(secretariat)s）の編集者だから届いています。",
        series=action.meeting.series.name,
        name=action.lead.short_name,
        secretariat=action.meeting.series.secretariat.short_name,
    )


def _because_secretariat(_notice: Notice, thing: Any) -> str:
    series = getattr(thing, "meeting", thing).series
    return _(
        "%(series)sの幹事組織（%(name)s）の編集者だから届いています。",
        series=series.name, name=series.secretariat.short_name,
    )  # fmt: skip


def _because_attended(notice: Notice, minutes: Any) -> str:
    attended = {a.organization_id: a.organization for a in minutes.meeting.attendances}
    return _(
        "会議に出席した組織（%(name)s）の編集者で、まだ答えがないから届いています。",
        name=attended[notice.organization_id].short_name,
    )


def _because_provider(_notice: Notice, menu: Any) -> str:
    return _("メニューを出している組織（%(name)s）の編集者だから届いています。",
             name=menu.provider.short_name)  # fmt: skip


def _because_asked(_notice: Notice, partner: Any) -> str:
    return _(
        "頼まれた組織（%(name)s）の編集者だから届いています。", name=partner.organization.short_name
    )


def _because_follows(_notice: Notice, heard: Any) -> str:
    return _(
        "フォローしている%(kind)s「%(name)s」の動きだから届いています。",
        kind=heard.topic[0].label, name=heard.followed_name,
    )  # fmt: skip


def _because_thought_of_it(_notice: Notice, _heard: Any) -> str:
    return _("あなたが出した連携の種だから届いています。")


def _because_waits(_notice: Notice, waiting: Any) -> str:
    return _because_lead(_notice, waiting.action)


def _because_saved_it(_notice: Notice, _news: Any) -> str:
    return _("あなたが保存した検索だから届いています。")


def _because_successor(_notice: Notice, handover: Any) -> str:
    return _(
        "申し出を受けた組織（%(name)s）の編集者だから届いています。",
        name=handover.receiver.short_name,
    )


_WHY: dict[Reason, Callable[..., str]] = {
    Reason.LEAD: _because_lead,
    Reason.COORDINATOR: _because_coordinator,
    Reason.SERIES_SECRETARIAT: _because_series,
    Reason.SECRETARIAT: _because_secretariat,
    Reason.ATTENDED: _because_attended,
    Reason.PROVIDER: _because_provider,
    Reason.ASKED_PARTNER: _because_asked,
    Reason.ASKED_SUCCESSOR: _because_successor,
    Reason.FOLLOWS: _because_follows,
    Reason.THOUGHT_OF_IT: _because_thought_of_it,
    Reason.SAVED_IT: _because_saved_it,
    Reason.ASKED_FOR_IT: made.because,
    Reason.WAITS: _because_waits,
    Reason.REVIEWED: of_reviews.because_reviewed,
    Reason.REVIEWS: of_reviews.because_reviews,
    Reason.ASKED: questions.because_asked,
    Reason.ASKER: questions.because_asking,
}


def _day(notice: Notice) -> str:
    return calendar.short_date(notice.due_on) if notice.due_on else ""


def _days(today: date, day: date | None) -> int:
    return (day - today).days if day else 0
