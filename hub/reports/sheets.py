"""The tables of a report, tidy: one thing a row, one kind of value a column, each row complete."""

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from flask_babel import gettext as _

from hub.core import calendar
from hub.core.export import Table
from hub.programmes.numbers import plain
from hub.reports.content import Content
from hub.reports.wording import standing

NAMES = (
    "programmes", "indicators", "reviews", "comments", "actions", "ideas", "menus", "meetings",
)  # fmt: skip


def tables(content: Content) -> dict[str, Table]:
    """By the name in the address."""
    sheets = _Sheets(content)
    return {name: getattr(sheets, name)() for name in NAMES}


def title(name: str) -> str:
    return {
        "programmes": _("事業"),
        "indicators": _("指標"),
        "reviews": _("振り返りの行"),
        "comments": _("質問と回答・コメント"),
        "actions": _("宿題事項"),
        "ideas": _("連携の種"),
        "menus": _("支援メニュー"),
        "meetings": _("会議"),
    }[name]


class _Sheets:
    def __init__(self, content: Content) -> None:
        self._content = content
        term = content.term
        self._term = [
            calendar.fiscal_year_short(term.fiscal_year), term.fiscal_year, str(term.kind.label)
        ]  # fmt: skip
        self._names = {one.id: one.short_name for one in content.organizations}
        self._programmes = {one.id: one for one in content.programmes}

    def programmes(self) -> Table:
        header = [_("組織"), _("事業"), _("区分"), _("説明"), _("公開範囲"), _("終わった事業")]
        return self._table("programmes", header, (
            [self._names[one.organization_id], one.name, one.category, one.summary,
             one.visibility, _("はい") if one.is_archived else _("いいえ")]
            for one in self._content.programmes
        ))  # fmt: skip

    def indicators(self) -> Table:
        header = [
            _("組織"), _("事業"), _("指標"), _("単位"), _("目標"), _("実績"), _("達成率（%）"),
            _("前年の目標"), _("前年の実績"), _("コロナ禍前"), _("コロナ禍前の年度（西暦）"),
            _("実績のある期間の数"), _("期間の数"),
        ]  # fmt: skip
        return self._table("indicators", header, (
            [self._names[self._programmes[one.programme_id].organization_id], one.programme,
             one.name, one.unit, _plain(one.target), _plain(one.actual),
             _share(one.actual, one.target), _plain(one.last_target), _plain(one.last_actual),
             _plain(one.baseline), one.baseline_year, one.known, one.parts]
            for one in self._content.indicators if one.programme_id in self._programmes
        ))  # fmt: skip

    def reviews(self) -> Table:
        header = [
            _("組織"), _("種別"), _("版"), _("状態"), _("提出日"), _("確認日・共有日"), _("所管課"),
            _("改訂の理由"), _("事業"), _("項目"), _("文"), _("もとになった事実"),
        ]  # fmt: skip
        return self._table("reviews", header, (
            [self._names[review.organization_id], str(review.kind.label), review.number,
             standing(review), _day(review.submitted_at), _day(review.settled_at), review.office,
             review.reason, line.programme, str(line.section.label), line.text, line.source]
            for review in self._content.reviews for line in review.lines
        ))  # fmt: skip

    def comments(self) -> Table:
        header = [
            _("組織"), _("種別"), _("日付"), _("書いた組織"), _("役職"), _("どの行に"), _("文"),
        ]  # fmt: skip
        return self._table("comments", header, (
            [self._names[review.organization_id], str(one.kind.label), _day(one.at),
             one.organization, one.post_title, one.about, one.text]
            for review in self._content.reviews for one in review.comments
        ))  # fmt: skip

    def actions(self) -> Table:
        header = [
            _("担当"), _("協力"), _("内容"), _("状態"), _("期限"), _("期限超過"), _("終わった日"),
            _("結果・見送りの理由"), _("会議"),
        ]  # fmt: skip
        return self._table("actions", header, (
            [one.lead, one.partners, one.title, str(one.status.label), one.due_on,
             _("はい") if one.is_overdue else _("いいえ"), one.closed_on, one.result, one.meeting]
            for one in self._content.actions
        ))  # fmt: skip

    def ideas(self) -> Table:
        header = [
            _("題名"), _("段階"), _("育てる組織"), _("出した組織"), _("出た日"), _("終わった日"),
            _("結果・見送りの理由"),
        ]  # fmt: skip
        return self._table("ideas", header, (
            [one.title, str(one.stage.label), one.keeper, one.proposer, one.raised_on,
             one.closed_on, one.result]
            for one in self._content.ideas
        ))  # fmt: skip

    def menus(self) -> Table:
        header = [
            _("組織"), _("支援メニュー"), _("ひとことで"), _("種類"), _("公開範囲"),
            _("内容を確かめた日"), _("見直し待ち"),
        ]  # fmt: skip
        return self._table("menus", header, (
            [self._names[one.provider_id], one.title, one.summary, one.type, one.visibility,
             one.confirmed_on, _("はい") if one.is_stale else _("いいえ")]
            for one in self._content.menus
        ))  # fmt: skip

    def meetings(self) -> Table:
        header = [_("会議"), _("開催日"), _("場所"), _("出席した組織"), _("出席した組織の数")]
        return self._table("meetings", header, (
            [one.name, one.held_on, one.place, "、".join(one.present), len(one.present)]
            for one in self._content.meetings
        ))  # fmt: skip

    def _table(self, name: str, header: Iterable[str], rows: Iterable[list[Any]]) -> Table:
        """The term stands in each row: in words, as a number, and which part of the year."""
        whole: Iterator[list[Any]] = ([*self._term, *row] for row in rows)
        first = [_("年度"), _("年度（西暦）"), _("期間")]
        return Table(name=title(name), header=[*first, *header], rows=list(whole))


def _share(actual: Decimal | None, target: Decimal | None) -> Decimal | None:
    """In percent, to one decimal."""
    if not target or actual is None:
        return None
    return plain((actual * 100 / target).quantize(Decimal("0.1"), ROUND_HALF_UP))


def _plain(number: Decimal | None) -> Decimal | None:
    return None if number is None else plain(number)


def _day(moment: Any) -> Any:
    return moment.astimezone(calendar.TOKYO).date() if moment else None
