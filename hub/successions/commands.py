"""Changes of who holds what. Each authorizes, changes, records; none commits."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import update

from hub.accounts import member_commands
from hub.accounts.models import Membership, User
from hub.audit.log import record
from hub.core import calendar
from hub.core.db import db
from hub.core.errors import Invalid, authorize
from hub.successions import policy, queries
from hub.successions.kinds import ACTION, IDEA, MENU, kind_of
from hub.successions.models import Succession, SuccessionItem, SuccessionShare
from hub.successions.queries import Held


def set_holder(actor: User, thing: Any, user_id: int | None) -> None:
    """担当者 of the organization that has the thing; None: nobody.

    Raises:
        Invalid: who is named is no member there today.
    """
    kind = kind_of(thing)
    organization_id = kind.owner_of(thing)
    authorize(policy.can_set_holder(actor, organization_id))
    assert organization_id is not None
    if user_id is not None and user_id not in {p.id for p in queries.members_of(organization_id)}:
        raise Invalid(_("この人は、いまこの組織のメンバーではありません。選び直してください。"))
    before = thing.holder_id
    if before == user_id:
        return
    _hold(thing, user_id)
    record(
        actor, f"{kind.name}:holder", thing, organization_id=organization_id,
        before={"holder": before}, after={"holder": user_id},
    )  # fmt: skip


def pass_on(
    actor: User, membership: Membership, *, to: Mapping[str, int | None], note: str, last_on: date
) -> None:
    """Everything the person holds goes to others now, and the membership ends on ``last_on``.

    ``to``: who gets each thing by its key (None: nobody yet).

    Raises:
        Invalid: something is missing in ``to`` or names somebody who is no member; the day is
            past; no 組織の管理者 would be left.
    """
    organization_id = membership.organization_id
    authorize(policy.can_pass_on(actor, organization_id))
    if last_on < calendar.today():
        raise Invalid(_("最後の日は、今日か、それより後にしてください。"))
    held = queries.held_by(actor, membership)
    there = {p.id for p in queries.members_of(organization_id)} - {membership.user_id}
    given = {item.key: to.get(item.key) for item in held}
    if any(item.key not in to for item in held):
        raise Invalid(_("持っているものが増えています。確かめて、もう一度選んでください。"))
    if not {number for number in given.values() if number is not None} <= there:
        raise Invalid(_("引き継ぐ人が、いまこの組織のメンバーではありません。選び直してください。"))
    succession = Succession(
        organization_id=organization_id, person_id=membership.user_id, by_id=actor.id,
        note=note, last_on=last_on, shares=_shares(held, given),
    )  # fmt: skip
    db.session.add(succession)
    for item in held:
        _hold(item.thing, given[item.key])
    record(
        actor, "succession:create", succession, organization_id=organization_id,
        after={"email": membership.user.email, "ends_on": last_on,
               "given": sorted(key for key, number in given.items() if number)},
    )  # fmt: skip
    member_commands.change_membership(actor, membership, role=membership.role, ends_on=last_on)


def receive(actor: User, share: SuccessionShare) -> None:
    """受け取りました"""
    authorize(policy.can_receive(actor, share))
    if share.is_waiting:
        share.receive()
        record(
            actor, "succession:receive", share.succession,
            organization_id=share.succession.organization_id,
        )  # fmt: skip


def _shares(held: Sequence[Held], given: Mapping[str, int | None]) -> list[SuccessionShare]:
    shares: dict[int, SuccessionShare] = {}
    for item in held:
        number = given[item.key]
        if number is not None:
            share = shares.setdefault(number, SuccessionShare(successor_id=number))
            share.items.append(_item(item))
    return list(shares.values())


def _item(item: Held) -> SuccessionItem:
    columns = {MENU.name: "menu_id", ACTION.name: "action_id", IDEA.name: "idea_id"}
    return SuccessionItem(**{columns[item.kind.name]: item.thing.id})


def _hold(thing: Any, user_id: int | None) -> None:
    """Straight to the table: 担当者 is no field that two people could edit against each other."""
    table = type(thing).__table__
    db.session.flush()
    db.session.execute(update(table).where(table.c.id == thing.id).values(holder_id=user_id))
    db.session.expire(thing, ["holder_id", "holder"])
