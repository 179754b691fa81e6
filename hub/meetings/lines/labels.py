"""The beginnings of lines and the titles of sections that say what kind a line is."""

import re
from dataclasses import dataclass

from hub.meetings.lines.model import Kind

_WORDS = {
    Kind.DECISION: ["決定事項", "決定", "決議事項", "決議", "合意事項", "合意", "決まったこと"],
    Kind.ACTION: [
        "次回までの宿題", "宿題事項", "宿題", "todo", "to do", "to-do", "タスク",
        "アクションアイテム", "アクション", "やること", "次回までに", "次回まで",
    ],
    Kind.IDEA: ["アイデア", "アイディア", "ｱｲﾃﾞｱ", "ｱｲﾃﾞｨｱ", "連携の種", "案"],
    Kind.HOLD: ["保留論点", "保留事項", "保留", "ペンディング"],
    Kind.NEXT: [
        "次回予定", "次回会議", "次回日程", "次回開催日", "次回開催", "次回の予定",
        "次回の日程", "次回日時", "次回",
    ],
}  # fmt: skip
KINDS = {word: kind for kind, words in _WORDS.items() for word in words}
_LABEL = "|".join(sorted((re.escape(word) for word in KINDS), key=len, reverse=True))
UNTIL_NEXT_LABELS = {"次回までの宿題", "次回までに", "次回まで"}

_NUMBER = r"(?:\(\d{1,2}\)|\d{1,2}[.)]|[①-⑳])"
_BULLET = rf"(?:[-・●○◯•‣◦▪]|[*+](?= )|{_NUMBER}|■|□|◆|◇|▶|▼|★|☆)"
BULLET = re.compile(rf"(?P<indent> {{0,40}})(?P<bullet>{_BULLET}) {{0,20}}(?=\S)", re.ASCII)
_PREFIX = rf" {{0,40}}(?:(?:→|⇒|➡|➔|=>|->|{_BULLET}|#{{1,6}}(?= )) {{0,20}}){{0,3}}"
_CHECK = r"(?:\[(?P<check> ?|[xX✓✔レ済])\](?![(\[:]) {0,20}|(?P<box>[☐☑]) {0,20})"
_MARK = r"[*_]{0,3}"
_NUMBERED = r"(?: ?[0-9①-⑳]{1,2}[.)]?(?=[ :】\]〕》〉>(*_→⇒]))?"
_SEPARATOR = r" {0,20}(?::{1,3}|→|⇒|=>) {0,20}| {1,20}"
PREFIX = re.compile(rf"{_PREFIX}{_CHECK}?", re.ASCII)
HEAD = re.compile(
    rf"(?P<mark>{_MARK})(?:"
    rf"(?P<open>[【\[〔《〈<(]){_MARK} ?(?P<boxed>{_LABEL}){_NUMBERED} ?{_MARK}"
    r"(?:[】〕》〉>)]|\](?![(\[:]))"
    rf"|(?P<bare>{_LABEL})(?P<count>{_NUMBERED}))"
    rf"(?P<mark2>{_MARK})(?: ?\((?P<aside>(?:[^()]|\([^()]{{0,10}}\)){{0,80}})\))?"
    rf"(?P<mark3>{_MARK})"
    rf"(?P<separator>(?:{_SEPARATOR})?)(?P<mark4>{_MARK}) {{0,20}}",
    re.IGNORECASE | re.ASCII,
)
HEADING = re.compile(r"(?P<level>#{1,6})(?P<title>[^#].{0,200})$")
UNDERLINE = re.compile(r"(?:=+|-+) *$")
_TITLE_DRESS = re.compile(
    rf"^(?:[ ■□◆◇●○▼▶【\[<《〔*_#]|{_NUMBER}|\d{{1,2}}(?:[-.]\d{{1,2}})?[ .、])+|"
    r"(?:\([^()]{0,20}\)|[ :】\]>》〕*_#])+$"
)
# Under a heading these bullets tell about the meeting or about the bullet above.
DETAIL = re.compile(
    r"[*_]{0,3}(?:主担当|担当者?|担当組織|協力|期限|締切|締め切り|期日|理由|備考|補足|背景|経緯|注|例|参考|"
    r"論点|意見|結論|日時|場所|出席|欠席|目的|※)[*_]{0,3} ?(?::|$)"
)
NOTHING = re.compile(
    r"(?:今回は|特に|該当|とくに)?(?:なし|無し|ありません|ない|未定|ございません)[。.]?$|[-―ー]+$"
)


@dataclass(frozen=True, slots=True)
class Head:
    kind: Kind | None  # None: a checkbox or a bullet without a word
    end: int  # where the content begins
    begin: int  # where the line itself begins, behind bullets and check box
    check: str | None  # what stands in the check box, None without one
    aside: tuple[int, int] | None  # where the words in brackets behind the label stand
    mark: str  # bold marks that opened in front of the label and close at the end of the line
    until_next: bool
    has_bullet: bool


def heads(shape: str, text: str) -> Head:
    """What stands in front of the content."""
    prefix = PREFIX.match(shape)
    if prefix is None:  # it may be empty, so this does not happen
        return Head(None, 0, 0, None, None, "", False, False)
    begin = prefix.end()
    check = prefix["box"] and {"☐": "", "☑": "x"}[prefix["box"]]
    if prefix["check"] is not None:
        check = prefix["check"].strip()
    has_bullet = bool(shape[:begin].strip())
    match = HEAD.match(shape, begin)
    if match is None or not _is_label(match, shape, text, has_bullet):
        return Head(None, begin, begin, check, None, "", False, has_bullet)
    word = (match["boxed"] or match["bare"]).lower()
    opened = match["mark"]
    if opened and opened in (match["mark2"], match["mark3"], match["mark4"]):
        opened = ""
    takes_last = match["mark"] and not opened and match["mark4"] == match["mark"]
    return Head(
        kind=KINDS[word],
        end=match.end() if takes_last else match.start("mark4"),
        begin=begin,
        check=check,
        aside=match.span("aside") if match["aside"] is not None else None,
        mark=opened,
        until_next=word in UNTIL_NEXT_LABELS,
        has_bullet=has_bullet,
    )


def _is_label(match: re.Match[str], shape: str, text: str, has_bullet: bool) -> bool:
    """Whether the word is a label, not the first word of a sentence (決定した, 次回の会議は…)."""
    separator = match["separator"]
    if match["boxed"]:
        return not (match["open"] == "(" and match["boxed"] == "案")
    if separator.strip() or match.end() == len(shape.rstrip(" ")):
        # 案1: … tells alternatives apart; it is not an idea.
        return bool(separator.strip()) and not (match["bare"] == "案" and match["count"])
    word = match["bare"].lower()
    if word in {"案", "次回まで", "次回までに"}:
        return False
    if match["aside"] is not None and KINDS[word] is not Kind.DECISION:
        return bool(separator) or "まで" in match["aside"] or "/" in match["aside"]
    if not separator:
        return bool(match["mark"]) and match["mark"] in (match["mark2"], match["mark3"])
    is_wide = "\u3000" in text[match.start("separator") : match.end("separator")]
    return is_wide or has_bullet or word in {"todo", "to do", "to-do"}


def section_of(title: str) -> Kind | None:
    """The kind that a heading (its shape, without #) announces for what stands under it."""
    bare = title.strip()
    for _ in range(2):
        bare = _TITLE_DRESS.sub("", bare).strip()
    word = bare.lower()
    return KINDS.get(word) if word != "案" else None
