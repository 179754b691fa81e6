"""What every template may use: dates in Japanese, Markdown, slots, icons, addresses."""

import hashlib
import re
from collections.abc import Callable
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, has_request_context, request, url_for
from flask_login import current_user
from markupsafe import Markup, escape

from hub.core import calendar, markdown
from hub.core.difference import difference
from hub.core.paging import current_url
from hub.core.slots import panels

LOOK_AGAIN = 2.0  # seconds after which a static file may have changed
_ROW_NUMBERS = range(10**9)
_ORDINAL = re.compile(r"第\d+回")


def long_date(value: date | datetime | None) -> Markup:
    """<time> with 令和8年（2026年）4月1日（水）; nothing for None."""
    return _time(value, calendar.long_date)


def short_date(value: date | datetime | None) -> Markup:
    """<time> with 4月1日（水）, the year in front when it is another one."""
    return _time(value, calendar.short_date)


def moment(value: datetime | None) -> Markup:
    """<time> with 4月1日（水） 9時12分 in Tokyo."""
    if value is None:
        return Markup("")
    local = value.astimezone(calendar.TOKYO)
    text = f"{calendar.short_date(local.date())} {calendar.clock(local.time())}"
    return time_element(local.isoformat("T", "minutes"), text)


def hours(begin: time | None, end: time | None) -> Markup:
    """14時から16時, never broken."""
    if begin is None:
        return Markup("")
    return Markup(f'<span class="nowrap">{calendar.span(begin, end)}</span>')  # noqa: S704 - digits


def unbroken(text: str | Markup) -> Markup:
    """The name of a meeting, with 第2回 in one piece."""
    whole = _ORDINAL.sub(r'<span class="nowrap">\g<0></span>', str(escape(text)))
    return Markup(whole)  # noqa: S704 - escaped above


def file_size(count: int) -> str:
    return f"{count / 1_048_576:.1f}MB" if count >= 1_048_576 else f"{max(1, count // 1024)}KB"


def lines(text: str | None) -> Markup:
    """Plain text with its line breaks."""
    return Markup("<br>").join(escape(text or "").split("\n"))


def outside_link(address: str | None) -> Markup:
    """A link to another site; what is not http or https is shown as plain text."""
    if not address:
        return Markup("")
    if urlsplit(address).scheme not in {"http", "https"}:
        return escape(address)
    return Markup('<a href="{0}" rel="noopener noreferrer">{0}</a>').format(address)


def _time(value: date | datetime | None, write: Any) -> Markup:
    if value is None:
        return Markup("")
    day = value.astimezone(calendar.TOKYO).date() if isinstance(value, datetime) else value
    return time_element(day.isoformat(), write(day))


def time_element(day: str, text: str) -> Markup:
    """<time>; both are made of a date, so nothing in them is to be escaped."""
    return Markup(f'<time datetime="{day}">{text}</time>')  # noqa: S704


@lru_cache(maxsize=256)
def _fingerprint(path: Path, _changed: float) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _assets(app: Flask) -> Callable[[str], str]:
    known: dict[tuple[str, str], tuple[float, str]] = {}  # (root, name): (looked at, address)

    def asset(name: str) -> str:
        """The address of a static file; it changes with the content, so caches may keep it."""
        key = (request.script_root, name)
        looked_at, address = known.get(key, (-LOOK_AGAIN, ""))
        if monotonic() - looked_at >= LOOK_AGAIN:
            path = Path(app.static_folder or "") / name
            version = _fingerprint(path, path.stat().st_mtime)
            address = url_for("static", filename=name, v=version)
            known[key] = monotonic(), address
        return address

    return asset


def _addresses(app: Flask) -> Callable[..., str]:
    known: dict[tuple[str, str, frozenset[str]], str] = {}

    def address(endpoint: str, **values: Any) -> str:
        """``url_for``, which every page asks for the same fifteen addresses and those of its rows:
        what differs in them is a number, so their pattern is kept."""
        if endpoint.startswith(".") or not has_request_context():
            return app.url_for(endpoint, **values)
        if not all(type(value) is int and value in _ROW_NUMBERS for value in values.values()):
            return app.url_for(endpoint, **values)
        key = (request.script_root, endpoint, frozenset(values))
        if key not in known:
            known[key] = _pattern(app, endpoint, sorted(values))
        return known[key].format(**values)

    return address


def _pattern(app: Flask, endpoint: str, names: list[str]) -> str:
    """/menus/{menu_id} of "menus.show": what the numbers were is where their names are to stand."""
    numbers: dict[str, Any] = {name: _ROW_NUMBERS.stop - 1 - n for n, name in enumerate(names)}
    pattern = app.url_for(endpoint, **numbers).replace("{", "{{").replace("}", "}}")
    for name, number in numbers.items():
        pattern = pattern.replace(str(number), f"{{{name}}}")
    return pattern


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        long_date=long_date, short_date=short_date, moment=moment, markdown=markdown.render,
        file_size=file_size, lines=lines, outside_link=outside_link, difference=difference,
        unbroken=unbroken,
        fiscal_year=calendar.fiscal_year_label,
        fiscal_year_short=calendar.fiscal_year_short,
    )  # fmt: skip
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(hours=hours, current_url=current_url)

    app.jinja_env.globals.update(asset=_assets(app), url_for=_addresses(app))

    @app.context_processor
    def of_this_request() -> dict[str, Any]:
        return {
            "today": calendar.today(),
            "is_demo": app.config["DEMO"],
            "panels": lambda name, thing: panels(name, current_user, thing),
            "section": (request.blueprint or ""),
        }
