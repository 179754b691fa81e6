"""Forms of minutes."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import Optional

from hub.core.forms import DayField, Form, LineField, Required, TextField, VersionField
from hub.core.markdown import LONGEST
from hub.meetings.merging import Start


class MinutesForm(Form):
    body = TextField(
        _l("本文"), limit=LONGEST,
        description=_l(
            "# で始まる行は見出し、- で始まる行は箇条書きになります。"
            "「決定: 」「- [ ] 内容 @組織 〆日」「アイデア: 」「保留: 」「次回: 」を読み取ります。"
        ),
    )  # fmt: skip
    version = VersionField()


class WritingForm(MinutesForm):
    base = VersionField()  # number of the revision that was opened

    @property
    def start(self) -> Start:
        return Start(version=self.version.data or 0, revision=self.base.data or 0)


class SettlingForm(WritingForm):
    seen = VersionField()  # number of the revision that was set beside what was typed


class CorrectionForm(MinutesForm):
    reason = LineField(
        _l("訂正の理由"), [Required()], limit=300,
        description=_l("議事録に日付とともに残り、読む人みなに見えます。"),
    )  # fmt: skip


class ReviewForm(Form):
    review_until = DayField(
        _l("回答期限"), [Optional()],
        description=_l("この日までに答えがない組織は、異議なしとみなします。空けてもかまいません。"),
    )  # fmt: skip
    version = VersionField()


class ConfirmForm(Form):
    reason = LineField(
        _l("結果のない議題があるまま確定する理由"), limit=300,
        description=_l("議事録に残り、読む人みなに見えます。"),
    )  # fmt: skip


class AnswerForm(Form):
    organization_id = VersionField()  # a number too: what is not one becomes 0, nobody's
    answer = RadioField(
        _l("答え"), [Required(_l("選んでください。"))],
        choices=[("agreed", _l("異議なし")), ("comment", _l("修正意見"))],
    )  # fmt: skip
    comment = TextField(
        _l("修正意見の内容"), limit=5_000,
        description=_l("どの箇所をどう直すかを書いてください。"),
    )  # fmt: skip
