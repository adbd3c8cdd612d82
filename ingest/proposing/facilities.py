"""Facilities of foreign sheets: what a firm runs or plans, by which technology, at which capacity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.errors import SymbioflowError
from graph.evidence import Evidence
from graph.knowledge import Reader
from graph.model import Facility, Material, Port, Technology
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.units import convert
from graph.vocabulary import (
    Direction,
    EnterpriseId,
    FacilityId,
    OperatingState,
    Sharing,
    TechnologyId,
)
from ingest.proposing.asking import Asker
from ingest.proposing.firms import Firms, firm_of
from ingest.proposing.ids import free_id, id_of, is_chinese
from ingest.proposing.result import LeftAside, Place
from ingest.understanding import Amount, Row, Sheet

#: Words of a state, in the order in which they are looked for.
_STATES: Mapping[OperatingState, tuple[str, ...]] = {
    OperatingState.CLOSED: ("停产", "关闭", "注销", "closed", "shut"),
    OperatingState.PLANNED: ("拟建", "规划", "计划", "立项", "planned"),
    OperatingState.BUILDING: ("在建", "建设", "building", "construction"),
    OperatingState.OPERATING: ("运行", "投产", "生产", "正常", "operating", "running"),
}


@dataclass(frozen=True, slots=True)
class Facilities:
    """The facilities of all sheets, and what was left aside."""

    rows: tuple[Facility, ...]
    left_aside: tuple[LeftAside, ...]


def find_facilities(
    sheets: Iterable[Sheet], known: Snapshot, firms: Firms, reader: Reader, asker: Asker, evidence: Evidence
) -> Facilities:
    """Return the facilities that sheets list; a technology is read from its own words, else the name."""
    technologies = known.by_id(Technology)
    names = {id_: row.name_zh or row.name_en for id_, row in technologies.items()}
    units = _main_units(known)
    rows: list[Facility] = []
    left_aside: list[LeftAside] = []
    taken: set[str] = set()
    for sheet in sheets:
        for row in sheet.rows if sheet.kind == "facilities" else ():
            place = Place(sheet.file, sheet.sheet, row.number)
            name = row.texts.get("facility", "") or row.texts.get("technology", "")
            enterprise = firms.id_of(firm_of(sheet, row), asker, place)
            if not enterprise:
                left_aside.append(LeftAside(place, name, "NO_FIRM"))
                continue
            text = row.texts.get("technology", "") or name
            reading = reader.named("technologies", text)
            technology = asker.meant("TECHNOLOGY", text, reading, place, names, technologies)
            if not technology:
                left_aside.append(LeftAside(place, name, "NO_TECHNOLOGY"))
                continue
            id_ = free_id(row.texts.get("id", "") or id_of(enterprise, name), taken)
            taken.add(id_)
            capacity = _capacity(row.amount("capacity"), units.get(technology, ""), name, place, asker)
            rows.append(_facility(id_, enterprise, technology, name, row, capacity, evidence))
    return Facilities(tuple(rows), tuple(left_aside))


def _facility(
    id_: str,
    enterprise: str,
    technology: str,
    name: str,
    row: Row,
    capacity: Range | None,
    evidence: Evidence,
) -> Facility:
    return Facility(
        id=FacilityId(id_),
        name_zh=name if is_chinese(name) else "",
        name_en="" if is_chinese(name) else name,
        enterprise=EnterpriseId(enterprise),
        technology=TechnologyId(technology),
        state=_state(row.texts.get("state", "")),
        capacity=capacity,
        sharing=Sharing.PARK,
        evidence=evidence,
    )


def _state(text: str) -> OperatingState:
    for state, words in _STATES.items():
        if any(word in text.casefold() for word in words):
            return state
    return OperatingState.OPERATING


def _main_units(known: Snapshot) -> Mapping[str, str]:
    """Return the unit of each technology's main input."""
    materials = known.by_id(Material)
    return {
        port.technology: materials[port.material].unit.value
        for port in known.all(Port)
        if port.direction is Direction.MAIN_INPUT
    }


def _capacity(amount: Amount | None, unit: str, name: str, place: Place, asker: Asker) -> Range | None:
    if amount is None or not unit:
        return None
    source = amount.unit.removesuffix("/yr") or unit
    try:
        return Range(*(convert(end, source, unit) for end in (amount.low, amount.likely, amount.high)))
    except SymbioflowError:
        asker.ask("DENSITY", f"{name} {source}", place, (name, source, unit), ())
        return None
