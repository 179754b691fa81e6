"""Every text that people read passes through the catalogue: no Japanese outside ``_()``."""

import ast
import re
from pathlib import Path

import hub

ROOT = Path(hub.__file__).parent
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
STRING = r"""(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
# A pattern reads what people type; it is not text that they read.
MARKS = {"compile", "_", "_l", "gettext", "lazy_gettext", "ngettext", "pgettext"}
# These read or write Japanese as data (dates, minutes as text, words to search), not as interface.
DATA = {
    "core/calendar.py",
    "core/export.py",
    "core/difference.py",
    "search",
    "demo",
    *(f"meetings/lines/{part}.py" for part in ("days", "finding", "labels", "model", "reading")),
    *(f"meetings/lines/{part}.py" for part in ("resolve", "shape", "taking")),
    "organizations/network_file.py",  # the words for roles in a network file
    "programmes/sheets/spans.py",  # periods as people write them
}


def _is_data(path: Path) -> bool:
    name = path.relative_to(ROOT).as_posix()
    return name in DATA or name.split("/")[0] in DATA


TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
MODULES = [p for p in sorted(ROOT.rglob("*.py")) if not _is_data(p)]


def test_templates_mark_their_text():
    assert TEMPLATES
    assert {path: bare for path in TEMPLATES if (bare := _bare_in_template(path))} == {}


def test_code_marks_its_text():
    assert MODULES
    assert {path: bare for path in MODULES if (bare := _bare_in_code(path))} == {}


def _bare_in_template(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"{#.*?#}", "", text, flags=re.DOTALL)
    text = re.sub(rf"\b(?:_|ngettext|pgettext)\(\s*{STRING}", "", text)
    text = re.sub(r"[（）・、。　「」]", "", text)
    return [line.strip() for line in text.splitlines() if JAPANESE.search(line)]


def _bare_in_code(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    marked = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in MARKS:
            marked.update(id(part) for argument in node.args for part in ast.walk(argument))
    marked |= {id(d) for node in ast.walk(tree) if (d := _docstring(node)) is not None}
    return [
        f"{node.lineno}: {node.value}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and JAPANESE.search(node.value)
        and id(node) not in marked
    ]


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def _docstring(node: ast.AST) -> ast.Constant | None:
    body = getattr(node, "body", None)
    if not isinstance(body, list) or not body or not isinstance(body[0], ast.Expr):
        return None
    value = body[0].value
    return value if isinstance(value, ast.Constant) else None
