"""Who reads what in a report: nothing that they could not read anywhere else."""

from datetime import UTC, date, datetime

import pytest

from hub.accounts.models import Visitor
from hub.actions.models import ActionVisibility
from hub.core.db import db
from hub.core.export import csv_text
from hub.ideas.models import IdeaVisibility
from hub.menus.models import MenuVisibility
from hub.organizations.models import RelationRole
from hub.programmes.models import ProgrammeVisibility
from hub.reports import document, gathering, sheets
from hub.reviews.models import ReviewKind, ReviewVisibility
from tests import make
from tests.reports import world
from tests.reports.world import TERM

EVERYBODY = {"visitor", "admin", "outsider", "ward", "officer", "viewer", "editor"}
NETWORK = EVERYBODY - {"visitor", "admin"}
HOME = {"viewer", "editor"}
TAKES_PART = HOME | {"officer"}  # in what was handed in: the 所管課 too


@pytest.fixture
def people(app):
    place = world.build()
    ward = make.department()
    make.relation(ward, place.home, RelationRole.LIAISON)
    people = {
        "visitor": Visitor(), "admin": make.system_admin(), "outsider": place.outsider,
        "ward": make.user(ward), "officer": place.officer, "viewer": place.viewer,
        "editor": place.editor,
    }  # fmt: skip
    return place, people


def plant(place) -> dict[str, set[str]]:
    """A word of its own in everything, and who reads it."""
    home = place.home
    hidden = world.programme(home, name="zqkeikaku")
    world.programme(home, name="zqkokaijigyo", visibility=ProgrammeVisibility.PUBLIC)
    # confirmed and public; the programme of one of its lines is not
    first = world.review(home, "zqkakunin", visibility=ReviewVisibility.PUBLIC)
    make.review_line(first, "zqjigyonogyo", programme=hidden, source_label="zqmotodata")
    settled = make.submission(first, settled=True)
    world.comment(settled, place.office, "zqkomento")
    make.review_line(first, "zqshitagaki")  # of a revision that is being written
    _second_organization(place)
    begun = datetime(2026, 5, 1, tzinfo=UTC)
    hidden_action = {"visibility": ActionVisibility.ORGANIZATION, "created_at": begun}
    make.action(home, title="zqjibundake", **hidden_action)
    make.action(home, title="zqminnade", created_at=begun)
    closed = make.series(home, visibility="series")
    _meeting(home, closed, "zqkaigitai")
    opened = make.series(home, visibility="public", name="zqkokaikaigi")
    make.action(home, title="zqkokainoshukudai", meeting=make.meeting(home, series=opened))
    make.idea(proposer=home, title="zqtane", visibility=IdeaVisibility.ORGANIZATION,
              raised_on=date(2026, 5, 1))  # fmt: skip
    for visibility, title in (("public", "zqdaremo"), ("network", "zqnakama"),
                              ("organization", "zqjibun")):  # fmt: skip
        make.menu(home, title=title, visibility=MenuVisibility(visibility))
    db.session.commit()
    return {
        "zqkeikaku": NETWORK, "zqkokaijigyo": EVERYBODY, "zqkakunin": EVERYBODY,
        "zqjigyonogyo": EVERYBODY, "zqmotodata": HOME, "zqkomento": TAKES_PART,
        "zqshitagaki": set(), "zqjibundake": HOME, "zqminnade": NETWORK,
        "zqkaigitai": HOME, "zqkokaikaigi": EVERYBODY, "zqkokainoshukudai": EVERYBODY,
        "zqtane": HOME, "zqdaremo": EVERYBODY, "zqnakama": NETWORK, "zqjibun": HOME,
        "zqteishutsu": {"second"}, "zqkyoyu": NETWORK, "zqpartnershitagaki": set(),
    }  # fmt: skip


def _second_organization(place) -> None:
    """What it handed in waits for its own department; an SDC shared with the network."""
    world.review(place.partner, "zqteishutsu")
    sdc = make.organization()
    world.review(sdc, "zqkyoyu", settled=True, kind=ReviewKind.SHARING)
    draft = make.review(make.organization(), fiscal_year=TERM.fiscal_year, term=TERM.kind)
    make.review_line(draft, "zqpartnershitagaki")


def _meeting(home, series, word: str) -> None:
    held = make.meeting(home, series=series, subtitle=word, place=word)
    make.action(home, title=word, meeting=held)


def read_by(viewer, organization=None) -> str:
    content = gathering.gather(viewer, organization, TERM)
    tables = sheets.tables(content)
    cells = [csv_text(table.header, table.rows) for table in tables.values()]
    return "\n".join([document.for_paper(content, document.body(content)), *cells])


def test_everybody_reads_what_they_may_and_nothing_else(people):
    place, persons = people
    readers = plant(place)
    for name, person in persons.items():
        expected = {word for word, who in readers.items() if name in who}
        for organization in (None, place.home):
            text = read_by(person, organization)
            told = {word for word in readers if word in text}
            of_others = {"zqkyoyu"} if organization else set()
            assert told == expected - of_others, (name, organization)
    assert "zqteishutsu" in read_by(make.user(place.partner))


def test_the_public_page_is_the_same_for_everybody(people, visitor, as_user):
    place, persons = people
    readers = plant(place)
    public = {word for word, who in readers.items() if "visitor" in who}
    of_each = {"zqdaremo", "zqkokaikaigi", "zqkokainoshukudai"}  # of the network their number
    for client in (visitor, as_user(persons["editor"])):
        for about in ("", str(place.home.id)):
            page = client.get(f"/reports/public?organization={about}&term={TERM.code}").text
            listed = public if about else public - of_each
            assert {word for word in readers if word in page} == listed
            assert "見直し待ち" not in page
    nothing = visitor.get(f"/reports/public?organization={make.organization().id}&term=2024")
    assert "一般公開のものは、まだありません" in nothing.text
    link = f'href="/reports/public?organization={place.home.id}"'
    assert link in visitor.get(f"/organizations/{place.home.id}").text


def test_numbers_count_only_what_is_read(people):
    place, persons = people
    plant(place)
    parts = {
        name: gathering.gather(person, place.home, TERM).part for name, person in persons.items()
    }
    counted = {name: (len(part.actions), len(part.menus)) for name, part in parts.items()}
    assert counted == {
        "visitor": (1, 1), "admin": (1, 1), "outsider": (2, 2), "ward": (2, 2), "officer": (2, 2),
        "viewer": (4, 3), "editor": (4, 3),
    }  # fmt: skip
