"""Failures a person can cause, and the page or JSON each becomes."""

import secrets

import structlog
from flask import Flask, jsonify, render_template, request
from flask.globals import request_ctx
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import HTTPException

log = structlog.get_logger()


class HubError(Exception):
    status = 400
    code = "invalid"


class Invalid(HubError):
    """What was asked for breaks a rule of the field. The text says which, and what to do."""

    status, code = 422, "invalid"


class Forbidden(HubError):
    """The viewer can see the thing but may not do this to it."""

    status, code = 403, "forbidden"


class NotFound(HubError):
    """The thing does not exist, or the viewer may not know that it does."""

    status, code = 404, "not_found"


class Conflict(HubError):
    """The thing is not in a state in which this can be done. The text is shown."""

    status, code = 409, "conflict"


# status: (title, what to do now)
PAGES = {
    400: (
        _l("受け取れない内容でした"),
        _l("前のページへ戻って、もう一度ためしてください。"),
    ),
    403: (
        _l("この操作はできません"),
        _l("読むことはできますが、変えるには権限がいります。組織の管理者にたずねてください。"),
    ),
    404: (
        _l("ページが見つかりません"),
        _l("アドレスが変わったか、見られる範囲の外にあります。上の検索でさがしてください。"),
    ),
    405: (
        _l("このアドレスは、そのままでは開けません"),
        _l("ボタンから使うアドレスです。前のページへ戻って、ボタンを押してください。"),
    ),
    409: (
        _l("ほかの人が先に変えました"),
        _l("前のページへ戻り、今の内容を確かめてから、もう一度ためしてください。"),
    ),
    413: (
        _l("大きすぎて受け取れません"),
        _l("ファイルを分けるか、小さくして、もう一度ためしてください。"),
    ),
    422: (
        _l("このままでは保存できません"),
        _l("前のページへ戻って、内容を直してください。"),
    ),
    429: (
        _l("少し時間をおいてください"),
        _l("短い間に何度も続いたため、止めました。1分ほど待って、もう一度ためしてください。"),
    ),
    500: (
        _l("ページを出せませんでした"),
        _l("こちらの不具合です。もう一度ためして、続くときは受付番号を添えてお知らせください。"),
    ),
}


def authorize(allowed: bool) -> None:
    if not allowed:
        raise Forbidden


def respond(status: int, code: str, detail: str = "", number: str = ""):
    """The error page, or JSON for the API, with nothing in it that tells what exists."""
    title, advice = PAGES.get(status, PAGES[400 if status < 500 else 500])
    if request.path.startswith("/api/"):
        body = jsonify({"error": code, "message": detail or str(title)})
        return body, status
    if not request_ctx.url_adapter:  # a host name that is not ours: a page would have no links
        return f"{title}\n", status, {"Content-Type": "text/plain; charset=utf-8"}
    page = render_template(
        "error.html", status=status, title=title, advice=detail or advice, number=number
    )
    return page, status


def init_app(app: Flask) -> None:
    @app.errorhandler(HubError)
    def of_the_field(error: HubError):
        return respond(error.status, error.code, str(error))

    @app.errorhandler(HTTPException)
    def of_http(error: HTTPException):
        status = error.code or 500
        if status < 400:
            return error.get_response()
        page = respond(status, error.name.lower().replace(" ", "_"))
        response = app.make_response(page)
        for name, value in error.get_headers():
            if name.lower() in {"allow", "retry-after"}:
                response.headers[name] = value
        return response

    @app.errorhandler(Exception)
    def of_ours(error: Exception):
        number = secrets.token_hex(4).upper()
        log.error("unhandled", number=number, path=request.path, exc_info=error)
        if app.testing and app.config.get("PROPAGATE_EXCEPTIONS"):
            raise error
        return respond(500, "internal", number=f"{number[:4]}-{number[4:]}")
