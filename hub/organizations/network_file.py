"""Reading a network file: organizations, offices and how they stand to each other.

``parse`` looks at the text alone and finds everything that is wrong with it before anything is
written; ``hub.organizations.network`` then brings it into the database.
"""

from dataclasses import dataclass, field

from flask_babel import gettext as _

from hub.core import yamlfile
from hub.core.yamlfile import BadFile, Entry
from hub.organizations.models import GOVERNMENT, OrganizationKind, RelationRole
from hub.taxonomies import network as taxonomy_file
from hub.taxonomies.models import Scheme
from hub.taxonomies.network import TaxonomyData

KINDS = {kind.value: kind.value for kind in OrganizationKind if kind not in GOVERNMENT}
OFFICE_KINDS = {kind.value: kind.value for kind in OrganizationKind if kind in GOVERNMENT}
# How a city writes it, and what it is.
ROLES = {
    "所管課": RelationRole.SUPERVISES.value,
    "所管": RelationRole.SUPERVISES.value,
    "区の連携窓口": RelationRole.LIAISON.value,
    "区との窓口": RelationRole.LIAISON.value,
    "全体調整": RelationRole.COORDINATES.value,
    "コミュニティ施策・SDC全体の調整": RelationRole.COORDINATES.value,
} | {role.value: role.value for role in RelationRole}
RESERVED = {"public", "network", "all", "online", "org", "series"}  # words of readers and wards


@dataclass(frozen=True, kw_only=True)
class OrganizationData:
    code: str
    name: str
    short_name: str
    name_en: str
    kind: OrganizationKind
    legal_form: str
    ward: str
    facility: str
    summary: str
    phone: str
    email: str
    contact_note: str
    url: str
    position: int


@dataclass(kw_only=True)
class NetworkData:
    name: str  # of the network; ids that leave the hub are made from it
    taxonomy: TaxonomyData
    organizations: list[OrganizationData] = field(default_factory=list)
    relations: dict[tuple[str, str, RelationRole], None] = field(default_factory=dict)


def parse(content: bytes) -> NetworkData:
    """Raises BadFile with every problem of the file."""
    root, problems = yamlfile.read(content)
    meta = root.entry("meta")
    taxonomy = root.entry("taxonomy", needed=True)
    network = NetworkData(
        name=meta.text("network", needed=False) if meta else "",
        taxonomy=taxonomy_file.read(taxonomy) if taxonomy else TaxonomyData([], {}),
    )
    bodies = list(root.entries("organizations", needed=True))
    offices = list(root.entries("departments"))
    wards = network.taxonomy.codes(Scheme.WARD)
    for position, entry in enumerate(bodies, start=1):
        network.organizations.append(_body(entry, wards, position))
    for position, entry in enumerate(offices, start=len(bodies) + 1):
        network.organizations.append(_office(entry, wards, position))
    _refuse_twins([*bodies, *offices], network.organizations)
    _relate(network, bodies, offices)
    if problems:
        raise BadFile(problems)
    return network


def _body(entry: Entry, wards: set[str], position: int) -> OrganizationData:
    entry.refuse_unknown(
        "id", "name_ja", "short_ja", "name_en", "kind", "legal_form", "ward", "facility",
        "supervising_department", "contact", "summary", "url", "verification", "sources",
        "strengths", "reliances",
    )  # fmt: skip
    entry.text("short_ja", most=60)
    kind = entry.choice("kind", KINDS) or OrganizationKind.CITYWIDE
    return _organization(entry, OrganizationKind(kind), wards, position, needs_ward=True)


def _office(entry: Entry, wards: set[str], position: int) -> OrganizationData:
    entry.refuse_unknown(
        "id", "name_ja", "short_ja", "name_en", "kind", "ward", "role", "orgs", "contact",
        "summary", "url", "verification",
    )  # fmt: skip
    role = entry.choice("role", ROLES)
    likely = OrganizationKind.WARD_OFFICE if role == RelationRole.LIAISON else None
    kind = entry.choice("kind", OFFICE_KINDS, needed=False) or likely or OrganizationKind.DEPARTMENT
    return _organization(entry, OrganizationKind(kind), wards, position, needs_ward=False)


def _organization(
    entry: Entry, kind: OrganizationKind, wards: set[str], position: int, *, needs_ward: bool
) -> OrganizationData:
    code, name = entry.code(), entry.text("name_ja")
    if code in RESERVED:
        entry.complain(_("id「%(code)s」は使えません（別の意味があります）", code=code), "id")
    ward = entry.text("ward", needed=needs_ward)
    if ward and ward not in wards:
        entry.complain(_("知らない区「%(ward)s」です", ward=ward), "ward")
    contact = entry.entry("contact") or entry
    return OrganizationData(
        code=code,
        name=name,
        short_name=entry.text("short_ja", most=60, needed=False) or name.split(" ")[-1][:60],
        name_en=entry.text("name_en", needed=False),
        kind=kind,
        legal_form=entry.text("legal_form", needed=False),
        ward=ward,
        facility=entry.text("facility", needed=False),
        summary=entry.text("summary", most=1000, needed=False),
        phone=contact.text("phone", most=50, needed=False),
        email=contact.text("email", most=254, needed=False),
        contact_note=contact.text("note", needed=False),
        url=_address(entry),
        position=position,
    )


def _address(entry: Entry) -> str:
    url = entry.text("url", most=500, needed=False)
    if url and not url.startswith(("https://", "http://")):
        entry.complain(_("「url」は https:// か http:// で始まります"), "url")
    return url


def _refuse_twins(entries: list[Entry], found: list[OrganizationData]) -> None:
    codes: set[str] = set()
    names: set[str] = set()
    for entry, organization in zip(entries, found, strict=True):
        if organization.code in codes:
            entry.complain(_("id「%(code)s」が二度あります", code=organization.code), "id")
        if organization.name and organization.name in names:
            entry.complain(_("名前「%(name)s」が二度あります", name=organization.name), "name_ja")
        codes.add(organization.code)
        names.add(organization.name)


def _relate(network: NetworkData, bodies: list[Entry], offices: list[Entry]) -> None:
    """所管課, 区の連携窓口 and 全体調整: said by the office, or by the organization's entry."""
    kinds = {o.code: o.kind for o in network.organizations}
    for entry in offices:
        office = entry.text("id", needed=False)
        role = ROLES.get(entry.text("role", needed=False))
        for code in entry.texts("orgs"):
            if code not in kinds or kinds[code] in GOVERNMENT:
                entry.complain(_("知らない組織「%(code)s」です", code=code), "orgs")
            elif role:
                network.relations[office, code, RelationRole(role)] = None
    for entry in bodies:
        office = entry.text("supervising_department", needed=False)
        if not office:
            continue
        if kinds.get(office) not in GOVERNMENT:
            entry.complain(
                _("知らない所管課「%(code)s」です", code=office), "supervising_department"
            )
            continue
        is_ward = kinds[office] is OrganizationKind.WARD_OFFICE
        role = RelationRole.LIAISON if is_ward else RelationRole.SUPERVISES
        network.relations[office, entry.text("id", needed=False), role] = None
