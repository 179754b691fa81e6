"""The fields of a menu that people write, and their text for revisions and the audit log."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hub.menus.models import Menu, MenuVisibility
from hub.taxonomies.models import Scheme, Term

FIELDS = (
    "title", "summary", "body", "cost_note", "eligibility", "how_to_apply", "opens_on",
    "closes_on", "is_year_round", "reception_note", "capacity", "languages", "accessibility",
    "contact_name", "contact_phone", "contact_email", "contact_note", "url", "visibility",
    "review_months",
)  # fmt: skip
TERM_FIELDS = {
    "targets": Scheme.TARGET,
    "themes": Scheme.THEME,
    "phases": Scheme.PHASE,
    "wards": Scheme.WARD,
    "applications": Scheme.APPLICATION,
}
LABELS = {
    "title": _l("名前"),
    "summary": _l("ひとことで"),
    "type": _l("種類"),
    "body": _l("くわしい内容"),
    "targets": _l("対象"),
    "eligibility": _l("対象の条件"),
    "themes": _l("分野"),
    "phases": _l("段階"),
    "wards": _l("地域"),
    "is_year_round": _l("通年で受け付ける"),
    "opens_on": _l("受付のはじまり"),
    "closes_on": _l("受付のおわり"),
    "reception_note": _l("受付の補足"),
    "cost": _l("費用"),
    "cost_note": _l("費用の補足"),
    "capacity": _l("定員・数"),
    "applications": _l("申込みの方法"),
    "how_to_apply": _l("申込みの流れ"),
    "contact_name": _l("窓口"),
    "contact_phone": _l("電話"),
    "contact_email": _l("メール"),
    "contact_note": _l("問い合わせの補足"),
    "url": _l("くわしいページ"),
    "languages": _l("ことば"),
    "accessibility": _l("窓口の設備"),
    "visibility": _l("公開範囲"),
    "review_months": _l("見直し月"),
}


def snapshot(menu: Menu) -> dict[str, str]:
    """Every field as text, in the order of the form; enums as their value, not their label."""
    texts = {
        "type": menu.type.label,
        "cost": menu.cost.label,
        "opens_on": menu.opens_on.isoformat() if menu.opens_on else "",
        "closes_on": menu.closes_on.isoformat() if menu.closes_on else "",
        "is_year_round": "yes" if menu.is_year_round else "",
        "visibility": menu.visibility.value,
        "review_months": ",".join(str(month) for month in menu.review_months),
    }
    for name, scheme in TERM_FIELDS.items():
        texts[name] = "、".join(term.label for term in by_position(menu.terms_of(scheme)))
    return {name: texts[name] if name in texts else getattr(menu, name) or "" for name in LABELS}


def by_position(terms: Sequence[Term]) -> list[Term]:
    return sorted(terms, key=lambda term: (term.position, term.id))


def readable(name: str, text: str) -> str:
    """A text of ``snapshot`` as people read it."""
    if name == "visibility" and text:
        return str(MenuVisibility(text).label)
    if name == "review_months":
        return months(text.split(",")) if text else ""
    if name == "is_year_round":
        return str(LABELS[name]) if text else ""
    return text


def months(numbers: Sequence[int | str]) -> str:
    """4月と10月, 1月、4月、7月と10月"""
    names = [_("%(month)s月", month=number) for number in numbers]
    if len(names) < 2:
        return "".join(names)
    return _("%(others)sと%(last)s", others="、".join(names[:-1]), last=names[-1])
