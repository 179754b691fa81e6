import re

import pytest

from hub.core.db import db
from hub.core.passwords import hash_password
from hub.notifications.models import Mail
from tests import make

PASSWORD = "森の中の長い小道"


@pytest.fixture
def person(app):
    """Somebody whose password is known: ``person.password``."""
    user = make.user(email="yamada@example.jp", password_hash=hash_password(PASSWORD))
    user.password = PASSWORD
    return user


@pytest.fixture
def sign_in(app):
    """Sign a client in by the form; a new client when none is given."""

    def enter(client=None, email="yamada@example.jp", password=PASSWORD, **given):
        client = client or app.test_client()
        client.answer = client.post("/login", data={"email": email, "password": password} | given)
        return client

    return enter


@pytest.fixture
def mails(app):
    """The mails that were queued, oldest first; ``mails.link()`` is the path in the last one."""

    class Mails:
        def all(self):
            return db.session.scalars(db.select(Mail).order_by(Mail.id)).all()

        def link(self):
            found = re.search(r"^http://localhost(/\S+)$", self.all()[-1].body, re.MULTILINE)
            return found[1]

    return Mails()
