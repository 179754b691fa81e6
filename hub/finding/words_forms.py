"""The form of one group of words."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, ValidationError

from hub.core.forms import ChecksField, Form, Required, TextField, VersionField
from hub.finding.models import ENTRY_KINDS, EntryKind
from hub.finding.thesaurus import LONGEST_WORD, WEIGHTS, Group
from hub.finding.words_commands import Said

MOST_WORDS = 60
SCHEME_LABELS = {
    "type": _l("支援の種類"),
    "target": _l("対象"),
    "theme": _l("分野"),
    "ward": _l("区"),
    "phase": _l("段階"),
}
_BETWEEN = re.compile(r"[、,\n]+")


class GroupForm(Form):
    kind = RadioField(
        _l("この言葉のまとまり"), choices=[(k.value, v) for k, v in ENTRY_KINDS.items()]
    )
    words = TextField(
        _l("言葉"), [Required()], limit=3000,
        description=_l("「、」か改行で区切ります。文のままでも入れられます（例 人手が足りない）。"),
    )  # fmt: skip
    also = TextField(
        _l("いっしょにさがす言葉"), limit=3000,
        description=_l("「言い方とその言いかえ」のときに使います。上の言葉が入れられたとき、この言葉でもさがします。逆はしません。"),
    )  # fmt: skip
    type = ChecksField(SCHEME_LABELS["type"])
    target = ChecksField(SCHEME_LABELS["target"])
    theme = ChecksField(SCHEME_LABELS["theme"])
    ward = ChecksField(SCHEME_LABELS["ward"])
    phase = ChecksField(SCHEME_LABELS["phase"])
    version = VersionField()

    @classmethod
    def of(cls, group: Group | None, labels: Mapping[str, Mapping[str, str]]) -> "GroupForm":
        values: dict[str, Any] = {"kind": EntryKind.SAME.value, "version": 0}
        if group is not None:
            values = {
                "kind": group.kind.value,
                "words": "、".join(group.words),
                "also": "、".join(group.also),
                "version": group.row.version if group.row else 0,
            } | {scheme: _codes(group, scheme) for scheme in WEIGHTS}
        form = cls(data=values)
        for scheme in WEIGHTS:
            form[scheme].choices = list(labels[scheme].items())
        return form

    @property
    def checks(self) -> list[Any]:
        return [self[scheme] for scheme in WEIGHTS]

    def validate_words(self, field: Any) -> None:
        if not _listed(field.data):
            raise ValidationError(_("入れてください。"))
        _check(field)

    def validate_also(self, field: Any) -> None:
        _check(field)

    @property
    def said(self) -> Said:
        return Said(
            kind=EntryKind(self.kind.data),
            words=_listed(self.words.data),
            also=_listed(self.also.data),
            prefer=[f"{scheme}:{code}" for scheme in WEIGHTS for code in self[scheme].data or ()],
        )


def _codes(group: Group, scheme: str) -> list[str]:
    pairs = (value.partition(":") for value in group.prefer)
    return [code for name, _colon, code in pairs if name == scheme]


def _listed(text: str | None) -> list[str]:
    words = (word.strip() for word in _BETWEEN.split(text or ""))
    return list(dict.fromkeys(word for word in words if word))


def _check(field: Any) -> None:
    words = _listed(field.data)
    if len(words) > MOST_WORDS:
        raise ValidationError(_("%(most)s個までです。", most=MOST_WORDS))
    for word in words:
        if len(word) > LONGEST_WORD:
            raise ValidationError(
                _(
                    "「%(word)s」が長すぎます。1つ%(most)s字までです。",
                    word=word[:20],
                    most=LONGEST_WORD,
                )
            )
