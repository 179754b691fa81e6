"""What happened, in words: for the history and the exports alike."""

from flask_babel import gettext as _

from hub.core import calendar
from hub.ideas.models import Idea, IdeaEvent, IdeaEventKind


def what_happened(event: IdeaEvent) -> str:
    """The change itself, without the text that was written with it; "" for a mere text."""
    if event.kind is IdeaEventKind.RAISED:
        return _("連携の種を出した")
    if event.kind is IdeaEventKind.STAGE and event.stage is not None:
        return _("「%(stage)s」にした", stage=event.stage.label)
    if event.kind is IdeaEventKind.KEEPER:
        return _keeper(event)
    if event.kind is IdeaEventKind.LOOKED:
        return _looked(event)
    if event.kind is IdeaEventKind.JOINED:
        return _("うちも加わる、と手を挙げた")
    if event.kind is IdeaEventKind.LEFT:
        return _("加わるのをやめた")
    if event.kind is IdeaEventKind.EDITED:
        return _("内容を直した")
    return ""


def text_of(event: IdeaEvent) -> str:
    """What was written with it, with the word that says what it is."""
    if event.kind is IdeaEventKind.JOINED and event.text:
        return _("持ち寄るもの　%(brings)s", brings=event.text)
    return event.text


def in_one_line(event: IdeaEvent) -> str:
    return "　".join(part for part in (what_happened(event), text_of(event)) if part)


def visibility(idea: Idea):
    """公開範囲: that of the meeting where there is one."""
    return (idea.meeting or idea).visibility.label


def partners(idea: Idea) -> str:
    """Who joined, with what each brings."""
    return "、".join(
        partner.organization.short_name + (f"（{partner.brings}）" if partner.brings else "")
        for partner in idea.partners
    )


def _keeper(event: IdeaEvent) -> str:
    if event.keeper_after is None:
        return _("育てる組織をなくした")
    return _("育てる組織を%(name)sにした", name=event.keeper_after.short_name)


def _looked(event: IdeaEvent) -> str:
    if event.look_at_on is None:
        return _("次に見る日をなくした")
    return _("次に見る日を%(day)sにした", day=calendar.short_date(event.look_at_on))
