"""Forms of the lines of a draft."""

from collections.abc import Iterable, Sequence

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField

from hub.core.forms import Form, LineField, NumberField, Required, TextField
from hub.meetings.models import Series
from hub.reviews.earlier import OUTCOMES, Outcome
from hub.reviews.models import Section
from hub.reviews.models.review import SECTIONS
from hub.reviews.parts import DraftPart

LONGEST = 2000
CHOOSE = _l("選んでください。")


def _programme(value: str) -> int | None:
    """The value of an option; without a number the organization as a whole."""
    return int(value) if value else None


class LineForm(Form):
    """``seen`` is the fingerprint of the line as it was shown, nothing of a new one."""

    section = RadioField(
        _l("見出し"), [Required(CHOOSE)], choices=list(SECTIONS.items()), coerce=Section
    )
    programme_id = SelectField(_l("事業"), coerce=_programme)
    text = TextField(_l("文"), [Required()], limit=LONGEST)
    seen = HiddenField()

    def offer(self, parts: Iterable[DraftPart]) -> None:
        self.programme_id.choices = [
            (part.programme_id or "", part.programme.name if part.programme else _l("組織全体"))
            for part in parts
        ]


class AnswerForm(Form):
    outcome = RadioField(
        _l("どうなりましたか"), [Required(CHOOSE)], choices=list(OUTCOMES.items()), coerce=Outcome
    )
    text = TextField(_l("振り返りに載せる文"), [Required()], limit=LONGEST)


class ProposeForm(Form):
    series_id = SelectField(_l("会議体"), [Required(CHOOSE)], coerce=str)
    title = LineField(_l("議題"), [Required()], limit=200)
    text = TextField(_l("話し合いたいこと"), [Required()], limit=10_000)
    minutes = NumberField(_l("ほしい時間（分）"), [Required()], least=1, most=600)

    def offer(self, series: Sequence[Series]) -> None:
        self.series_id.choices = [(str(one.id), one.name) for one in series]
