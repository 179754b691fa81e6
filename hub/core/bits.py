"""Sets of small numbers as one integer each: bit n is set when n is in it."""

from collections.abc import Hashable, Iterable, Iterator


def bits_of(numbers: Iterable[int]) -> int:
    some = bytearray()
    for number in numbers:
        place = number >> 3
        if place >= len(some):
            some.extend(bytes(place - len(some) + 1024))
        some[place] |= 1 << (number & 7)
    return int.from_bytes(some, "little")


def positions(bits: int) -> Iterator[int]:
    """Of the bits that are set, the lowest first."""
    text = bin(bits)[:1:-1]
    at = text.find("1")
    while at >= 0:
        yield at
        at = text.find("1", at + 1)


class Bits(dict[Hashable, int]):
    """A set for each key; of a key that nothing was noted for, the empty one."""

    def __init__(self, noted: Iterable[tuple[Hashable, int]] = ()) -> None:
        super().__init__()
        numbers: dict[Hashable, list[int]] = {}
        for key, number in noted:
            numbers.setdefault(key, []).append(number)
        self.update((key, bits_of(some)) for key, some in numbers.items())

    def __missing__(self, _key: Hashable) -> int:
        return 0

    def any_of(self, keys: Iterable[Hashable]) -> int:
        joined = 0
        for key in keys:
            joined |= self[key]
        return joined
