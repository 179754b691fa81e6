"""The steps that a review can take, as they are asked for: data for one page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _

from hub.accounts.models import Viewer
from hub.reviews import commands, policy
from hub.reviews.forms import ReturnForm, ReviseForm, SignedForm, StepForm
from hub.reviews.models import Review
from hub.reviews.policy import Offices


@dataclass(frozen=True, kw_only=True)
class Move:
    """``right`` says who may ever take it, ``fits`` whether they may now."""

    title: Any
    lead: Any
    button: Any
    done: Any
    command: Callable[..., None]
    right: Callable[[Viewer, Review, Offices], bool]
    fits: Callable[[Viewer, Review, Offices], bool]
    form: type[StepForm] = StepForm
    shows_draft: bool = False  # it is looked at as a whole first
    is_main: bool = False  # the one thing its page is for
    settles: bool = False  # from then on others read it


def _of_organization(rule: Callable[[Viewer, Review], bool]) -> Callable[..., bool]:
    return lambda viewer, review, _offices: rule(viewer, review)


_writes = _of_organization(policy.writes)


def _judges(viewer: Viewer, _review: Review, offices: Offices) -> bool:
    return policy.judges(viewer, offices)


MOVES = {
    "submit": Move(
        title=_("所管課に提出する"),
        lead=_("提出した版は変わりません。直すときは、差戻しのあとの再提出か、改訂になります。"),
        button=_("提出する"),
        done=_("提出しました。"),
        command=commands.submit,
        right=_writes,
        fits=_of_organization(policy.can_write),
        form=SignedForm,
        shows_draft=True,
        is_main=True,
    ),
    "ask-inside": Move(
        title=_("組織内の確認に回す"),
        lead=_("組織のメンバー全員が下書きを読み、確認できるようになります。"),
        button=_("確認に回す"),
        done=_("組織内の確認に回しました。"),
        command=commands.ask_inside,
        right=_writes,
        fits=_of_organization(policy.can_ask_inside),
    ),
    "check-inside": Move(
        title=_("組織内で確認する"),
        lead=_("だれがいつ確認したかが、記録に残ります。"),
        button=_("確認する"),
        done=_("確認を記録しました。"),
        command=commands.check_inside,
        right=lambda viewer, review, _offices: viewer.belongs_to(review.organization_id),
        fits=_of_organization(policy.can_check_inside),
        form=SignedForm,
        is_main=True,
    ),
    "write-on": Move(
        title=_("準備に戻す"),
        lead=_("下書きを読めるのは、また編集者だけになります。"),
        button=_("準備に戻す"),
        done=_("準備に戻しました。"),
        command=commands.write_on,
        right=_writes,
        fits=_of_organization(policy.can_write_on),
    ),
    "confirm": Move(
        title=_("確認する"),
        lead=_("確認すると、ネットワークのみんなが読めるようになります。"),
        button=_("確認済みにする"),
        done=_("確認済みにしました。"),
        command=commands.confirm,
        right=_judges,
        fits=policy.can_question,
        form=SignedForm,
        is_main=True,
        settles=True,
    ),
    "return": Move(
        title=_("差し戻す"),
        lead=_("組織が直して、もう一度提出します。前の版も残ります。"),
        button=_("差し戻す"),
        done=_("差し戻しました。"),
        command=commands.send_back,
        right=_judges,
        fits=policy.can_question,
        form=ReturnForm,
    ),
    "revise": Move(
        title=_("改訂を始める"),
        lead=_("いまの版は、次の版が確認されるまで、そのまま読まれます。"),
        button=_("改訂を始める"),
        done=_("改訂を始めました。直したら、もう一度提出してください。"),
        command=commands.revise,
        right=_writes,
        fits=_of_organization(policy.can_revise),
        form=ReviseForm,
    ),
}
SHARE = Move(
    title=_("ネットワークに共有する"),
    lead=_("活動の共有は任意です。共有すると、ネットワークのみんなが読め、区役所と全体調整の課がコメントできます。"),
    button=_("共有する"),
    done=_("共有しました。"),
    command=commands.submit,
    right=_writes,
    fits=_of_organization(policy.can_write),
    shows_draft=True,
    is_main=True,
    settles=True,
)  # fmt: skip


def move_of(review: Review, offices: Offices, name: str) -> Move:
    """Without 所管課 what is handed in is shared."""
    return SHARE if name == "submit" and not offices.supervising else MOVES[name]


def open_moves(viewer: Viewer, review: Review, offices: Offices) -> dict[str, Move]:
    """Those that this viewer may take now, by name."""
    named = ((name, move_of(review, offices, name)) for name in MOVES)
    return {name: move for name, move in named if move.fits(viewer, review, offices)}
