"""The worker reads the shelves anew after changes, so that no page has to.

What one circle of readers sees of them is made by the first page that asks: some milliseconds.
"""

from hub.core.worker import every_tick
from hub.pictures.ledger import actions, ideas, links, meetings, menus


@every_tick
def prepare() -> None:
    """Nothing to do while nothing changed on the same day."""
    for shelf in (menus, meetings, ideas, actions, links):
        shelf()
