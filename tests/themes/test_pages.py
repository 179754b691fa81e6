"""The list of themes, the page of one, and its roles."""

from datetime import date

import pytest

from hub.core.db import db
from hub.ideas.models import IdeaVisibility
from hub.menus.models import MenuVisibility
from hub.organizations.models import Strength, StrengthKind
from hub.search.log import SearchLog
from hub.taxonomies.models import Scheme
from hub.themes.models import ThemeRole, ThemeRoleKind
from tests import make


@pytest.fixture
def theme(app):
    return make.term(Scheme.THEME, "f03", label="まちづくり")


def test_a_theme_gathers_what_belongs_to_it_as_far_as_one_may_see(theme, as_user, visitor):
    lead, other = make.organization(short_name="先頭"), make.organization()
    make.theme_role(theme, lead)
    make.menu(other, title="公開の講座", terms=[theme])
    inner = make.menu(
        other, title="内部の貸出", terms=[theme], visibility=MenuVisibility.NETWORK
    )  # fmt: skip
    meeting = make.meeting(lead)
    idea = make.idea(meeting, title="合同の見学会", terms=[theme], keeper=lead)
    idea.decisions = [make.decision(meeting, text="春に試す")]
    idea.actions = [make.action(lead, title="見学先を決める")]
    by_menu = make.action(other, title="貸出表を直す", menus=[inner])
    make.idea(proposer=lead, keeper=lead, title="先頭だけの案", terms=[theme],
              visibility=IdeaVisibility.ORGANIZATION)  # fmt: skip
    make.save(Strength(organization=other, kind=StrengthKind.STRENGTH, theme=theme, note="得意"))
    for searcher in (lead, other):
        make.save(SearchLog(month=date(2026, 11, 1), organization_id=searcher.id,
                            words="まちづくり 助成", total=0, opened_kinds=[]))  # fmt: skip
    everywhere = {"先頭", "公開の講座", "得意"}
    inside = {"合同の見学会", "春に試す", "見学先を決める", by_menu.title, "内部の貸出"}
    cases = {
        visitor: (everywhere, inside | {"先頭だけの案", "まちづくり 助成"}),
        as_user(make.user(other)): (everywhere | inside, {"先頭だけの案", "まちづくり 助成"}),
        as_user(make.user(lead)): (
            everywhere | inside | {"先頭だけの案", "まちづくり 助成"},
            set(),
        ),
    }
    for client, (seen, unseen) in cases.items():
        page = client.get("/themes/f03").text
        assert not {word for word in seen if word not in page}
        assert not {word for word in unseen if word in page}
    listed = as_user(make.user(other)).get("/themes").text
    assert "先頭" in listed
    assert all(f'{name}">{n}<' in listed for name, n in
               {"支援メニュー": 2, "連携の種": 1, "宿題事項": 2}.items())  # fmt: skip
    for part, word in {
        "ideas": "合同の見学会",
        "actions": "貸出表を直す",
        "decisions": "春に試す",
    }.items():
        assert word in as_user(make.user(other)).get(f"/themes/f03/{part}").text


def test_a_hidden_theme_stays_hidden(app, as_user):
    hidden = make.term(Scheme.THEME, "f20", label="条例で定める", is_hidden=True)
    make.theme_role(hidden, organization := make.organization())
    client = as_user(make.coordinator())
    assert client.get("/themes/f20").status_code == 404
    for page in ("/themes", f"/organizations/{organization.id}"):
        assert "条例で定める" not in client.get(page).text


def test_one_lead_at_a_time(theme, as_user):
    first, second = make.organization(), make.organization()
    client = as_user(make.coordinator())
    sent = {"organization_id": first.id, "kind": "lead", "starts_on": "R8.4.1"}
    assert client.post("/themes/f03/roles", data=sent).status_code == 303
    late = sent | {"organization_id": second.id, "starts_on": "2027-04-01"}
    answer = client.post("/themes/f03/roles", data=late)
    assert answer.status_code == 422
    assert "幹事は一度に一つ" in answer.text
    role = db.session.scalars(db.select(ThemeRole)).one()
    ended = {"kind": "lead", "starts_on": "2026-04-01", "ends_on": "2027-03-31",
             "version": role.version}  # fmt: skip
    assert client.post(f"/themes/f03/roles/{role.id}", data=ended).status_code == 303
    assert client.post(f"/themes/f03/roles/{role.id}", data=ended).status_code == 409
    assert client.post("/themes/f03/roles", data=late).status_code == 303
    twice = sent | {"kind": "partner", "starts_on": "2027-01-01"}
    assert client.post("/themes/f03/roles", data=twice).status_code == 422
    db.session.rollback()
    kinds = {r.organization_id: r.kind for r in db.session.scalars(db.select(ThemeRole))}
    assert kinds == {first.id: ThemeRoleKind.LEAD, second.id: ThemeRoleKind.LEAD}
    assert client.post(f"/themes/f03/roles/{role.id}/remove").status_code == 303
