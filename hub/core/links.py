"""Addresses that leave the hub in mails: made from HUB_BASE_URL, never from the request."""

from typing import Any

from flask import current_app


def absolute(endpoint: str, **values: Any) -> str:
    path = current_app.url_map.bind("").build(endpoint, values)
    return f"{current_app.config['BASE_URL']}{path}"
