"""Facilities of foreign sheets: what a firm runs or plans, by which technology, at which capacity."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.knowledge import Candidate, Decision, Reader, Reading, Why
from graph.model import Facility, Material, Port, Technology
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.taxonomy import upward
from graph.vocabulary import (
    Direction,
    EnterpriseId,
    FacilityId,
    OperatingState,
    Sharing,
    TechnologyId,
)
from ingest.proposing.asking import Asker
from ingest.proposing.densities import converted
from ingest.proposing.desk import Desk
from ingest.proposing.firms import Firms, firm_of
from ingest.proposing.ids import free_id, id_of, is_chinese, is_serial
from ingest.proposing.result import LeftAside, Place, told_in
from ingest.understanding import Amount, Sheet

#: A product of so much of the main input is as good a measure of a plant as the input.
_NEAR_ONE = 0.8
#: Words of any plant.
_PLANT = re.compile(
    r"(?:生产线|生产装置|装置|项目|工程|车间|产线|设施|设备|[一二三四五]期|年产\d+万?吨|\bplant\b|\bline\b|\bfacility\b|\bunit\b|\bproject\b)",
    re.IGNORECASE,
)
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


def find_facilities(sheets: Iterable[Sheet], firms: Firms, desk: Desk) -> Facilities:
    """Return the facilities that sheets list; a technology is read from its own words, else the name."""
    known, asker = desk.known, desk.asker
    names = {id_: row.name_zh or row.name_en for id_, row in known.by_id(Technology).items()}
    mains = _main_inputs(known)
    takers: dict[str, set[str]] = defaultdict(set)
    makers: dict[str, set[str]] = defaultdict(set)
    products: dict[str, list[Port]] = defaultdict(list)
    materials = known.by_id(Material)
    for port in known.all(Port):
        if port.direction is Direction.PRODUCT:
            products[str(port.technology)].append(port)
            makers[port.material].add(str(port.technology))
        if port.direction in (Direction.MAIN_INPUT, Direction.AUXILIARY_INPUT):
            takers[port.material].add(str(port.technology))
    there = known.by_id(Facility)
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
            product = row.texts.get("products", "") or row.texts.get("product", "")
            reading = _technology(text, row.texts.get("waste", ""), product, desk.reader, takers, makers)
            technology = asker.meant("TECHNOLOGY", text, reading, place, names)
            if not technology:
                left_aside.append(LeftAside(place, name, "NO_TECHNOLOGY"))
                continue
            own = row.texts.get("id", "")
            before = there.get(FacilityId(own))
            if is_serial(own) or (before is not None and before.enterprise != enterprise):
                own = ""
            id_ = free_id(own or id_of(enterprise, name), taken)
            taken.add(id_)
            capacity = _capacity(row.amount("capacity"), mains.get(technology), name, place, asker)
            note = ""
            if capacity is None and (made := row.amount("output_capacity")) is not None:
                main, others = mains.get(technology), products.get(technology, ())
                capacity, note = _of_output(made, main, others, materials, name, place, asker)
            rows.append(
                Facility(
                    id=FacilityId(id_),
                    name_zh=name if is_chinese(name) else "",
                    name_en="" if is_chinese(name) else name,
                    enterprise=EnterpriseId(enterprise),
                    technology=TechnologyId(technology),
                    state=_state(row.texts.get("state", "")),
                    capacity=capacity,
                    sharing=Sharing.PARK,
                    note=note,
                    evidence=told_in(desk.evidence, [place]),
                )
            )
    return Facilities(tuple(rows), tuple(left_aside))


def _technology(
    text: str,
    waste: str,
    made: str,
    reader: Reader,
    takers: Mapping[str, set[str]],
    makers: Mapping[str, set[str]],
) -> Reading:
    """Return the technologies that a facility's name may mean.

    Words such as 生产线 or plant say nothing of which one; what the facility is said to take, or what its
    name begins with, parts those that take it from the others. The one that takes what it is said to take and
    makes what it is said to make is meant.

    Parameters
    ----------
    made : str
        Its product as the list says it.
    takers, makers : mapping of str to set of str
        Material -> the technologies that take it, or that make it.
    """
    bare = _PLANT.sub("", text).strip() or text
    reading = reader.named("technologies", text)
    if reading.decision is Decision.CERTAIN:
        return reading
    found = {item.id: item for item in (*reader.named("technologies", bare).candidates, *reading.candidates)}
    materials = reader.material(waste).candidates[:1] if waste else reader.material(bare).candidates[:3]
    parents: dict[str, str | None] = {str(row.id): row.kind_of for row in reader.materials.materials}
    lines = (id_ for item in materials for id_ in upward(item.id, parents.get))
    taking = {technology for id_ in lines for technology in takers.get(id_, ())}
    if waste and made:
        of_product = {id_ for item in reader.material(made).candidates[:1] for id_ in makers.get(item.id, ())}
        if len(both := taking & of_product) == 1:
            only = Candidate("technologies", next(iter(both)), 1.0, Why.READING, made)
            return Reading(text, Decision.CERTAIN, (only,))
    if not found and waste:
        found = {id_: Candidate("technologies", id_, 0.0, Why.READING, "") for id_ in taking}
    ranked = tuple(sorted(found.values(), key=lambda it: (it.id not in taking, -it.likeness, it.id)))
    return Reading(text, Decision.ASK if ranked else Decision.UNKNOWN, ranked)


def _state(text: str) -> OperatingState:
    for state, words in _STATES.items():
        if any(word in text.casefold() for word in words):
            return state
    return OperatingState.OPERATING


def _main_inputs(known: Snapshot) -> Mapping[str, Material]:
    """Return each technology's main input."""
    materials = known.by_id(Material)
    return {
        port.technology: materials[port.material]
        for port in known.all(Port)
        if port.direction is Direction.MAIN_INPUT
    }


def _of_output(
    amount: Amount,
    takes: Material | None,
    products: Sequence[Port],
    materials: Mapping[str, Material],
    name: str,
    place: Place,
    asker: Asker,
) -> tuple[Range | None, str]:
    """Return the capacity of the main input behind 产能, and a note that says how it was found.

    产能 is what a plant makes, but a plant that treats waste counts what it takes in. Where both are about
    the same nothing is lost; else it is asked.
    """
    port = min(products, key=lambda port: (-port.ratio.likely, port.id), default=None)
    if port is None or port.ratio.likely <= 0.0:
        return _capacity(amount, takes, name, place, asker), ""
    made, ratio = materials[port.material], port.ratio.likely
    answer = asker.answer("CAPACITY_OF", name)
    if answer == "input":
        return _capacity(amount, takes, name, place, asker), ""
    if answer != "output" and not _is_about_the_same(ratio, made, takes):
        shown = made.name_zh or made.name_en
        asker.ask("CAPACITY_OF", name, place, (name, shown), [("input", ""), ("output", shown)])
        return None, ""
    capacity = _capacity(amount, made, name, place, asker)
    if capacity is None:
        return None, ""
    note = (
        f"{capacity.likely:,.10g} {made.unit.value}/yr of {made.name_en or made.name_zh}, "
        f"{ratio:g} from a unit of main input; 按产品{made.name_zh or made.name_en}产能折算"
    )
    return Range(capacity.low / ratio, capacity.likely / ratio, capacity.high / ratio), note


def _is_about_the_same(ratio: float, made: Material, takes: Material | None) -> bool:
    return takes is not None and made.unit is takes.unit and _NEAR_ONE <= ratio <= 1.0 / _NEAR_ONE


def _capacity(
    amount: Amount | None, material: Material | None, name: str, place: Place, asker: Asker
) -> Range | None:
    source = "" if amount is None else amount.unit.removesuffix("/yr")
    if amount is None or material is None or not source or source.endswith(("/d", "/h")):
        return None
    about = f"{name} {source}"
    ends = (amount.low, amount.likely, amount.high)
    found = converted(ends, source, material, asker.answer("DENSITY", about) or "")
    if found is None:
        asker.ask("DENSITY", about, place, (name, source, material.unit.value), ())
    return None if found is None else Range(*found)
