"""Inquiries on the pages of what they can be about."""

from typing import Any

from flask import render_template

from hub.accounts.models import Viewer
from hub.core.db import db
from hub.core.slots import panel
from hub.inquiries import policy, queries
from hub.inquiries.abouts import About
from hub.inquiries.models import AboutKind

SHOWN = 5  # the rest is behind a link


@panel("organization", order=15)
def of_organization(viewer: Any, organization: Any) -> str | None:
    """What the viewer's organizations and this one asked each other; all that its own members
    read of it."""
    if not viewer.in_network:
        return None
    is_own = viewer.belongs_to(organization.id)
    query = (
        queries.of_own(organization.id)
        if is_own
        else queries.with_organization(viewer, organization.id)
    )
    inquiries = db.session.scalars(query.options(*queries.for_list()).limit(SHOWN + 1)).all()
    may_ask = (
        policy.can_ask_for(viewer, organization.id)
        if is_own
        else organization.is_valid and policy.can_ask_organization(viewer, organization.id)
    )
    if not inquiries and not may_ask:
        return None
    return render_template(
        "inquiries/_panel_organization.html", organization=organization, may_ask=may_ask,
        is_own=is_own, inquiries=inquiries[:SHOWN], has_more=len(inquiries) > SHOWN,
        held=queries.held_by(viewer),
    )  # fmt: skip


@panel("action", order=90)
def of_action(viewer: Any, action: Any) -> str | None:
    return _offer(viewer, AboutKind.ACTION, action)


@panel("menu", order=90)
def of_menu(viewer: Any, menu: Any) -> str | None:
    return _offer(viewer, AboutKind.MENU, menu)


@panel("meeting-beside", order=90)
def of_meeting(viewer: Any, meeting: Any) -> str | None:
    return _offer(viewer, AboutKind.MEETING, meeting)


@panel("idea", order=90)
def of_idea(viewer: Any, idea: Any) -> str | None:
    return _offer(viewer, AboutKind.IDEA, idea)


@panel("review", order=90)
def of_review(viewer: Any, review: Any) -> str | None:
    return _offer(viewer, AboutKind.REVIEW, review)


def _offer(viewer: Viewer, kind: AboutKind, thing: Any) -> str | None:
    """「この件で問い合わせる」 for departments and ward offices, about the work of others."""
    writes = [m for m in viewer.active_memberships if viewer.edits_for(m.organization_id)]
    about = About(kind, thing)
    answers = about.answers
    if answers is None or viewer.belongs_to(answers):
        return None
    if not any(membership.organization.is_government for membership in writes):
        return None
    return render_template("inquiries/_offer.html", about=about)
