"""Forms of reviews. A post title 職名 is asked with every step that is recorded."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import SelectField

from hub.core.forms import Form
from hub.organizations.models import Organization
from hub.programmes.periods import FiscalTerm, TermKind, last_ended


def terms_around(today: date) -> list[FiscalTerm]:
    """What may be reviewed: this 年度 and the two before, each with its halves, newest first."""
    this = last_ended(today).fiscal_year + 1
    kinds = (TermKind.YEAR, TermKind.SECOND_HALF, TermKind.FIRST_HALF)
    terms = [FiscalTerm(year, kind) for year in range(this, this - 4, -1) for kind in kinds]
    return [term for term in terms if term.starts_on <= today]


class BeginForm(Form):
    organization = SelectField(_("組織"), coerce=str)
    term = SelectField(_("期間"), coerce=str)

    @classmethod
    def of(cls, own: Sequence[Organization], today: date) -> "BeginForm":
        """What the address asks for is chosen."""
        form = cls(data=_asked(last_ended(today).code))
        form.organization.choices = [(str(o.id), o.short_name) for o in own]
        form.term.choices = [(term.code, term.label) for term in terms_around(today)]
        return form


def _asked(term: str) -> dict[str, Any]:
    asked = {"organization": request.args.get("organization", ""), "term": term}
    return asked | ({"term": request.args["term"]} if "term" in request.args else {})
