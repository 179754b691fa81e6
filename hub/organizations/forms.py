"""Forms of organizations and visits."""

import re
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField
from wtforms.validators import Email, Optional, Regexp, ValidationError

from hub.core import calendar
from hub.core.forms import DayField, Form, LineField, Required, TextField, VersionField
from hub.organizations.models import Organization, Strength, StrengthKind
from hub.taxonomies.models import Term

SPARE_ROWS = 2
FEWEST_ROWS = 4
MOST_ROWS = 20
PHONE = Regexp(
    re.compile(r"^[0-9０-９+()（）\-－ー 　、,内線]+$"),
    message=_("電話番号として読めません。例 044-000-0000"),
)
ADDRESS = Regexp(r"^https?://[^\s/]+", message=_("https:// から始まるアドレスを入れてください。"))


class OrganizationForm(Form):
    """What an organization says of itself."""

    version = VersionField()
    summary = TextField(_("紹介"), [Required()], limit=400)
    facility = LineField(_("場所・施設"))
    phone = LineField(_("電話"), [Optional(), PHONE], limit=50)
    email = LineField(
        _("メール"),
        [Optional(), Email(message=_("メールアドレスとして読めません。例 madoguchi@example.jp"))],
        limit=254,
    )
    contact_note = LineField(_("問い合わせの補足"), limit=300)
    url = LineField(_("ウェブサイト"), [Optional(), ADDRESS], limit=500)


class VisitForm(Form):
    version = VersionField()
    visitor = RadioField(_("記録する組織"), coerce=int)
    visited_on = DayField(_("訪ねた日"), [Required()])
    title = LineField(_("題名"), [Required()])
    body = TextField(_("聞いたこと・学んだこと"), [Required()])

    def validate_visited_on(self, field: DayField) -> None:
        if field.data and field.data > calendar.today():
            raise ValidationError(gettext("まだ来ていない日です。訪ねた日を入れてください。"))


class ReorganizationForm(Form):
    version = VersionField()
    valid_until = DayField(_("この組織の最後の日"), [Required()])
    successor = SelectField(_("引き継ぐ組織"), [Required()])


class StrengthsForm(Form):
    """Rows of (theme, a few words) for both kinds; ``strengths_form`` adds the rows."""

    version = VersionField()
    counts: dict[StrengthKind, int]

    def rows(self, kind: StrengthKind) -> list[tuple[SelectField, LineField]]:
        return [
            (self[f"{kind}_theme_{n}"], self[f"{kind}_note_{n}"]) for n in range(self.counts[kind])
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        for kind in StrengthKind:
            seen: set[str] = set()
            for theme, note in self.rows(kind):
                if note.data and not theme.data:
                    self.refuse(theme.name, gettext("分野を選んでください。"))
                elif theme.data and theme.data in seen:
                    self.refuse(theme.name, gettext("同じ分野は一度だけ選べます。"))
                seen.add(theme.data)
        return valid and not self.errors

    def said(self, kind: StrengthKind) -> dict[str, str]:
        """Code of the theme -> note."""
        return {theme.data: note.data or "" for theme, note in self.rows(kind) if theme.data}


def strengths_form(
    organization: Organization, themes: Sequence[Term], formdata: Any = None, *, rows_of: Any = None
) -> StrengthsForm:
    """A form that holds what the organization says now, with rows to add to it.

    It has all the rows that came with ``formdata`` (or ``rows_of``, of which only the number of
    rows is taken), however many the organization needs by now.
    """
    sent = rows_of or formdata or {}
    fields: dict[str, Any] = {"counts": {}}
    data: dict[str, str] = {}
    used = {s.theme.code: s.theme for s in organization.strengths}
    offered = {theme.code: theme for theme in themes} | used  # a hidden one stays if it is used
    choices = [("", _("（選ばない）")), *((code, term.label) for code, term in offered.items())]
    for kind in StrengthKind:
        said = organization.strengths_of(kind)
        came = sum(name.startswith(f"{kind}_theme_") for name in sent)
        count = min(max(FEWEST_ROWS, len(said) + SPARE_ROWS, came), MOST_ROWS)
        fields["counts"][kind] = max(count, len(said))
        for number in range(fields["counts"][kind]):
            fields |= _row(kind, number, choices)
        data |= _data(kind, said)
    form_class = type("StrengthsFormWithRows", (StrengthsForm,), fields)
    return form_class(formdata, data=data | {"version": organization.version})


def _row(kind: StrengthKind, number: int, choices: list[Any]) -> dict[str, Any]:
    named = {"kind": kind.label, "number": number + 1}
    return {
        f"{kind}_theme_{number}": SelectField(
            _("%(kind)s %(number)s", **named), choices=choices, default=""
        ),
        f"{kind}_note_{number}": LineField(_("%(kind)s %(number)s のひとこと", **named)),
    }


def _data(kind: StrengthKind, said: Sequence[Strength]) -> dict[str, str]:
    data = {}
    for number, strength in enumerate(said):
        data[f"{kind}_theme_{number}"] = strength.theme.code
        data[f"{kind}_note_{number}"] = strength.note
    return data
