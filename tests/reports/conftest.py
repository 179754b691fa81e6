"""Most tests here are about what a report says and who gets it, not about its PDF."""

import pytest

from hub.reports import pdf
from hub.reports.models import PdfTrouble
from tests.finding.conftest import count_queries

__all__ = ["count_queries", "without_pdf"]


@pytest.fixture
def without_pdf(monkeypatch):
    """As where the extra is not installed."""
    monkeypatch.setattr(pdf, "is_installed", lambda: False)
    monkeypatch.setattr(pdf, "of", lambda _page: PdfTrouble.NOT_INSTALLED)
