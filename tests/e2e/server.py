"""The real server with the demo, at the day of the sample: run by the browser tests only."""

import sys

import time_machine

from tests.conftest import ANCHOR

if __name__ == "__main__":
    with time_machine.travel(ANCHOR, tick=True):
        from hub.cli import main

        sys.argv = ["hub", "serve"]
        main()
