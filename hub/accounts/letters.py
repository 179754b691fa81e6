"""The mails about accounts. Links are made from HUB_BASE_URL, never from the request."""

from flask_babel import gettext as _

from hub.accounts.models import AccountLink, User
from hub.core import calendar
from hub.core.links import absolute
from hub.notifications.commands import queue_mail


def invitation(link: AccountLink, token: str, *, by: str) -> None:
    assert link.organization is not None  # invite() has set both
    assert link.role is not None
    values = {
        "who": by,
        "organization": link.organization.name,
        "role": link.role.label,
        "until": calendar.long_date(link.expires_at.astimezone(calendar.TOKYO).date()),
        "url": absolute("accounts.follow", token=token),
    }
    queue_mail(
        key=f"account-link:{link.id}",
        to=link.email,
        subject=_("【つなぎハブ】%(name)sへの招待", name=link.organization.short_name),
        body=_(
            "%(who)sさんから、つなぎハブへの招待です。\n\n"
            "組織　%(organization)s\n役割　%(role)s\n\n"
            "次のページを開いて、招待を受けてください。\n%(url)s\n\n"
            "%(until)sまで、一度だけ使えます。\n"
            "心当たりのないときは、このメールを捨ててください。何も起こりません。\n",
            **values,
        ),
    )


def reset(link: AccountLink, token: str, user: User) -> None:
    queue_mail(
        key=f"account-link:{link.id}",
        to=user.email,
        user=user,
        subject=_("【つなぎハブ】パスワードの再設定"),
        body=_(
            "つなぎハブのパスワードを決め直すためのページです。\n%(url)s\n\n"
            "1時間のあいだ、一度だけ使えます。\n"
            "心当たりのないときは、このメールを捨ててください。パスワードは変わりません。\n",
            url=absolute("accounts.follow", token=token),
        ),
    )
