"""The desk, 問合せ (home was asked by its office), and 組織改編."""

from tests.permissions.table import EDITORS, HOME, SIGNED_IN, WRITERS, row

OFFICE = {"department"}
RECORDERS = {"coordinator", "admin"}

row("GET", "desk.index", ok=OFFICE | {"coordinator"}, forbidden=SIGNED_IN, login=True)

row("GET", "inquiries.index", ok=SIGNED_IN, login=True)
for method in ("GET", "POST"):
    row(method, "inquiries.create", ok=EDITORS, forbidden=SIGNED_IN, login=True)
    row(method, "inquiries.create", ok=WRITERS, forbidden=SIGNED_IN - EDITORS, login=True,
        query={"about": "own_menu_code"})  # fmt: skip
row("GET", "inquiries.show", ok=HOME | OFFICE, login=True, inquiry_id="inquiry")
for name in ("write", "close"):
    row("POST", f"inquiries.{name}", ok=WRITERS | OFFICE, forbidden=HOME, login=True,
        inquiry_id="inquiry")  # fmt: skip

for method in ("GET", "POST"):
    row(method, "organizations.reorganize", ok=RECORDERS, forbidden=SIGNED_IN, login=True,
        organization_id="office_organization")  # fmt: skip
row("POST", "organizations.take_back_reorganization", ok=RECORDERS, forbidden=SIGNED_IN,
    login=True, organization_id="office_organization")  # fmt: skip
