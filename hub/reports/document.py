"""A report as HTML: the part that stands on pages and on paper alike, and the whole for a PDF."""

import re
from pathlib import Path
from types import SimpleNamespace

from flask import current_app
from markupsafe import Markup

from hub.ideas.models import Stage
from hub.programmes.numbers import shown
from hub.reports import drawing, wording
from hub.reports.content import Content
from hub.reviews.models import Section

_TOOLS = SimpleNamespace(
    stages=list(Stage), sections=list(Section), written=shown, standing=wording.standing,
    achievement=drawing.achievement, work=drawing.work, span=wording.span,
)  # fmt: skip
_PAPER = Path(__file__).with_name("paper.css")
_PICTURES = Path(__file__).with_name("paper-pictures.css")
_PICTURE = re.compile(r"<svg\b[^>]*>")


def body(content: Content) -> Markup:
    """Without its title; also outside of a request."""
    template = current_app.jinja_env.get_template("reports/_document.html")
    macros = template.make_module()
    return macros.document(content, 2, _TOOLS)  # type: ignore[attr-defined]


def for_paper(content: Content, made_of: Markup) -> str:
    """All that a PDF is made of: nothing is fetched from anywhere."""
    template = current_app.jinja_env.get_template("reports/_paper.html")
    page = template.render(
        title=wording.title(content.organization, content.term), body=made_of,
        style=Markup(_PAPER.read_text("utf-8")),  # noqa: S704 (ours)
        is_demo=current_app.config["DEMO"],
    )  # fmt: skip
    # What styles the page does not reach into its pictures there.
    style = f"<style>{_PICTURES.read_text('utf-8')}</style>"
    return _PICTURE.sub(lambda found: found[0] + style, page)
