"""The search log, written when the answer has gone out: it neither slows nor breaks a search.

Which kinds of results are opened is seen by the Referer that browsers send within one site (our
Referrer-Policy is same-origin). So the addresses of results stay the plain ones, which people copy
and send, and no redirect and no script is needed.
"""

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import parse_qs, urlsplit

import structlog
from flask import Flask, Response, current_app, request, url_for
from flask_login import current_user

from hub.core import generations
from hub.core.db import transaction
from hub.finding import thesaurus
from hub.finding.asked import Asked
from hub.finding.queries import Choice
from hub.search import log, queries
from hub.search.queries import Results

TOPICS = ("theme", "ward")  # the filters that say what a search is about
OPENED = {
    "menus.show": "menu",
    "organizations.show": "organization",
    "organizations.visit": "visit",
    "meetings.show": "meeting",
    "meetings.minutes": "meeting",
    "actions.show": "action",
    "ideas.show": "idea",
    "programmes.show": "programme",
    "reviews.show": "review",
    "attachments.download": "attachment",
}
logger = structlog.get_logger()


def note_search(
    response: Response, wanted: Asked, results: Results, choices: Mapping[str, Sequence[Choice]]
) -> None:
    """A search, or that its results were narrowed to themes or wards; not moving about in them."""
    if not results.plan:
        return
    searcher, words, total = _searcher(), results.plan.text, results.total
    to = [
        f"{name}:{choice.value}"
        for name in TOPICS
        for choice in choices.get(name, ())
        if choice.is_chosen
    ]
    if wanted.is_plain:
        noted: log.Noted = current_app.extensions.setdefault("hub_noted", log.Noted())
        state = generations.token(thesaurus.SUBJECT)
        if written := noted.unless(state, searcher, words, total):
            _afterwards(response, lambda: log.note(searcher, words, total), written)
    elif to:
        _afterwards(response, lambda: log.note_narrowed(searcher, words, to))


def note_opened(response: Response) -> Response:
    """After every request: was a result of a search opened?"""
    kind = OPENED.get(request.endpoint or "")
    if kind and request.method == "GET" and response.status_code == 200 and request.referrer:
        words = _words_of(request.referrer)
        if words:
            searcher = _searcher()
            _afterwards(response, lambda: log.note_opened(searcher, words, kind))
    return response


def _searcher() -> log.Searcher:
    return log.Searcher(current_user.home_organization_id, current_user.id)


def _words_of(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.netloc != request.host or parts.path != url_for("finding.search"):
        return ""
    return queries.words_of(parse_qs(parts.query).get("q", [""])[0])


def _afterwards(
    response: Response, write: Callable[[], None], written: Callable[[], None] = lambda: None
) -> None:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

    @response.call_on_close
    def in_a_transaction_of_its_own() -> None:
        with app.app_context():
            try:
                with transaction():
                    write()
                written()
            except Exception:
                logger.exception("the search log was not written")
