"""A 引継ぎメモ that waits is told to the editors of the successor, once."""

from datetime import date

from hub.core.db import db
from hub.taxonomies.models import Scheme
from hub.themes.models import ThemeHandoverState
from tests import make
from tests.inbox.mornings import live, mails


def test_the_successor_is_told_once_while_the_note_waits(app, clock, as_user):
    theme = make.term(Scheme.THEME, "f03", label="まちづくり")
    old, new = make.organization(), make.organization()
    make.theme_role(theme, old)
    handover = make.theme_handover(theme, old, new)
    told, giver, stranger = make.user(new), make.user(old), make.user()
    live(clock, date(2026, 11, 24), date(2026, 11, 24))
    assert mails() == []  # a draft is nobody else's
    handover.propose()
    db.session.commit()
    live(clock, date(2026, 11, 25), date(2026, 11, 27))
    [mail] = mails(told)
    assert "まちづくり" in mail.body
    assert f"/themes/f03/handovers/{handover.id}" in mail.body
    assert mails(giver) == mails(stranger) == []
    assert "まちづくり" in as_user(told).get("/").text
    handover.end(ThemeHandoverState.WITHDRAWN)
    db.session.commit()
    assert "引継ぎの申し出" not in as_user(told).get("/").text
