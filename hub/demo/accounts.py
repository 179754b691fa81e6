"""The accounts of the demo. They exist nowhere else: their password is published."""

from typing import NamedTuple

from hub.accounts.models import Role

DEMO_PASSWORD = "tsunagi-demo"  # noqa: S105 - printed at every start of the demo


class Person(NamedTuple):
    """Somebody of the sample; ``what`` is what the start of the demo prints."""

    email: str
    name: str
    what: str
    organization: str | None = None  # its code
    role: Role | None = None
    is_coordinator: bool = False
    is_system_admin: bool = False


PEOPLE = [
    Person("jimukyoku@example.jp", "見本 事務局", "事務局（かわさき市民活動センターの編集者）",
           "kcac", Role.EDITOR, is_coordinator=True),
    Person("kokusai@example.jp", "見本 国際", "国際交流協会の編集者", "kian", Role.EDITOR),
    Person("tama@example.jp", "見本 多摩", "多摩区SDCの編集者", "sdc-tama", Role.EDITOR),
    Person("etsuran@example.jp", "見本 緑", "公園緑地協会の閲覧者", "green", Role.VIEWER),
    Person("shokan@example.jp", "見本 所管", "市民活動推進課の編集者（所管課）",
           "dept-shimin", Role.EDITOR),
    Person("admin@example.jp", "見本 管理", "システム管理者", is_system_admin=True),
    Person("kanri@example.jp", "見本 課長", "かわさき市民活動センターの管理者（組織の管理者）",
           "kcac", Role.ADMIN),
    Person("tantou@example.jp", "見本 四月", "かわさき市民活動センターの編集者（4月に異動する人）",
           "kcac", Role.EDITOR),
]  # fmt: skip
DEMO_ACCOUNTS = [(person.email, person.what) for person in PEOPLE]
