"""iCalendar (RFC 5545) as text. The only module that imports icalendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from hub.core.later import Later
from hub.core.text import tidy_line, tidy_text

_icalendar = Later("icalendar")  # with the first entry that is written
PRODUCT = "-//Tsunagi Hub//JA"
REFRESHED = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One VEVENT. Days (dates) make it last all day; times are aware and of Asia/Tokyo."""

    uid: str
    summary: str
    begins: datetime | date
    ends: datetime | None = None
    stamp: datetime  # when it became what it says
    sequence: int = 0
    place: str = ""
    text: str = ""
    url: str = ""
    organizer: tuple[str, str] | None = None  # name and mail address
    is_cancelled: bool = False
    takes_time: bool = True  # False: whoever has it is free all the same


def published(entry: Entry) -> str:
    """One entry to be added to somebody's calendar (METHOD:PUBLISH)."""
    return _written([entry], {"method": "PUBLISH"})


def feed(entries: Iterable[Entry], *, name: str) -> str:
    """A calendar that is asked for again and again."""
    calendar = {"x-wr-calname": _line(name), "x-published-ttl": "PT1H"}
    return _written(entries, calendar, refreshed=REFRESHED)


def _written(
    entries: Iterable[Entry], more: dict[str, str], *, refreshed: timedelta | None = None
) -> str:
    calendar = _icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for name, value in more.items():
        calendar.add(name, _icalendar.vText(value))
    if refreshed is not None:
        calendar.add(
            "refresh-interval", _icalendar.vDuration(refreshed), parameters={"VALUE": "DURATION"}
        )
    calendar.add_component(_tokyo())
    for entry in entries:
        calendar.add_component(_event(entry))
    content: bytes = calendar.to_ical()
    return content.decode()


def _event(entry: Entry) -> Any:
    event = _icalendar.Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.stamp)
    event.add("last-modified", entry.stamp)
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.begins)
    if entry.ends is not None:
        event.add("dtend", entry.ends)
    elif not isinstance(entry.begins, datetime):
        event.add("dtend", entry.begins + timedelta(days=1))
    event.add("summary", _line(entry.summary))
    for name, value in (("location", _line(entry.place)), ("description", _lines(entry.text))):
        if value:
            event.add(name, value)
    if entry.url:
        event.add("url", _icalendar.vUri(entry.url))
    if entry.organizer is not None:
        event.add("organizer", _address(*entry.organizer))
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE" if entry.takes_time else "TRANSPARENT")
    return event


def _address(name: str, mail: str) -> Any:
    address = _icalendar.vCalAddress(f"MAILTO:{_line(mail)}")
    # A parameter cannot hold a double quotation mark.
    address.params["CN"] = _icalendar.vText(_line(name).replace('"', "'"))
    return address


def _tokyo() -> Any:
    """Japan has had one offset without summer time since 1951."""
    zone, standard = _icalendar.Timezone(), _icalendar.TimezoneStandard()
    zone.add("tzid", "Asia/Tokyo")
    standard.add("dtstart", _icalendar.vDDDTypes(datetime(1951, 1, 1)))  # noqa: DTZ001 (local by the format)
    standard.add("tzoffsetfrom", timedelta(hours=9))
    standard.add("tzoffsetto", timedelta(hours=9))
    standard.add("tzname", "JST")
    zone.add_component(standard)
    return zone


def _line(text: str) -> str:
    return tidy_line(text) or ""


def _lines(text: str) -> str:
    return tidy_text(text) or ""
