"""GET /search: one box over everything the viewer may read."""

from typing import Any

from flask import Blueprint, make_response, render_template, request
from flask_login import current_user

from hub.chains import queries as chains
from hub.core.paging import Page, current_url
from hub.core.protection import limiter
from hub.finding import asked, dependents, events, queries, saved_queries, suggestions, upkeep, vain
from hub.finding.answer import answer
from hub.finding.kinds import KINDS
from hub.finding.opened import note_opened, note_search
from hub.finding.understood import understood
from hub.search.queries import Results

__all__ = ["bp", "dependents", "events"]

_ANY_KIND = "kind-f3a91c0b7d"  # in no address that somebody makes
bp = Blueprint("finding", __name__)
bp.after_app_request(note_opened)


@bp.get("/search")
def search():
    wanted = asked.by_page()
    if not wanted.text:
        return render_template(
            "finding/start.html",
            may_see_vain=vain.may_see(current_user),
            may_see_index=upkeep.may_see(current_user),
        )
    answered = answer(queries.Asking(current_user), wanted.request)
    found = answered.shown
    choices = queries.choices(found.results, wanted.filters)
    response = make_response(
        render_template(
            "finding/search.html",
            asked=wanted,
            found=found,
            page=_page(found.results),
            tabs=_tabs(found.results, wanted),
            facets=[
                (name, label, choices[name])
                for name, label in asked.FACET_LABELS.items()
                if len(choices.get(name, ())) > 1 or wanted.filters.get(name)
            ],
            chips=_chips(choices),
            orders=asked.ORDER_LABELS,
            understood=understood(found.results.plan),
            meant=answered.meant,
            instead=answered.instead,
            saved=saved_queries.same(current_user, wanted.request),
            chains=chains.short_lines(current_user, (item.row for item in found.items)),
        )
    )
    note_search(response, wanted, answered.asked.results, choices)
    return response


@bp.get("/search/suggest")
@limiter.limit("240/minute")
def suggest():
    """JSON for who types in the search box."""
    found = suggestions.suggestions(queries.Asking(current_user), request.args.get("q", ""))
    return {"items": [{"text": text, "label": label} for text, label in found]}


def _page(results: Results) -> Page:
    return Page(items=results.groups, number=results.page, total=results.places, size=results.size)


def _tabs(results: Results, wanted: asked.Asked) -> list[dict[str, Any]]:
    counts, chosen = results.by_kind, wanted.request.kind
    of_kind = current_url(kind=_ANY_KIND, page=None)  # made once: they differ in the kind alone
    everything = {
        "label": None, "count": sum(counts.values()), "is_current": chosen is None,
        "url": current_url(kind=None, page=None),
    }  # fmt: skip
    return [everything] + [
        {
            "label": kind.label, "count": counts.get(name, 0), "is_current": name == chosen,
            "url": of_kind.replace(_ANY_KIND, name),
        }
        for name, kind in KINDS.items()
        if counts.get(name) or name == chosen
    ]  # fmt: skip


def _chips(choices: dict[str, list[queries.Choice]]) -> list[tuple[str, str]]:
    """(word, address without it) of every condition in force."""
    chips = []
    for name, values in choices.items():
        chosen = [choice.value for choice in values if choice.is_chosen]
        for choice in values:
            if choice.is_chosen:
                rest = [value for value in chosen if value != choice.value]
                chips.append((choice.label, current_url(**{name: rest, "page": None})))
    return chips
