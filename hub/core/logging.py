"""Structured logs on standard error: what happened, never what was written or by which name."""

import logging
import secrets
import sys
import time

import structlog
from flask import Flask, Response, g, request


def init_app(app: Flask) -> None:
    level = logging.getLevelNamesMapping()[app.config["LOG_LEVEL"]]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    log = structlog.get_logger()

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=secrets.token_hex(6))

    @app.after_request
    def end(response: Response) -> Response:
        if request.endpoint != "static":
            spent = round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000)
            log.info(
                "request", method=request.method, rule=str(request.url_rule),
                status=response.status_code, ms=spent,
            )  # fmt: skip
        return response
