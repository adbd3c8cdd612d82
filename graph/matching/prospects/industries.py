"""Enterprises grouped by their industry: what an industry takes is found once for all that are of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from graph.errors import SymbioflowError
from graph.knowledge import IndustryReader, Reader
from graph.model import Enterprise
from graph.snapshot import Snapshot

#: Schemes by how finely they divide industry; an enterprise is known by the first that it has.
SCHEMES = ("gbt4754", "nace", "isic")
_NO_DIGIT = re.compile(r"\D")
#: Codes of fewer digits name a division, which says too little of what a firm runs.
_LEAST_DIGITS = 3


@dataclass(frozen=True)
class IndustryGroups:
    """The industries of a graph's enterprises.

    Attributes
    ----------
    codes : tuple of (str, str)
        Scheme and digits of each group's class.
    classes : tuple of tuple of str
        The NACE classes that it means; empty where the table of industries knows none.
    of_enterprise : int array
        Group of each enterprise by its row, with a last entry for none; -1 where the industry is not known.
    """

    codes: tuple[tuple[str, str], ...]
    classes: tuple[tuple[str, ...], ...]
    of_enterprise: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.codes)

    @cached_property
    def by_class(self) -> dict[str, list[int]]:
        """The groups of each NACE class."""
        found: dict[str, list[int]] = {}
        for group, classes in enumerate(self.classes):
            for code in classes:
                found.setdefault(code, []).append(group)
        return found


def industry_groups(snapshot: Snapshot, reader: Reader) -> IndustryGroups:
    """Return the enterprises of a snapshot by their industry.

    Examples
    --------
    >>> nobody = Snapshot.of([])
    >>> len(industry_groups(nobody, Reader(nobody)))
    0
    """
    written = [snapshot.strings("enterprises", scheme) for scheme in SCHEMES]
    known: dict[tuple[str, ...], int] = {}
    groups: dict[tuple[str, str], int] = {}
    of_enterprise = np.full(snapshot.count("enterprises") + 1, -1, dtype=np.int32)
    for row, codes in enumerate(zip(*written, strict=True)):
        if codes not in known:
            own = _finest(codes)
            known[codes] = -1 if own is None else groups.setdefault(own, len(groups))
        of_enterprise[row] = known[codes]
    if not groups:
        return IndustryGroups((), (), of_enterprise)
    classes = tuple(_classes(reader.industries, *own) for own in groups)
    return IndustryGroups(tuple(groups), classes, of_enterprise)


def industry_of(enterprise: Enterprise) -> str:
    """Return the industry of an enterprise as a reader of codes takes it; empty where it is not known.

    The finest of its codes counts, as for its group.
    """
    own = _finest(tuple(getattr(enterprise, scheme) for scheme in SCHEMES))
    return "" if own is None else ":".join(own)


def is_of_class(own: str, listed: str) -> bool:
    """Return whether an industry is of a class that is listed, or either is a group that holds the other.

    Examples
    --------
    >>> is_of_class("3011", "3011"), is_of_class("301", "3011"), is_of_class("3011", "3021")
    (True, True, False)
    >>> is_of_class("30", "3011")
    False
    """
    return min(len(own), len(listed)) >= _LEAST_DIGITS and (own.startswith(listed) or listed.startswith(own))


@lru_cache(maxsize=4096)
def _finest(codes: tuple[str | None, ...]) -> tuple[str, str] | None:
    for scheme, code in zip(SCHEMES, codes, strict=True):
        digits = _NO_DIGIT.sub("", code or "")
        if digits:
            return scheme, digits
    return None


def _classes(industries: IndustryReader, scheme: str, digits: str) -> tuple[str, ...]:
    try:
        return industries.resolve(f"{scheme}:{digits}")
    except SymbioflowError:
        return ()
