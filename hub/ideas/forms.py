from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField

from hub.core.forms import DayField, Form, TextField, VersionField
from hub.ideas import commands
from hub.ideas.models import STAGES, Idea, Stage
from hub.organizations.queries import organizations


def _id(value: Any) -> int | None:
    """The value of an option: a number, or nothing chosen."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


class StageForm(Form):
    stage = RadioField(_("段階"), choices=list(STAGES.items()), coerce=Stage)
    said = TextField(
        _("結果または理由"), limit=2_000,
        description=_("定着にするときは結果を、見送りにするときは理由を書いてください。"),
    )  # fmt: skip
    look_at_on = DayField(_("次に見る日"), description=_("例 2026-04-01、R8.4.1"))
    keeper_id = SelectField(_("育てる組織"), coerce=_id)
    version = VersionField()

    @classmethod
    def of(cls, idea: Idea, *, may_give: bool) -> "StageForm":
        """Filled with the idea as it is now, and with what was sent."""
        form = cls(data={
            "stage": idea.stage, "said": idea.result or idea.reason, "version": idea.version,
            "look_at_on": idea.look_at_on, "keeper_id": idea.keeper_id,
        })  # fmt: skip
        if not may_give:
            del form.keeper_id
            return form
        kept = [idea.keeper] if idea.keeper and not idea.keeper.is_valid else []
        offered = [(o.id, o.short_name) for o in [*organizations(), *kept]]
        form.keeper_id.choices = [("", _("決めない")), *offered]
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if refusal := commands.problem(self.stage.data, self.said.data or ""):
            self.refuse("said", refusal)
            return False
        return True
