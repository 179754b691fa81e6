"""Numbers as offices write them: １，２３４, △5 and −5 for less than nothing, two places. Pure."""

import re
import unicodedata
from decimal import Decimal

MOST = Decimal("999999999999")
_MINUS = str.maketrans(dict.fromkeys("△▲−‐‑–—―", "-"))
_PLAIN = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d{1,2})?")


class UnreadableNumber(ValueError):
    """The text is no number, has more than two places, or is too large."""


def read(text: str) -> Decimal | None:
    """None for what is empty.

    Raises:
        UnreadableNumber
    """
    flat = "".join(unicodedata.normalize("NFKC", text.translate(_MINUS)).split())
    if not flat:
        return None
    if not _PLAIN.fullmatch(flat):
        raise UnreadableNumber(text)
    number = Decimal(flat.replace(",", ""))
    if abs(number) > MOST:
        raise UnreadableNumber(text)
    return plain(number)


def plain(number: Decimal) -> Decimal:
    """The same number without zeros at its end, so that equal numbers are written alike."""
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize()


def shown(number: Decimal | None) -> str:
    """1,234 and 12.5; nothing for what is not known."""
    return "" if number is None else f"{plain(number):,f}"
