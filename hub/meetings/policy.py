"""Who may do what with series, meetings and minutes. Pure functions: no session, no request."""

from hub.accounts.models import Standing, Viewer
from hub.meetings.models import CAME, Meeting, Minutes, MinutesState, Series, Visibility


def in_series(viewer: Viewer | Standing, series: Series) -> bool:
    """A member, an observer or the secretariat, today: who left keeps nothing."""
    mine = viewer.organization_ids
    return series.secretariat_id in mine or any(
        member.organization_id in mine and member.is_current for member in series.members
    )


def can_view_series(viewer: Viewer, series: Series) -> bool:
    """That a series exists is known in the whole network."""
    return viewer.in_network


def can_edit_series(actor: Viewer, series: Series) -> bool:
    return actor.edits_for(series.secretariat_id) or actor.coordinates


def can_create_series(actor: Viewer) -> bool:
    return actor.coordinates


def can_view(viewer: Viewer | Standing, meeting: Meeting) -> bool:
    if meeting.visibility is Visibility.PUBLIC:
        return True
    if meeting.visibility is Visibility.NETWORK:
        return viewer.in_network
    return viewer.coordinates or in_series(viewer, meeting.series)


def can_edit(actor: Viewer, meeting: Meeting) -> bool:
    return can_edit_series(actor, meeting.series)


def can_answer_invitation(actor: Viewer, meeting: Meeting) -> frozenset[int]:
    """Ids of the organizations for which the actor may say who comes (empty: none)."""
    if not meeting.is_coming or not can_view(actor, meeting):
        return frozenset()
    return actor.editing_ids & meeting.asked_ids


def can_view_minutes(viewer: Viewer | Standing, minutes: Minutes) -> bool:
    """下書き: the secretariat's editors. 確認中: who takes part too. 確定: who sees the meeting."""
    if minutes.state is MinutesState.DRAFT:
        return can_write_minutes(viewer, minutes.meeting)
    if minutes.state is MinutesState.CONFIRMED:
        return can_view(viewer, minutes.meeting)
    return can_write_minutes(viewer, minutes.meeting) or takes_part(viewer, minutes.meeting)


def can_write_minutes(actor: Viewer | Standing, meeting: Meeting) -> bool:
    """Editors of the secretariat; a coordinator elsewhere does not read drafts."""
    return actor.edits_for(meeting.series.secretariat_id)


def can_see_history(viewer: Viewer, minutes: Minutes) -> bool:
    """Writers read every revision; who takes part, those that were confirmed."""
    return can_write_minutes(viewer, minutes.meeting) or (
        minutes.state is MinutesState.CONFIRMED and takes_part(viewer, minutes.meeting)
    )


def can_see_answers(viewer: Viewer, minutes: Minutes) -> bool:
    """異議なし and 修正意見 are read by who took part in the meeting."""
    return can_write_minutes(viewer, minutes.meeting) or takes_part(viewer, minutes.meeting)


def can_see_way_in(viewer: Viewer, meeting: Meeting) -> bool:
    """The link of an online meeting and the persons who come: not for the whole world."""
    return can_edit(viewer, meeting) or takes_part(viewer, meeting)


def takes_part(viewer: Viewer | Standing, meeting: Meeting) -> bool:
    """Of an organization that attended or is in the series, while it may see the meeting."""
    if not can_view(viewer, meeting):
        return False
    return in_series(viewer, meeting.series) or any(
        a.organization_id in viewer.organization_ids for a in meeting.attendances
    )


def can_check_minutes(actor: Viewer, minutes: Minutes) -> frozenset[int]:
    """Ids of the attending organizations for which the actor may answer (empty: none).

    The secretariat wrote the text and settles the comments, so it is not asked.
    """
    if minutes.state is not MinutesState.REVIEW or not can_view_minutes(actor, minutes):
        return frozenset()
    return actor.editing_ids & asked_to_check(minutes.meeting)


def asked_to_check(meeting: Meeting) -> frozenset[int]:
    """Ids of the organizations that came, without the one that wrote the minutes."""
    came = {a.organization_id for a in meeting.attendances if a.answer in CAME}
    return frozenset(came - {meeting.series.secretariat_id})
