"""Files of the sample: made here, kept like any other, and hung on meetings and menus."""

import io
from typing import Any

from hub.attachments import store
from hub.attachments.commands import attach
from hub.core.export import xlsx
from hub.demo.sample import Sample


def keep_files(sample: Sample) -> None:
    """Write them to the disk: before the transaction, as an upload does."""
    for entry in sample["attachments"]:
        content = io.BytesIO(_content(entry))
        sample.files[entry["name"]] = store.keep(content, entry["name"])


def load(sample: Sample) -> None:
    for entry in sample["attachments"]:
        kind = "meeting" if entry["to"] in sample.meetings else "menu"
        owner = (sample.meetings | sample.menus)[entry["to"]]
        changed = owner.updated_at
        stored = sample.files[entry["name"]]
        attachment = attach(sample.users[entry["by"]], kind, owner.id, stored)
        attachment.created_at = attachment.updated_at = sample.moment(entry["on"])
        owner.updated_at = changed  # on the day of the sample, not of the loading


def _content(entry: dict[str, Any]) -> bytes:
    if "text" in entry:
        text: str = entry["text"]
        return text.replace("\n", "\r\n").encode("utf-8-sig")
    return xlsx(entry["name"], entry["header"], entry["rows"]).get_data()
