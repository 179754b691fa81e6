"""``hub network load``: what it takes, what it refuses and how it says so."""

import pytest

from hub.audit.models import AuditEntry
from hub.core import yamlfile
from hub.core.db import db
from hub.organizations.models import Organization, OrganizationKind, Relation, RelationRole
from hub.taxonomies import queries as taxonomies
from hub.taxonomies.models import Scheme, Term

NETWORK = """\
meta:
  network: umi
taxonomy:
  wards:
  - {id: minato, ja: 港区, en: Minato Ward, area: 南部}
  - {id: all, ja: 市全域}
  npo_fields:
  - {id: f01, label_ja: 福祉, official_ja: 福祉の増進を図る活動}
  - {id: f20, label_ja: 条例で定める活動, hidden: true}
  support_types:
  - {id: space, ja: 会議室}
  - {id: grant, ja: 助成金}
  targets:
  - {id: group, ja: 市民活動団体}
  phases:
  - {id: startup, ja: 立ち上げ}
  cost:
  - {id: free, ja: 無料}
  application:
  - {id: phone, ja: 電話}
  needs:
  - {id: place, ja: 場所, types: [space]}
  - {id: money, ja: お金, types: [grant]}
organizations:
- id: center
  name_ja: 公益財団法人うみ市民活動センター
  short_ja: 活動センター
  kind: citywide
  ward: minato
  supervising_department: dept-shimin
  contact: {phone: 044-000-0001, email: center@example.jp}
  summary: 市民活動を支えます。
- id: sdc-minato
  name_ja: 港区の広場
  short_ja: 港広場
  kind: sdc
  ward: minato
departments:
- id: dept-shimin
  name_ja: 市民局 市民活動課
  role: 所管課
  orgs: [center]
- id: dept-sdc
  name_ja: 市民局 協働課
  role: 全体調整
  orgs: [sdc-minato]
- id: ward-minato
  name_ja: 港区役所 企画課
  short_ja: 港区企画課
  kind: ward_office
  ward: minato
  role: 区の連携窓口
  orgs: [sdc-minato]
"""


@pytest.fixture
def load(app, tmp_path):
    """Write a file and load it: (exit code, what was said on stderr, on stdout)."""

    def run(content: str | bytes):
        path = tmp_path / "network.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        result = app.test_cli_runner().invoke(args=["network", "load", str(path)])
        assert result.exception is None or isinstance(result.exception, SystemExit)
        db.session.expire_all()
        return result.exit_code, result.stderr, result.stdout

    return run


def organization(code: str) -> Organization:
    return db.session.scalars(db.select(Organization).filter_by(code=code)).one()


def count(model) -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(model))


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_organizations_offices_and_words_come_in(load):
    code, _said, done = load(NETWORK)
    assert code == 0
    assert "新規5" in done
    center = organization("center")
    assert (center.short_name, center.kind) == ("活動センター", OrganizationKind.CITYWIDE)
    assert (center.ward.label, center.phone) == ("港区", "044-000-0001")
    assert organization("ward-minato").kind is OrganizationKind.WARD_OFFICE
    assert organization("dept-shimin").short_name == "市民活動課"
    assert [t.code for t in taxonomies.terms(Scheme.THEME)] == ["f01"]
    space = taxonomies.term(Scheme.TYPE, "space")
    assert space.parent.label == "場所"


def test_relations_have_the_role_of_the_office(load):
    load(NETWORK)
    found = {
        (r.office.code, r.organization.code): r.role
        for r in db.session.scalars(db.select(Relation))
    }
    assert found == {
        ("dept-shimin", "center"): RelationRole.SUPERVISES,
        ("dept-sdc", "sdc-minato"): RelationRole.COORDINATES,
        ("ward-minato", "sdc-minato"): RelationRole.LIAISON,
    }


def test_loading_again_changes_nothing(load):
    load(NETWORK)
    before = (count(Organization), count(Term), count(Relation), count(AuditEntry))
    ids = {o.code: (o.id, o.uid, o.version) for o in db.session.scalars(db.select(Organization))}
    code, _said, done = load(NETWORK)
    assert code == 0
    assert "新規0・変更0" in done
    assert (count(Organization), count(Term), count(Relation), count(AuditEntry)) == before
    again = {o.code: (o.id, o.uid, o.version) for o in db.session.scalars(db.select(Organization))}
    assert again == ids


def test_loading_again_renames_and_adds_and_never_deletes(load):
    load(NETWORK)
    before = organization("center").id
    organization("center").summary = "自分で書いた紹介"
    db.session.commit()
    changed = (
        NETWORK.replace("うみ市民活動センター", "うみ市民協働センター")
        .replace("sdc-minato", "sdc-kita")
        .replace("港区の広場", "北の広場")
    )
    code, _said, done = load(changed)
    assert code == 0
    center = organization("center")
    assert (center.id, center.name) == (before, "公益財団法人うみ市民協働センター")
    assert center.summary == "自分で書いた紹介"
    assert organization("sdc-minato").name == "港区の広場"
    assert organization("sdc-kita").name == "北の広場"
    assert "新規1・変更1" in done


def test_an_ended_relation_stays_ended(load):
    load(NETWORK)
    relation = db.session.scalars(db.select(Relation)).first()
    relation.ends_on = relation.organization.created_at.date()
    db.session.commit()
    load(NETWORK)
    assert count(Relation) == 3


def test_the_same_thing_has_the_same_uid_in_every_hub(load):
    load(NETWORK)
    assert str(organization("center").uid) == "f5a4c3ea-a02c-5248-943a-9f5261013982"


def test_each_change_is_recorded(load):
    load(NETWORK)
    entries = db.session.scalars(db.select(AuditEntry).filter_by(verb="organization:load")).all()
    assert len(entries) == 5
    assert {e.actor_id for e in entries} == {None}


FAULTS = {
    "broken YAML": ("  kind: sdc", "  kind: [sdc", "  ward: minato\ndepart",
                    "YAMLとして読めません"),
    "no name": ("  name_ja: 港区の広場\n", "", "- id: sdc-minato", "「name_ja」がありません"),
    "unknown ward": ("  ward: minato\n  superv", "  ward: minami\n  superv", "  ward: minami",
                     "知らない区「minami」です"),
    "a twin id": ("- id: sdc-minato", "- id: center", "- id: center\n  name_ja: 港区",
                  "id「center」が二度あります"),
    "a twin name": ("港区の広場", "公益財団法人うみ市民活動センター",
                    "  name_ja: 公益財団法人うみ市民活動センター\n  short_ja: 港", "二度あります"),
    "a twin key": ("  short_ja: 港広場", "  short_ja: 港広場\n  short_ja: 広場",
                   "  short_ja: 広場", "「short_ja」が二度あります"),
    "a twin term": ("{id: grant, ja", "{id: space, ja", "- {id: space, ja: 助成金",
                    "id「space」が二度あります"),
    "a list for a text": ("ja: 港広場", "ja: [港, 広場]", "  short_ja: [", "文字で書いてください"),
    "a yes for a text": ("ja: 港広場", "ja: true", "  short_ja: true", "文字で書いてください"),
    "a text for a list": ("orgs: [center]", "orgs: center", "  orgs: center", "並びです"),
    "a text for an entry": ("contact: {phone: 044-000-0001, email: center@example.jp}",
                            "contact: 電話", "  contact: 電話", "「項目: 値」の形です"),
    "a flag in words": ("hidden: true", "hidden: はい", "hidden: はい", "true か false"),
    "unknown kind": ("kind: sdc", "kind: shop", "  kind: shop", "使えるもの: citywide、sdc"),
    "unknown role": ("role: 所管課", "role: 係", "  role: 係", "「係」は使えません"),
    "unknown department": ("department: dept-shimin", "department: dept-x",
                           "  supervising_department: dept-x", "知らない所管課「dept-x」です"),
    "unknown organization": ("orgs: [center]", "orgs: [centre]", "  orgs: [centre]",
                             "知らない組織「centre」です"),
    "unknown type": ("types: [grant]", "types: [gift]", "types: [gift]",
                     "知らない支援の種類「gift」です"),
    "a misspelt key": ("  summary: 市民", "  sumary: 市民", "  sumary:",
                      "知らない項目「sumary」です"),
    "an id in Japanese": ("- id: sdc-minato", "- id: 港", "- id: 港", "半角の英小文字"),
    "a reserved id": ("- id: center", "- id: public", "- id: public", "使えません"),
    "a script for a page": ("  summary: 市民", "  url: 'javascript:alert(1)'\n  summary: 市民",
                            "  url:", "https://"),
    "too long": ("港広場", "港" * 61, "  short_ja: 港港", "60字まで"),
    "no wards": ("  wards:", "  words:", "  words:", "「wards」がありません"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_line_and_nothing_is_loaded(load, name):
    old, new, where, reason = FAULTS[name]
    assert NETWORK.count(old) >= 1
    broken = NETWORK.replace(old, new, 1)
    code, said, _done = load(broken)
    assert code == 1
    lines = [line for line in said.splitlines() if reason in line]
    assert lines
    assert lines[0].strip().startswith(f"{line_of(broken, where)}行目"), said
    assert (count(Organization), count(Term), count(AuditEntry)) == (0, 0, 0)


def test_all_faults_are_named_at_once(load):
    broken = NETWORK.replace("kind: sdc", "kind: shop").replace("role: 所管課", "role: 係")
    _code, said, _done = load(broken)
    assert "shop" in said
    assert "係" in said


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"- 1\n- 2\n",
        b"just words",
        "名前: 文字".encode("cp932"),
        b"a: \x07",
        b"a: &a [*a]\ntaxonomy: *a\n",
        b"[" * 5000,
        b"meta: !!python/object/apply:os.system [ls]\n",
        b"? {a: b}\n: c\n",
    ],
)
def test_what_is_no_network_file_is_refused_without_a_stack_trace(load, content):
    code, said, _done = load(content)
    assert code == 1
    assert "行目" in said


def test_too_large_a_file_is_refused(load, monkeypatch):
    monkeypatch.setattr(yamlfile, "LIMIT", 100)
    code, said, _done = load(NETWORK)
    assert code == 1
    assert "大きすぎます" in said


def test_a_name_that_another_organization_has_is_refused(load):
    load(NETWORK)
    code, said, _done = load(
        NETWORK.replace("- id: sdc-minato", "- id: hiroba").replace(
            "orgs: [sdc-minato]", "orgs: [hiroba]"
        )
    )
    assert code == 1
    assert "港区の広場" in said
    assert "sdc-minato" in said
    assert count(Organization) == 5


def test_a_file_that_is_not_there_is_said_so(app):
    result = app.test_cli_runner().invoke(args=["network", "load", "nowhere.yaml"])
    assert result.exit_code == 2
    assert "nowhere.yaml" in result.stderr
