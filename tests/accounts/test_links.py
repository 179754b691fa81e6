"""Invitation and reset links: single use, bound to an address, and dead when they should be."""

from datetime import timedelta

import pytest

from hub.accounts.models import AccountLink, Membership, Role, User
from hub.core.db import db
from tests import make

NEW = "前とは別の 長い合言葉"


@pytest.fixture
def organization(app):
    return make.organization(short_name="わたしの機関")


@pytest.fixture
def admin(as_user, organization):
    return as_user(make.user(organization, Role.ADMIN))


@pytest.fixture
def invite(admin, organization):
    def send(email="sato@example.jp", role="editor", **given):
        return admin.post(
            f"/organizations/{organization.id}/members", data={"email": email, "role": role} | given
        )

    return send


def ask_for_reset(client, email="yamada@example.jp"):
    return client.post("/password-reset", data={"email": email})


def is_signed_in(client) -> bool:
    return client.get("/account").status_code == 200


def test_a_reset_link_sets_a_password_once(visitor, person, mails, sign_in):
    ask_for_reset(visitor)
    link = mails.link()
    assert visitor.get(link).status_code == 200
    assert visitor.post(link, data={"password": NEW}).location == "/login"
    assert is_signed_in(sign_in(password=NEW))
    assert visitor.get(link).status_code == 404
    assert visitor.post(link, data={"password": NEW}).status_code == 404


def test_opening_a_link_uses_nothing_up(visitor, person, mails):
    ask_for_reset(visitor)
    for _ in range(5):
        assert visitor.get(mails.link()).status_code == 200
    assert visitor.head(mails.link()).status_code == 200
    assert db.session.scalars(db.select(AccountLink)).one().used_at is None


def test_a_refused_password_uses_nothing_up(visitor, person, mails):
    ask_for_reset(visitor)
    assert visitor.post(mails.link(), data={"password": "kurz"}).status_code == 422
    assert visitor.post(mails.link(), data={"password": NEW}).status_code == 303


def test_a_reset_ends_every_session(visitor, person, mails, sign_in):
    somewhere = sign_in()
    ask_for_reset(visitor)
    visitor.post(mails.link(), data={"password": NEW})
    assert not is_signed_in(somewhere)


def test_the_answer_is_the_same_for_known_and_unknown_addresses(app, person, mails):
    known = ask_for_reset(app.test_client())
    unknown = ask_for_reset(app.test_client(), "nobody@example.jp")
    assert known.status_code == unknown.status_code == 200
    assert known.text == unknown.text.replace("nobody@example.jp", "yamada@example.jp")
    assert [mail.to_address for mail in mails.all()] == ["yamada@example.jp"]


def test_a_disabled_account_gets_no_link(visitor, person, mails):
    person.disable()
    db.session.commit()
    assert ask_for_reset(visitor).status_code == 200
    assert mails.all() == []


def test_a_reset_link_dies_after_an_hour(visitor, person, mails, clock):
    ask_for_reset(visitor)
    clock.shift(timedelta(minutes=61))
    assert visitor.get(mails.link()).status_code == 404
    assert visitor.post(mails.link(), data={"password": NEW}).status_code == 404


def test_every_reset_link_dies_after_any_password_change(app, visitor, person, mails, sign_in):
    ask_for_reset(visitor)
    first = mails.link()
    ask_for_reset(visitor)
    visitor.post(mails.link(), data={"password": NEW})
    assert visitor.get(first).status_code == 404
    ask_for_reset(visitor)
    here = sign_in(password=NEW)
    here.post("/account/password", data={"current": NEW, "password": "これもまた別の長い合言葉"})
    assert visitor.get(mails.link()).status_code == 404


def test_a_link_dies_with_the_account(visitor, person, mails, as_user):
    ask_for_reset(visitor)
    as_user(make.system_admin()).post(f"/admin/people/{person.id}/disable")
    assert visitor.get(mails.link()).status_code == 404


def test_the_database_does_not_hold_the_token(visitor, person, mails):
    ask_for_reset(visitor)
    token = mails.link().rpartition("/")[2]
    link = db.session.scalars(db.select(AccountLink)).one()
    assert token not in link.token_hash
    assert visitor.get(f"/links/{link.token_hash}").status_code == 404


def test_asking_again_and_again_is_limited(visitor, person, mails):
    assert [ask_for_reset(visitor).status_code for _ in range(4)] == [200] * 3 + [429]


@pytest.mark.parametrize("token", ["x", "%00", "é", "a" * 5000, "..%2f..", "<script>"])
def test_an_invented_link_is_dead(visitor, token):
    answer = visitor.get(f"/links/{token}")
    assert answer.status_code == 404
    assert "<script>" not in answer.text.replace('<script src="', "")


def test_pages_of_links_are_kept_by_nobody_and_tell_nobody(visitor, person, mails):
    ask_for_reset(visitor)
    answer = visitor.get(mails.link())
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_an_invited_person_makes_an_account_and_is_a_member(visitor, invite, mails, organization):
    assert invite().status_code == 303
    assert "わたしの機関" in mails.all()[-1].subject
    welcome = visitor.get(mails.link())
    assert "sato@example.jp" in welcome.text
    assert "編集者" in welcome.text
    answer = visitor.post(mails.link(), data={"name": "佐藤", "password": NEW})
    assert answer.location == "/"
    assert is_signed_in(visitor)
    user = db.session.scalars(db.select(User).filter_by(email="sato@example.jp")).one()
    assert [(m.organization_id, m.role) for m in user.memberships] == [
        (organization.id, Role.EDITOR)
    ]
    assert not user.is_coordinator
    assert not user.is_system_admin


def test_an_invitation_works_once(app, invite, mails):
    invite()
    given = {"name": "佐藤", "password": NEW}
    app.test_client().post(mails.link(), data=given)
    assert app.test_client().post(mails.link(), data=given).status_code == 404
    assert len(db.session.scalars(db.select(User).filter_by(email="sato@example.jp")).all()) == 1


def test_an_invitation_dies_after_a_fortnight(visitor, invite, mails, clock):
    invite()
    clock.shift(timedelta(days=13, hours=23))
    assert visitor.get(mails.link()).status_code == 200
    clock.shift(timedelta(hours=2))
    assert visitor.get(mails.link()).status_code == 404


def test_nobody_else_can_take_what_an_invitation_gives(visitor, invite, mails):
    invite()
    extra = {"email": "evil@example.jp", "role": "admin", "is_system_admin": "1", "organization": 1}
    visitor.post(mails.link(), data={"name": "佐藤", "password": NEW} | extra)
    user = db.session.scalars(db.select(User).filter_by(name="佐藤")).one()
    assert user.email == "sato@example.jp"
    assert user.memberships[0].role is Role.EDITOR
    assert not user.is_system_admin


def test_the_answer_to_an_invitation_does_not_tell_who_has_an_account(invite, person, admin, mails):
    def shown(email):
        assert invite(email).status_code == 303
        return admin.get("/account").text.replace(email, "…")

    assert shown("yamada@example.jp") == shown("nobody@example.jp")
    first, second = (m.body.splitlines() for m in mails.all())
    assert [line for line in first if "/links/" not in line] == [
        line for line in second if "/links/" not in line
    ]


def test_with_an_account_an_invitation_is_taken_by_signing_in(
    app, visitor, invite, person, mails, sign_in, organization
):
    invite("yamada@example.jp")
    link = mails.link()
    assert "ログインすると、招待を受けられます" in visitor.get(link).text
    assert visitor.post(link, data={"password": NEW}).status_code == 403  # and no password is set
    here = sign_in()
    assert here.post(link).location == "/account"
    assert organization.name in here.get("/account").text
    assert here.get(link).status_code == 404


def test_another_account_cannot_take_it(as_user, invite, person, mails, organization):
    invite("yamada@example.jp")
    other = as_user(make.user())
    assert "ほかのアカウント" in other.get(mails.link()).text
    assert other.post(mails.link()).status_code == 403
    assert not db.session.scalars(
        db.select(Membership).filter_by(user_id=person.id, organization_id=organization.id)
    ).all()


def test_a_member_is_not_invited_again(invite, organization, mails):
    make.user(organization, email="sato@example.jp")
    answer = invite()
    assert answer.status_code == 422
    assert "すでにこの組織の一員" in answer.text
    assert "sato@example.jp" in answer.text
    assert mails.all() == []


def test_a_cancelled_invitation_is_dead(admin, visitor, invite, mails, organization):
    invite()
    link = db.session.scalars(db.select(AccountLink)).one()
    answer = admin.post(f"/organizations/{organization.id}/invitations/{link.id}/cancel")
    assert answer.status_code == 303
    assert visitor.get(mails.link()).status_code == 404


def test_an_invitation_with_an_end(visitor, invite, mails):
    invite(ends_on="R9.3.31")
    visitor.post(mails.link(), data={"name": "佐藤", "password": NEW})
    assert (
        db.session.scalars(db.select(Membership).order_by(Membership.id.desc()))
        .first()
        .ends_on.isoformat()
        == "2027-03-31"
    )


@pytest.mark.parametrize(
    "given",
    [
        {"email": "not an address"}, {"email": ""}, {"email": "a@b\r\nBcc: evil@example.jp"},
        {"email": "x" * 300 + "@example.jp"}, {"role": "coordinator"}, {"role": ""},
        {"ends_on": "2026-13-01"}, {"ends_on": "2020-01-01"}, {"email": "\x00@example.jp"},
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_and_kept(invite, mails, given):
    answer = invite(**given)
    assert answer.status_code == 422
    assert "直してください" in answer.text
    assert mails.all() == []


def test_a_forged_host_never_reaches_a_mail(visitor, person, mails):
    answer = visitor.post(
        "/password-reset", data={"email": person.email}, headers={"Host": "evil.example"}
    )
    assert answer.status_code == 400
    assert mails.all() == []
    visitor.post(
        "/password-reset",
        data={"email": person.email},
        headers={"X-Forwarded-Host": "evil.example"},
    )
    assert "evil" not in mails.all()[-1].body
