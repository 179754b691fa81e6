"""What a report of the network costs: ``python -m benchmarks.reports``.

20 organizations with six programmes, three indicators each, a confirmed review of some length and
200 actions among them. The PDF is made by the same child under the same limits as in the hub.
"""

import io
import resource
import sys
import tempfile
import time
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from pypdf import PdfReader

from benchmarks import results
from benchmarks.world import DOINGS, PHRASES, THINGS
from config import Config
from hub import create_app
from hub.accounts.models import Membership, Role, User
from hub.actions.models import Action
from hub.core.db import db, now, transaction
from hub.core.export import workbook
from hub.organizations.models import Organization, OrganizationKind
from hub.programmes.models import Category, Figure, Indicator, Programme
from hub.programmes.periods import FiscalTerm
from hub.reports import document, gathering, pdf, sheets
from hub.reviews.models import Review, ReviewKind, ReviewState, ReviewSubmission, Section

ORGANIZATIONS, PROGRAMMES, ACTIONS = 20, 6, 200
TERM = FiscalTerm(2025)
MOST = {"pages": 40, "pdf: s of CPU": 20, "pdf: MB": 500, "xlsx: s": 3}


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder:
        app = create_app(_settings(Path(folder)))
        with app.app_context():
            db.create_all()
            with transaction():
                _fill(Random(6))
            figures = measure()
    results.write("reports", figures)
    for name, value in figures.items():
        most = MOST.get(name)
        print(f"{name:<24}{value:>10.1f}" + (f"   at most {most}" if most else ""))
    return int(any(figures[name] > most for name, most in MOST.items()))


def measure() -> dict[str, float]:
    reader = db.session.query(User).one()
    began = time.process_time()
    content = gathering.gather(reader, None, TERM)
    gathered = time.process_time()
    page = document.for_paper(content, document.body(content))
    written = time.process_time()
    tables = sheets.tables(content)
    book = workbook(tables.values())
    ended = time.process_time()
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    made = pdf.of(page)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    if not isinstance(made, bytes):
        sys.exit(f"no PDF: {made.value}")
    return {
        "gathering: s": gathered - began,
        "page: s": written - gathered,
        "xlsx: s": ended - written,
        "xlsx: KB": len(book) / 1024,
        "pdf: s of CPU": used.ru_utime - before,
        "pdf: MB": used.ru_maxrss / 1024,  # its address space is held to 500 MB as well
        "pdf: KB": len(made) / 1024,
        "pages": len(PdfReader(io.BytesIO(made)).pages),
    }


def _fill(random: Random) -> None:
    them = [
        Organization(
            code=f"b{n}", name=f"公益財団法人かわさき{THINGS[n]}機構", short_name=THINGS[n],
            kind=OrganizationKind.CITYWIDE, position=n,
        )
        for n in range(ORGANIZATIONS)
    ]  # fmt: skip
    db.session.add_all(them)
    person = User(email="bench@example.jp", name="計測", password_hash="!")  # signs in nowhere
    db.session.add(Membership(user=person, organization=them[0], role=Role.EDITOR))
    for organization in them:
        programmes = [_programme(random, organization, n) for n in range(PROGRAMMES)]
        db.session.flush()
        _review(random, organization, programmes)
    for number in range(ACTIONS):
        _action(random, them[number % ORGANIZATIONS])


def _programme(random: Random, organization: Organization, number: int) -> Programme:
    programme = Programme(
        organization=organization, name=f"{random.choice(THINGS)}の事業{number + 1}",
        category=random.choice(list(Category)), summary=random.choice(PHRASES), position=number,
    )  # fmt: skip
    for position, name in enumerate(("利用件数", "参加者", "相談件数")):
        indicator = Indicator(
            name=name, unit="件", position=position, baseline=Decimal(1500), baseline_year=2019
        )
        for term in (TERM, TERM.year_before):
            indicator.figures += [
                Figure(
                    starts_on=month, target=Decimal(100), actual=Decimal(random.randint(60, 140))
                )
                for month in term.months
            ]
        programme.indicators.append(indicator)
    db.session.add(programme)
    return programme


def _review(random: Random, organization: Organization, programmes: list[Programme]) -> None:
    """Of each programme two lines of 成果, one of 課題, one of 今後の方向."""
    sections = [Section.RESULT, Section.RESULT, Section.ISSUE, Section.NEXT_STEP]
    lines: list[dict[str, Any]] = [
        {"id": n, "programme_id": programme.id, "programme": programme.name,
         "section": section.value, "text": random.choice(PHRASES), "source_key": "",
         "source_label": "", "answers": None}
        for n, (programme, section) in enumerate((p, s) for p in programmes for s in sections)
    ]  # fmt: skip
    review = Review(
        organization=organization, fiscal_year=TERM.fiscal_year, term=TERM.kind,
        kind=ReviewKind.REVIEW, state=ReviewState.CONFIRMED,
    )  # fmt: skip
    version = ReviewSubmission(number=1, content={"lines": lines, "indicators": []})
    version.settle(now())
    review.submissions.append(version)
    db.session.add(review)


def _action(random: Random, lead: Organization) -> None:
    action = Action(
        title=random.choice(THINGS) + random.choice(DOINGS), lead=lead, owner=lead,
        due_on=date(2026, 3, 1), first_due_on=date(2026, 3, 1),
    )  # fmt: skip
    action.complete(random.choice(PHRASES), date(2025, random.randint(4, 12), 15))
    db.session.add(action)


def _settings(folder: Path) -> Config:
    return Config(
        DATA_DIR=folder, SEARCH_INDEX_DIR=folder / "index", SECRET_KEY="bench",
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'hub.db'}", LOG_LEVEL="ERROR",
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
