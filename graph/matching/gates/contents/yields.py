"""Yields that follow the input: how much a technology makes of what it is fed with, by kind and by content.

Without a row of `port_yields` an output is the ratio of its port. A row counts where it is for the main input
at hand and, if it goes with a component, where that was measured in what comes in: the most telling analysis
of several that tell of one element in different words, the least hopeful one of several in the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from graph.matching.gates.contents.bases import (
    DRY,
    WET,
    Content,
    basis_family,
    comparable,
    dry_matter,
    turned,
)
from graph.matching.gates.contents.contents import FREE_WATER
from graph.model import ElementContent, Port, PortYield
from graph.recipes import content_of
from graph.snapshot import Snapshot
from graph.taxonomy import parents_in, upward
from graph.vocabulary import Direction

#: The component that is all but the free water.
DRY_MATTER = "dry-matter"


#: Contents of one origin, by component and basis, as often as analysed; sorted: equal ones are one.
Contents = tuple[tuple[tuple[str, str], Content], ...]


class Part(NamedTuple):
    """One origin in what comes in: the main input that it is taken as, where yields ask, and its contents."""

    taken_as: str
    contents: Contents


class Yield(NamedTuple):
    """What a technology makes at one port of a unit of what it is fed with.

    Attributes
    ----------
    port, row : str
        The output, and the row of `port_yields` that says it.
    ratio : Content
    content : Content or None
        What a unit of main input contains of the component of the row; None where it goes with none.
    """

    port: str
    row: str
    ratio: Content
    content: Content | None


class Yields:
    """Says what technologies make of an input, where the library knows more than the ratio of the port."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._rows: dict[str, list[PortYield]] = {}
        for row in snapshot.all(PortYield):
            self._rows.setdefault(row.port, []).append(row)
        self._products: dict[str, bool] = {}
        self._ports: dict[str, list[str]] = {}
        self._mains: dict[str, list[str]] = {}
        if not self._rows:
            return
        for port in snapshot.all(Port):
            if port.direction is Direction.MAIN_INPUT:
                self._mains.setdefault(port.technology, []).append(port.material)
            elif port.id in self._rows:
                self._ports.setdefault(port.technology, []).append(port.id)
                self._products[port.id] = port.direction is Direction.PRODUCT
        self._parent_of = parents_in(snapshot, "materials", "kind_of").get
        self._water: dict[str, Content] = {}
        for content in snapshot.all(ElementContent):
            if content.free_water is not None:
                self._water.setdefault(content.material, Content(*(content.free_water,) * 3))

    def follow(self, technology: str) -> bool:
        """Return whether some output of a technology follows its input."""
        return technology in self._ports

    def taken_as(self, technology: str, material: str) -> str:
        """Return the main input that a material is taken as; empty where no yield asks for it."""
        if technology in self._ports:
            mains = self._mains.get(technology, ())
            for kind in upward(material, self._parent_of):
                if kind in mains:
                    return kind
        return ""

    def of(self, technology: str, charge: Iterable[Part]) -> tuple[Yield, ...]:
        """Return what differs from the ratios of the ports; of origins in one input the worst counts."""
        parts = sorted(charge)
        found = []
        for port in self._ports.get(technology, ()):
            told = [self._of_part(port, part) for part in parts]
            known = [one for one in told if one is not None]
            # What is mixed with something of unknown yield has the yield of the recipe.
            if known and len(known) == len(told):
                found.append(self._worst(port, known))
        return tuple(sorted(found))

    def _worst(self, port: str, told: list[Yield]) -> Yield:
        """Return the least of a product, and the most of a residue."""
        sign = 1.0 if self._products[port] else -1.0
        return min(told, key=lambda one: (sign * one.ratio.likely, one))

    def _of_part(self, port: str, part: Part) -> Yield | None:
        """Return what is made of one origin: by a content before by kind, by its kind before by any."""
        rows = [row for row in self._rows[port] if row.main_input in (None, part.taken_as)]
        rows.sort(key=lambda row: (not row.component, row.main_input is None, row.id))
        for row in rows:
            factor = Content(row.factor.low, row.factor.likely, row.factor.high)
            if not row.component:
                return Yield(port, row.id, factor, None)
            content = self._content(row.component, part, port)
            if content is not None:
                return Yield(port, row.id, factor.times(content), content)
        return None

    def _content(self, component: str, part: Part, port: str) -> Content | None:
        """Return tonnes of a component in a tonne as received; None where it was not measured."""
        if component == DRY_MATTER:
            measured = waters(part.contents)
            return dry_matter(max(measured)) if measured else None
        told: dict[str, list[Content]] = {}
        for name, share in _by_mass(part.contents, self._water.get(part.taken_as)):
            part_of_it = content_of(name, component)
            if part_of_it > 0.0:
                told.setdefault(name, []).append(share.times(Content(*(part_of_it,) * 3)))
        hope = min if self._products[port] else max
        likely = [hope(same, key=_likely) for same in told.values()]
        return max(likely, key=_likely, default=None)


def _likely(content: Content) -> tuple[float, Content]:
    return content.likely, content


def _by_mass(contents: Contents, usual_water: Content | None) -> Iterator[tuple[str, Content]]:
    """Give each content by mass as a share of the whole as received.

    Of dry matter only where the water is known; a basis that says neither wet nor dry is of the whole as
    received, as in the balance of a recipe.
    """
    water = max(waters(contents), default=usual_water)
    for (component, basis), amount in contents:
        if component == FREE_WATER or comparable(basis) != comparable("mass %"):
            continue
        family, scale = basis_family(basis)
        share = Content(*(scale / 100.0,) * 3)
        if family == DRY:
            if water is None:
                continue
            share = turned(share, water, WET)
        yield component, amount.times(share)


def waters(contents: Contents) -> list[Content]:
    """Return each free water that was measured, mass % of the whole."""
    return [amount for (component, _), amount in contents if component == FREE_WATER]
