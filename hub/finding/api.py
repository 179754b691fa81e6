"""GET /api/v1/search: the same answer as the page, as JSON."""

from typing import Any

from flask import Blueprint
from flask_login import current_user

from hub.finding import asked, queries
from hub.finding.suggestions import meant

bp = Blueprint("finding_api", __name__, url_prefix="/api/v1")


@bp.get("/search")
def search():
    wanted = asked.by_api()
    asking = queries.Asking(current_user)
    found = queries.find(asking, wanted)
    results = found.results
    choices = queries.choices(results, wanted.filters)
    return {
        "total": results.total,
        "page": results.page,
        "pages": max(1, -(-results.places // results.size)),
        "relaxed": results.is_relaxed,
        "by_sound": results.is_by_sound,
        "meant": meant(asking, results),
        "preparing": results.is_preparing,
        "catching_up": results.is_catching_up,
        "items": [_item(item) for item in found.items],
        "facets": {
            "kind": [{"value": name, "count": count} for name, count in results.by_kind.items()]
        }
        | {
            name: [{"value": c.value, "label": c.label, "count": c.count} for c in values]
            for name, values in choices.items()
        },
    }


def _item(item: queries.Item) -> dict[str, Any]:
    """Plain texts: whoever shows them escapes them."""
    return {
        "kind": item.kind,
        "id": item.row.id,
        "title": item.title.striptags(),
        "url": item.url,
        "snippet": item.snippet.striptags(),
        "place": item.place,
        "date": item.day.isoformat() if item.day else None,
        "parent": item.parent,
    }
