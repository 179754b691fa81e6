"""What reviews ask of those above them, and do because of things below them."""

from dataclasses import dataclass

from blinker import signal

# Sent with a FiscalTerm and ``fields`` (``theme:f01``, ``ward:nakahara``: what an organization
# offers support for): receivers return VainSearches that are about one of these. What too few
# looked for is not told of.
searches_asked = signal("reviews-searches-asked")


@dataclass(frozen=True, kw_only=True)
class VainSearch:
    """Words that many looked for in vain, in the month of the term in which most did."""

    words: str
    organizations: int
    days: int  # on which visitors did
    weight: int
