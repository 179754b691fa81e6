"""A PDF in a child process: whatever is in the page, this returns."""

import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from hub.reports.models import PdfTrouble
from hub.reports.pdf_child import NOT_INSTALLED, TOO_LARGE

CHILD = Path(__file__).with_name("pdf_child.py")
CPU_SECONDS = 40  # twice what a report of twenty organizations may take
MEMORY = 500 << 20
SECONDS = 120.0  # by the clock
_LIMITS = {-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGABRT, -signal.SIGTRAP, -signal.SIGSEGV}


def is_installed() -> bool:
    """The extra ``pdf``. Whether Pango is there too is found out by the child."""
    return find_spec("weasyprint") is not None


def of(page: str) -> bytes | PdfTrouble:
    if not is_installed():
        return PdfTrouble.NOT_INSTALLED
    try:
        child = subprocess.run(  # noqa: S603 (our own script)
            [sys.executable, "-I", str(CHILD), str(CPU_SECONDS), str(MEMORY)],
            input=page.encode(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={}, cwd="/", timeout=SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return PdfTrouble.TOO_LARGE
    if child.returncode == 0 and child.stdout.startswith(b"%PDF-"):
        return child.stdout
    if child.returncode == NOT_INSTALLED:
        return PdfTrouble.NOT_INSTALLED
    # a limit ends it by a signal; Pango gives up so where there is no memory
    if child.returncode == TOO_LARGE or child.returncode in _LIMITS:
        return PdfTrouble.TOO_LARGE
    return PdfTrouble.BROKEN
