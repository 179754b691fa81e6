"""What the pictures count, kept in memory until one of the rows changes."""

from hub.pictures.ledger.seen import Seen, links, seen
from hub.pictures.ledger.shelf import Circle, Shelf
from hub.pictures.ledger.shelves import SUBJECTS, actions, ideas, meetings, menus

__all__ = [
    "SUBJECTS",
    "Circle",
    "Seen",
    "Shelf",
    "actions",
    "ideas",
    "links",
    "meetings",
    "menus",
    "seen",
]
