"""What rows of a sheet would change, and everything that is wrong in them. Pure."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from hub.programmes import labels, numbers
from hub.programmes.entries import same_name
from hub.programmes.indicator_commands import Pair, figures_by_day
from hub.programmes.models import Indicator, Programme
from hub.programmes.sheets import spans
from hub.programmes.sheets.layout import Heading, Problem, Read, SheetRow

VALUES = (Heading.TARGET, Heading.ACTUAL)


@dataclass(frozen=True, kw_only=True)
class Change:
    indicator: Indicator
    programme: str
    day: date
    heading: Heading
    before: Decimal | None
    after: Decimal

    @property
    def when(self) -> str:
        return labels.of_period(self.day, self.indicator.period)


@dataclass
class Checked:
    problems: list[Problem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    rows: int = 0

    @property
    def fingerprint(self) -> str:
        """Of what was shown: the same again means that nothing else would happen."""
        told = [(c.indicator.id, c.day, c.heading, c.before, c.after) for c in self.changes]
        plain = repr([tuple("" if part is None else str(part) for part in one) for one in told])
        return hashlib.sha256(plain.encode()).hexdigest()

    def by_indicator(self) -> dict[Indicator, dict[date, Pair]]:
        """Targets and actual numbers as they would be, of the periods that change."""
        found: dict[Indicator, dict[date, Pair]] = {}
        for change in self.changes:
            now = figures_by_day(change.indicator).get(change.day, (None, None))
            days = found.setdefault(change.indicator, {})
            target, actual = days.get(change.day, now)
            is_target = change.heading is Heading.TARGET
            days[change.day] = (change.after, actual) if is_target else (target, change.after)
        return found


def check(read: Read, programmes: Sequence[Programme]) -> Checked:
    """``programmes`` of the organization, with their indicators and figures.

    What is empty says nothing: it neither changes nor takes away.
    """
    checker = _Checker(programmes)
    checker.result.problems += read.problems
    checker.result.rows = len(read.rows)
    for row in read.rows:
        checker.look_at(row)
    places = {name: at for at, name in enumerate(read.sheets)}
    checker.result.problems.sort(key=lambda one: (places[one.sheet], one.row))
    return checker.result


class _Checker:
    def __init__(self, programmes: Sequence[Programme]) -> None:
        self._programmes = {same_name(one.name): one for one in programmes}
        self._indicators = {
            (programme.id, same_name(one.name)): one
            for programme in programmes for one in programme.indicators
        }  # fmt: skip
        self._known = {
            one.id: figures_by_day(one) for one in self._indicators.values()
        }  # fmt: skip
        self._seen: dict[tuple[int, date, Heading], SheetRow] = {}
        self.result = Checked()

    def look_at(self, row: SheetRow) -> None:
        for heading in Heading:
            if row[heading].is_formula:
                self._problem(row, heading, _("数式があります。値にして貼り直してください。"))
        indicator, day = self._indicator(row), self._day(row)
        values = {heading: self._value(row, heading) for heading in VALUES}
        if indicator is None or day is None:
            return
        for heading, value in values.items():
            if value is not None:
                self._take(row, indicator, day, heading, value)

    def _indicator(self, row: SheetRow) -> Indicator | None:
        said, named = row[Heading.PROGRAMME], row[Heading.INDICATOR]
        programme = self._programmes.get(same_name(said.text))
        if programme is None:
            if not said.is_formula:
                self._problem(row, Heading.PROGRAMME, _unknown(said.text))
            return None
        indicator = self._indicators.get((programme.id, same_name(named.text)))
        if indicator is None:
            if not named.is_formula:
                self._problem(row, Heading.INDICATOR, _unknown(named.text))
            return None
        unit = row[Heading.UNIT]
        if unit.text and not unit.is_formula and same_name(unit.text) != same_name(indicator.unit):
            self._problem(row, Heading.UNIT, _(
                "単位「%(unit)s」が違います。この指標の単位は「%(right)s」です。",
                unit=_cut(unit.text), right=indicator.unit))  # fmt: skip
        return indicator

    def _day(self, row: SheetRow) -> date | None:
        cell = row[Heading.PERIOD]
        if cell.is_formula:
            return None
        try:
            period, day = spans.read(cell.text, cell.day)
        except spans.UnreadablePeriod:
            self._problem(row, Heading.PERIOD, _(
                "期間「%(text)s」が読めません。例 2026年4月、令和8年度上半期、令和8年度",
                text=_cut(cell.text)) if cell.text else _("期間が空です。"))  # fmt: skip
            return None
        indicator = self._named(row)
        if indicator is not None and indicator.period is not period:
            self._problem(row, Heading.PERIOD, _(
                "この指標は%(period)sごとに数えています。「%(text)s」は%(given)sです。",
                period=indicator.period.label, text=_cut(cell.text), given=period.label,
            ))  # fmt: skip
            return None
        return day

    def _named(self, row: SheetRow) -> Indicator | None:
        programme = self._programmes.get(same_name(row[Heading.PROGRAMME].text))
        name = same_name(row[Heading.INDICATOR].text)
        return self._indicators.get((programme.id, name)) if programme else None

    def _value(self, row: SheetRow, heading: Heading) -> Decimal | None:
        cell = row[heading]
        if cell.is_formula:
            return None
        try:
            if cell.day is not None:
                raise numbers.UnreadableNumber(cell.text)
            return numbers.read(cell.text)
        except numbers.UnreadableNumber:
            self._problem(row, heading, _(
                "「%(text)s」は数として読めません。例 1234、1,234、12.5、△3（小数は第2位まで）",
                text=_cut(cell.text)))  # fmt: skip
            return None

    def _take(
        self, row: SheetRow, indicator: Indicator, day: date, heading: Heading, value: Decimal
    ) -> None:
        place = (indicator.id, day, heading)
        if first := self._seen.get(place):
            self._problem(row, heading, _(
                "同じ指標の同じ期間が、「%(sheet)s」の%(row)s行めにもあります。",
                sheet=first.sheet, row=first.number))  # fmt: skip
            return
        self._seen[place] = row
        pair = self._known[indicator.id].get(day, (None, None))
        before = pair[VALUES.index(heading)]
        if before != value:
            self.result.changes.append(Change(
                indicator=indicator, programme=indicator.programme.name, day=day, heading=heading,
                before=before, after=value,
            ))  # fmt: skip

    def _problem(self, row: SheetRow, heading: Heading, text: str) -> None:
        column = f"{row.letters[heading]}（{heading.label}）"
        self.result.problems.append(
            Problem(sheet=row.sheet, row=row.number, column=column, text=text)
        )


def _unknown(name: str) -> str:
    if not name:
        return _("名前が空です。")
    return _("「%(name)s」は登録されていません。名前を確かめるか、先に登録してください。",
             name=_cut(name))  # fmt: skip


def _cut(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
