"""A report is its asker's alone; the one of what is 一般公開 everybody's."""

from tests.permissions.table import EVERYONE, NETWORK, SIGNED_IN, row

row("GET", "reports.public", ok=EVERYONE)
row("GET", "reports.public", ok=EVERYONE, query={"organization": "1", "term": "2025"})
row("GET", "reports.index", ok=NETWORK, forbidden=SIGNED_IN, login=True)
row("POST", "reports.ask", ok=NETWORK, forbidden=SIGNED_IN, login=True)
about = {"report_id": "editor_report"}
for endpoint in ("reports.show", "reports.paper"):
    row("GET", endpoint, ok={"editor"}, login=True, **about)
for ending in ("pdf", "xlsx"):
    row("GET", "reports.file", ok={"editor"}, login=True, ending=ending, **about)
row("GET", "reports.sheet", ok={"editor"}, login=True, name="actions", **about)
row("POST", "reports.remove", ok={"editor"}, login=True, **about)
