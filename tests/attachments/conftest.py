"""Owners as the slices above register them, so that these tests need none of their pages."""

import io
import zipfile

import pytest

from hub.attachments import owners
from hub.core.db import db
from hub.meetings import policy as meetings
from hub.meetings.models import Meeting
from hub.menus import policy as menus
from hub.menus.models import Menu


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    for name, model, policy in (("menu", Menu, menus), ("meeting", Meeting, meetings)):
        kind = owners.OwnerKind(
            load=lambda number, model=model: db.session.get(model, number),
            can_view=policy.can_view,
            can_edit=policy.can_edit,
            url=lambda thing, name=name: f"/{name}s/{thing.id}",
            name=lambda thing: getattr(thing, "title", None) or thing.name,
        )
        monkeypatch.setitem(owners._kinds, name, kind)


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def package(part="word/document.xml", *more, types=True):
    """An Office file, as small as it can be."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        if types:
            file.writestr("[Content_Types].xml", "<Types/>")
        for name in (part, *more):
            file.writestr(name, "<x/>")
    return buffer.getvalue()


def compound(stream="WordDocument"):
    """The beginning of an older Office file."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + stream.encode("utf-16-le")


def send(client, kind, owner, body=PDF, name="要項.pdf"):
    return client.post(f"/attachments/{kind}/{owner.id}", data={"file": (io.BytesIO(body), name)})
