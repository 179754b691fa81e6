"""The WSGI entry point: ``waitress-serve wsgi:app`` or any other server."""

from hub import create_app

app = create_app()
