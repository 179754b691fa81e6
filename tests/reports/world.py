"""One organization with a term behind it: of everything that a report speaks of, something."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hub.accounts.models import Role, User
from hub.actions.models import Action
from hub.core.db import db
from hub.organizations.models import Organization, RelationRole
from hub.programmes.periods import FiscalTerm, TermKind
from hub.reports import making
from hub.reports.models import Report
from hub.reviews.models import CommentKind, Review, ReviewComment, ReviewSubmission, Section
from tests import make

TERM = FiscalTerm(2026, TermKind.FIRST_HALF)  # it is 2026-11-23
FORMULA = '=HYPERLINK("http://x","開く")'  # stays text
BOTH = {"organization": "all", "term": TERM.code}


@dataclass
class World:
    home: Organization
    office: Organization
    partner: Organization
    editor: User
    viewer: User
    officer: User
    outsider: User


def build() -> World:
    home = make.organization(name="公益財団法人かわさき機関", short_name="かわさき機関")
    office, partner = make.department(), make.organization()
    make.relation(office, home, RelationRole.SUPERVISES)
    return World(
        home=home, office=office, partner=partner,
        editor=make.user(home), viewer=make.user(home, Role.VIEWER), officer=make.user(office),
        outsider=make.user(make.organization()),
    )  # fmt: skip


def programme(home: Organization, **given):
    """With a number of each month of the term and of the same months a year before."""
    one = make.programme(home, **({"name": "相談の事業"} | given))
    figures = dict.fromkeys(TERM.months, (100, 120))
    figures |= dict.fromkeys(TERM.year_before.months, (None, 90))
    make.indicator(one, figures, name="相談件数")
    make.indicator(
        one, {date(2026, 4, 1): (80, Decimal("72.5"))}, name="満足度", unit="%", adds_up=False,
        baseline=Decimal("85.5"), baseline_year=2019,
    )  # fmt: skip
    return one


def review(home: Organization, *texts: str, settled: bool = False, **given) -> Review:
    """Handed in with these lines: 成果, 課題, 今後の方向 in turn."""
    given = {"fiscal_year": TERM.fiscal_year, "term": TERM.kind} | given
    one = make.review(home, **given)
    for text, section in zip(texts, [*Section] * len(texts), strict=False):
        make.review_line(one, text, section=section)
    make.submission(one, settled=settled)
    return one


def comment(version: ReviewSubmission, by: Organization, text: str, **given) -> ReviewComment:
    made = {"kind": CommentKind.COMMENT, "post_title": "係長"} | given
    return make.save(
        ReviewComment(review=version.review, submission=version, organization=by, text=text, **made)
    )


def done(lead: Organization, day: date, result: str = "十団体が使い始めた", **given) -> Action:
    action = make.action(lead, **given)
    action.complete(result, day)
    return make.save(action)


def ask(client, **given) -> str:
    """The address of the page of the report, which is not made yet."""
    answer = client.post("/reports", data=BOTH | given)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def made(client, **given) -> str:
    address = ask(client, **given)
    making.make_waiting()
    return address


def only() -> Report:
    db.session.rollback()
    return db.session.query(Report).one()
