"""Which mails one wants, and the answer by a mail link."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from hub.core.forms import ChecksField, Form, TextField
from hub.inbox.models import NOTICE_KINDS

MOST_NOTE = 500


class MailsForm(Form):
    wanted = ChecksField(
        _l("メールで受け取るお知らせ"),
        choices=[(kind.value, label) for kind, label in NOTICE_KINDS.items()],
    )
    wants_none = BooleanField(_l("お知らせのメールを一通も受け取らない"))


class ReplyForm(Form):
    text = TextField(_l("進み具合"), limit=MOST_NOTE)
    is_started = BooleanField(_l("状態を「進行中」にする"))
