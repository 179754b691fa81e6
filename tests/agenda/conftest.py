from datetime import date
from types import SimpleNamespace

import pytest

from tests import make


@pytest.fixture
def net(app):
    """A series with a secretariat and a member, a meeting held and one that comes."""
    secretariat = make.organization(short_name="幹事")
    member = make.organization(short_name="構成")
    series = make.series(member, secretariat=secretariat)
    return SimpleNamespace(
        secretariat=secretariat,
        member=member,
        series=series,
        earlier=make.meeting(series=series, held_on=date(2026, 5, 20)),
        last=make.meeting(series=series, held_on=date(2026, 9, 16)),
        coming=make.meeting(series=series, held_on=date(2026, 12, 9)),
        editor=make.user(secretariat),
        proposer=make.user(member),
    )


@pytest.fixture
def editor(as_user, net):
    return as_user(net.editor)


@pytest.fixture
def here(net):
    return f"/agenda/meetings/{net.coming.id}"
