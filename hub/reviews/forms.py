"""Forms of reviews. A post title 職名 is asked with every step that is recorded."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectField

from hub.core.forms import DayField, Form, LineField, Required, TextField, VersionField
from hub.organizations.models import Organization
from hub.programmes.periods import FiscalTerm, TermKind, last_ended
from hub.reviews.models import REVIEW_VISIBILITIES, ReviewDeadline, ReviewVisibility


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


_TITLE = _("職名")
_TITLE_HELP = _("記録に残ります。例 事務局長、課長、担当")


class StepForm(Form):
    """A step that may be taken without a word; who takes it may say in which post."""

    version = VersionField()
    post_title = LineField(_TITLE, limit=60, description=_TITLE_HELP)
    text = TextField(_("添える言葉"), limit=4_000, description=_("なくてもかまいません。"))


class SignedForm(StepForm):
    """A step of which the record says who took it in which post."""

    post_title = LineField(_TITLE, [Required()], limit=60, description=_TITLE_HELP)


class ReturnForm(SignedForm):
    text = TextField(
        _("差し戻す理由"),
        [Required()],
        limit=4_000,
        description=_("どこをどう直してほしいかを書きます。組織がそのまま読みます。"),
    )


class ReviseForm(SignedForm):
    text = TextField(
        _("改訂する理由"), [Required()], limit=4_000, description=_("新しい版に残ります。")
    )


class QuestionForm(StepForm):
    text = TextField(_("質問"), [Required()], limit=4_000)
    line = HiddenField()

    @property
    def line_id(self) -> int | None:
        text = self.line.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


class AnswerForm(StepForm):
    text = TextField(_("回答"), [Required()], limit=4_000)


class CommentForm(QuestionForm):
    text = TextField(_("コメント"), [Required()], limit=4_000)


class VisibilityForm(Form):
    version = VersionField()
    visibility = RadioField(
        _("公開範囲"), choices=list(REVIEW_VISIBILITIES.items()), coerce=ReviewVisibility
    )


class _DueDay(DayField):
    data: Any  # a day once the form is valid


class DeadlineForm(Form):
    """``others`` are added for each organization of the office: ``other-12``."""

    version = VersionField()
    due_on = _DueDay(
        _("提出期限"), [Required(_("日付を入れてください。例 2026-04-30"))],
        description=_("例 2026-04-30、R8.4.30"),
    )  # fmt: skip

    @property
    def others(self) -> dict[int, date]:
        named = (field for field in self if field.name.startswith("other-"))
        return {int(field.name[6:]): field.data for field in named if field.data}


def deadline_form(
    organizations: Sequence[Organization], deadline: ReviewDeadline | None
) -> DeadlineForm:
    """One more field for each organization that may have a date of its own."""
    fields = {f"other-{o.id}": DayField(o.short_name) for o in organizations}
    form_class = type("DeadlineFormOfOffice", (DeadlineForm,), fields)
    if deadline is None:
        return form_class(data={"version": 0})
    others = {f"other-{other.organization_id}": other.due_on for other in deadline.others}
    return form_class(data={"version": deadline.version, "due_on": deadline.due_on, **others})
