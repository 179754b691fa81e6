"""Markdown as people write it, to HTML that is safe to show."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache, partial
from html import unescape

import markdown
import nh3
from markdown.extensions import Extension
from markdown.extensions.toc import slugify_unicode
from markdown.postprocessors import Postprocessor
from markupsafe import Markup

LONGEST = 200_000  # characters; the limit of a text that is stored
SHORT, RENDERED = 8_000, 128  # texts up to so many characters are kept rendered, so many of them
PREFIX = "text-"  # ids from a text cannot meet the ids of the page
_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "code", "del", "dd", "dl", "dt", "em", "h2", "h3",
    "h4", "h5", "h6", "hr", "i", "input", "ins", "li", "ol", "p", "pre", "s", "strong", "sub",
    "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "input": {"type", "checked", "disabled"},
    "ol": {"start"},
    "td": {"align"},
    "th": {"align"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
_TASK = re.compile(r"<li>(<p>)?\[([ xX])\] ")


class _TaskBoxes(Postprocessor):
    """``- [ ] text`` as a check box that shows and cannot be pressed."""

    def run(self, text: str) -> str:
        return _TASK.sub(
            lambda found: (
                f"<li>{found[1] or ''}"
                f'<input type="checkbox" disabled{" checked" if found[2] in "xX" else ""}> '
            ),
            text,
        )


class _OurExtension(Extension):
    def extendMarkdown(self, md: markdown.Markdown) -> None:
        md.postprocessors.register(_TaskBoxes(md), "task-boxes", 5)


def render(
    text: str | None, *, extensions: Sequence[Extension] = (), secret: str | None = None
) -> Markup:
    """Safe HTML. Headings start at h2: the page has the h1. Scripts, styles and events go.

    ``extensions`` may add <span> elements with a class and a data-line whose values begin with
    ``secret``, which no writer of a text knows: where it is missing, the attribute goes.
    """
    if not text:
        return Markup("")
    if extensions or secret or len(text) > SHORT:
        return _render(text, extensions, secret)
    return _render_short(text)


@lru_cache(maxsize=RENDERED)
def _render_short(text: str) -> Markup:
    return _render(text, (), None)


def _render(text: str, extensions: Sequence[Extension], secret: str | None) -> Markup:
    converter = markdown.Markdown(
        extensions=[
            "tables",
            "sane_lists",
            "nl2br",
            "toc",
            "fenced_code",
            _OurExtension(),
            *extensions,
        ],
        extension_configs={
            "toc": {
                "slugify": lambda value, separator: PREFIX + slugify_unicode(value, separator),
                "baselevel": 2,
            },
            "tables": {"use_align_attribute": True},
        },
    )
    html = converter.convert(_without_controls(text))
    safe = nh3.clean(
        html,
        tags=_TAGS | {"span"} if secret else _TAGS,
        attributes=_ATTRIBUTES | {"span": {"class", "data-line"}} if secret else _ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
        attribute_filter=partial(_own_values, secret),
    )
    return Markup(safe)  # noqa: S704 (nh3 has just cleaned it)


def plain(text: str | None) -> str:
    """What a reader reads, without marks: for the search and for one-line summaries."""
    bare = nh3.clean(str(render(text)), tags=set())
    return re.sub(r"\s+", " ", unescape(bare)).strip()


def literal(text: str) -> str:
    """Markdown that reads as the text itself: nothing in it is taken for a mark."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#!|" else c for c in text)


def _own_values(secret: str | None, tag: str, attribute: str, value: str) -> str | None:
    if tag == "span":
        return value.removeprefix(secret) if secret and value.startswith(secret) else None
    if tag == "input" and attribute == "type" and value != "checkbox":
        return None
    if attribute == "id" and not value.startswith(PREFIX):
        return None
    return value


def _without_controls(text: str) -> str:
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")
