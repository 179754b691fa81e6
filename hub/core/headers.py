"""Security headers of every answer, and no copies of signed-in pages in caches."""

from flask import Flask, Response, request
from flask_login import current_user

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


def init_app(app: Flask) -> None:
    @app.after_request
    def add(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", POLICY)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if request.is_secure:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if request.endpoint == "static":
            headers["Cache-Control"] = "public, max-age=31536000, immutable"
        elif (
            current_user.is_authenticated or "Set-Cookie" in headers or response.status_code >= 400
        ):
            headers["Cache-Control"] = "no-store"
            response.vary.add("Cookie")
        else:
            headers.setdefault("Cache-Control", "no-cache")
            response.vary.add("Cookie")
        return response
