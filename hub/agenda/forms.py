"""Forms of candidates and proposals."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from hub.core.forms import Form, LineField, NumberField, Required, TextField
from hub.meetings.models import AGENDA_KINDS, AgendaKind
from hub.organizations.models import Organization

KINDS = (AgendaKind.REPORT, AgendaKind.DISCUSS, AgendaKind.OTHER)  # 前回からの継続 is item 1
LONGEST = 600  # minutes


class TakeForm(Form):
    kind = SelectField(
        _l("区分"),
        coerce=str,
        choices=[(kind.value, AGENDA_KINDS[kind]) for kind in KINDS],
    )
    title = LineField(_l("議題"), [Required()], limit=200)
    planned_minutes = NumberField(_l("予定の時間（分）"), least=1, most=LONGEST)
    summary = TextField(_l("内容"), limit=10_000)


class DeclineForm(Form):
    reason = LineField(
        _l("見送る理由"),
        [Required()],
        limit=300,
        description=_l(
            "事情が変わるまで、同じ候補は出ません。構成組織からの提案には、この理由が届きます。"
        ),
    )


class ProposeForm(Form):
    organization_id = SelectField(_l("提案する組織"), coerce=str)
    title = LineField(_l("議題"), [Required()], limit=200)
    text = TextField(
        _l("話し合いたいこと"),
        [Required()],
        limit=10_000,
        description=_l(
            "背景と、会議で決めたいことを書きます。見出しや箇条書き（Markdown）が使えます。"
        ),
    )
    minutes = NumberField(
        _l("ほしい時間（分）"), [Required()], least=1, most=LONGEST, description=_l("例 15")
    )

    def offer(self, organizations: Iterable[Organization]) -> None:
        self.organization_id.choices = [(str(o.id), o.short_name) for o in organizations]
