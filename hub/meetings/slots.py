"""What meetings show on pages of lower parts, and whose files they own."""

from flask import render_template, url_for

from hub.accounts.models import Circle, Viewer
from hub.attachments import owners
from hub.core import generations
from hub.core.db import db
from hub.core.slots import kept, panel
from hub.meetings import policy, queries
from hub.meetings.models import (
    AgendaItem,
    Attendance,
    Decision,
    Meeting,
    Minutes,
    Series,
    SeriesMember,
)
from hub.organizations.models import Organization

generations.watch("meetings", Meeting, Attendance, AgendaItem, Minutes, Decision)
generations.watch("series", Series, SeriesMember)

owners.register(
    "meeting",
    owners.OwnerKind(
        load=lambda meeting_id: db.session.get(Meeting, meeting_id),
        can_view=policy.can_view,
        can_edit=policy.can_edit,
        url=lambda meeting: url_for("meetings.show", meeting_id=meeting.id),
        name=lambda meeting: meeting.name,
    ),
)


@panel("organization", order=30)
def meetings_of(viewer: Viewer, organization: Organization) -> str:
    return _of_organization(Circle.of(viewer), organization.id)


@kept("meetings", "series")
def _of_organization(circle: Circle, organization_id: int) -> str:
    meetings = queries.taking_part(circle, organization_id)
    if not meetings:
        return ""
    return render_template("meetings/_panel_organization.html", meetings=meetings)
