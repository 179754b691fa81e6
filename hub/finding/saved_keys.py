"""A set of found things (``kind:id``), small however many they are: one bit for each id."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Keys:
    """Bits by kind: bit 5 of "menu" stands for menu:5. No kind stands there without a bit."""

    bits: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, keys: Iterable[str]) -> "Keys":
        bits: dict[str, int] = {}
        for key in keys:
            kind, _colon, number = key.partition(":")
            bits[kind] = bits.get(kind, 0) | 1 << int(number)
        return cls(bits)

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Keys":
        return cls({kind: int(digits, 16) for kind, digits in stored.items()})

    def stored(self) -> dict[str, Any]:
        return {kind: f"{bits:x}" for kind, bits in self.bits.items()}

    def __len__(self) -> int:
        return sum(bits.bit_count() for bits in self.bits.values())

    def __iter__(self) -> Iterator[str]:
        """By kind, the youngest first."""
        for kind, bits in self.bits.items():
            while bits:
                number = bits.bit_length() - 1
                yield f"{kind}:{number}"
                bits ^= 1 << number

    def __and__(self, other: "Keys") -> "Keys":
        return Keys(_kept({k: b & other.bits.get(k, 0) for k, b in self.bits.items()}))

    def __sub__(self, other: "Keys") -> "Keys":
        return Keys(_kept({k: b & ~other.bits.get(k, 0) for k, b in self.bits.items()}))

    def __or__(self, other: "Keys") -> "Keys":
        kinds = {**self.bits, **other.bits}
        return Keys({k: self.bits.get(k, 0) | other.bits.get(k, 0) for k in kinds})


def _kept(bits: dict[str, int]) -> dict[str, int]:
    return {kind: value for kind, value in bits.items() if value}
