"""Items that members of the series wrote."""

from collections.abc import Iterator

from flask_babel import gettext as _

from hub.agenda.candidates import Candidate, Evidence, Kind, Occasion
from hub.agenda.models import AgendaProposal
from hub.core import calendar
from hub.core.markdown import plain

SHOWN = 120  # characters of the text


def find(occasion: Occasion) -> Iterator[Candidate]:
    for row in occasion.rows:
        if row.is_from_member:
            yield candidate(row)


def candidate(row: AgendaProposal) -> Candidate:
    """The row itself is the fact: nothing changes behind it."""
    assert row.organization is not None
    text = " ".join(plain(row.text).split())
    said = text[:SHOWN] + ("…" if len(text) > SHOWN else "")
    name = row.organization.short_name
    return Candidate(
        key=row.key,
        facts=row.facts,
        kind=Kind.MEMBER,
        title=row.title,
        why=said,
        evidence=(
            Evidence(
                text=_("%(name)sの提案", name=name),
                endpoint="agenda.proposal",
                arguments={"proposal_id": row.id},
            ),
        ),
        minutes=row.minutes,
        weight=-row.created_at.astimezone(calendar.TOKYO).toordinal(),
        presenter_id=row.organization_id,
    )
