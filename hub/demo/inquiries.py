"""What organizations of the sample asked each other."""

from typing import Any

from hub.audit.log import record
from hub.core.db import db
from hub.demo.sample import Sample
from hub.inquiries.models import AboutKind, Inquiry, InquiryMessage


def load(sample: Sample) -> None:
    for entry in sample["inquiries"]:
        inquiry = _inquiry(sample, entry)
        db.session.add(inquiry)
        record(None, "demo:load", inquiry, after={"title": inquiry.title})


def _inquiry(sample: Sample, entry: dict[str, Any]) -> Inquiry:
    menu = sample.menus.get(entry.get("menu", ""))
    inquiry = Inquiry(
        title=entry["title"],
        asker=sample.organizations[entry["by"]],
        asked=sample.organizations[entry["to"]],
        about_kind=AboutKind.MENU if menu else None,
        about_id=menu.id if menu else None,
        answer_by=sample.day_or_none(entry.get("answer_by")),
    )
    for line in entry["messages"]:
        asks = not line.get("answers", False)
        message = InquiryMessage(
            organization=inquiry.asker if asks else inquiry.asked,
            asks=asks,
            text=line["text"],
            post_title=line["post_title"],
            at=sample.moment(line["on"]),
        )
        inquiry.write(message, asks=asks)
    inquiry.created_at = inquiry.messages[0].at
    return inquiry
