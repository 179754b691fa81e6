"""Builders. Each saves one valid thing; say only what the test is about."""

import io
from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal
from itertools import count
from typing import Any

from hub.accounts.models import Membership, Role, User
from hub.actions.handover_models import ActionHandover
from hub.actions.models import Action, ActionEvent, ActionPartner, EventKind
from hub.agenda.models import AgendaProposal
from hub.attachments import store
from hub.attachments.extraction_models import Extraction, ExtractionState
from hub.attachments.models import TYPES, Attachment, AttachmentPage
from hub.audit.models import AuditEntry
from hub.core import calendar
from hub.core.db import db, now
from hub.finding.saved_models import SavedSearch
from hub.following.models import Follow
from hub.following.topics import topic_of
from hub.ideas.models import Idea, IdeaEvent, IdeaEventKind, IdeaPartner
from hub.inquiries.models import Inquiry, InquiryMessage
from hub.meetings.line_models import BindingState, LineBinding
from hub.meetings.lines.model import Kind
from hub.meetings.models import (
    AgendaItem,
    AgendaKind,
    Attendance,
    AttendanceAnswer,
    Decision,
    Meeting,
    Minutes,
    MinutesState,
    Series,
    SeriesKind,
    SeriesMember,
    SeriesRole,
    Visibility,
)
from hub.menus.models import Menu, MenuPartner, MenuState, MenuVisibility, stale_from
from hub.organizations.models import (
    Organization,
    OrganizationKind,
    Relation,
    RelationRole,
    Visit,
)
from hub.programmes.models import Category, Figure, Indicator, Programme
from hub.programmes.periods import TermKind
from hub.reports import files, sheets
from hub.reports import queries as reports
from hub.reports.models import Report, ReportState
from hub.reviews.models import (
    CommentKind,
    Review,
    ReviewComment,
    ReviewKind,
    ReviewLine,
    ReviewState,
    ReviewSubmission,
    Section,
)
from hub.successions.models import Succession, SuccessionItem, SuccessionShare
from hub.taxonomies.models import Scheme, Term
from hub.themes.models import ThemeHandover, ThemeRole, ThemeRoleKind

_serial = count(1)


def save(thing: Any) -> Any:
    db.session.add(thing)
    db.session.commit()
    return thing


def term(scheme: Scheme = Scheme.TYPE, code: str | None = None, **given: Any) -> Term:
    code = code or f"t{next(_serial)}"
    found = db.session.scalars(db.select(Term).filter_by(scheme=scheme, code=code)).first()
    return found or save(Term(scheme=scheme, code=code, **({"label": f"語{code}"} | given)))


def ward(code: str = "nakahara", label: str = "中原区", **given: Any) -> Term:
    return term(Scheme.WARD, code, label=label, **given)


def organization(**given: Any) -> Organization:
    number = next(_serial)
    return save(
        Organization(
            **{
                "code": f"o{number}",
                "name": f"公益財団法人機関{number}",
                "short_name": f"機関{number}",
                "kind": OrganizationKind.CITYWIDE,
            }
            | given
        )
    )


def department(**given: Any) -> Organization:
    number = next(_serial)
    return organization(
        **{"name": f"市民局 第{number}課", "short_name": f"第{number}課"}
        | {"kind": OrganizationKind.DEPARTMENT}
        | given
    )


def relation(office: Organization, of: Organization, role=RelationRole.SUPERVISES) -> Relation:
    return save(Relation(office=office, organization=of, role=role))


def visit(**given: Any) -> Visit:
    to = given.pop("organization", None) or organization(kind=OrganizationKind.SDC)
    by = given.pop("visitor", None) or organization()
    defaults = {"title": "定例会に参加", "visited_on": date(2026, 10, 1), "body": "話を聞いた"}
    return save(Visit(organization=to, visitor=by, **(defaults | given)))


def user(
    organization: Organization | None = None, role: Role | None = Role.EDITOR, **given: Any
) -> User:
    """A person in ``organization`` (a new one when None); ``role=None`` makes no membership."""
    number = next(_serial)
    person = save(
        User(
            **{"email": f"u{number}@example.jp", "name": f"山田{number}", "password_hash": "!"}
            | given
        )
    )
    if role is not None:
        member(person, organization or globals()["organization"](), role)
    return person


def member(person: User, organization: Organization, role: Role = Role.EDITOR, **given: Any):
    membership = save(Membership(user=person, organization=organization, role=role, **given))
    db.session.refresh(person, ["memberships"])
    return membership


def coordinator(organization: Organization | None = None, **given: Any) -> User:
    return user(organization, Role.EDITOR, is_coordinator=True, **given)


def system_admin(**given: Any) -> User:
    return user(role=None, is_system_admin=True, **given)


def menu(provider: Organization | None = None, **given: Any) -> Menu:
    """A public menu, published and confirmed this month."""
    today = calendar.today()
    months = given.get("review_months", [4, 10])
    defaults = {
        "title": f"会議室の利用{next(_serial)}",
        "summary": "打合せに使える部屋を貸し出します。",
        "provider": provider or organization(),
        "type": given.pop("type", None) or term(Scheme.TYPE, "space", label="会議室・活動場所"),
        "cost": given.pop("cost", None) or term(Scheme.COST, "free", label="無料"),
        "state": MenuState.PUBLISHED,
        "visibility": MenuVisibility.PUBLIC,
        "published_at": now(),
        "is_year_round": True,
        "review_months": months,
        "confirmed_on": today,
        "stale_from": stale_from(today, months),
    }
    return save(Menu(**(defaults | given)))


def menu_partner(menu: Menu, organization: Organization, *, accepted: bool = True) -> MenuPartner:
    moment = now() if accepted else None
    return save(MenuPartner(menu=menu, organization=organization, accepted_at=moment))


def series(*members: Organization, **given: Any) -> Series:
    number = next(_serial)
    secretariat = given.pop("secretariat", None) or organization()
    observers = given.pop("observers", [])
    roles = [(o, SeriesRole.MEMBER) for o in members] + [
        (o, SeriesRole.OBSERVER) for o in observers
    ]
    defaults = {
        "code": f"s{number}",
        "name": f"連絡会議{number}",
        "kind": SeriesKind.LIAISON,
        "visibility": Visibility.NETWORK,
    }
    return save(
        Series(
            secretariat=secretariat,
            members=[SeriesMember(organization=o, role=role) for o, role in roles],
            **(defaults | given),
        )
    )


def series_member(series: Series, organization: Organization, **given: Any) -> SeriesMember:
    """``starts_on`` and ``ends_on`` say who is not in it yet, or left."""
    member = save(SeriesMember(series=series, organization=organization, **given))
    db.session.refresh(series, ["members"])
    return member


def meeting(*attending: Organization, **given: Any) -> Meeting:
    """A meeting of two hours on 2026-09-16; ``attending`` came."""
    of = given.pop("series", None) or series(*attending)
    day = given.pop("held_on", date(2026, 9, 16))
    defaults = {
        "starts_at": time(14),
        "ends_at": time(16),
        "place": "会議室",
        "visibility": of.visibility,
    }
    held = Meeting(series=of, **(defaults | given))
    held.hold_on(day)
    held.attendances = [
        Attendance(organization=o, answer=AttendanceAnswer.PRESENT) for o in attending
    ]
    return save(held)


def agenda_item(meeting: Meeting | None = None, **given: Any) -> AgendaItem:
    held = meeting or globals()["meeting"]()
    defaults = {
        "kind": AgendaKind.DISCUSS,
        "title": "助成の早見表について",
        "position": len(held.agenda_items) + 1,
    }
    return save(AgendaItem(meeting=held, **(defaults | given)))


def decision(meeting: Meeting | None = None, **given: Any) -> Decision:
    held = meeting or globals()["meeting"]()
    defaults = {"text": "次回までに一覧を作る", "position": len(held.decisions) + 1}
    return save(Decision(meeting=held, **(defaults | given)))


def agenda_proposal(series: Series, by: Organization, **given: Any) -> AgendaProposal:
    defaults = {"title": "講座の日程を持ち寄りたい", "text": "重なりを避けたい。", "minutes": 20}
    return save(AgendaProposal.of_member(series, by.id, **(defaults | given)))


def minutes(
    meeting: Meeting | None = None, state: MinutesState = MinutesState.DRAFT, **given: Any
) -> Minutes:
    held = meeting or globals()["meeting"]()
    text = given.pop("body", "## 協議事項\n\n助成について話した。")
    written = Minutes(meeting=held, body=text, state=state, **given)
    db.session.add(written)
    if state is MinutesState.CONFIRMED:
        written.confirm(now())
    return save(written)


def idea(meeting: Meeting | None = None, **given: Any) -> Idea:
    """An idea from a meeting, or from an organization (``proposer``) at any other time."""
    held = meeting or (None if given.get("proposer") else globals()["meeting"]())
    defaults = {
        "meeting": held,
        "title": f"つなぐ{next(_serial)}",
        "raised_on": min(held.held_on, calendar.today()) if held else calendar.today(),
    }
    return save(Idea(**(defaults | given)))


def idea_partner(idea: Idea, organization: Organization, brings: str = "人手") -> IdeaPartner:
    return save(IdeaPartner(idea=idea, organization=organization, brings=brings))


def idea_event(idea: Idea, text: str = "声をかけている", **given: Any) -> IdeaEvent:
    defaults = {"kind": IdeaEventKind.NOTE, "on": calendar.today(), "organization": idea.keeper}
    return save(IdeaEvent(idea=idea, text=text, **(defaults | given)))


def line_binding(meeting: Meeting, **given: Any) -> LineBinding:
    """A decision that minutes held once: its line was taken out."""
    defaults = {
        "kind": Kind.DECISION,
        "year": 8,
        "number": next(_serial),
        "thing_id": decision(meeting).id,
        "said": {"title": "次回までに一覧を作る"},
        "state": BindingState.GONE,
    }
    return save(LineBinding(meeting=meeting, series_id=meeting.series_id, **(defaults | given)))


def action(lead: Organization | None = None, **given: Any) -> Action:
    """An action without a meeting, read in the network, due at the end of the year."""
    lead = lead or organization()
    partners = given.pop("partners", [])
    due = given.pop("due_on", date(2026, 12, 28))
    defaults = {"title": f"一覧を作る{next(_serial)}", "lead": lead, "owner": lead}
    thing = Action(**(defaults | given), due_on=due, first_due_on=due)
    thing.partners = [ActionPartner(organization=o) for o in partners]
    return save(thing)


def action_partner(action: Action, organization: Organization) -> ActionPartner:
    return save(ActionPartner(action=action, organization=organization))


def action_event(action: Action, text: str = "進めている", **given: Any) -> ActionEvent:
    defaults = {"kind": EventKind.NOTE, "on": calendar.today(), "organization": action.lead}
    return save(ActionEvent(action=action, text=text, **(defaults | given)))


def action_handover(action: Action, to: Organization, **given: Any) -> ActionHandover:
    """A question of the lead that waits for ``to``."""
    defaults = {"from_id": action.lead_id, "to_id": to.id, "note": "窓口が変わるため"}
    return save(ActionHandover(action=action, **(defaults | given)))


def follow(person: User, thing: Any) -> Follow:
    """From now on: what was recorded before is no news."""
    kind, number = topic_of(thing)
    told = db.session.scalar(db.select(db.func.max(AuditEntry.id))) or 0
    return save(Follow(user_id=person.id, kind=kind, thing_id=number, since=told))


def attachment(
    owner_kind: str, owner_id: int, name: str = "資料.txt", data: bytes = "中身".encode()
) -> Attachment:
    """A file of a menu or a meeting, on the disk and in the database."""
    stored = store.keep(io.BytesIO(data), name)
    return save(
        Attachment(
            owner_kind=owner_kind,
            owner_id=owner_id,
            name=stored.name,
            sha256=stored.sha256,
            size=stored.size,
            content_type=TYPES[stored.ending][0],
        )
    )


def theme_role(
    term: Term, organization: Organization, kind: ThemeRoleKind = ThemeRoleKind.LEAD, **given: Any
) -> ThemeRole:
    """From the beginning of this 年度 on, without an end."""
    defaults = {"kind": kind, "starts_on": date(2026, 4, 1)}
    return save(ThemeRole(term=term, organization=organization, **(defaults | given)))


def theme_handover(term: Term, giver: Organization, to: Organization, **given: Any):
    """A draft; ``proposed=True`` asks the successor."""
    is_proposed = given.pop("proposed", False)
    defaults = {"moves_on": date(2027, 4, 1), "note": "# 申し送り\n\n次のことを頼みます。"}
    handover = ThemeHandover(term=term, giver=giver, receiver=to, **(defaults | given))
    if is_proposed:
        handover.propose()
    return save(handover)


def attachment_page(file: Attachment, text: str) -> AttachmentPage:
    """As if the worker had read the file."""
    save(Extraction(attachment_id=file.id, state=ExtractionState.DONE, page_count=1))
    return save(AttachmentPage(attachment_id=file.id, number=1, text=text, forms=f" {text} "))


def saved_search(person: User, text: str = "助成", **given: Any) -> SavedSearch:
    """One that knew of nothing when it was saved."""
    return save(SavedSearch(**({"user_id": person.id, "name": text, "text": text} | given)))


def succession_share(
    organization: Organization, gone: User, to: User, *, by: User, things: Iterable[Menu] = ()
) -> SuccessionShare:
    """What ``gone`` held in the organization went to ``to``."""
    share = SuccessionShare(successor=to, items=[SuccessionItem(menu=menu) for menu in things])
    save(
        Succession(organization=organization, person=gone, by_id=by.id, last_on=date(2026, 10, 31),
                   shares=[share])
    )  # fmt: skip
    return share


def programme(organization: Organization | None = None, **given: Any) -> Programme:
    owner = {"organization": organization or globals()["organization"]()}
    named = {"name": f"事業{next(_serial)}", "category": Category.CONSULTATION}
    return save(Programme(**(owner | named | given)))


def indicator(programme: Programme, figures: Any = (), **given: Any) -> Indicator:
    """``figures``: a target and an actual number, or None, by the first day of their period."""
    one = Indicator(programme=programme, **({"name": f"件数{next(_serial)}", "unit": "件"} | given))
    for day, pair in dict(figures).items():
        target, actual = (None if n is None else Decimal(str(n)) for n in pair)
        one.figures.append(Figure(starts_on=day, target=target, actual=actual))
    return save(one)


def review(organization: Organization | None = None, **given: Any) -> Review:
    """A draft of 令和7年度, without a line."""
    owner = {"organization": organization or globals()["organization"]()}
    kinds = {"kind": ReviewKind.REVIEW, "fiscal_year": 2025, "term": TermKind.YEAR}
    return save(Review(**(owner | kinds | given)))


def review_line(review: Review, text: str = "相談が増えた", **given: Any) -> ReviewLine:
    """成果 of the organization as a whole unless told."""
    return save(ReviewLine(review=review, text=text, **({"section": Section.RESULT} | given)))


def submission(review: Review, *, settled: bool = False) -> ReviewSubmission:
    """Its lines as they stand, handed in; ``settled`` by its 所管課, or shared."""
    lines = [
        {"id": line.id, "programme_id": line.programme_id,
         "programme": line.programme.name if line.programme else "",
         "section": line.section.value, "text": line.text, "source_key": line.source_key,
         "source_label": line.source_label, "answers": None}
        for line in review.lines
    ]  # fmt: skip
    handed_in = ReviewSubmission(
        number=len(review.submissions) + 1, content={"lines": lines, "indicators": []}
    )
    review.submit(handed_in)
    if settled and review.kind is ReviewKind.REVIEW:
        review.confirm(now())
    elif settled:
        review.state = ReviewState.SHARED
        handed_in.settle(now())
    return save(handed_in)


def review_comment(
    review: Review, by: Organization, kind: CommentKind = CommentKind.COMMENT, text: str = "何件か"
) -> ReviewComment:
    """About the whole of what was handed in last."""
    return save(
        ReviewComment(review=review, submission=review.latest, kind=kind, text=text,
                      organization=by)
    )  # fmt: skip


def report(asker: User, organization: Organization | None = None, **given: Any) -> Report:
    """Of 令和7年度, made: its files say nothing."""
    about = {"user": asker, "organization": organization, "rights": reports.rights_of(asker)}
    term = {"fiscal_year": 2025, "term": TermKind.YEAR}
    is_over = {"state": ReportState.DONE, "ended_at": now(), "tries": 1}
    made = save(Report(**(about | term | is_over | given)))
    if made.state is ReportState.DONE:
        names = (files.DOCUMENT, files.WORKBOOK, files.PDF, *map(files.sheet, sheets.NAMES))
        for name in names:
            files.keep(made.uid, name, b"nothing")
    return made


def inquiry(
    asker: Organization, asked: Organization, text: str = "数え方を教えてください", **given
):
    """One that waits for its first answer."""
    begun = Inquiry(**({"asker": asker, "asked": asked, "title": "昨年度の数え方"} | given))
    message = InquiryMessage(organization=asker, text=text, asks=True, at=now())
    begun.write(message, asks=True)
    return save(begun)
