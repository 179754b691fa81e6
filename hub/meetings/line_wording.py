"""What is doubtful about a line, and what to do about it, in the words of the interface."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hub.core import calendar
from hub.meetings.lines.model import Kind, Problem, ProblemKind
from hub.meetings.models import Meeting
from hub.meetings.understanding import Understanding, Understood

KINDS = {
    Kind.DECISION: _l("決定"),
    Kind.ACTION: _l("宿題"),
    Kind.IDEA: _l("連携の種"),
    Kind.HOLD: _l("保留"),
    Kind.NEXT: _l("次回"),
}
_WRITE_DAY = _l("〆12/25 や 〆R8.12.25 のように書いてください。")
_DAYS = {ProblemKind.NO_DAY, ProblemKind.UNREADABLE_DAY}
_NAMES = {
    ProblemKind.NO_ORGANIZATION,
    ProblemKind.UNKNOWN_ORGANIZATION,
    ProblemKind.AMBIGUOUS_ORGANIZATION,
}


def what(problem: Problem) -> str:
    """What was not understood."""
    texts = {
        ProblemKind.EMPTY: _("内容が書かれていません。"),
        ProblemKind.NO_DAY: _("日付がありません。"),
        ProblemKind.UNREADABLE_DAY: _("「%(words)s」を日付として読めません。", words=problem.words),
        ProblemKind.PAST_DAY: _("「%(words)s」は会議の日より前です。", words=problem.words),
        ProblemKind.WEEKDAY: _("「%(words)s」の曜日が日付と合いません。", words=problem.words),
        ProblemKind.NO_ORGANIZATION: _("担当の組織がありません。"),
        ProblemKind.UNKNOWN_ORGANIZATION: _(
            "「%(words)s」という組織がありません。", words=problem.words
        ),
        ProblemKind.AMBIGUOUS_ORGANIZATION: _(
            "「%(words)s」に当てはまる組織がいくつかあります。", words=problem.words
        ),
        ProblemKind.REPEATED_MARKER: _("同じ印が、ほかの行にもあります。"),
        ProblemKind.OTHER_MARKER: _("行の種類が、印（%(words)s）と違います。", words=problem.words),
    }
    return texts[problem.kind]


def advice(
    problem: Problem, line: Understood, understanding: Understanding, meeting: Meeting
) -> str:
    """What becomes of the line as it is, and how to write it."""
    if problem.kind is ProblemKind.EMPTY:
        return _("このままでは、何も登録されません。")
    if problem.kind in _NAMES:
        return _organization(problem, line, understanding, meeting)
    if problem.kind in _DAYS:
        return f"{_without_day(line)}{_WRITE_DAY}"
    if problem.kind in {ProblemKind.PAST_DAY, ProblemKind.WEEKDAY}:
        return _("日付を確かめてください。")
    return _("この行は新しいものとして登録し、新しい印を付けます。")


def _organization(
    problem: Problem, line: Understood, understanding: Understanding, meeting: Meeting
) -> str:
    parts = []
    names = [understanding.candidates[n].short_name for n in problem.candidates]
    if names:
        parts.append(_("もしかして　%(names)s。", names="、".join(names)))
    if line.kind is Kind.ACTION and line.lead is None:
        secretariat = meeting.series.secretariat.short_name
        parts.append(_("このままなら、幹事組織（%(name)s）の担当にします。", name=secretariat))
    elif line.kind is not Kind.IDEA:
        parts.append(_("このままなら、協力に入れません。"))
    parts.append(_("「@組織の略称」と、一つずつ書いてください。"))
    return "".join(parts)


def _without_day(line: Understood) -> str:
    if line.kind is Kind.NEXT:
        return ""
    if line.day is not None:
        day = calendar.short_date(line.day)
        if line.kind is Kind.HOLD:
            return _("このままなら、次回の会議（%(day)s）を見直す日にします。", day=day)
        return _("このままなら、次回の会議（%(day)s）を期限にします。", day=day)
    return _("このままなら、期限を決めない継続課題にします。")
