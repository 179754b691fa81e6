"""Pages of accounts: every module of them, under one blueprint."""

from hub.accounts import (
    link_routes,
    member_routes,
    own_routes,
    people_routes,
    session_routes,
    slots,
)
from hub.accounts.pages import bp

__all__ = [
    "bp",
    "link_routes",
    "member_routes",
    "own_routes",
    "people_routes",
    "session_routes",
    "slots",
]
