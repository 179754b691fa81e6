"""見つからなかった検索: who sees it, what is on it, and what is deleted at the month's end."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from hub.core.calendar import TOKYO
from hub.core.db import db
from hub.organizations.models import OrganizationKind
from hub.search import log
from hub.search.log import SearchLog
from hub.taxonomies.models import Scheme
from tests import make

NOW, BEFORE = date(2026, 11, 1), date(2026, 10, 1)


@pytest.fixture
def searched(app):
    """``searched("words", "a", "b", None)``: who searched, None for visitors of another day."""
    organizations = {name: make.organization(short_name=f"組織{name}") for name in "abc"}

    def note(words, *who, total=0, month=NOW, opened=(), **given):
        for name in who:
            make.save(SearchLog(
                month=month, organization_id=organizations[name].id if name else None, words=words,
                total=total, opened_kinds=list(opened), person=log.secrets.token_hex(8), **given,
            ))  # fmt: skip

    return note


@pytest.fixture
def coordinator(as_user):
    return as_user(make.coordinator())


def test_only_what_enough_looked_for_is_shown_and_never_who(coordinator, searched):
    searched("二つの組織", "a", "b")
    searched("五日の人", *[None] * 5, total=3)
    searched("ひとりだけ", "a", "a")
    searched("四日と一組織", "a", *[None] * 4)
    searched("役に立った言葉", "a", "b", opened=["menu"])
    page = coordinator.get("/search/vain").text
    assert "二つの組織" in page
    assert "該当なし 2" in page
    assert "五日の人" in page
    assert "開かれず 5" in page
    assert "ログインしていない人（5日）" in page
    for word in ("ひとりだけ", "四日と一組織", "役に立った言葉", "組織a"):
        assert word not in page


def test_an_organization_in_which_somebody_opened_a_result_does_not_count(coordinator, searched):
    searched("花の苗", "a", "b")
    searched("花の苗", "b", total=1, opened=["menu"])
    assert "花の苗" not in coordinator.get("/search/vain").text


def test_the_page_takes_few_queries(coordinator, searched, count_queries):
    for number in range(30):
        searched(f"言葉{number}", "a", "b")
    with count_queries() as statements:
        assert "言葉29" in coordinator.get("/search/vain").text
    assert len(statements) <= 12


def test_by_month_theme_and_ward(coordinator, searched):
    make.ward("tama", "多摩区")
    make.term(Scheme.THEME, "f01", label="保健・医療・福祉")
    searched("福祉 送迎", "a", "b")
    searched("多摩の印刷", "a", "b")
    searched("部屋", "a", "b", narrowed_to=["theme:f01"])
    searched("先月の言葉", "a", "b", month=BEFORE)

    def found(**asked):
        page = coordinator.get("/search/vain", query_string=asked).text
        words = ("福祉 送迎", "多摩の印刷", "部屋", "先月の言葉")
        return [word for word in words if word in page]

    assert found() == ["福祉 送迎", "多摩の印刷", "部屋"]
    assert found(theme="f01") == ["福祉 送迎", "部屋"]
    assert found(ward="tama") == ["多摩の印刷"]
    assert found(month="2026-10") == ["先月の言葉"]
    assert found(month="0000-99", theme="x\0", ward="<b>") == []


def test_what_did_not_reach_is_deleted_when_the_month_is_over(searched, clock):
    searched("二つの組織", "a", "b")
    searched("ひとりだけ", "a")
    searched("四日の人", *[None] * 4)
    log.close_months()  # the month is not over
    assert db.session.query(SearchLog).count() == 7
    clock.move_to(datetime(2026, 12, 1, 0, 1, tzinfo=TOKYO))
    searched("今月の言葉", "a", month=date(2026, 12, 1))
    log.close_months()
    log.close_months()
    db.session.rollback()
    kept = set(db.session.scalars(select(SearchLog.words)))
    assert kept == {"二つの組織", "今月の言葉"}


def test_coordinators_departments_and_ward_offices_see_it(as_user, visitor):
    office = make.organization(kind=OrganizationKind.WARD_OFFICE)
    for person, status in (
        (make.coordinator(), 200), (make.user(make.department()), 200), (make.user(office), 200),
        (make.user(), 403), (make.system_admin(), 403),
    ):  # fmt: skip
        assert as_user(person).get("/search/vain").status_code == status
    assert visitor.get("/search/vain").status_code == 303
