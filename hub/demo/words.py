"""The words of the sample that only its city knows: which ward a station is in."""

from hub.audit.log import record
from hub.core.db import db
from hub.demo.sample import Sample
from hub.finding.models import EntryKind, ThesaurusEntry


def load(sample: Sample) -> None:
    for said in sample["thesaurus"]:
        entry = ThesaurusEntry(
            kind=EntryKind.SAID, words=said["words"], also=[], prefer=said["prefer"]
        )
        db.session.add(entry)
        record(None, "demo:load", entry, after={"words": entry.words, "prefer": entry.prefer})
