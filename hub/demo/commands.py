"""Loading the sample network: all of it or nothing, once, into an empty database only."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from hub.accounts.models import User
from hub.core import calendar
from hub.core.db import db, transaction
from hub.core.errors import Conflict
from hub.core.installation import is_demo_database, mark_as_demo
from hub.core.passwords import hash_password
from hub.demo import (
    actions,
    activity,
    agenda,
    attachments,
    holders,
    ideas,
    inquiries,
    meetings,
    menus,
    organizations,
    people,
    programmes,
    reviews,
    searches,
    themes,
    words,
)
from hub.demo.accounts import DEMO_PASSWORD, PEOPLE
from hub.demo.sample import FILE, read
from hub.organizations import network
from hub.organizations.models import Organization
from hub.taxonomies.models import Term

Step = Callable[[], Any]
PARTS = (people.load, organizations.load, menus.load, programmes.load, meetings.load, actions.load,
         ideas.load, holders.load, themes.load, agenda.load, reviews.load, inquiries.load,
         searches.load, attachments.load, activity.load, words.load)  # fmt: skip
STEPS = 2 + len(PARTS)


def load_demo(*, step: Step = lambda: None) -> None:
    """Load the sample so that it is about today; ``step`` is called after each part.

    Raises:
        Conflict: there is something in the database already, the demo or real data.
    """
    _refuse_what_is_there()
    content = FILE.read_bytes()
    file = network.parse(content)
    sample = read(content, calendar.today())
    sample.password_hashes = [hash_password(DEMO_PASSWORD) for _person in PEOPLE]
    attachments.keep_files(sample)
    step()
    with transaction():
        _refuse_what_is_there()  # whoever came in between has written by now
        network.load(None, file)
        sample.organizations = {o.code: o for o in db.session.scalars(db.select(Organization))}
        sample.terms = {(t.scheme, t.code): t for t in db.session.scalars(db.select(Term))}
        step()
        for load in PARTS:
            load(sample)
            step()
        mark_as_demo(calendar.today().isoformat())


def _refuse_what_is_there() -> None:
    if is_demo_database():
        raise Conflict(_("見本は、もう読み込まれています。"))
    for model in (User, Organization):
        if db.session.scalar(db.select(model.id).limit(1)) is not None:
            raise Conflict(
                _("このデータベースには実際のデータがあります。見本は、空のデータベースにだけ"
                  "読み込めます。HUB_DATA_DIR に別のフォルダを指定してください。")
            )  # fmt: skip
