"""The language of the interface. Japanese is the text itself; others will be catalogues."""

from typing import Any

from babel.support import NullTranslations
from flask import Flask
from flask.templating import Environment
from flask_babel import Babel, Domain, gettext
from jinja2 import nodes
from jinja2.visitor import NodeTransformer

LANGUAGE = "ja"
babel = Babel()


class _OneCatalogue(Domain):
    """Not asked anew for each text in which language it is."""

    _found: NullTranslations | None = None

    def get_translations(self) -> NullTranslations:
        if self._found is None:
            self._found = super().get_translations()
        return self._found


class _Texts(NodeTransformer):
    """``_("text")`` becomes the text itself, ``_("%(count)s件", count=n)`` the text % n: a page has
    a hundred of them, and one language."""

    def visit_Call(self, node: nodes.Call, *args: Any, **kwargs: Any) -> nodes.Node:
        self.generic_visit(node, *args, **kwargs)
        match node:
            case nodes.Call(node=nodes.Name(name="_"), args=[nodes.Const(value=str(text))]) if not (
                node.dyn_args or node.dyn_kwargs
            ):
                return _said(gettext(text), node)
        return node


def _said(text: str, node: nodes.Call) -> nodes.Node:
    if not node.kwargs:
        return nodes.MarkSafeIfAutoescape(nodes.Const(text % {}), lineno=node.lineno)
    pairs = [nodes.Pair(nodes.Const(word.key), word.value) for word in node.kwargs]
    safe = nodes.MarkSafeIfAutoescape(nodes.Const(text))
    return nodes.Mod(safe, nodes.Dict(pairs), lineno=node.lineno)


class TextEnvironment(Environment):
    """Looks texts up when a template is compiled instead of at each request."""

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        return super()._generate(_Texts().visit(source), *args, **kwargs)


def init_app(app: Flask) -> None:
    app.jinja_environment = TextEnvironment
    babel.init_app(app, locale_selector=lambda: LANGUAGE, timezone_selector=lambda: "Asia/Tokyo")
    babel.domain_instance = _OneCatalogue()
