"""The support menus of the sample: published ones, drafts, and joint ones with their answers."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from hub.audit import revisions
from hub.audit.log import record
from hub.core.db import db
from hub.demo.sample import Sample
from hub.menus.content import snapshot
from hub.menus.models import Menu, MenuPartner, MenuState, MenuVisibility
from hub.taxonomies.models import Scheme, Term

REVIEW_MONTHS = [4, 10]
YEAR_ROUND = "通年"  # how a free-text deadline of the file begins that never ends
ENTERED = "2026-02-18"  # when the six bodies had all entered their menus
EARLIER = {"description": "summary", "body": "body", "deadline": "reception_note",
           "capacity": "capacity"}  # fmt: skip
WAYS = ("phone", "counter", "web", "email", "post")


def load(sample: Sample) -> None:
    for entry in sample["support_menus"]:
        menu = _menu(sample, entry)
        _state(sample, entry, menu)
        menu.partners = [_partner(sample, said) for said in entry.get("partners", ())]
        db.session.add(menu)
        _keep_texts(entry, menu)
        record(None, "demo:load", menu, after={"title": menu.title, "state": menu.state})
        sample.menus[entry["id"]] = menu


def _keep_texts(entry: dict[str, Any], menu: Menu) -> None:
    """A revision of when it was entered, and where it was changed since, one of that day."""
    today = snapshot(menu)
    first = {EARLIER[name]: text for name, text in entry.get("earlier", {}).items()}
    _keep(menu, today | first, menu.created_at)
    if first:
        _keep(menu, today, menu.updated_at)


def _keep(menu: Menu, content: dict[str, str], moment: datetime) -> None:
    revision = revisions.keep(None, menu, content, organization_id=menu.provider_id)
    assert revision is not None
    revision.at = moment


def _menu(sample: Sample, entry: dict[str, Any]) -> Menu:
    provider = sample.organizations[entry["provider"]]
    deadline = entry["deadline"]
    entered = sample.moment(entry.get("entered_on", ENTERED))
    return Menu(
        uid=sample.uid(entry["id"]),
        title=entry["title"],
        summary=entry["description"],
        body=entry.get("body", ""),
        provider=provider,
        type=sample.terms[Scheme.TYPE, entry["type"]],
        cost=sample.terms[Scheme.COST, entry["cost"]],
        cost_note=entry.get("amount_note", ""),
        eligibility=entry.get("eligibility", ""),
        how_to_apply=_how_to_apply(entry["application"]),
        opens_on=sample.day_or_none(entry.get("opens_on")),
        closes_on=sample.day_or_none(entry.get("closes_on")),
        is_year_round=deadline.startswith(YEAR_ROUND),
        reception_note="" if deadline == YEAR_ROUND else deadline,
        capacity=entry.get("capacity", ""),
        languages=entry.get("languages", ""),
        accessibility=entry.get("accessibility", ""),
        contact_name=provider.short_name,
        contact_phone=provider.phone,
        contact_email=provider.email,
        contact_note=provider.contact_note,
        visibility=MenuVisibility.PUBLIC,
        review_months=REVIEW_MONTHS,
        terms=_terms(sample, entry),
        created_at=entered,
        updated_at=sample.moment(entry["updated_on"]) if "updated_on" in entry else entered,
    )


def _terms(sample: Sample, entry: dict[str, Any]) -> list[Term]:
    return [
        sample.terms[scheme, code]
        for scheme, codes in (
            (Scheme.WARD, [entry["ward"]]),
            (Scheme.THEME, entry["fields"]),
            (Scheme.TARGET, entry["targets"]),
            (Scheme.PHASE, entry["phases"]),
            (Scheme.APPLICATION, entry["application"]),
        )
        for code in codes
    ]


def _state(sample: Sample, entry: dict[str, Any], menu: Menu) -> None:
    if entry.get("state") == MenuState.DRAFT:
        menu.state = MenuState.DRAFT
    else:
        menu.publish(menu.created_at, sample.day(entry["reviewed_on"]))


def _partner(sample: Sample, said: dict[str, Any]) -> MenuPartner:
    """Without a day, the partner has not answered yet."""
    answered = said.get("accepted_on")
    return MenuPartner(
        organization=sample.organizations[said["org"]],
        accepted_at=sample.moment(answered) if answered else None,
    )


def _how_to_apply(codes: list[str]) -> str:
    names = {
        "phone": _("電話"),
        "counter": _("窓口"),
        "web": _("ウェブフォーム"),
        "email": _("メール"),
        "post": _("郵送"),
    }
    ways = _("・").join(names[code] for code in WAYS if code in codes)
    steps = []
    if "register" in codes:
        steps.append(_("先に団体の登録が必要です。"))
    if "preconsult" in codes:
        steps.append(_("申し込む前に、一度ご相談ください。"))
    if "none" in codes:
        steps.append(_("申込みはいりません。"))
        if ways:
            steps.append(_("%(ways)sでたずねることもできます。", ways=ways))
    elif ways:
        steps.append(_("%(ways)sで申し込みます。", ways=ways))
    if "screening" in codes:
        steps.append(_("書類や公開の発表による審査があります。"))
    return "".join(steps)
