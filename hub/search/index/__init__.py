"""The Whoosh index: the only package that imports Whoosh, and this is all that others use of it.

``terms`` says what is kept of a document, ``gathering``, ``postings`` and ``codec`` how its lists
come to be, ``writing`` and ``draft`` write, ``asking``, ``matching`` and ``weighing`` find,
``view`` is one state of it, ``used`` the one in use.
"""

from hub.search.facts import fingerprint
from hub.search.folder import Busy
from hub.search.index.draft import Draft
from hub.search.index.errors import Damaged, Missing
from hub.search.index.used import Index, current, init_app
from hub.search.index.view import Memory, Scored, View
from hub.search.index.writing import MOST_ALIKE, MOST_SEGMENTS, Batch

__all__ = [
    "MOST_ALIKE",
    "MOST_SEGMENTS",
    "Batch",
    "Busy",
    "Damaged",
    "Draft",
    "Index",
    "Memory",
    "Missing",
    "Scored",
    "View",
    "current",
    "fingerprint",
    "init_app",
]
