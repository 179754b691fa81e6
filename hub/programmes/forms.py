from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, RadioField, SelectField
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from hub.core.forms import (
    ChecksField,
    Form,
    LineField,
    NumberField,
    Required,
    TextField,
    VersionField,
)
from hub.menus.models import Menu
from hub.programmes import labels, numbers
from hub.programmes.entries import IndicatorEntry, ProgrammeEntry, is_taken
from hub.programmes.figures import starts
from hub.programmes.indicator_commands import Pair, figures_by_day
from hub.programmes.models import (
    CATEGORIES,
    PERIODS,
    PROGRAMME_VISIBILITIES,
    Category,
    Indicator,
    Period,
    Programme,
    ProgrammeVisibility,
)
from hub.programmes.periods import FiscalTerm

SUM, MEAN = "sum", "mean"


class AmountField(Field):
    """A number with at most two places, as offices write them. What was typed is kept."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return numbers.shown(self.data)

    def process_data(self, value: Decimal | None) -> None:
        self.data = None if value is None else numbers.plain(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        try:
            self.data = numbers.read(valuelist[0]) if valuelist else None
        except numbers.UnreadableNumber as error:
            raise ValueError(
                gettext("数として読めません。例 1234、1,234、12.5、△3（小数は第2位まで）")
            ) from error


def _number(value: Any) -> int:
    """An id; longer ones than any table has are no ids."""
    text = str(value or "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ValueError(value)
    return int(text)


class ProgrammeForm(Form):
    name = LineField(_("事業の名前"), [Required()], limit=100)
    category = SelectField(
        _("区分"), [Required(_("選んでください。"))],
        choices=[("", _("選んでください")), *CATEGORIES.items()],
        coerce=lambda value: Category(value) if value else None,
    )  # fmt: skip
    summary = TextField(
        _("内容"),
        limit=2_000,
        description=_("何をする事業かを、二、三行で。書かなくてもかまいません。"),
    )
    menu_ids = ChecksField(_("この事業の支援メニュー"), coerce=_number)
    visibility = RadioField(
        _("公開範囲"), choices=list(PROGRAMME_VISIBILITIES.items()), coerce=ProgrammeVisibility,
        default=ProgrammeVisibility.NETWORK, description=_("指標と数値も、同じ範囲で読めます。"),
    )  # fmt: skip
    version = VersionField()

    @classmethod
    def of(cls, programme: Programme, menus: Iterable[Menu], formdata: Any) -> "ProgrammeForm":
        """Filled with the programme as it is now, and with what was sent."""
        return cls(formdata, data={
            "name": programme.name, "category": programme.category, "summary": programme.summary,
            "visibility": programme.visibility, "version": programme.version,
            "menu_ids": [menu.id for menu in menus],
        })  # fmt: skip

    def offer(self, menus: Iterable[Menu], others: Sequence[str]) -> None:
        """To be called before the form is checked or shown. ``others`` are names in use."""
        self.menu_ids.choices = [(menu.id, menu.title) for menu in menus]
        self.others = others

    def validate_name(self, field: LineField) -> None:
        if is_taken(field.data or "", self.others):
            raise ValidationError(gettext("同じ名前の事業がもうあります。別の名前にしてください。"))

    def entry(self) -> ProgrammeEntry:
        return ProgrammeEntry(
            name=self.name.data, category=self.category.data, summary=self.summary.data or "",
            visibility=self.visibility.data, menu_ids=frozenset(self.menu_ids.data or ()),
        )  # fmt: skip


class IndicatorForm(Form):
    name = LineField(_("指標の名前"), [Required()], limit=60,
                     description=_("例 利用件数、参加者、相談件数、申請件数"))  # fmt: skip
    unit = LineField(_("単位"), [Required()], limit=20, description=_("例 件、人、回、%"))
    period = RadioField(
        _("数える期間"), choices=list(PERIODS.items()), coerce=Period, default=Period.MONTH,
        description=_("数値を入れたあとは変えられません。"),
    )  # fmt: skip
    adds_up = RadioField(
        _("年度や半期の数え方"), default=SUM,
        choices=[
            (SUM, _("足し合わせる（件数、人数など）")),
            (MEAN, _("平均する（率、満足度など）")),
        ],
    )  # fmt: skip
    baseline = AmountField(
        _("コロナ禍前の数値（1年度分）"),
        description=_("比べるための数値です。わからなければ空けておけます。"),
    )
    baseline_year = NumberField(
        _("その年度（西暦）"), least=1990, most=2100, description=_("例 令和元年度なら 2019")
    )
    version = VersionField()

    @classmethod
    def of(cls, indicator: Indicator | None, formdata: Any) -> "IndicatorForm":
        """Filled with the indicator as it is now, and with what was sent."""
        if indicator is None:
            return cls(formdata)
        return cls(formdata, data={
            "name": indicator.name, "unit": indicator.unit, "period": indicator.period,
            "adds_up": SUM if indicator.adds_up else MEAN, "baseline": indicator.baseline,
            "baseline_year": indicator.baseline_year, "version": indicator.version,
        })  # fmt: skip

    def offer(self, programme: Programme, indicator: Indicator | None) -> None:
        """To be called before the form is checked or shown."""
        self.others = [one.name for one in programme.indicators if one is not indicator]
        if indicator is not None and indicator.figures:
            del self.period

    def validate_name(self, field: LineField) -> None:
        if is_taken(field.data or "", self.others):
            raise ValidationError(gettext("同じ名前の指標がもうあります。別の名前にしてください。"))

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        pair = (self.baseline, self.baseline_year)
        for field, other in (pair, pair[::-1]):
            if field.data is None and other.data is not None and not field.errors:
                self.refuse(field.name, gettext("コロナ禍前の数値と年度は、両方入れてください。"))
                fine = False
        return fine

    def entry(self) -> IndicatorEntry:
        return IndicatorEntry(
            name=self.name.data, unit=self.unit.data,
            period=self.period.data if "period" in self else None,
            adds_up=self.adds_up.data == SUM, baseline=self.baseline.data,
            baseline_year=self.baseline_year.data,
        )  # fmt: skip


class FiguresForm(Form):
    """Targets and actual numbers of one 年度; its fields are made by ``of``."""

    version = VersionField()
    days: Sequence[date] = ()

    @classmethod
    def of(cls, indicator: Indicator, year: int, formdata: Any) -> "FiguresForm":
        """Filled with what is known now, and with what was sent."""
        days = starts(FiscalTerm(year), indicator.period)
        fields: dict[str, Any] = {"days": days}
        for day in days:
            said = {"when": labels.of_period(day, indicator.period), "unit": indicator.unit}
            fields[f"target_{day:%Y_%m}"] = AmountField(
                gettext("%(when)sの目標（%(unit)s）", **said)
            )
            fields[f"actual_{day:%Y_%m}"] = AmountField(
                gettext("%(when)sの実績（%(unit)s）", **said)
            )
        known = figures_by_day(indicator)
        data: dict[str, Any] = {"version": indicator.version}
        for day in days:
            pair = known.get(day, (None, None))
            data |= {f"target_{day:%Y_%m}": pair[0], f"actual_{day:%Y_%m}": pair[1]}
        return type(cls.__name__, (cls,), fields)(formdata, data=data)

    def pairs(self) -> list[tuple[date, Field, Field]]:
        """The fields of the target and of the actual number of each period."""
        return [
            (day, self[f"target_{day:%Y_%m}"], self[f"actual_{day:%Y_%m}"]) for day in self.days
        ]

    def figures(self) -> Mapping[date, Pair]:
        return {day: (target.data, actual.data) for day, target, actual in self.pairs()}
