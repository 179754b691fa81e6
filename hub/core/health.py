"""GET /healthz: one word for everyone, the details for who runs the machine."""

import ipaddress
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import structlog
from flask import Flask, request
from flask_login import current_user
from sqlalchemy import text

from hub.core.db import db

log = structlog.get_logger()
Check = Callable[[], Any]
_checks: dict[str, Check] = {}


class Degraded(Exception):
    """The hub answers, but something is being put right; the text says what."""


def check(name: str) -> Callable[[Check], Check]:
    """Register a function whose result is a detail, and whose failure makes the hub unwell."""

    def register(function: Check) -> Check:
        _checks[name] = function
        return function

    return register


@check("database")
def _database() -> str:
    db.session.execute(text("SELECT 1"))
    return db.engine.dialect.name


@check("version")
def _version() -> str:
    try:
        return version("tsunagi-hub")
    except PackageNotFoundError:
        return "unknown"


def _may_see_details() -> bool:
    try:
        near = ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        near = False
    return near or getattr(current_user, "is_system_admin", False)


def init_app(app: Flask) -> None:
    @app.get("/healthz", endpoint="health")
    def answer():
        details: dict[str, Any] = {}
        status = "ok"
        for name, function in _checks.items():
            try:
                details[name] = function()
            except Degraded as error:
                details[name] = str(error)
                status = "degraded" if status == "ok" else status
            except Exception:
                log.exception("unhealthy", check=name)
                details[name], status = "failed", "failed"
        body = {"status": status} | (details if _may_see_details() else {})
        return body, 503 if status == "failed" else 200
