"""What a details panel says about one thing of the park: named facts in both languages, as plain text.

An unknown number says so, and every number stands beside its grade; nothing here is markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph.evidence import Evidence
from graph.model import Enterprise, Facility, Material, Park, Source, Technology, WasteStream
from graph.network import NodeKind
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.vocabulary import Direction
from graph.wording import LANGUAGES, Words, message, names_of, with_ends
from viz.words import amounts, fact_name, number, price, same, value_words


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the details panel: its name and what it says."""

    name: Words
    text: Words


class FactSheets:
    """The facts about any node of a snapshot's network."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._parks = snapshot.by_id(Park)
        self._sources = snapshot.by_id(Source)
        self._materials = snapshot.by_id(Material)
        self._technologies = snapshot.by_id(Technology)
        self._main_units = _main_units(snapshot)
        self._things: Mapping[NodeKind, Mapping[str, Any]] = {
            NodeKind.ENTERPRISE: snapshot.by_id(Enterprise),
            NodeKind.STREAM: snapshot.by_id(WasteStream),
            NodeKind.FACILITY: snapshot.by_id(Facility),
            NodeKind.MATERIAL: self._materials,
            NodeKind.TECHNOLOGY: self._technologies,
        }
        self._writers: Mapping[NodeKind, Callable[[Any], Iterator[Fact]]] = {
            NodeKind.ENTERPRISE: self._enterprise,
            NodeKind.STREAM: self._stream,
            NodeKind.FACILITY: self._facility,
            NodeKind.MATERIAL: self._material,
            NodeKind.TECHNOLOGY: self._technology,
        }

    def of(self, kind: NodeKind, identifier: str) -> tuple[Fact, ...]:
        """Return the facts about one thing, its evidence and note last."""
        thing = self._things[kind][identifier]
        return (*self._writers[kind](thing), *self._evidence(thing.evidence), *_text("note", thing.note))

    def capacity_unit(self, facility: str) -> str:
        """Return the unit of a facility's main input."""
        return self._main_units.get(self._things[NodeKind.FACILITY][facility].technology, "t")

    def _enterprise(self, enterprise: Enterprise) -> Iterator[Fact]:
        yield self._area(enterprise.park)
        yield Fact(fact_name("state"), value_words(enterprise.state.value))
        classes = (
            ("GB/T 4754", enterprise.gbt4754),
            ("ISIC", enterprise.isic),
            ("NACE", enterprise.nace),
        )
        yield from _text("industry", ", ".join(f"{scheme} {code}" for scheme, code in classes if code))
        yield from _text("products", enterprise.products)

    def _stream(self, stream: WasteStream) -> Iterator[Fact]:
        material = self._materials[stream.material]
        unit = material.unit.value
        yield Fact(fact_name("material"), names_of(material))
        yield Fact(fact_name("supply"), amounts(stream.supply, unit))
        yield Fact(fact_name("in_use"), _in_use(stream, unit))
        yield Fact(fact_name("stock"), _known(stream.stock, lambda stock: amounts(stock, unit, yearly=False)))
        if stream.moisture is not None:
            yield Fact(fact_name("moisture"), same(f"{_range(stream.moisture)} %"))
        yield Fact(
            fact_name("disposal_cost"),
            _known(stream.disposal_cost, lambda cost: price(_range(cost), unit)),
        )

    def _facility(self, facility: Facility) -> Iterator[Fact]:
        technology = self._technologies[facility.technology]
        unit = self.capacity_unit(facility.id)
        yield Fact(fact_name("technology"), names_of(technology))
        yield Fact(fact_name("state"), value_words(facility.state.value))
        yield Fact(fact_name("capacity"), _known(facility.capacity, lambda capacity: amounts(capacity, unit)))
        for name, day in (("opens", facility.opens), ("closes", facility.closes)):
            yield from _text(name, day.isoformat() if day else "")
        yield from _text("radius", f"{number(facility.radius)} km" if facility.radius is not None else "")

    def _material(self, material: Material) -> Iterator[Fact]:
        yield Fact(fact_name("phase"), value_words(material.phase.value))
        yield Fact(fact_name("hazard"), value_words(material.hazard.value))
        codes = (*material.sw_codes, *material.hw_codes)
        foreign = (
            *(f"EWC {code}" for code in material.ewc_codes),
            *(f"HS {code}" for code in material.hs_codes),
        )
        yield from _text("codes", ", ".join((*codes, *foreign)))

    def _technology(self, technology: Technology) -> Iterator[Fact]:
        yield Fact(fact_name("trl"), same(str(technology.trl)))
        if technology.description_zh or technology.description_en:
            yield Fact(fact_name("description"), Words(technology.description_zh, technology.description_en))
        yield from _text("displaces", technology.displaced_product)

    def _area(self, identifier: str) -> Fact:
        park = self._parks[identifier]
        return Fact(fact_name("area"), names_of(park))

    def _evidence(self, evidence: Evidence) -> Iterator[Fact]:
        yield Fact(fact_name("grade"), value_words(evidence.grade.value))
        cited = [self._sources[source].citation for source in evidence.sources if source in self._sources]
        yield from _text("sources", "; ".join(cited))


def _main_units(snapshot: Snapshot) -> dict[str, str]:
    """Return technology -> unit of its main input (alternatives of one technology share it)."""
    units = {
        row["id"]: row["unit"] for row in snapshot.tables["materials"].select(["id", "unit"]).to_pylist()
    }
    ports = snapshot.tables["ports"].select(["technology", "direction", "material"]).to_pylist()
    main = [port for port in ports if port["direction"] == Direction.MAIN_INPUT.value]
    return {port["technology"]: units[port["material"]] for port in main}


def _text(name: str, text: str) -> Iterator[Fact]:
    if text:
        yield Fact(fact_name(name), same(text))


def _in_use(stream: WasteStream, unit: str) -> Words:
    """Return what is in use, or that nobody said how much of it is."""
    if not stream.is_use_open:
        return amounts(stream.in_use, unit)
    said = message("stream.in_use_open", most=amounts(Range.exact(stream.in_use.high), unit))
    return Words(*(said.text(language) for language in LANGUAGES))


def _known(values: Range | None, say: Callable[[Range], Words]) -> Words:
    return fact_name("unknown") if values is None else say(values)


def _range(values: Range) -> str:
    return with_ends(*(number(end) for end in (values.low, values.likely, values.high)))
