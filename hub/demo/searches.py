"""What was searched for in vain in the sample, and searches that its people saved."""

from sqlalchemy import func, select

from hub.core import calendar
from hub.core.db import db
from hub.demo.sample import Sample
from hub.finding.kinds import KINDS
from hub.finding.saved_models import Keys, SavedSearch
from hub.search.log import SearchLog


def load(sample: Sample) -> None:
    _searched(sample)
    db.session.flush()
    for entry in sample["saved_searches"]:
        _save(sample, entry)


def _searched(sample: Sample) -> None:
    for number, entry in enumerate(sample["searches"]):
        month = calendar.month_start(sample.day(entry["on"]))
        searchers = [sample.organizations[code].id for code in entry.get("by", [])]
        searchers += [None] * entry.get("days", 0)
        for turn, organization_id in enumerate(searchers):
            db.session.add(
                SearchLog(
                    month=month,
                    organization_id=organization_id,
                    words=entry["words"],
                    total=entry.get("total", 0),
                    opened_kinds=[],
                    narrowed_to=entry.get("narrowed_to", []),
                    person=f"sample {number} {turn}",
                )
            )


def _save(sample: Sample, entry: dict) -> None:
    """It knows of everything in the sample; ``found`` came last."""
    news = Keys.of(f"menu:{sample.menus[code].id}" for code in entry["found"])
    search = SavedSearch(
        user_id=sample.users[entry["by"]].id,
        name=entry["name"],
        text=entry["words"],
        filters={},
        known=(_everything() - news).stored(),
    )
    db.session.add_all([search, search.looked(news, sample.day(entry["on"]))])


def _everything() -> Keys:
    last = {
        name: db.session.scalar(select(func.max(kind.model.id))) for name, kind in KINDS.items()
    }
    return Keys({name: (2 << number) - 2 for name, number in last.items() if number})
