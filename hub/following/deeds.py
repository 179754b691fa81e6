"""Which entries of the audit log are news for the network, and what each says. Data, in words."""

from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from hub.actions.models import STATUSES, ActionStatus
from hub.audit.models import AuditEntry
from hub.core import calendar
from hub.ideas.models import STAGES, Stage

# What only its writers see (drafts, answers in review) and what changes nothing is not among them.
# Nor is what an idea was linked to: that may be something that few read; it brings news of its own.
DEEDS = {
    "menu:publish": _("支援メニューが公開されました"),
    "menu:edit": _("支援メニューの内容が変わりました"),
    "menu:pause": _("支援メニューの受付が休止になりました"),
    "menu:resume": _("支援メニューの受付が再開されました"),
    "menu:accept-partnership": _("支援メニューに協力団体が加わりました"),
    "meeting:create": _("会議が登録されました"),
    "meeting:edit": _("会議の内容が変わりました"),
    "meeting:cancel": _("会議が取りやめになりました"),
    "meeting:resume": _("取りやめた会議を開くことになりました"),
    "minutes:confirm": _("議事録が確定しました"),
    "minutes:correct": _("議事録が訂正されました"),
    "action:create": _("宿題事項が決まりました"),
    "action:edit": _("宿題事項の内容が変わりました"),
    "action:status": _("宿題事項の状態が変わりました"),
    "action:accept_handover": _("宿題事項の担当が変わりました"),
    "action:hand_over": _("宿題事項の担当が変わりました"),
    "idea:create": _("連携の種が出されました"),
    "idea:edit": _("連携の種の内容が変わりました"),
    "idea:status": _("連携の種が動きました"),
    "idea:look": _("連携の種が見直されました"),
    "idea:note": _("連携の種の経過が書かれました"),
    "idea:join": _("連携の種に組織が加わりました"),
    "idea:leave": _("連携の種から組織が抜けました"),
    "idea:hand_over": _("連携の種の育てる組織が変わりました"),
    "theme_role:add": _("分野の役割が決まりました"),
    "theme_role:change": _("分野の役割が変わりました"),
    "theme_handover:accept": _("分野の幹事が引き継がれました"),
    "visit:add": _("訪問・参加の記録が書かれました"),
    "review:confirm": _("振り返りが確認されました"),
    "review:share": _("活動が共有されました"),
    "organization:update": _("組織の紹介が変わりました"),
    "organization:reorganize": _("組織改編が記録されました"),
    "organization:strengths": _("組織の得意分野・頼りたいことが変わりました"),
}


def words(verb: str, after: dict[str, Any]) -> str:
    """What happened; of a status, a stage and a day also which one it is since."""
    if verb == "meeting:edit" and after.get("held_on"):
        day = calendar.short_date(date.fromisoformat(after["held_on"]))
        return gettext("会議の日が%(day)sになりました", day=day)
    if verb == "action:status" and after.get("status") in set(ActionStatus):
        label = STATUSES[ActionStatus(after["status"])]
        return gettext("宿題事項が「%(status)s」になりました", status=label)
    if verb == "idea:status" and after.get("stage") in set(Stage):
        label = STAGES[Stage(after["stage"])]
        return gettext("連携の種が「%(stage)s」になりました", stage=label)
    return str(DEEDS[verb])


def of(entry: AuditEntry) -> str:
    return words(entry.verb, entry.after)
