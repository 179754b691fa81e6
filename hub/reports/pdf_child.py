"""Makes a PDF of the HTML on its standard input: in a process of its own, under limits.

It knows nothing of the hub, fetches nothing, writes no file. What it could not do is told by how
it ends: see ``pdf.py``.
"""

import resource
import sys

NOT_INSTALLED, TOO_LARGE = 3, 4


def limit(seconds: int, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(seconds: str, memory: str) -> None:
    limit(int(seconds), int(memory))
    try:
        from weasyprint import HTML  # noqa: PLC0415 (an extra, and Pango which it needs)
        from weasyprint.urls import URLFetcher  # noqa: PLC0415
    except (ImportError, OSError):
        sys.exit(NOT_INSTALLED)
    fetcher = URLFetcher(allowed_protocols=[])
    try:
        page = HTML(string=sys.stdin.buffer.read().decode(), url_fetcher=fetcher)
        pdf = page.write_pdf(pdf_tags=True)
    except MemoryError:
        sys.exit(TOO_LARGE)
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main(*sys.argv[1:])
