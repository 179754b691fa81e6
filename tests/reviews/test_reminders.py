"""Who is told what about reviews, on which morning, and that nobody is told what is over."""

from datetime import date

from hub.core.db import db, transaction
from hub.inbox.models import NoticeKind
from hub.programmes.periods import FiscalTerm
from hub.reviews import commands
from hub.reviews.models import Review
from tests import make
from tests.inbox.mornings import at, mails, notices
from tests.reviews import world as worlds

K = NoticeKind


def kinds(person):
    db.session.rollback()
    return [notice.kind for notice in notices(person)]


def unread(person):
    db.session.rollback()
    return [notice.kind for notice in notices(person) if notice.read_at is None]


def step(command, actor, review, text="", **more):
    with transaction():
        row = db.session.get(Review, review.id)
        command(actor, row, post_title="係長", text=text, seen=row.version, **more)


def test_each_side_is_told_when_it_is_its_turn(app, clock):
    world = worlds.build()
    term = FiscalTerm(2025)
    with transaction():
        commands.set_deadline(world.officer, world.office, term, due_on=date(2026, 12, 8),
                              others={}, seen=0)  # fmt: skip
    at(clock, date(2026, 11, 24))
    at(clock, date(2026, 12, 7))
    at(clock, date(2026, 12, 9))
    at(clock, date(2026, 12, 17))
    assert kinds(world.editor) == [K.REVIEW_DUE, K.REVIEW_DUE, K.REVIEW_OVERDUE, K.REVIEW_OVERDUE]
    assert "提出期限の12月8日（火）を1日過ぎています" in mails(world.editor)[2].body
    assert kinds(world.viewer) == kinds(world.outsider) == kinds(world.other_officer) == []

    review = make.review(world.home)
    make.review_line(review)
    step(commands.submit, world.editor, review)
    for day in (date(2026, 12, 18), date(2026, 12, 21), date(2026, 12, 25)):
        at(clock, day)
    assert unread(world.editor) == []  # handed in: nothing is late any more
    assert kinds(world.officer) == [K.REVIEW_WAITS, K.REVIEW_WAITS]
    assert "確認を待っています" in mails(world.officer)[1].body
    assert kinds(world.reader) == kinds(world.other_officer) == []

    step(commands.ask, world.officer, review, "何件ですか", line_id=None)
    with transaction():
        commands.comment(world.reader, db.session.get(Review, review.id), post_title="",
                         text="よい年でした", line_id=None)  # fmt: skip
    at(clock, date(2026, 12, 28))
    assert unread(world.officer) == []  # it is the organization's turn
    assert set(unread(world.editor)) == {K.REVIEW_QUESTION, K.REVIEW_COMMENT}
    assert "何件ですか" not in mails(world.editor)[-1].body  # a mail quotes nothing
    question = db.session.get(Review, review.id).comments[0].id
    step(lambda *given, **more: commands.answer(*given[:2], question, **more),
         world.editor, review, "12件です")  # fmt: skip
    at(clock, date(2027, 1, 4))
    assert unread(world.officer) == [K.REVIEW_WAITS]
    assert unread(world.editor) == [K.REVIEW_COMMENT]
    step(commands.send_back, world.officer, review, "件数を書いてください")
    at(clock, date(2027, 1, 5))
    assert unread(world.editor) == [K.REVIEW_COMMENT, K.REVIEW_RETURNED]
    step(commands.submit, world.editor, review)
    step(commands.confirm, world.officer, review)
    for day in (date(2027, 1, 6), date(2027, 1, 7), date(2027, 1, 20)):
        at(clock, day)
    assert unread(world.editor) == [K.REVIEW_COMMENT, K.REVIEW_CONFIRMED]
    assert unread(world.officer) == []
    assert kinds(world.outsider) == []
