"""Reading a YAML file that people write: every complaint names the line and what to do.

Only the nodes are composed (with the safe loader); no object is ever made from a tag. An ``Entry``
is one mapping of the file. It hands out values of the wanted kind, and where it cannot, it notes a
problem and hands out an empty one, so that one run finds all that is wrong.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml
from flask_babel import gettext as _

from hub.core.text import tidy_line

LIMIT = 2 * 1024 * 1024  # bytes
_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BOOL, _NULL = (f"tag:yaml.org,2002:{name}" for name in ("bool", "null"))
_PLAIN = {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "timestamp")}
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


@dataclass(frozen=True)
class Problem:
    line: int
    reason: str

    def __str__(self) -> str:
        return _("%(line)s行目: %(reason)s", line=self.line, reason=self.reason)


class BadFile(Exception):
    """The file cannot be used; ``problems`` say why, in the order of the lines."""

    def __init__(self, problems: list[Problem]):
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = sorted(problems, key=lambda problem: problem.line)


class Entry:
    """One mapping of the file."""

    def __init__(self, node: yaml.MappingNode, where: str, problems: list[Problem]):
        self.line = node.start_mark.line + 1
        self.where = where
        self._problems = problems
        self._nodes: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in self._nodes:
                self._note(key, _("「%(name)s」が二度あります", name=name))
            self._nodes[name] = value

    def __contains__(self, key: str) -> bool:
        return key in self._nodes and not _is_null(self._nodes[key])

    def complain(self, reason: str, key: str | None = None) -> None:
        """Note a problem at the line of ``key``, or of the whole entry."""
        line = self._nodes[key].start_mark.line + 1 if key in self._nodes else self.line
        self._problems.append(Problem(line, f"{self.where}: {reason}" if self.where else reason))

    def refuse_unknown(self, *known: str) -> None:
        for key in self._nodes:
            if key not in known:
                self.complain(_("知らない項目「%(name)s」です", name=key), key)

    def code(self, key: str = "id") -> str:
        """A short name in letters, digits, - and _ that never changes."""
        value = self.text(key)
        if value and not _CODE.fullmatch(value):
            self.complain(
                _("「%(name)s」は半角の英小文字・数字・-・_ で60字までです", name=key), key
            )
        return value

    def text(self, key: str, *, most: int = 200, needed: bool = True) -> str:
        if key not in self:
            if needed:
                self.complain(_("「%(name)s」がありません", name=key), key)
            return ""
        node = self._nodes[key]
        if not isinstance(node, yaml.ScalarNode) or node.tag not in _PLAIN:
            self.complain(
                _("「%(name)s」は文字で書いてください（はい・いいえと読まれる語は引用符で囲む）",
                  name=key), key,
            )  # fmt: skip
            return ""
        value = tidy_line(node.value) or ""
        if needed and not value:
            self.complain(_("「%(name)s」がありません", name=key), key)
        if len(value) > most:
            self.complain(_("「%(name)s」は%(most)s字までです", name=key, most=most), key)
        return value

    def choice(self, key: str, choices: dict[str, str], *, needed: bool = True) -> str:
        """One of the keys of ``choices``, given as it or under another name for it."""
        value = self.text(key, needed=needed)
        if value and value not in choices:
            self.complain(
                _("「%(name)s」の「%(value)s」は使えません。使えるもの: %(choices)s",
                  name=key, value=value, choices="、".join(choices)), key,
            )  # fmt: skip
            return ""
        return choices[value] if value else ""

    def flag(self, key: str) -> bool:
        """true or false; false when it is not there."""
        if key not in self:
            return False
        node = self._nodes[key]
        if not isinstance(node, yaml.ScalarNode) or node.tag != _BOOL:
            self.complain(_("「%(name)s」は true か false です", name=key), key)
            return False
        return node.value.lower() in {"true", "yes", "on"}

    def day(self, key: str) -> date | None:
        if key not in self:
            return None
        value = self.text(key)
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.complain(_("「%(name)s」は 2026-04-01 の形の日付です", name=key), key)
            return None

    def texts(self, key: str) -> list[str]:
        """A list of words; empty when it is not there."""
        found = []
        for node in self._items(key, needed=False):
            if isinstance(node, yaml.ScalarNode) and node.tag in _PLAIN:
                found.append(node.value.strip())
            else:
                self._note(node, _("「%(name)s」には文字を並べてください", name=key))
        return found

    def entry(self, key: str, *, needed: bool = False) -> "Entry | None":
        if key not in self:
            if needed:
                self.complain(_("「%(name)s」がありません", name=key), key)
            return None
        return self._as_entry(self._nodes[key], key)

    def entries(self, key: str, *, needed: bool = False) -> Iterator["Entry"]:
        for number, node in enumerate(self._items(key, needed=needed), start=1):
            entry = self._as_entry(node, f"{key}[{number}]")
            if entry is not None:
                if "id" in entry:
                    entry.where = f"{key} {entry._nodes['id'].value}"
                yield entry

    def _items(self, key: str, *, needed: bool) -> list[yaml.Node]:
        if key not in self:
            if needed:
                self.complain(_("「%(name)s」がありません", name=key), key)
            return []
        node = self._nodes[key]
        if not isinstance(node, yaml.SequenceNode):
            self.complain(_("「%(name)s」は「- 」で始まる並びです", name=key), key)
            return []
        return node.value

    def _as_entry(self, node: yaml.Node, where: str) -> "Entry | None":
        if isinstance(node, yaml.MappingNode):
            return Entry(node, where, self._problems)
        self._note(node, _("「%(name)s」は「項目: 値」の形です", name=where))
        return None

    def _note(self, node: yaml.Node, reason: str) -> None:
        where = f"{self.where}: {reason}" if self.where else reason
        self._problems.append(Problem(node.start_mark.line + 1, where))


def read(content: bytes) -> tuple[Entry, list[Problem]]:
    """The mapping a file consists of, and the list into which its problems go.

    Raises:
        BadFile: it is too large, not UTF-8, not YAML, or not a mapping.
    """
    if len(content) > LIMIT:
        raise BadFile([Problem(1, _("ファイルが大きすぎます（%(limit)sバイトまで）", limit=LIMIT))])
    try:
        node = yaml.compose(content.decode("utf-8-sig"), Loader=_Loader)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadFile([Problem(line, _("文字コードがUTF-8ではありません"))]) from error
    except yaml.YAMLError as error:
        raise BadFile([_unreadable(error, content)]) from error
    except RecursionError as error:
        raise BadFile([Problem(1, _("入れ子が深すぎます"))]) from error
    problems: list[Problem] = []
    if not isinstance(node, yaml.MappingNode):
        raise BadFile([Problem(1, _("「項目: 値」の形のYAMLファイルではありません"))])
    return Entry(node, "", problems), problems


def plain(content: bytes) -> Any:
    """Dicts, lists and texts of a file that is our own and known to be right."""
    return yaml.load(content, Loader=_Loader)  # noqa: S506 (a safe loader, see above)


def _unreadable(error: yaml.YAMLError, content: bytes) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:  # a character that YAML does not allow
        before = content.decode("utf-8-sig")[: getattr(error, "position", 0)]
        return Problem(before.count("\n") + 1, _("YAMLで使えない文字があります"))
    return Problem(
        mark.line + 1,
        _("YAMLとして読めません（%(reason)s）。字下げ、コロンの後ろの空白、引用符を確かめてください",
          reason=getattr(error, "problem", None) or error),
    )  # fmt: skip


def _is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == _NULL
