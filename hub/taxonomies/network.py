"""The ``taxonomy`` section of a network file: the words by which the network sorts its support."""

from dataclasses import dataclass

from flask_babel import gettext as _

from hub.core.yamlfile import Entry
from hub.taxonomies.models import Scheme

SECTIONS = {
    "wards": Scheme.WARD,
    "npo_fields": Scheme.THEME,
    "support_types": Scheme.TYPE,
    "targets": Scheme.TARGET,
    "phases": Scheme.PHASE,
    "cost": Scheme.COST,
    "application": Scheme.APPLICATION,
    "needs": Scheme.NEED,
}
OPTIONAL = {"needs"}


@dataclass(frozen=True, kw_only=True)
class TermData:
    scheme: Scheme
    code: str
    label: str
    label_en: str
    note: str
    is_hidden: bool
    position: int


@dataclass(frozen=True)
class TaxonomyData:
    terms: list[TermData]
    need_of_type: dict[str, str]  # code of a support type -> code of the need it serves

    def codes(self, scheme: Scheme) -> set[str]:
        return {term.code for term in self.terms if term.scheme is scheme}


def read(taxonomy: Entry) -> TaxonomyData:
    """Problems go to the entry; what comes back is complete only when there are none."""
    terms: list[TermData] = []
    needs: list[Entry] = []
    for section, scheme in SECTIONS.items():
        seen: set[str] = set()
        entries = taxonomy.entries(section, needed=section not in OPTIONAL)
        for position, entry in enumerate(entries, start=1):
            term = _term(entry, scheme, position)
            if term.code in seen:
                entry.complain(_("id「%(code)s」が二度あります", code=term.code), "id")
            seen.add(term.code)
            terms.append(term)
            if scheme is Scheme.NEED:
                needs.append(entry)
    types = {term.code for term in terms if term.scheme is Scheme.TYPE}
    return TaxonomyData(terms, _needs(needs, types))


def _term(entry: Entry, scheme: Scheme, position: int) -> TermData:
    entry.refuse_unknown(
        "id", "ja", "label_ja", "en", "area", "official_ja", "note", "hidden", "types"
    )
    notes = [entry.text(key, needed=False) for key in ("official_ja", "area", "note")]
    return TermData(
        scheme=scheme,
        code=entry.code(),
        label=entry.text("label_ja" if "label_ja" in entry else "ja"),
        label_en=entry.text("en", needed=False),
        note=next((note for note in notes if note), ""),
        is_hidden=entry.flag("hidden"),
        position=position,
    )


def _needs(entries: list[Entry], types: set[str]) -> dict[str, str]:
    need_of_type: dict[str, str] = {}
    for entry in entries:
        for code in entry.texts("types"):
            if code not in types:
                entry.complain(_("知らない支援の種類「%(code)s」です", code=code), "types")
            elif code in need_of_type:
                entry.complain(
                    _("支援の種類「%(code)s」はほかの必要にも入っています", code=code), "types"
                )
            else:
                need_of_type[code] = entry.text("id")
    return need_of_type
