"""The ``hub`` command at the day of the sample: run by the browser tests only.

Answers say which templates they were made of, so that a test knows that it looked at each.
"""

import sys

import time_machine
from flask import g, request_finished, template_rendered

from tests.conftest import ANCHOR


@template_rendered.connect
def note_template(_app, template, **_more):
    g.setdefault("templates", []).append(template.name)


@request_finished.connect
def name_templates(_app, response, **_more):
    response.headers["X-Templates"] = ",".join(g.get("templates", []))


if __name__ == "__main__":
    with time_machine.travel(ANCHOR, tick=True):
        from hub.cli import main

        sys.argv = ["hub", *(sys.argv[1:] or ["serve"])]
        main()
