"""What is kept of a document: its fields, and the version of all that makes an index what it is."""

from importlib.metadata import version

from whoosh.analysis import KeywordAnalyzer
from whoosh.fields import ID, STORED, TEXT, Schema

from hub.search import analysis

SCHEMA_VERSION = 5
KEY = "key"  # table:id
MEANT = "m"  # dictionary forms
WRITTEN = "g"  # pairs of characters, with their places
HEARD = "r"  # kana of the reading in threes


def _terms() -> TEXT:
    """The terms are given as lists; how often and where they stand is kept by ``postings``."""
    return TEXT(analyzer=KeywordAnalyzer(), phrase=False)


SCHEMA = Schema(
    **{KEY: ID(unique=True), MEANT: _terms(), WRITTEN: _terms(), HEARD: _terms()},
    fingerprint=STORED,
    entry=STORED,
    name=STORED,
)


def index_version() -> str:
    return f"{SCHEMA_VERSION}.{analysis.VERSION}.{version('sudachidict-small')}"
