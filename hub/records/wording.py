"""The verbs, things and fields of the audit log as words."""

from typing import Any

from flask_babel import lazy_gettext as _

from hub.audit.models import AuditEntry

# what a verb begins with -> (the word for it)
THINGS = {
    "account": _("アカウント"),
    "action": _("宿題事項"),
    "agenda_item": _("議題"),
    "agenda_proposal": _("議題の候補"),
    "attachment": _("添付ファイル"),
    "calendar_feed": _("予定表のアドレス"),
    "decision": _("決定事項"),
    "demo": _("見本"),
    "idea": _("連携の種"),
    "indicator": _("指標"),
    "inquiry": _("問合せ"),
    "meeting": _("会議"),
    "membership": _("メンバー"),
    "menu": _("支援メニュー"),
    "minutes": _("議事録"),
    "network": _("ネットワーク"),
    "organization": _("組織"),
    "programme": _("事業"),
    "relation": _("組織の関係"),
    "report": _("報告書"),
    "review": _("振り返り"),
    "review_deadline": _("振り返りの提出期限"),
    "series": _("会議体"),
    "succession": _("人の引継ぎ"),
    "term": _("分類の語"),
    "theme_handover": _("幹事の引継ぎ"),
    "theme_role": _("分野での役割"),
    "thesaurus": _("検索の言いかえ"),
    "visit": _("訪問・参加の記録"),
}
DEEDS = {
    "accept": _("承諾"),
    "add": _("追加"),
    "answer": _("確認への回答"),
    "archive": _("保管"),
    "ask": _("続きの問合せ"),
    "attendance": _("出欠の変更"),
    "cancel": _("取消し"),
    "close": _("終了"),
    "change": _("変更"),
    "confirm": _("確定"),
    "correct": _("訂正"),
    "create": _("登録"),
    "decline": _("辞退"),
    "delete": _("削除"),
    "continue": _("次の会議への継続"),
    "disable": _("停止"),
    "edit": _("変更"),
    "enable": _("再開"),
    "end": _("終了"),
    "extend": _("期限延長"),
    "figures": _("数値の入力"),
    "hand_over": _("担当の変更"),
    "holder": _("担当者の変更"),
    "join": _("参加"),
    "leave": _("参加の取りやめ"),
    "link": _("つながりの変更"),
    "load": _("取込み"),
    "look": _("見直し"),
    "member": _("構成員の変更"),
    "move": _("並べ替え"),
    "note": _("メモ"),
    "outcomes": _("議題の結果"),
    "postpone": _("先送り"),
    "propose": _("申し出"),
    "publish": _("公開"),
    "receive": _("受取り"),
    "remove": _("削除"),
    "rename": _("氏名の変更"),
    "reopen": _("再開"),
    "resume": _("再開"),
    "restore": _("復元"),
    "review": _("確認の開始"),
    "status": _("状態の変更"),
    "strengths": _("得意分野・頼りたいことの変更"),
    "take": _("採用"),
    "update": _("変更"),
    "withdraw": _("取下げ"),
}
# verbs that say more than a thing and a deed
WHOLE = {
    "review:answer": _("振り返りの質問への回答"),
    "review:ask_inside": _("振り返りを組織内の確認に回した"),
    "review:check_inside": _("振り返りの組織内の確認"),
    "review:comment": _("振り返りへのコメント"),
    "review:confirm": _("振り返りの確認"),
    "review:create": _("振り返りの書き始め"),
    "review:question": _("振り返りへの質問"),
    "review:revise": _("振り返りの改訂の開始"),
    "review:send_back": _("振り返りの差戻し"),
    "review:share": _("活動の共有"),
    "review:submit": _("振り返りの提出"),
    "review:visibility": _("振り返りの公開範囲の変更"),
    "review:follow_up": _("振り返りの課題から次の一歩をつくった"),
    "review:write": _("振り返りの下書きの変更"),
    "review:write_on": _("振り返りを準備に戻した"),
    "review_deadline:set": _("振り返りの提出期限の設定"),
    "account:accept_invitation": _("招待を受けた"),
    "account:cancel_invitation": _("招待の取消し"),
    "account:change_password": _("パスワードの変更"),
    "account:end_other_sessions": _("ほかの端末のログインの終了"),
    "account:invite": _("招待"),
    "account:make_coordinator": _("事務局にした"),
    "account:make_reset_link": _("再設定リンクの発行"),
    "account:make_system_admin": _("システム管理者にした"),
    "account:reset_password": _("パスワードの再設定"),
    "account:unmake_coordinator": _("事務局から外した"),
    "account:unmake_system_admin": _("システム管理者から外した"),
    "action:accept_handover": _("担当の引継ぎの承諾"),
    "action:decline_handover": _("担当の引継ぎの辞退"),
    "action:propose_handover": _("担当の引継ぎの申し出"),
    "action:withdraw_handover": _("担当の引継ぎの取下げ"),
    "report:ask": _("報告書の依頼"),
    "agenda_proposal:decline": _("議題の候補の見送り"),
    "agenda_proposal:restore": _("見送り・先送りの取消し"),
    "meeting:answer_invitation": _("開催案内への出欠の回答"),
    "meeting:invite": _("開催案内の送付"),
    "minutes:keep-line": _("議事録から削られた行の内容を残した"),
    "minutes:withdraw-line": _("議事録から削られた行の内容を取りやめた"),
    "inquiry:answer": _("問合せへの回答"),
    "membership:end": _("メンバーから外した"),
    "organization:reorganize": _("組織改編の記録"),
    "organization:take_back_reorganization": _("組織改編の取消し"),
    "menu:confirm": _("支援メニューの変更なしの確認"),
    "menu:reconfirm": _("支援メニューの変更なしの確認"),
}
# type of the subject -> (word, endpoint of its page, name of its number there)
SUBJECTS = {
    "account_links": (_("招待"), None, ""),
    "actions": (_("宿題事項"), "actions.show", "action_id"),
    "agenda_items": (_("議題"), None, ""),
    "agenda_proposals": (_("議題の候補"), None, ""),
    "attachments": (_("添付ファイル"), "attachments.download", "attachment_id"),
    "calendar_feeds": (_("予定表のアドレス"), None, ""),
    "decisions": (_("決定事項"), None, ""),
    "ideas": (_("連携の種"), "ideas.show", "idea_id"),
    "indicators": (_("指標"), None, ""),
    "inquiries": (_("問合せ"), "inquiries.show", "inquiry_id"),
    "meetings": (_("会議"), "meetings.show", "meeting_id"),
    "memberships": (_("所属"), None, ""),
    "menus": (_("支援メニュー"), "menus.show", "menu_id"),
    "minutes": (_("議事録"), None, ""),
    "organizations": (_("組織"), "organizations.show", "organization_id"),
    "programmes": (_("事業"), "programmes.show", "programme_id"),
    "relations": (_("組織の関係"), None, ""),
    "reports": (_("報告書"), None, ""),
    "reviews": (_("振り返り"), "reviews.show", "review_id"),
    "review_deadlines": (_("振り返りの提出期限"), None, ""),
    "series": (_("会議体"), "meetings.series", "series_id"),
    "successions": (_("人の引継ぎ"), None, ""),
    "terms": (_("分類の語"), None, ""),
    "thesaurus_entries": (_("検索の言いかえ"), None, ""),
    "theme_handovers": (_("幹事の引継ぎ"), None, ""),
    "theme_roles": (_("分野での役割"), None, ""),
    "users": (_("アカウント"), None, ""),
    "visits": (_("訪問・参加の記録"), None, ""),
}
FIELDS = {
    "actual": _("実績"),
    "adds_up": _("足し合わせる"),
    "answer": _("出欠"),
    "answer_by": _("回答希望日"),
    "awaited": _("先に終わるのを待つもの"),
    "baseline": _("コロナ禍前の数値"),
    "baseline_year": _("コロナ禍前の年度"),
    "body": _("本文"),
    "by_mail_link": _("メールのリンクから"),
    "category": _("区分"),
    "due_on": _("期限"),
    "email": _("メールアドレス"),
    "ends_on": _("終わりの日"),
    "held_on": _("開催日"),
    "holder": _("担当者"),
    "is_archived": _("終了"),
    "keeper": _("育てる組織"),
    "lead": _("担当"),
    "look_at_on": _("次に見る日"),
    "menus": _("支援メニュー"),
    "moves_on": _("替わる日"),
    "name": _("名前"),
    "note": _("メモ"),
    "order": _("並び順"),
    "period": _("数える期間"),
    "place": _("場所"),
    "number": _("版"),
    "reason": _("理由"),
    "report_about": _("何の報告書か"),
    "term": _("期間"),
    "recipients": _("あて先の人数"),
    "role": _("役割"),
    "result": _("結果"),
    "stage": _("段階"),
    "state": _("状態"),
    "status": _("状態"),
    "successor": _("引き継ぐ組織"),
    "summary": _("ひとことで"),
    "target": _("目標"),
    "text": _("文"),
    "title": _("題名"),
    "valid_until": _("最後の日"),
    "unit": _("単位"),
    "visibility": _("公開範囲"),
}


def deed(verb: str) -> str:
    """支援メニューの公開; a verb without words is shown as it is, beside the word of its thing."""
    if verb in WHOLE:
        return str(WHOLE[verb])
    thing, _colon, what = verb.partition(":")
    if thing not in THINGS:
        return verb
    if what not in DEEDS:
        return f"{THINGS[thing]}（{what}）"
    return str(_("%(thing)sの%(deed)s", thing=THINGS[thing], deed=DEEDS[what]))


def subject(entry: AuditEntry) -> str:
    word = SUBJECTS[entry.subject_type][0] if entry.subject_type in SUBJECTS else entry.subject_type
    return f"{word} {entry.subject_id}"


def field(name: str) -> str:
    return str(FIELDS.get(name, name))


def value(content: Any) -> str:
    if isinstance(content, bool):
        return str(_("はい")) if content else str(_("いいえ"))
    if isinstance(content, list):
        return "、".join(value(item) for item in content)
    if isinstance(content, dict):
        return "、".join(f"{field(name)} {value(item)}" for name, item in content.items())
    return "" if content is None else str(content)


def differences(entry: AuditEntry) -> list[tuple[str, str, str]]:
    """(field, before, after) for every field that the entry says something about."""
    names = [*entry.before, *(name for name in entry.after if name not in entry.before)]
    return [
        (field(name), value(entry.before.get(name)), value(entry.after.get(name))) for name in names
    ]
