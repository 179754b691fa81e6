"""The ``hub`` command: Flask's command group with this application."""

import sys

from flask.cli import FlaskGroup

from config import SettingError
from hub import create_app

group = FlaskGroup(
    create_app=lambda: create_app(),
    add_default_commands=False,
    help="つなぎハブを動かす。The hub of a city's intermediary support organizations.",
)


def main() -> None:
    try:
        group()
    except SettingError as error:
        sys.exit(f"hub: {error}")
