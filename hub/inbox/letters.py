"""The mails: plain text, one line for each thing, each with why and where."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import insert

from hub.accounts.models import User
from hub.accounts.queries import hash_of
from hub.core.db import db, now
from hub.core.links import absolute
from hub.inbox import queries, wording
from hub.inbox.models import MailSettings, Notice, NoticeKind, Reason, ReplyLink, ReplyPurpose
from hub.inbox.subjects import Subjects
from hub.inbox.wording import Line
from hub.notifications.commands import queue_mail

LINES = 20  # of one kind in a mail; the rest is on the page
REPLY_DAYS = timedelta(days=30)
MOST_URGENT = 3  # mails a day to one person; what comes after goes with the next digest
ASKS_FOR_NEWS = {NoticeKind.ACTION_NEWS, NoticeKind.ACTION_OVERDUE}


def send_digests(user_ids: Iterable[int], day: date) -> None:
    """One mail to each who has something waiting. All that waits is settled by it."""
    letters = _for_each(queries.waiting_notices(user_ids), day)
    replies = _reply_addresses(line for _user, lines in letters for line in lines)
    for user, lines in letters:
        subject = _("【つなぎハブ】お知らせ %(count)s件", count=len(lines))
        _queue(queries.digest_key(user.id, day), user, subject, lines, replies)


def send_urgent(day: date) -> None:
    """What cannot wait for the next digest, at once."""
    so_far = queries.urgent_mails(day)
    waiting = [
        notice for notice in queries.waiting_urgent() if so_far[notice.user_id] < MOST_URGENT
    ]
    for user, lines in _for_each(waiting, day):
        subject = _("【つなぎハブ】急ぎ：%(title)s", title=lines[0].title)
        key = f"urgent:{day}:{user.id}:{lines[0].notice.id}"
        _queue(key, user, subject, lines, {})


def _for_each(notices: Sequence[Notice], day: date) -> list[tuple[User, list[Line]]]:
    """What each person is to read now: what they want, may be told and nobody has done yet."""
    user_ids = {notice.user_id for notice in notices}
    users, settings = queries.users(user_ids), queries.settings(user_ids)
    subjects = Subjects(notices)
    lines: dict[int, list[Line]] = {number: [] for number in sorted(user_ids)}
    for notice in notices:
        user = users[notice.user_id]
        thing = subjects.for_person(user, notice)
        if thing is None or not _is_wanted(settings.get(user.id), notice):
            notice.needs_no_mail()
        elif not subjects.holds(notice, day):
            notice.needs_no_mail()
            notice.read()
        else:
            notice.was_mailed()
            lines[user.id].append(wording.line(notice, thing, day))
    return [(users[number], found) for number, found in lines.items() if found]


def _is_wanted(settings: MailSettings | None, notice: Notice) -> bool:
    return settings is None or settings.wants(notice.kind)


def _reply_addresses(lines: Iterable[Line]) -> dict[int, str]:
    """By id of the notice: a link for each line that asks the lead for news."""
    rows, addresses = [], {}
    for notice in (line.notice for line in lines):
        if notice.kind in ASKS_FOR_NEWS and notice.reason is Reason.LEAD:
            token = secrets.token_urlsafe(24)
            addresses[notice.id] = absolute("inbox.reply", token=token)
            rows.append(
                {
                    "token_hash": hash_of(token),
                    "purpose": ReplyPurpose.PROGRESS,
                    "user_id": notice.user_id,
                    "action_id": notice.subject_id,
                    "expires_at": now() + REPLY_DAYS,
                }
            )
    if rows:
        db.session.execute(insert(ReplyLink), rows)
    return addresses


def _queue(key: str, user: User, subject: str, lines: list[Line], replies: dict[int, str]) -> None:
    parts = [_("%(name)sさん", name=user.name)]
    for kind in NoticeKind:
        if of_kind := [line for line in lines if line.notice.kind is kind]:
            parts.append(_group(kind, of_kind, replies))
    parts.append(
        _(
            "――\nすべてのお知らせ　%(inbox)s\n届くメールを選ぶ、止める　%(settings)s\n",
            inbox=absolute("inbox.index"),
            settings=absolute("inbox.mails"),
        )
    )
    queue_mail(key=key, to=user.email, user=user, subject=subject, body="\n\n".join(parts))


def _group(kind: NoticeKind, lines: list[Line], replies: dict[int, str]) -> str:
    head = _("■ %(kind)s（%(count)s件）", kind=kind.label, count=len(lines))
    parts = [_entry(line, replies.get(line.notice.id)) for line in lines[:LINES]]
    if len(lines) > LINES:
        rest = len(lines) - LINES
        parts.append(_("ほか%(count)s件は、お知らせのページにあります。", count=rest))
    return "\n\n".join([head, *parts])


def _entry(line: Line, reply: str | None) -> str:
    parts = [
        _("・%(title)s", title=line.title),
        f"  {line.what}",
        f"  {absolute(line.endpoint, **line.values)}",
    ]
    if reply:
        parts.append("  " + _("ログインせずに知らせる（30日のあいだ、一度だけ）"))
        parts.append(f"  {reply}")
    parts.append(f"  {line.why}")
    if line.follow_id is not None:
        way = f"{absolute('following.index')}#follow-{line.follow_id}"
        parts.append("  " + _("フォローをやめる　%(way)s", way=way))
    return "\n".join(parts)
