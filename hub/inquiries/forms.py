"""Asking, and writing on."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField
from wtforms.validators import ValidationError

from hub.core import calendar
from hub.core.forms import DayField, Form, LineField, Required, TextField
from hub.inquiries.commands import Written


def _is_ahead(_form: Form, field: DayField) -> None:
    if field.data and field.data < calendar.today():
        raise ValidationError(gettext("過ぎた日です。今日か、これからの日を入れてください。"))


class MessageForm(Form):
    """Of both sides; ``asks`` is there for who writes for both, the day for who asks."""

    asks = RadioField(_("どちらの側として書くか"))
    text = TextField(_("本文"), [Required()], limit=4_000)
    post_title = LineField(_("書いた人の職名"), limit=60)
    answer_by = DayField(_("回答希望日"), [_is_ahead])

    @property
    def written(self) -> Written:
        return Written(
            text=self.text.data,
            post_title=self.post_title.data or "",
            answer_by=self.answer_by.data if self.answer_by else None,
        )


class InquiryForm(Form):
    asker = RadioField(_("問い合わせる組織"), coerce=int)
    asked = SelectField(_("問い合わせ先"), [Required()])
    title = LineField(_("題名"), [Required()], limit=100)
    text = TextField(_("聞きたいこと"), [Required()], limit=4_000)
    answer_by = DayField(_("回答希望日"), [_is_ahead])
    post_title = LineField(_("書いた人の職名"), limit=60)

    @property
    def written(self) -> Written:
        return Written(
            text=self.text.data,
            post_title=self.post_title.data or "",
            answer_by=self.answer_by.data,
        )
