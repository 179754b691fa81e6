"""The language of the interface. Japanese is the text itself; others will be catalogues."""

from typing import Any

from flask import Flask
from flask.templating import Environment
from flask_babel import Babel, gettext
from jinja2 import nodes
from jinja2.visitor import NodeTransformer

LANGUAGE = "ja"
babel = Babel()


class _Texts(NodeTransformer):
    """``_("text")`` becomes the text itself: a page has a hundred of them, and one language."""

    def visit_Call(self, node: nodes.Call, *args: Any, **kwargs: Any) -> nodes.Node:
        self.generic_visit(node, *args, **kwargs)
        match node:
            case nodes.Call(node=nodes.Name(name="_"), args=[nodes.Const(value=str(text))]) if not (
                node.kwargs or node.dyn_args or node.dyn_kwargs
            ):
                return nodes.MarkSafe(nodes.Const(gettext(text) % {}), lineno=node.lineno)
        return node


class TextEnvironment(Environment):
    """Looks texts up when a template is compiled instead of at each request."""

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        return super()._generate(_Texts().visit(source), *args, **kwargs)


def init_app(app: Flask) -> None:
    app.jinja_environment = TextEnvironment
    babel.init_app(app, locale_selector=lambda: LANGUAGE, timezone_selector=lambda: "Asia/Tokyo")
