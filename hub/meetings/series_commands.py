"""Changes to series and who belongs to them. None commits."""

import secrets
from datetime import date
from typing import Any

from flask_babel import gettext as _

from hub.accounts.models import User
from hub.audit.log import changed, record
from hub.core.db import db, lock_version
from hub.core.errors import Conflict, Invalid, authorize
from hub.meetings import policy
from hub.meetings.models import Series, SeriesMember, SeriesRole


def create_series(actor: User, **given: Any) -> Series:
    authorize(policy.can_create_series(actor))
    series = Series(code=f"series-{secrets.token_hex(6)}", **given)
    _check_name(series, given["name"])
    db.session.add(series)
    record(actor, "series:create", series, after={"name": series.name})
    return series


def edit_series(actor: User, series: Series, *, seen: int, **given: Any) -> None:
    authorize(policy.can_edit_series(actor, series))
    lock_version(series, seen)
    if given["secretariat_id"] != series.secretariat_id:
        authorize(policy.can_create_series(actor))  # 幹事 changes: the network's coordinators
    _check_name(series, given["name"])
    before = {name: getattr(series, name) for name in given}
    for name, value in given.items():
        setattr(series, name, value)
    record(actor, "series:edit", series, **changed(before, given))


def archive_series(actor: User, series: Series) -> None:
    authorize(policy.can_edit_series(actor, series))
    if series.is_archived:
        raise Conflict(_("この会議体はすでに終わっています。"))
    series.is_archived = True
    record(actor, "series:archive", series)


def reopen_series(actor: User, series: Series) -> None:
    authorize(policy.can_edit_series(actor, series))
    if not series.is_archived:
        raise Conflict(_("この会議体は続いています。"))
    series.is_archived = False
    record(actor, "series:reopen", series)


def add_member(
    actor: User, series: Series, *, organization_id: int, role: SeriesRole,
    starts_on: date | None, ends_on: date | None,
) -> SeriesMember:  # fmt: skip
    authorize(policy.can_edit_series(actor, series))
    member = SeriesMember(
        organization_id=organization_id, role=role, starts_on=starts_on, ends_on=ends_on
    )
    _check_days(series, member)
    series.members.append(member)
    series.touch()
    record(actor, "series:member", series, after=_said(member))
    return member


def edit_member(
    actor: User, member: SeriesMember, *, role: SeriesRole, starts_on: date | None,
    ends_on: date | None, seen: int,
) -> None:  # fmt: skip
    """Who leaves gets an end; the row stays, and from the next day nothing is read by it."""
    series = member.series
    authorize(policy.can_edit_series(actor, series))
    lock_version(series, seen)
    before = _said(member)
    member.role, member.starts_on, member.ends_on = role, starts_on, ends_on
    _check_days(series, member)
    series.touch()
    record(actor, "series:member", series, before=before, after=_said(member))


def remove_member(actor: User, member: SeriesMember) -> None:
    """For a row that was entered by mistake; who really left gets an end instead."""
    series = member.series
    authorize(policy.can_edit_series(actor, series))
    record(actor, "series:member", series, before=_said(member))
    series.members.remove(member)
    series.touch()


def _check_name(series: Series, name: str) -> None:
    with db.session.no_autoflush:
        taken = db.session.scalars(db.select(Series.id).where(Series.name == name)).first()
    if taken is not None and taken != series.id:
        raise Invalid(_("同じ名前の会議体があります。別の名前にしてください。"))


def _check_days(series: Series, member: SeriesMember) -> None:
    starts, ends = member.starts_on or date.min, member.ends_on or date.max
    if ends < starts:
        raise Invalid(_("終わりの日は、始まりの日より後にしてください。"))
    for other in series.members:
        if other is member or other.organization_id != member.organization_id:
            continue
        if (other.starts_on or date.min) <= ends and starts <= (other.ends_on or date.max):
            raise Invalid(_("この組織は、その間すでに入っています。今の行の日付を直してください。"))


def _said(member: SeriesMember) -> dict[str, Any]:
    return {
        "organization": member.organization_id,
        "role": member.role,
        "starts_on": member.starts_on,
        "ends_on": member.ends_on,
    }
