"""Text that was sent when nobody was signed in any more: it goes to the sign-in page and back.

Nothing is stored on the server. The answer to the POST is the sign-in page with the fields that
were sent in one hidden input; after signing in, a page shows what was kept and sends it to the
same path, where everything is checked again as if it had just been typed. Kept is only what a
page of this hub sent (the browser tells), so that another site cannot lay a text into somebody's
hands; and nothing of the pages about accounts, so that it is never a right or a password.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, flash, redirect, request, session, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from hub.core.login import own_path

MOST_CHARACTERS = 500_000
MOST_FIELDS = 500
_SECRET = ("password", "csrf", "token", "secret")
_NEVER = {"accounts", "notifications", None}  # blueprints whose forms change rights, not texts
_pages: dict[str, Callable[..., Any]] = {}


@dataclass(frozen=True, kw_only=True)
class Kept:
    """The fields of a form that was on its way to ``path``."""

    path: str
    fields: list[tuple[str, str]]
    had_files: bool = False

    def to_text(self) -> str:
        content = {"path": self.path, "fields": self.fields, "had_files": self.had_files}
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))

    @property
    def texts(self) -> list[str]:
        """What a person typed, without numbers, codes and choices."""
        values = (value.strip() for _name, value in self.fields)
        return [value for value in values if value and (not value.isascii() or len(value) > 30)]


def from_request() -> Kept | None:
    """What this POST brought, when it can be sent again later."""
    if request.method != "POST" or not came_from_our_page():
        return None
    if request.endpoint == "accounts.login":
        return from_text(request.form.get("kept"))
    fields = [(n, v) for n, v in request.form.items(multi=True) if not _is_secret(n)]
    path = own_path(request.full_path.rstrip("?"))
    had_files = any(file.filename for file in request.files.values())
    return _checked(path, fields, had_files)


def from_text(text: str | None) -> Kept | None:
    """Read back what the sign-in page carried; None for anything that is not quite it."""
    try:
        content = json.loads(text or "")
        fields = [(str(name), str(value)) for name, value in content["fields"]]
        return _checked(own_path(str(content["path"])), fields, bool(content["had_files"]))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def came_from_our_page() -> bool:
    """Browsers say where a POST comes from, and a page cannot make them lie."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    origin = request.headers.get("Origin", "")
    return bool(origin) and origin == f"{request.scheme}://{request.host}"


def readable_path() -> str | None:
    """Where to go after signing in: this page, or the one that a form was sent from."""
    if request.endpoint == "accounts.login":
        return own_path(request.args.get("next"))
    adapter = current_app.url_map.bind("")
    if "GET" in adapter.allowed_methods(request.path):
        return own_path(request.full_path.rstrip("?"))
    before = urlsplit(request.referrer or "")
    if before.netloc != request.host:
        return None
    return own_path(before.path + (f"?{before.query}" if before.query else ""))


def reading_path(kept: Kept) -> str | None:
    """The path of ``kept`` when it can be opened as a page, too."""
    adapter = current_app.url_map.bind("")
    return kept.path if "GET" in adapter.allowed_methods(urlsplit(kept.path).path) else None


def page(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register how a page looks: "sign-in" and "continue", both of a ``Kept``."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        _pages[name] = function
        return function

    return register


def ask_to_sign_in() -> Any:
    """For who is not signed in, or no longer: what was typed goes along."""
    if request.path.startswith("/api/"):
        return {"error": "unauthorized", "message": _("ログインしてください。")}, 401
    if request.headers.get("HX-Request"):
        return _("ログインし直してください。"), 401
    if text := from_request():
        return _pages["sign-in"](text)
    session.pop("_flashes", None)
    flash(_("続けるには、ログインしてください。"), "info")
    return redirect(url_for("accounts.login", next=readable_path()), 303)


def ask_to_continue(kept: Kept) -> Any:
    """For who is signed in, but sent a form of an earlier session."""
    return _pages["continue"](kept)


def _checked(path: str | None, fields: list[tuple[str, str]], had_files: bool) -> Kept | None:
    size = sum(len(name) + len(value) for name, value in fields)
    if not path or not fields or len(fields) > MOST_FIELDS or size > MOST_CHARACTERS:
        return None
    if any(_is_secret(name) for name, _value in fields) or not _may_be_sent_again(path):
        return None
    return Kept(path=path, fields=fields, had_files=had_files)


def _may_be_sent_again(path: str) -> bool:
    adapter: MapAdapter = current_app.url_map.bind("")
    try:
        endpoint, _values = adapter.match(urlsplit(path).path, method="POST")
    except HTTPException:
        return False
    blueprint = endpoint.rpartition(".")[0] or None
    return blueprint not in _NEVER and not path.startswith("/api/")


def _is_secret(name: str) -> bool:
    return any(part in name.lower() for part in _SECRET)
