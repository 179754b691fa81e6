"""Headers of every answer, cookies, tokens of every form, and names of other hosts."""

import pytest

from hub import create_app
from tests import make
from tests.conftest import settings

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def addresses(app, methods):
    """One address for each rule of the hub that takes one of the methods."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        for method in sorted(methods & (rule.methods or set())):
            values = {
                name: "x" if type(converter).__name__ == "UnicodeConverter" else 1
                for name, converter in rule._converters.items()
            }
            for name, converter in rule._converters.items():
                if type(converter).__name__ == "AnyConverter":
                    values[name] = sorted(converter.items)[0]
            yield method, adapter.build(rule.endpoint, values, method=method)


@pytest.fixture(params=["visitor", "editor", "system administrator"])
def client(request, app, as_user):
    if request.param == "visitor":
        return app.test_client()
    return as_user(make.system_admin() if request.param.startswith("system") else make.user())


def test_every_unsafe_address_refuses_without_a_token(app, client):
    app.config["WTF_CSRF_ENABLED"] = True
    asked = list(addresses(app, UNSAFE))
    assert len(asked) > 20
    reached = []
    for name in app.view_functions:
        app.view_functions[name] = lambda **_: reached.append(1) or "reached"
    for method, path in asked:
        answer = client.open(path, method=method, data={"csrf_token": "x"})
        assert answer.status_code in {303, 400, 401}, path
        assert not reached, path


def test_every_page_carries_the_headers(app, client):
    for _method, path in addresses(app, {"GET"}):
        answer = client.get(path)
        headers = answer.headers
        assert "default-src 'self'" in headers["Content-Security-Policy"], path
        assert "unsafe" not in headers["Content-Security-Policy"], path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["X-Frame-Options"] == "DENY", path
        assert headers["Referrer-Policy"] in {"same-origin", "no-referrer"}, path
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", path
        assert "Permissions-Policy" in headers, path


def test_signed_in_pages_are_kept_by_no_cache(app, as_user):
    client = as_user(make.user())
    for _method, path in addresses(app, {"GET"}):
        if path.startswith("/static/"):
            continue
        answer = client.get(path)
        assert answer.headers["Cache-Control"] == "no-store", path
        assert "Cookie" in answer.headers["Vary"], path


@pytest.mark.parametrize(("base", "is_secure"), [("https://hub.example.jp", True),
                                                 ("http://localhost", False)])  # fmt: skip
def test_the_cookie_is_for_the_server_alone(tmp_path, base, is_secure):
    host = base.partition("://")[2]
    app = create_app(settings(tmp_path, BASE_URL=base, TRUSTED_HOSTS=[host]))
    answer = app.test_client().get("/login", base_url=base)
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert ("Secure" in cookie) is is_secure
    assert ("Strict-Transport-Security" in answer.headers) is is_secure


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost@evil.example", "evil.example:80",
             "localhost:80@evil", "[::1", "localhost/evil", "locålhost"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/login", "/", "/account", "/healthz", "/nowhere"])
def test_another_host_name_is_refused(visitor, host, path):
    answer = visitor.get(path, headers={"Host": host.encode("latin-1").decode("latin-1")})
    assert answer.status_code == 400
    assert "evil" not in answer.text
    assert "evil" not in answer.headers.get("Location", "")


def test_a_form_with_its_token_is_taken(app, person, sign_in):
    app.config["WTF_CSRF_ENABLED"] = True
    client = app.test_client()
    page = client.get("/login").text
    token = page.rpartition('name="csrf_token" value="')[2].partition('"')[0]
    assert sign_in(client, csrf_token=token).answer.status_code == 303
