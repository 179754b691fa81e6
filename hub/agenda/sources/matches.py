"""頼りたいこと of one organization that another is good at, and nothing they do together."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from hub.actions.models import Action, ActionPartner
from hub.actions.queries import is_open
from hub.agenda.candidates import Candidate, Evidence, Kind, Occasion, fingerprint
from hub.core.db import db
from hub.organizations.models import Organization, Strength, StrengthKind
from hub.taxonomies.models import Term

MOST = 2  # of these at a time: those whose helpers are fewest

Pairs = set[frozenset[int]]


def find(occasion: Occasion) -> Iterator[Candidate]:
    """Whoever asks, the help is one that a member of the series can give."""
    members = occasion.meeting.series.member_ids
    strengths = db.session.scalars(
        select(Strength)
        .where(or_(Strength.kind == StrengthKind.RELIANCE, Strength.organization_id.in_(members)))
        .options(joinedload(Strength.organization), joinedload(Strength.theme))
        .order_by(Strength.id)
    ).all()
    yield from candidates([s for s in strengths if s.organization.is_valid], _working_together())


def candidates(strengths: Sequence[Strength], together: Pairs) -> list[Candidate]:
    helpers: dict[Term, list[Organization]] = defaultdict(list)
    for strength in strengths:
        if strength.kind is StrengthKind.STRENGTH:
            helpers[strength.theme].append(strength.organization)
    found = []
    for wish in strengths:
        able = [o for o in helpers[wish.theme] if o is not wish.organization]
        new = [o for o in able if frozenset({o.id, wish.organization_id}) not in together]
        if wish.kind is StrengthKind.RELIANCE and new:
            found.append(_candidate(wish, new))
    return sorted(found, key=lambda c: (-c.weight, c.key))[:MOST]


def _candidate(wish: Strength, helpers: list[Organization]) -> Candidate:
    asking = wish.organization
    wanted = wish.note or wish.theme.label
    names = _("・").join(helper.short_name for helper in helpers)
    return Candidate(
        key=f"match:{asking.id}:{wish.theme_id}",
        facts=fingerprint(wanted, *sorted(helper.id for helper in helpers)),
        kind=Kind.MATCH,
        title=_(
            "%(asking)sの頼りたいこと「%(wanted)s」",
            asking=asking.short_name,
            wanted=wanted[:120],
        ),
        why=_(
            "%(names)sが「%(theme)s」を得意にしていますが、いっしょに進めている宿題事項がありません。",
            names=names,
            theme=wish.theme.label,
        ),
        evidence=(
            Evidence(
                text=_("%(name)sの得意分野と頼りたいこと", name=asking.short_name),
                endpoint="organizations.show",
                arguments={"organization_id": asking.id},
            ),
        ),
        minutes=10,
        weight=-len(helpers),
        presenter_id=asking.id,
    )


def _working_together() -> Pairs:
    """Pairs that carry an open action together, in either part."""
    carriers: dict[int, set[int]] = defaultdict(set)
    rows = db.session.execute(
        select(Action.id, Action.lead_id, ActionPartner.organization_id)
        .join(Action.partners)
        .where(is_open())
    )
    for action_id, lead_id, partner_id in rows:
        carriers[action_id] |= {lead_id, partner_id}
    return {
        frozenset({one, other})
        for group in carriers.values()
        for one in group
        for other in group
        if one < other
    }
