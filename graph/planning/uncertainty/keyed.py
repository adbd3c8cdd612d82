"""Random numbers by key: what is drawn for one thing stays the same whatever else is drawn.

A generator hands out its numbers in turn, so that a thing drawn more moves all that come after it. Here each
number is a hash of seed, draw and key (SplitMix64's finalizer, applied once for each of the three), so that a
plan, and the same plan with leads in it, stand in the same worlds.

References
----------
Steele, G. L., Lea, D. & Flood, C. H. (2014). Fast splittable pseudorandom number generators. OOPSLA '14.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from graph.planning.solver import Floats

Keys = NDArray[np.uint64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MULTIPLIERS = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_SHIFTS = np.uint64(30), np.uint64(27), np.uint64(31)
#: A double holds 53 random bits.
_UNUSED_BITS = np.uint64(11)
_STEP = 2.0**-53
#: What tells the two uniform numbers of a normal one apart from those drawn plainly.
_RADIUS, _ANGLE = np.uint64(1), np.uint64(2)


def keys_of(names: Iterable[str]) -> Keys:
    """Return a key for each name, the same in every process.

    Examples
    --------
    >>> keys_of(["slag", "ash", "slag"]).tolist()[0] == keys_of(["slag"]).tolist()[0]
    True
    """
    digests = (hashlib.blake2b(name.encode(), digest_size=8).digest() for name in names)
    return np.frombuffer(b"".join(digests), dtype="<u8").astype(np.uint64)


def joined(first: Keys, *others: Keys) -> Keys:
    """Return a key for each row of several; their order counts."""
    key = _mixed(first)
    for other in others:
        key = _mixed(key ^ other)
    return key


@dataclass(frozen=True, slots=True)
class World:
    """Where the random numbers of one draw come from.

    Attributes
    ----------
    seed, number : int
        0 or more.

    Examples
    --------
    >>> slag, both = keys_of(["slag"]), keys_of(["ash", "slag"])
    >>> bool(World(0, 7).uniform(slag)[0] == World(0, 7).uniform(both)[1])
    True
    """

    seed: int
    number: int

    def uniform(self, keys: Keys) -> Floats:
        """Return numbers from 0 to below 1, each of its key alone."""
        return _uniform(self._bits(keys))

    def normal(self, keys: Keys) -> Floats:
        """Return standard normal numbers, each of its key alone (Box and Muller 1958)."""
        bits = self._bits(keys)
        radius, angle = (_uniform(_mixed(bits ^ which)) for which in (_RADIUS, _ANGLE))
        # 1 less a number below 1 is never 0.
        found: Floats = np.sqrt(-2.0 * np.log1p(-radius)) * np.cos(2.0 * np.pi * angle)
        return found

    def _bits(self, keys: Keys) -> Keys:
        return _mixed(_begun(self.seed, self.number) ^ keys)


@lru_cache(maxsize=64)
def _begun(seed: int, number: int) -> Keys:
    """Return the bits of a seed and a draw, from which those of every key go on."""
    seeds, numbers = (np.array([part & 0xFFFFFFFFFFFFFFFF], dtype=np.uint64) for part in (seed, number))
    return _mixed(_mixed(seeds) ^ numbers)


def _uniform(bits: Keys) -> Floats:
    found: Floats = (bits >> _UNUSED_BITS).astype(np.float64) * _STEP
    return found


def _mixed(bits: Keys) -> Keys:
    """Return bits of which each depends on all those given."""
    first, second, third = _SHIFTS
    bits = bits + _GOLDEN
    bits = (bits ^ (bits >> first)) * _MULTIPLIERS[0]
    bits = (bits ^ (bits >> second)) * _MULTIPLIERS[1]
    return bits ^ (bits >> third)
