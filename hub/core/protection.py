"""Against forged requests, guessing, and forged host names."""

from flask import Flask
from flask_babel import gettext as _
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from hub.core import kept
from hub.core.errors import respond
from hub.core.login import login_manager

csrf = CSRFProtect()
limiter = Limiter(get_remote_address)


class RowNumber(IntegerConverter):
    """``<int:...>`` of an address: a number no database can hold is no page, and no crash."""

    regex = r"\d{1,9}"


def init_app(app: Flask) -> None:
    csrf.init_app(app)
    limiter.init_app(app)
    app.url_map.converters["int"] = RowNumber
    if hops := app.config["PROXIES"]:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )

    login_manager.unauthorized_handler(kept.ask_to_sign_in)

    @app.errorhandler(CSRFError)
    def token_is_missing(_error: CSRFError):
        if not current_user.is_authenticated:
            return kept.ask_to_sign_in()
        if text := kept.from_request():  # signed in anew in another window: the form is older
            return kept.ask_to_continue(text)
        return respond(
            400,
            "csrf",
            _("安全のための印が合いませんでした。前のページへ戻り、開き直してください。"),
        )
