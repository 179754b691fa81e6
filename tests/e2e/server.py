"""The ``hub`` command at the day of the sample: run by the browser tests only.

``tick`` is no command of the hub: it does once what the worker does every minute. ``E2E_NOW`` in
the environment is another moment than that of the sample.

Answers say which templates they were made of, so that a test knows that it looked at each.
"""

import os
import sys
from datetime import datetime

import time_machine
from flask import g, request_finished, template_rendered

from tests.conftest import ANCHOR


@template_rendered.connect
def note_template(_app, template, **_more):
    g.setdefault("templates", []).append(template.name)


@request_finished.connect
def name_templates(_app, response, **_more):
    response.headers["X-Templates"] = ",".join(g.get("templates", []))


def tick():
    with create_app().app_context():
        worker.tick()


if __name__ == "__main__":
    moment = os.environ.get("E2E_NOW")
    with time_machine.travel(datetime.fromisoformat(moment) if moment else ANCHOR, tick=True):
        from hub import create_app
        from hub.cli import main
        from hub.core import worker

        sys.argv = ["hub", *(sys.argv[1:] or ["serve"])]
        tick() if sys.argv[1:] == ["tick"] else main()
