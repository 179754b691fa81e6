"""The form with which an organization says whether it comes."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from hub.core.forms import Form, LineField, Required, VersionField
from hub.meetings import queries
from hub.meetings.models import ATTENDANCES, Attendance, AttendanceAnswer, Meeting
from hub.organizations.models import Organization

OFFERED = (
    AttendanceAnswer.PRESENT,
    AttendanceAnswer.PROXY,
    AttendanceAnswer.ABSENT,
    AttendanceAnswer.UNDECIDED,
)


class InvitationAnswerForm(Form):
    organization_id = VersionField()  # a number too: what is not one becomes 0, nobody's
    answer = RadioField(
        _l("出欠"), [Required(_l("選んでください。"))],
        choices=[(answer.value, ATTENDANCES[answer]) for answer in OFFERED],
    )  # fmt: skip
    post_title = LineField(
        _l("出る人の役職"), limit=100, description=_l("例 係長。空けてもかまいません。")
    )


def answer_forms(
    meeting: Meeting, organization_ids: Iterable[int], sent: InvitationAnswerForm | None
) -> list[tuple[Organization, InvitationAnswerForm]]:
    """One form for each organization, filled with its answer; ``sent`` keeps what was typed."""
    wanted = set(organization_ids)
    if not wanted:
        return []
    rows = {row.organization_id: row for row in meeting.attendances}
    forms = []
    for organization in (o for o in queries.asked_to(meeting) if o.id in wanted):
        if sent is not None and sent.organization_id.data == organization.id:
            form = sent
        else:
            form = InvitationAnswerForm(formdata=None, data=_stored(rows.get(organization.id)))
        if len(wanted) > 1:  # the same field more than once on the page
            for field in (form.answer, form.post_title):
                field.id = field.label.field_id = f"{field.id}-{organization.id}"
        forms.append((organization, form))
    return forms


def _stored(row: Attendance | None) -> dict[str, Any]:
    if row is None:
        return {}
    came = row.answer is AttendanceAnswer.OBSERVER
    return {
        "answer": AttendanceAnswer.PRESENT if came else row.answer,
        "post_title": row.post_title,
    }


def answered(form: InvitationAnswerForm) -> str:
    """What is said of an answer that was kept."""
    return _("出欠を「%(answer)s」と答えました。", answer=AttendanceAnswer(form.answer.data).label)
