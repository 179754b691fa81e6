"""Tests of the search: what is saved is indexed at once."""

import pytest


@pytest.fixture(autouse=True)
def indexed_at_once(indexing):
    """Everything here is about what is found."""
