"""幹事 goes from one organization to another, and what is open goes with it."""

import re
from datetime import date
from types import SimpleNamespace

import pytest

from hub.accounts.models import Role
from hub.actions.models import Action
from hub.audit.models import AuditEntry
from hub.core.db import db
from hub.ideas.models import Idea, IdeaVisibility
from hub.meetings.models import Visibility
from hub.taxonomies.models import Scheme
from hub.themes.models import ThemeHandover, ThemeHandoverState, ThemeRole, ThemeRoleKind
from tests import make


@pytest.fixture
def world(app):
    """``old`` leads the theme; ``new`` is asked; ``closed`` is a series that ``new`` is not in."""
    term = make.term(Scheme.THEME, "f03", label="まちづくり")
    old, new, third = (make.organization() for _n in range(3))
    make.theme_role(term, old)
    make.theme_role(term, third, ThemeRoleKind.PARTNER)
    held = make.meeting(old, new)
    closed = make.meeting(old, series=make.series(secretariat=old), visibility=Visibility.SERIES)
    told = make.idea(held, title="合同の見学会", keeper=old, terms=[term])
    secret = make.idea(closed, title="内々の相談", keeper=old, terms=[term])
    own = make.idea(
        proposer=old, keeper=old, title="自分たちだけの案", terms=[term],
        visibility=IdeaVisibility.ORGANIZATION,
    )  # fmt: skip
    linked = make.action(old, title="見学先を決める", partners=[new])
    other = make.action(old, title="見学の案内を作る")
    told.actions = [linked, other]
    elsewhere = make.action(old, title="会議室の一覧")
    db.session.commit()
    return SimpleNamespace(
        term=term, old=old, new=new, told=told.id, secret=secret.id, own=own.id,
        linked=linked.id, other=other.id, elsewhere=elsewhere.id,
        giver=make.user(old), receiver=make.user(new), reader=make.user(new, Role.VIEWER),
        coordinator=make.coordinator(), stranger=make.user(),
    )  # fmt: skip


@pytest.fixture
def handover(world, as_user):
    """Drafted from facts by the outgoing lead."""
    sent = {"to_id": world.new.id, "moves_on": "2027-04-01"}
    response = as_user(world.giver).post("/themes/f03/handovers/new", data=sent)
    assert response.status_code == 303
    return db.session.scalars(db.select(ThemeHandover)).one()


def _page(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return response.get_data(as_text=True)


def _address(handover, do=""):
    return f"/themes/f03/handovers/{handover.id}" + (f"/{do}" if do else "")


def _propose(handover, client):
    assert client.post(_address(handover, "propose"), data={"version": handover.version})
    db.session.rollback()


def test_the_draft_holds_facts_that_the_successor_may_read(world, as_user, handover):
    note = handover.note
    for told in ("合同の見学会", "見学先を決める", "見学の案内を作る"):
        assert told in note
    for kept in ("内々の相談", "自分たちだけの案", "会議室の一覧"):
        assert kept not in note
    giver = as_user(world.giver)
    assert {"内々の相談", "自分たちだけの案"} <= _texts(_page(giver, _address(handover)))
    _propose(handover, giver)
    page = _page(as_user(world.receiver), _address(handover))
    assert "合同の見学会" in page
    assert "内々の相談" not in page
    assert "残るもの" not in page


def _texts(page):
    return set(re.findall(r">([^<>]+)</a>", page))


def test_nobody_else_sees_it_and_the_successor_not_before_it_is_proposed(world, as_user, handover):
    _page(as_user(world.stranger), _address(handover), 404)
    _page(as_user(world.receiver), _address(handover), 404)
    assert "返事待ち" not in _page(as_user(world.receiver), "/themes/f03")
    _propose(handover, as_user(world.giver))
    assert "引き受ける" in _page(as_user(world.receiver), _address(handover))
    assert "引き受ける" not in _page(as_user(world.reader), _address(handover))


def test_what_is_ticked_moves_with_the_role(world, as_user, handover):
    giver, receiver = as_user(world.giver), as_user(world.receiver)
    sent = {
        "note": "# 申し送り\n\n春に見学会を。", "moves_on": "2027-04-01",
        "version": handover.version, "ticked": [f"idea:{world.told}", f"action:{world.linked}"],
    }  # fmt: skip
    assert giver.post(_address(handover, "edit"), data=sent).status_code == 303
    db.session.rollback()
    _propose(handover, giver)
    sent = {"version": handover.version}
    assert receiver.post(_address(handover, "accept"), data=sent).status_code == 303
    db.session.rollback()

    roles = {r.organization_id: r for r in db.session.scalars(db.select(ThemeRole))}
    assert roles[world.old.id].ends_on == date(2027, 3, 31)
    assert roles[world.new.id].starts_on == date(2027, 4, 1)
    idea, action = db.session.get(Idea, world.told), db.session.get(Action, world.linked)
    assert (idea.keeper_id, idea.holder_id) == (world.new.id, world.receiver.id)
    assert (action.lead_id, action.holder_id) == (world.new.id, world.receiver.id)
    assert action.partner_ids == frozenset()
    for thing in (idea, action):
        assert "まちづくりの幹事の交代" in {event.text for event in thing.events}
    left = [db.session.get(Idea, world.secret).keeper_id, db.session.get(Idea, world.own).keeper_id]
    left += [db.session.get(Action, n).lead_id for n in (world.other, world.elsewhere)]
    assert set(left) == {world.old.id}
    assert "theme_handover:accept" in set(db.session.scalars(db.select(AuditEntry.verb)))
    page = _page(giver, _address(handover))
    assert "春に見学会を" in page  # past notes stay readable
    assert {"見学の案内を作る", "内々の相談"} <= _texts(page)  # what the old lead has still
    assert "残っているもの" not in _page(receiver, _address(handover))
    assert giver.post(_address(handover, "withdraw")).status_code == 409


def test_an_answer_is_about_the_text_that_was_read(world, as_user, handover):
    giver, receiver = as_user(world.giver), as_user(world.receiver)
    _propose(handover, giver)
    read = handover.version
    edit = {"note": "書き直した", "moves_on": "2027-04-01", "version": read}
    giver.post(_address(handover, "edit"), data=edit)
    assert receiver.post(_address(handover, "accept"), data={"version": read}).status_code == 409
    late = giver.post(_address(handover, "edit"), data=edit | {"note": "別の人の文"})
    assert late.status_code == 409
    assert {"書き直した", "別の人の文"} <= set(re.findall(r"書き直した|別の人の文", late.text))


def test_it_can_be_declined_with_a_reason_and_begun_again(world, as_user, handover):
    giver, receiver = as_user(world.giver), as_user(world.receiver)
    again = {"to_id": world.new.id, "moves_on": "2027-04-01"}
    assert giver.post("/themes/f03/handovers/new", data=again).status_code == 409
    _propose(handover, giver)
    assert receiver.post(_address(handover, "decline"), data={"reason": " "}).status_code == 422
    sent = {"reason": "人手が足りない"}
    assert receiver.post(_address(handover, "decline"), data=sent).status_code == 303
    db.session.rollback()
    assert handover.state is ThemeHandoverState.DECLINED
    assert "人手が足りない" in _page(giver, _address(handover))
    assert giver.post("/themes/f03/handovers/new", data=again).status_code == 303
    assert db.session.get(Idea, world.told).keeper_id == world.old.id


@pytest.mark.parametrize(
    "sent",
    [
        {"to_id": "", "moves_on": "2027-04-01"},
        {"to_id": "999999", "moves_on": "2027-04-01"},
        {"to_id": "{new}", "moves_on": "2026-11-22"},
        {"to_id": "{new}", "moves_on": "いつか"},
    ],
)
def test_who_and_when_must_be_said(world, as_user, sent):
    sent = {name: value.format(new=world.new.id) for name, value in sent.items()}
    assert as_user(world.giver).post("/themes/f03/handovers/new", data=sent).status_code == 422
