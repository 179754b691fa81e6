"""The form of a support menu. What a draft may leave open is asked for at publishing."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import StopValidation, ValidationError

from hub.core.forms import (
    ChecksField,
    DayField,
    Form,
    LineField,
    Required,
    TextField,
    VersionField,
)
from hub.menus.content import FIELDS, LABELS, TERM_FIELDS, by_position
from hub.menus.models import Menu, MenuVisibility
from hub.organizations.models import Organization
from hub.taxonomies import queries as taxonomies
from hub.taxonomies.models import Scheme, Term

NAME_LENGTH = 100
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


class RequiredToPublish(Required):
    """A draft may leave it open."""

    def __call__(self, form: Any, field: Any) -> None:
        if not form.saves_draft:
            super().__call__(form, field)


class OneOf:
    """A choice of the list; an unknown one is refused in plain words."""

    def __call__(self, form: Any, field: Any) -> None:
        known = {str(choice[0]) for choice in field.iter_choices()}
        given = field.data if isinstance(field.data, list) else [field.data]
        if any(str(value) not in known for value in given if value):
            field.errors = []
            raise StopValidation(_("ここにある中から選んでください。"))


class MenuForm(Form):
    title = LineField(
        LABELS["title"], [Required(_l("名前を入れてください。"))], limit=NAME_LENGTH,
        description=_l("窓口で言う呼び名を、30字くらいまでで。"),
    )  # fmt: skip
    summary = TextField(
        LABELS["summary"], [RequiredToPublish(_l("一覧に出る文を入れてください。"))], limit=300,
        description=_l("一覧に出る文です。だれが、何を、どう使えるかを60字くらいで。"),
    )  # fmt: skip
    type = SelectField(
        LABELS["type"], [Required(_l("種類を選んでください。")), OneOf()], validate_choice=False
    )
    body = TextField(
        LABELS["body"],
        description=_l("見出しは行の初めに「## 」、箇条書きは「- 」を付けます。"),
    )
    targets = ChecksField(
        LABELS["targets"], [RequiredToPublish(_l("対象を一つ以上選んでください。")), OneOf()],
        validate_choice=False, description=_l("あてはまるものをすべて。"),
    )  # fmt: skip
    eligibility = TextField(
        LABELS["eligibility"], limit=2_000,
        description=_l("使うための条件があれば。例　市内で活動する5人以上の団体"),
    )  # fmt: skip
    phases = ChecksField(
        LABELS["phases"], [OneOf()], validate_choice=False,
        description=_l("どの段階の団体に役立つか。選ばなければ、段階を問わない支援になります。"),
    )  # fmt: skip
    themes = ChecksField(
        LABELS["themes"], [OneOf()], validate_choice=False,
        description=_l("選ばなければ、分野を問わない支援になります。"),
    )  # fmt: skip
    wards = ChecksField(
        LABELS["wards"], [RequiredToPublish(_l("地域を一つ以上選んでください。")), OneOf()],
        validate_choice=False,
        description=_l("使える場所や、対象になる区。区を問わないときは市全域を。"),
    )  # fmt: skip
    is_year_round = BooleanField(LABELS["is_year_round"])
    opens_on = DayField(
        LABELS["opens_on"],
        description=_l("2026-04-01、2026/4/1、R8.4.1 のどれでも入ります。通年なら空のままで。"),
    )
    closes_on = DayField(LABELS["closes_on"], description=_l("この日まで受け付ける、という日。"))
    reception_note = LineField(
        LABELS["reception_note"], limit=300,
        description=_l("日付では言えないこと。例　先着20団体になりしだい終わります"),
    )  # fmt: skip
    cost = RadioField(
        LABELS["cost"], [Required(_l("費用を選んでください。")), OneOf()], validate_choice=False
    )
    cost_note = LineField(
        LABELS["cost_note"], limit=300, description=_l("金額や区分。例　1時間500円、コピー1枚10円")
    )
    capacity = LineField(LABELS["capacity"], description=_l("例　30人、年10団体"))
    applications = ChecksField(LABELS["applications"], [OneOf()], validate_choice=False)
    how_to_apply = TextField(
        LABELS["how_to_apply"], limit=4_000, description=_l("申し込んでから使うまでの順に。")
    )
    contact_name = LineField(
        LABELS["contact_name"], description=_l("係や窓口の名前。個人の名前は入れません。")
    )
    contact_phone = LineField(LABELS["contact_phone"], limit=50)
    contact_email = LineField(LABELS["contact_email"], limit=254)
    contact_note = LineField(
        LABELS["contact_note"], limit=300, description=_l("例　9時から21時。月曜は休み")
    )
    url = LineField(
        LABELS["url"], limit=500, description=_l("https:// から始まるアドレス。")
    )  # fmt: skip
    languages = LineField(
        LABELS["languages"], description=_l("使えることば。例　日本語、やさしい日本語、英語")
    )
    accessibility = LineField(
        LABELS["accessibility"], limit=300,
        description=_l("例　車いすで利用できます。筆談に応じます"),
    )  # fmt: skip
    visibility = RadioField(
        LABELS["visibility"], [Required(_l("公開範囲を選んでください。")), OneOf()],
        validate_choice=False,
    )  # fmt: skip
    review_months = ChecksField(
        LABELS["review_months"],
        [RequiredToPublish(_l("見直す月を一つ以上選んでください。")), OneOf()],
        validate_choice=False,
        description=_l("この月が過ぎると「見直し待ち」になります。同じなら「変更なし」を押すだけです。"),
    )  # fmt: skip
    version = VersionField()

    def __init__(self, formdata: Any, *, menu: Menu | None = None) -> None:
        super().__init__(formdata, data=_values(menu) if menu else None)
        self.saves_draft = request.form.get("do") == "draft"
        self.type.choices = [("", _("選んでください")), *_choices(Scheme.TYPE, menu)]
        self.cost.choices = _choices(Scheme.COST, menu)
        for name, scheme in TERM_FIELDS.items():
            self[name].choices = _choices(scheme, menu)
        self.visibility.choices = _visibilities()
        self.review_months.choices = [
            (str(month), _("%(month)s月", month=month)) for month in [*range(4, 13), 1, 2, 3]
        ]
        if formdata is None and menu is None:
            self.visibility.data = MenuVisibility.PUBLIC.value
            self.review_months.data = ["4", "10"]

    def validate_closes_on(self, field: DayField) -> None:
        opens, closes = self.opens_on.data, self.closes_on.data
        if opens and closes and closes < opens:
            raise ValidationError(_("はじまりより後の日を入れてください。"))
        if self.is_year_round.data and (opens or closes):
            raise ValidationError(
                _("通年のときは、日付を空にしてください。期間を決めるなら、通年の印を外します。")
            )

    def validate_contact_email(self, field: LineField) -> None:
        if field.data and not _EMAIL.fullmatch(field.data):
            raise ValidationError(_("メールアドレスとして読めません。例　mado@example.jp"))

    def validate_url(self, field: LineField) -> None:
        if field.data and not _is_web_address(field.data):
            raise ValidationError(_("https:// から始まるアドレスを入れてください。"))

    def values(self) -> dict[str, Any]:
        """What the commands take."""
        texts = {name: self[name].data or "" for name in FIELDS if self[name].data is None}
        values = {name: self[name].data for name in (*FIELDS, "type", "cost", *TERM_FIELDS)}
        values |= texts | {"opens_on": self.opens_on.data, "closes_on": self.closes_on.data}
        values["visibility"] = MenuVisibility(self.visibility.data)
        values["review_months"] = sorted(int(month) for month in self.review_months.data or [])
        return values


class ProviderForm(Form):
    """In whose name a new menu is written: asked only of who writes for several."""

    provider = SelectField(_l("提供する組織"), [OneOf()], validate_choice=False)

    def __init__(self, organizations: Iterable[Organization]) -> None:
        super().__init__()
        self.provider.choices = [(str(o.id), o.name) for o in organizations]


def _values(menu: Menu) -> dict[str, Any]:
    """The stored fields, as the form's fields hold them."""
    values = {name: getattr(menu, name) for name in FIELDS} | {"version": menu.version}
    values |= {"type": menu.type.code, "cost": menu.cost.code, "visibility": menu.visibility.value}
    values["review_months"] = [str(month) for month in menu.review_months]
    for name, scheme in TERM_FIELDS.items():
        values[name] = [term.code for term in by_position(menu.terms_of(scheme))]
    return values


def _choices(scheme: Scheme, menu: Menu | None) -> list[tuple[str, str]]:
    """The words of a scheme; a hidden one only where the menu has it already."""
    words: list[Term] = list(taxonomies.terms(scheme))
    if menu is not None:
        has = [menu.type, menu.cost, *menu.terms]
        words += [term for term in has if term.scheme == scheme and term.is_hidden]
    return [(term.code, term.label) for term in words]


def _visibilities() -> list[tuple[str, str]]:
    texts = {
        MenuVisibility.PUBLIC: _("一般公開（だれでも）"),
        MenuVisibility.NETWORK: _("ネットワーク内（参加する組織と市の職員）"),
        MenuVisibility.ORGANIZATION: _("自組織のみ"),
    }
    return [(visibility.value, text) for visibility, text in texts.items()]


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in text
