from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField
from wtforms.validators import ValidationError

from hub.accounts.models import User
from hub.core import calendar
from hub.core.forms import (
    ChecksField,
    DayField,
    Form,
    LineField,
    Required,
    TextField,
    VersionField,
)
from hub.ideas import policy, rules
from hub.ideas.models import IDEA_VISIBILITIES, STAGES, Idea, IdeaVisibility, Stage
from hub.ideas.rules import Entry
from hub.meetings.models import Meeting
from hub.organizations.models import Organization
from hub.organizations.queries import organizations
from hub.taxonomies.models import Scheme
from hub.taxonomies.queries import terms

CHOOSE = _("選んでください。")
DAYS = _("例 2026-04-01、2026/4/1、R8.4.1")


def _id(value: Any) -> int | None:
    """The value of an option: a number, or nothing chosen."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _number(value: Any) -> int:
    """An id; longer ones than any table has are no ids."""
    if (number := _id(value)) is None:
        raise ValueError(value)
    return number


class IdeaForm(Form):
    """Raising an idea."""

    proposer_id = SelectField(_("出す組織"), [Required(CHOOSE)], coerce=_id)
    title = LineField(_("題名"), [Required()], limit=200,
                      description=_("何をしてみたいかを一文で。"))  # fmt: skip
    body = TextField(
        _("くわしい内容"), limit=10_000,
        description=_("きっかけや、いっしょにできそうなことを、書きたいときだけ。見出しや箇条書き（Markdown）が使えます。"),
    )  # fmt: skip
    agenda_item_id = SelectField(_("議題"), coerce=_id)
    theme_ids = ChecksField(_("分野"), coerce=_number)
    ward_ids = ChecksField(_("地域"), coerce=_number)
    keeper_id = SelectField(
        _("育てる組織"), coerce=_id,
        description=_("次に動かす組織です。決めなければ、次の会議の議題の候補になります。"),
    )  # fmt: skip
    look_at_on = DayField(_("次に見る日"), description=DAYS)
    visibility = RadioField(
        _("公開範囲"), choices=list(IDEA_VISIBILITIES.items()), coerce=IdeaVisibility,
        default=IdeaVisibility.NETWORK,
        description=_("自組織のみにすると、出した組織だけが読めます。会議の議題の候補にはなりません。"),
    )  # fmt: skip

    def prepare(self, actor: User, meeting: Meeting | None) -> None:
        """Offer what the actor may choose. To be called before the form is checked or shown."""
        everyone = organizations()
        mine = [(o.id, o.short_name) for o in everyone if o.id in actor.editing_ids]
        self.proposer_id.choices = [("", _("選んでください")), *mine]
        if len(mine) == 1 and not self.is_submitted():
            self.proposer_id.data = mine[0][0]
        offer_keepers(self.keeper_id, everyone, None)
        self.offer_words()
        self.offer_items(meeting)

    def offer_words(self, kept: Iterable[Any] = ()) -> None:
        for name, scheme in (("theme_ids", Scheme.THEME), ("ward_ids", Scheme.WARD)):
            words = list(terms(scheme))
            words += [term for term in kept if term.scheme == scheme and term not in words]
            self[name].choices = [(term.id, term.label) for term in words]

    def offer_items(self, meeting: Meeting | None) -> None:
        """The agenda of the meeting it comes from; without one it has its own 公開範囲."""
        if meeting is None:
            del self.agenda_item_id
            return
        if "visibility" in self:
            del self.visibility
        items = [(item.id, item.title) for item in meeting.agenda_items]
        self.agenda_item_id.choices = [("", _("議題を決めない")), *items]

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        for name, message in rules.new_problems(self.entry()):
            if not self[name].errors:
                self.refuse(name, message)
            fine = False
        return fine

    def entry(self) -> Entry:
        return Entry(**self._words(), proposer_id=self.proposer_id.data,
                     keeper_id=self.keeper_id.data, look_at_on=self.look_at_on.data)  # fmt: skip

    def _words(self) -> dict[str, Any]:
        chosen = [*(self.theme_ids.data or []), *(self.ward_ids.data or [])]
        network = IdeaVisibility.NETWORK
        return {
            "title": self.title.data or "",
            "body": self.body.data or "",
            "term_ids": frozenset(chosen),
            "visibility": self.visibility.data if "visibility" in self else network,
            "agenda_item_id": self.agenda_item_id.data if "agenda_item_id" in self else None,
        }


class EditForm(IdeaForm):
    """Its words; keeper, day and stage are moved on its page."""

    version = VersionField()

    @classmethod
    def of(cls, actor: User, idea: Idea, formdata: Any) -> "EditForm":
        """Filled with the idea as it is now, and with what was sent."""
        form = cls(formdata, data={
            "title": idea.title, "body": idea.body, "agenda_item_id": idea.agenda_item_id,
            "theme_ids": [term.id for term in idea.themes],
            "ward_ids": [term.id for term in idea.terms if term.scheme == Scheme.WARD],
            "visibility": idea.visibility, "version": idea.version,
        })  # fmt: skip
        form.idea = idea
        for name in ("proposer_id", "keeper_id", "look_at_on"):
            del form[name]
        form.offer_words(idea.terms)
        if not policy.can_narrow(actor, idea):
            del form.visibility
        form.offer_items(idea.meeting)
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        fine = Form.validate(self, extra_validators)
        if not fine or "visibility" not in self or self.visibility.data is self.idea.visibility:
            return fine
        if refusal := rules.narrowing_problem(self.idea, self.visibility.data):
            self.refuse("visibility", refusal)
            return False
        return True

    def entry(self) -> Entry:
        words = self._words()
        if "visibility" not in self:
            words["visibility"] = self.idea.visibility
        return Entry(**words)


class StageForm(Form):
    stage = RadioField(_("段階"), choices=list(STAGES.items()), coerce=Stage)
    said = TextField(
        _("結果、理由、または経過"), limit=2_000,
        description=_("定着にするときは結果を、見送りにするときは理由を書いてください。ほかは、書きたいときだけ。"),
    )  # fmt: skip
    look_at_on = DayField(_("次に見る日"), description=DAYS)
    keeper_id = SelectField(_("育てる組織"), coerce=_id)
    version = VersionField()

    @classmethod
    def of(
        cls, idea: Idea, *, offered: Sequence[Organization] | None, next_day: date | None
    ) -> "StageForm":
        """Filled with the idea as it is now, and with what was sent.

        ``offered`` to keep it, for who may give it to another; ``next_day`` stands where the day
        to look at it has come.
        """
        due = idea.is_due(calendar.today())
        form = cls(data={
            "stage": idea.stage, "said": idea.result or idea.reason, "version": idea.version,
            "look_at_on": next_day if due else idea.look_at_on, "keeper_id": idea.keeper_id,
        })  # fmt: skip
        if offered is None:
            del form.keeper_id
        else:
            offer_keepers(form.keeper_id, offered, idea.keeper)
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        stage = self.stage.data
        missing = rules.stage_problem(stage, self.said.data or "")
        gone = rules.day_problem(self.look_at_on.data) if stage.is_open else None
        for name, refusal in (("said", missing), ("look_at_on", gone)):
            if refusal:
                self.refuse(name, refusal)
        return not missing and not gone


class LookForm(Form):
    look_day = DayField(_("次に見る日"), [Required(_("日付を入れてください。例 2026-04-01"))],
                        description=DAYS)  # fmt: skip
    look_note = TextField(_("経過（書かなくてもよい）"), limit=2_000)

    def validate_look_day(self, field: DayField) -> None:
        if field.data and field.data <= calendar.today():
            raise ValidationError(_("次に見る日には、今日より後の日を入れてください。"))


class NoteForm(Form):
    text = TextField(_("書くこと"), [Required()], limit=2_000)


class JoinForm(Form):
    organization_id = SelectField(_("加わる組織"), [Required(CHOOSE)], coerce=_id)
    brings = LineField(
        _("持ち寄るもの"), limit=300,
        description=_("人手、場所、広報、これまでの経験など。書かなくてもかまいません。"),
    )  # fmt: skip

    def offer(self, joining: Iterable[Organization]) -> None:
        self.organization_id.choices = [(o.id, o.short_name) for o in joining]


class LinksForm(Form):
    decision_ids = ChecksField(_("決定事項"), coerce=_number)
    action_ids = ChecksField(_("宿題事項"), coerce=_number)
    menu_ids = ChecksField(_("支援メニュー"), coerce=_number)
    version = VersionField()


def offer_keepers(
    field: SelectField, everyone: Iterable[Organization], keeper: Organization | None
) -> None:
    kept = [keeper] if keeper is not None and not keeper.is_valid else []
    offered = [(o.id, o.short_name) for o in [*everyone, *kept]]
    field.choices = [("", _("決めない")), *offered]
