"""Reads the numbers of a page and the lists that they lead to."""

import re
from html import unescape

LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def numbers(page: str, path: str) -> dict[str, int]:
    """The lists at ``path`` that a page leads to, with the number that it says of them."""
    found: dict[str, int] = {}
    for address, inside in LINK.findall(page):
        if not unescape(address).startswith(f"{path}?"):
            continue
        title = re.search(r"<title>.*? (\d+)</title>", inside)
        said = title or re.match(r"\s*(\d+)", inside) or re.search(r" (\d+)$", inside)
        if said:
            assert found.setdefault(unescape(address), int(said[1])) == int(said[1]), address
    return found


def listed(client, address: str) -> int:
    """How many the list says that it has; its first page shows as many."""
    page = client.get(address).text
    said = int(re.search(r'<p class="sub">(\d+)件', page)[1])
    assert len(re.findall(r'<th scope="row">', page)) == min(said, 25)
    return said
