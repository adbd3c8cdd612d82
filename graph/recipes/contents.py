"""What flows through the ports of a recipe: its mass, and the elements in it, per unit of main input."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.model import (
    ElementContent,
    Imbalance,
    Limit,
    Material,
    MaterialComponent,
    Port,
    PortYield,
    StreamComponent,
    WasteStream,
)
from graph.ranges import Range
from graph.recipes.formulas import ALSO, element_shares
from graph.snapshot import Snapshot
from graph.tools import grouped
from graph.vocabulary import Phase, RecipeBasis, Unit

NOTHING = Range.exact(0.0)
_OF_MASS: Mapping[str, float] = {"mass %": 0.01, "mg/kg": 1e-6, "Bq/kg": 1.0}
#: Bases of analyses that say how much of an element there is.
_ANALYSED = ("mass %", "mass % dry", "mass % wet", "mg/kg", "mg/kg dry", "mg/L")
#: Elements that air and water bring and take along.
_GASES = frozenset(("H", "O", "N"))
_OF_VOLUME: Mapping[str, float] = {"mg/L": 1e-6, "g/m3": 1e-6}


@dataclass(frozen=True)
class Library:
    """The rows that balances of recipes are made of, by what they are looked up by.

    Attributes
    ----------
    ports, limits : mapping
        By technology.
    contents : mapping
        By material and element.
    imbalances : mapping
        By technology and element.
    typical : mapping
        What materials typically contain, by material, component and basis.
    yields : mapping
        By port.
    """

    materials: Mapping[str, Material]
    ports: Mapping[str, Sequence[Port]]
    contents: Mapping[str, Mapping[str, ElementContent]]
    imbalances: Mapping[tuple[str, str], Sequence[Imbalance]]
    limits: Mapping[str, Sequence[Limit]]
    typical: Mapping[tuple[str, str, str], Range]
    yields: Mapping[str, Sequence[PortYield]]

    @classmethod
    def of(cls, snapshot: Snapshot) -> Library:
        """Return the library of a snapshot."""
        ports = grouped(snapshot.all(Port), lambda row: str(row.technology))
        contents: dict[str, dict[str, ElementContent]] = defaultdict(dict)
        for content in snapshot.all(ElementContent):
            contents[content.material].setdefault(content.element, content)
        imbalances = grouped(snapshot.all(Imbalance), lambda row: (str(row.technology), row.element))
        limits = grouped(snapshot.all(Limit), lambda row: str(row.technology))
        typical = {
            (str(row.material), row.component, row.basis): row.amount
            for row in snapshot.all(MaterialComponent)
        }
        yields = grouped(snapshot.all(PortYield), lambda row: str(row.port))
        materials = {str(key): row for key, row in snapshot.by_id(Material).items()}
        return cls(materials, ports, contents, imbalances, limits, typical, yields)

    def with_contents(self, material: str, contents: Mapping[str, ElementContent]) -> Library:
        """Return the library in which a material contains something else."""
        return replace(self, contents={**self.contents, material: contents})

    def made_of(self, port: Port, main: Port, basis: RecipeBasis) -> Port:
        """Return an output with what is made there of one main input, where its yield follows the input."""
        rows = [row for row in self.yields.get(port.id, ()) if row.main_input in (None, main.material)]
        for row in sorted(rows, key=lambda row: (not row.component, row.main_input is None, row.id)):
            content = Range.exact(1.0)
            if row.component:
                found = self.element(main, ALSO.get(row.component, row.component), basis)
                if found is None:
                    continue
                content = found
            return replace(port, ratio=row.factor.times(content))
        return port

    def is_heat(self, port: Port) -> bool:
        """Return whether a port carries heat or power, which have no mass."""
        material = self.materials[port.material]
        return material.phase is Phase.HEAT or material.unit is Unit.GIGAJOULE

    def weight(self, port: Port) -> Range | None:
        """Return tonnes through a port; None where nobody knows the density."""
        material = self.materials[port.material]
        if self.is_heat(port):
            return NOTHING
        if material.unit is Unit.TONNE:
            return port.ratio
        return None if material.density is None else port.ratio.times(material.density)

    def element(self, port: Port, element: str, basis: RecipeBasis) -> Range | None:
        """Return tonnes (of a nuclide kBq) of an element through a port of a recipe; None where not known."""
        if self.is_heat(port):
            return NOTHING
        content = self.contents.get(port.material, {}).get(element)
        if content is None:
            return None
        dry = content.basis.endswith(" dry")
        unit = content.basis.removesuffix(" dry")
        if unit in _OF_VOLUME:
            volume = self._volume(port)
            return None if volume is None else volume.times(content.amount.scaled(_OF_VOLUME[unit]))
        weight = self.weight(port)
        if weight is None or unit not in _OF_MASS:
            return None
        # Whatever a recipe of dry matter takes or makes is dry.
        water = content.free_water if dry and basis is RecipeBasis.WET else None
        return weight.times(content.amount.scaled(_OF_MASS[unit] * (1.0 - (water or 0.0) / 100.0)))

    def _volume(self, port: Port) -> Range | None:
        material = self.materials[port.material]
        if material.unit is Unit.CUBIC_METRE:
            return port.ratio
        return None if material.density is None else port.ratio.scaled(1.0 / material.density.likely)


def analysed(snapshot: Snapshot) -> dict[str, dict[str, ElementContent]]:
    """Return the elements in each stream by its own analyses of elements and plain compounds.

    Where several tell of one element (gypsum and SO3 of sulphur), the one that tells of most counts: each may
    leave out what another holds. Water is that of the stream, else the typical one of its material.
    """
    typical: dict[str, float] = {}
    for row in snapshot.all(ElementContent):
        if row.free_water is not None:
            typical.setdefault(row.material, row.free_water)
    streams = snapshot.by_id(WasteStream)
    found: dict[str, dict[str, ElementContent]] = defaultdict(dict)
    for analysis in snapshot.all(StreamComponent):
        if analysis.basis not in _ANALYSED:
            continue
        stream = streams[analysis.stream]
        water = typical.get(stream.material) if stream.moisture is None else stream.moisture.likely
        for element, share in element_shares(ALSO.get(analysis.component, analysis.component)).items():
            amount = analysis.amount.scaled(share)
            before = found[stream.id].get(element)
            if element not in _GASES and (before is None or before.amount.likely < amount.likely):
                found[stream.id][element] = ElementContent(
                    id=analysis.id,
                    material=stream.material,
                    element=element,
                    basis=analysis.basis.removesuffix(" wet"),
                    amount=amount,
                    free_water=water,
                    evidence=analysis.evidence,
                )
    return found


def added(amounts: Iterable[Range | None]) -> Range | None:
    """Return the sum of some ranges; None if one of them is not known.

    Examples
    --------
    >>> added([Range(1.0, 2.0, 3.0), Range(0.0, 0.5, 1.0)])
    Range(low=1.0, likely=2.5, high=4.0)
    """
    low = likely = high = 0.0
    for amount in amounts:
        if amount is None:
            return None
        low, likely, high = low + amount.low, likely + amount.likely, high + amount.high
    return Range(low, likely, high)
