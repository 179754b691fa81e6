"""支援メニュー: 見直し待ち once per 見直し月, and requests to be named as a partner."""

from datetime import date

from hub.accounts.models import Role
from hub.core.db import db, transaction
from hub.inbox.rules import last_review_month_end
from hub.menus import commands as menus
from hub.menus.models import MenuVisibility
from tests import make
from tests.inbox.mornings import at, live, mail_days, mails


def test_a_stale_menu_is_told_to_the_providers_editors_once_per_review_month(app, clock):
    provider = make.organization(short_name="国際交流協会")
    editor, viewer = make.user(provider), make.user(provider, Role.VIEWER)
    make.menu(provider, title="会議室", confirmed_on=date(2026, 3, 1),
              stale_from=date(2026, 5, 1), review_months=[4, 10])  # fmt: skip
    live(clock, date(2026, 11, 24), date(2026, 12, 4))
    for day in (date(2027, 4, 30), date(2027, 5, 6), date(2027, 5, 7)):
        at(clock, day)
    assert mail_days(editor) == [date(2026, 11, 24), date(2027, 5, 6)]
    assert mails(viewer) == []
    assert (
        "メニューを出している組織（国際交流協会）の編集者だから届いています。"
        in mails(editor)[0].body
    )


def test_the_last_review_month_that_ended():
    assert last_review_month_end(date(2026, 11, 24), [4, 10]) == date(2026, 11, 1)
    assert last_review_month_end(date(2026, 10, 31), [4, 10]) == date(2026, 5, 1)
    assert last_review_month_end(date(2026, 4, 30), [4]) == date(2025, 5, 1)
    assert last_review_month_end(date(2026, 4, 30), []) is None


def test_a_request_to_a_partner_is_told_again_only_when_it_is_made_again(app, clock):
    provider, asked = make.user(), make.user()
    menu = make.menu(provider.active_memberships[0].organization, title="相談会")
    organization = asked.active_memberships[0].organization
    with transaction():
        partner = menus.propose_partner(provider, menu, organization)
    live(clock, date(2026, 11, 24), date(2026, 11, 27))
    with transaction():
        menus.decline_partnership(asked, partner)
    at(clock, date(2026, 11, 30))
    with transaction():
        menus.propose_partner(provider, menu, organization)
    live(clock, date(2026, 12, 1), date(2026, 12, 3))
    assert mail_days(asked) == [date(2026, 11, 24), date(2026, 12, 1)]
    assert "協力団体として載せたいという申し出です" in mails(asked)[0].body


def test_a_request_about_a_menu_that_became_the_providers_own_is_not_told(app, clock):
    asked = make.user()
    menu = make.menu()
    make.menu_partner(menu, asked.active_memberships[0].organization, accepted=False)
    menu.visibility = MenuVisibility.ORGANIZATION
    db.session.commit()
    live(clock, date(2026, 11, 24), date(2026, 11, 25))
    assert mails(asked) == []
