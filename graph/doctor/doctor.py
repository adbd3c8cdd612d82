"""What a park's data would make a manager ask: twins, places, amounts and ages that are hard to believe.

Nothing here refuses anything: each finding names the rows, says what is odd and what would settle it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations

import numpy as np

from graph.doctor.money import OLD_YEARS, odd_money
from graph.doctor.symptoms import Oddity, Symptom
from graph.geography import great_circle
from graph.knowledge import LikenessIndex, largest_amount, normalised
from graph.matching.gates import FREE_WATER, INDICES, accepted_materials, basis_family, open_ports
from graph.model import (
    Enterprise,
    Facility,
    Limit,
    Linkage,
    Material,
    MaterialComponent,
    Park,
    Port,
    StreamComponent,
    WasteStream,
)
from graph.recipes import lossless
from graph.snapshot import Snapshot
from graph.tools import grouped
from graph.vocabulary import (
    Direction,
    LinkageState,
    OperatingState,
    Unit,
)
from graph.wording import company_core, names_of

#: Names at least as like are perhaps of one thing.
_TWINS = 0.85
#: A firm farther from its park than this is hardly in it, km.
_FAR_KM = 100.0
#: So many firms tell where a park is that has no position.
_LEAST_FIRMS = 3
#: Use is explained by room for it as far as this share of it.
_EXPLAINED = 0.9
#: Analyses whose ranges lie farther apart than this factor are hardly of one waste; samples differ by less.
_APART = 2.0


def examine(snapshot: Snapshot, today: date) -> tuple[Symptom, ...]:
    """Return everything odd about the parks of a graph, by kind and row.

    Parameters
    ----------
    today : date
        By which years are old.

    Examples
    --------
    >>> examine(Snapshot.of([]), date(2026, 1, 1))
    ()
    """
    found = (
        *_twin_firms(snapshot),
        *_twin_streams(snapshot),
        *_places(snapshot),
        *_industries(snapshot),
        *_amounts(snapshot),
        *_unexplained_use(snapshot),
        *_capacities(snapshot),
        *_old_amounts(snapshot, today),
        *odd_money(snapshot, today),
        *_densities(snapshot),
        *_contradicting_analyses(snapshot),
        *_limits_of_nothing(snapshot),
        *_circles(snapshot),
    )
    order = list(Oddity)
    return tuple(sorted(found, key=lambda item: (order.index(item.oddity), item.table, item.ids)))


def _pairs(names: list[str]) -> Iterator[tuple[int, int]]:
    """Return the pairs of names that are nearly the same."""
    if len(names) < 2:
        return
    forms = [normalised(name) for name in names]
    index = LikenessIndex(forms)
    for at, form in enumerate(forms):
        for other in np.flatnonzero(index.likeness(form) >= _TWINS):
            if other > at:
                yield at, int(other)


def _twin_firms(snapshot: Snapshot) -> Iterator[Symptom]:
    for rows in grouped(snapshot.all(Enterprise), lambda row: row.park).values():
        names_there = [names_of(row).zh for row in rows]
        for one, other in sorted({*_pairs(names_there), *_of_one_core(names_there)}):
            pair = rows[one], rows[other]
            names = tuple(map(names_of, pair))
            yield Symptom(Oddity.TWIN_FIRMS, "enterprises", tuple(str(row.id) for row in pair), names)


def _of_one_core(names: list[str]) -> Iterator[tuple[int, int]]:
    """Return the pairs of names that only the form of the company parts."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(names):
        places[company_core(name) or name].append(at)
    for group in places.values():
        yield from combinations(group, 2)


def _twin_streams(snapshot: Snapshot) -> Iterator[Symptom]:
    firms = snapshot.by_id(Enterprise)
    groups = grouped(snapshot.all(WasteStream), lambda row: (row.enterprise, row.material))
    for (firm, _), rows in groups.items():
        for one, other in _pairs([names_of(row).zh for row in rows]):
            ids = (str(rows[one].id), str(rows[other].id))
            values = (names_of(rows[one]), names_of(rows[other]), names_of(firms[firm]))
            yield Symptom(Oddity.TWIN_STREAMS, "waste_streams", ids, values)


def _places(snapshot: Snapshot) -> Iterator[Symptom]:
    centres = _centres(snapshot)
    for row in snapshot.all(Enterprise):
        here = row.position
        if here is None:
            yield Symptom(Oddity.NO_POSITION, "enterprises", (str(row.id),), (names_of(row),))
        elif here.lat == 0.0 and here.lon == 0.0:
            yield Symptom(Oddity.ZERO_POSITION, "enterprises", (str(row.id),), (names_of(row),))
        else:
            centre = centres.get(row.park)
            if centre is not None:
                apart = float(great_circle(*centre, here.lat, here.lon))
                if apart > _FAR_KM:
                    values = (names_of(row), f"{apart:,.0f}")
                    yield Symptom(Oddity.FAR_FROM_PARK, "enterprises", (str(row.id),), values)


def _centres(snapshot: Snapshot) -> dict[str, tuple[float, float]]:
    """Return where each park is: its position, else amid its firms, as the median of enough of them."""
    found = {
        str(row.id): (row.position.lat, row.position.lon)
        for row in snapshot.all(Park)
        if row.position is not None
    }
    firms: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in snapshot.all(Enterprise):
        if row.position is not None and (row.position.lat or row.position.lon):
            firms[row.park].append((row.position.lat, row.position.lon))
    for park, places in firms.items():
        if park not in found and len(places) >= _LEAST_FIRMS:
            lat, lon = np.median(np.array(places), axis=0)
            found[park] = (float(lat), float(lon))
    return found


def _industries(snapshot: Snapshot) -> Iterator[Symptom]:
    for row in snapshot.all(Enterprise):
        if not (row.gbt4754 or row.nace or row.isic):
            yield Symptom(Oddity.NO_INDUSTRY, "enterprises", (str(row.id),), (names_of(row),))


def _amounts(snapshot: Snapshot) -> Iterator[Symptom]:
    materials = snapshot.by_id(Material)
    for row in snapshot.all(WasteStream):
        material, ids = materials[row.material], (str(row.id),)
        unit = material.unit.value
        if row.in_use.likely > row.supply.likely:
            values = (names_of(row), f"{row.in_use.likely:,.0f} {unit}", f"{row.supply.likely:,.0f} {unit}")
            yield Symptom(Oddity.USE_ABOVE_SUPPLY, "waste_streams", ids, values)
        if row.is_use_open:
            open_use = (names_of(row), f"{row.in_use.high:,.0f} {unit}")
            yield Symptom(Oddity.OPEN_USE, "waste_streams", ids, open_use)
        if row.supply.high > largest_amount(material, materials):
            huge = (names_of(row), f"{row.supply.high:,.0f} {unit}")
            yield Symptom(Oddity.HUGE_AMOUNT, "waste_streams", ids, huge)
        if row.supply.high == 0.0 and row.stock is None:
            yield Symptom(Oddity.NO_AMOUNT, "waste_streams", ids, (names_of(row),))


def _unexplained_use(snapshot: Snapshot) -> Iterator[Symptom]:
    """Compare what is in use of each material with the room of running facilities that take it."""
    accepted = accepted_materials(snapshot)
    takers = accepted.take(accepted.main).by_material(snapshot)
    room: dict[str, float] = defaultdict(float)
    for row in snapshot.all(Facility):
        if row.state is OperatingState.OPERATING and row.capacity is not None:
            room[row.technology] += row.capacity.likely
    linked: dict[str, float] = defaultdict(float)
    streams = snapshot.by_id(WasteStream)
    for link in snapshot.all(Linkage):
        if link.state is LinkageState.OPERATING and link.stream is not None:
            linked[streams[link.stream].material] += link.amount
    used: dict[str, list[WasteStream]] = defaultdict(list)
    for stream in streams.values():
        if stream.in_use.likely > 0.0:
            used[stream.material].append(stream)
    materials = snapshot.by_id(Material)
    for material, rows in sorted(used.items()):
        total = sum(row.in_use.likely for row in rows)
        holds = max(sum(room[technology] for technology in takers.get(material, ())), linked[material])
        if holds < _EXPLAINED * total:
            unit = materials[material].unit.value
            values = (names_of(materials[material]), f"{total:,.0f} {unit}", f"{holds:,.0f} {unit}")
            yield Symptom(Oddity.USE_UNEXPLAINED, "waste_streams", tuple(str(row.id) for row in rows), values)


def _capacities(snapshot: Snapshot) -> Iterator[Symptom]:
    for row in snapshot.all(Facility):
        if row.capacity is None and row.state is not OperatingState.CLOSED:
            yield Symptom(Oddity.UNKNOWN_CAPACITY, "facilities", (str(row.id),), (names_of(row),))


def _old_amounts(snapshot: Snapshot, today: date) -> Iterator[Symptom]:
    """Name the wastes whose amounts are of long ago."""
    for row in snapshot.all(WasteStream):
        if row.year is not None and row.year < today.year - OLD_YEARS:
            yield Symptom(Oddity.OLD_AMOUNT, "waste_streams", (str(row.id),), (names_of(row), str(row.year)))


def _densities(snapshot: Snapshot) -> Iterator[Symptom]:
    """Name what the parks give off, or their works take and make, in m3 that nobody can weigh."""
    runs = {row.technology for row in snapshot.all(Facility)}
    used = {port.material for port in snapshot.all(Port) if port.technology in runs}
    used |= {row.material for row in snapshot.all(WasteStream)}
    for id_, row in snapshot.by_id(Material).items():
        if id_ in used and row.unit is Unit.CUBIC_METRE and row.density is None:
            yield Symptom(Oddity.NO_DENSITY, "materials", (str(id_),), (names_of(row),))


def _contradicting_analyses(snapshot: Snapshot) -> Iterator[Symptom]:
    """Name the lowest and the highest analysis of one component where they can hardly both be right."""
    streams = snapshot.by_id(WasteStream)
    groups: dict[tuple[str, str, str], list[tuple[float, float, StreamComponent]]] = defaultdict(list)
    for row in snapshot.all(StreamComponent):
        if not row.withdrawn:
            family, factor = basis_family(row.basis)
            ends = row.amount.low * factor, row.amount.high * factor
            groups[row.stream, row.component, family].append((*ends, row))
    for (stream, component, _), rows in sorted(groups.items(), key=lambda item: item[0]):
        (_, least, low), (most, _, high) = (
            min(rows, key=lambda item: item[1]),
            max(rows, key=lambda item: item[0]),
        )
        if most > _APART * least:
            values = (names_of(streams[stream]), f"{component} {_analysed(low)}", _analysed(high))
            yield Symptom(
                Oddity.CONTRADICTING_ANALYSES, "stream_components", (str(low.id), str(high.id)), values
            )


def _analysed(row: StreamComponent) -> str:
    """Return an analysis with its day and laboratory, as far as they are known."""
    about = ", ".join(
        part for part in (row.sampled_on.isoformat() if row.sampled_on else "", row.laboratory) if part
    )
    return f"{row.amount.likely:g} {row.basis}" + (f" ({about})" if about else "")


def _limits_of_nothing(snapshot: Snapshot) -> Iterator[Symptom]:
    """Name the limits, at facilities on record, of components that no stream or material says it has."""
    carried = {row.component for row in snapshot.all(StreamComponent)}
    carried |= {row.component for row in snapshot.all(MaterialComponent)} | {FREE_WATER, *INDICES}
    run = {row.technology for row in snapshot.all(Facility) if row.state is not OperatingState.CLOSED}
    ports = snapshot.tables["ports"].select(["technology", "material", "direction"]).to_pylist()
    inputs = {
        (row["technology"], row["material"])
        for row in ports
        if row["direction"] in (Direction.MAIN_INPUT.value, Direction.AUXILIARY_INPUT.value)
    }
    groups: dict[str, list[Limit]] = defaultdict(list)
    for row in snapshot.all(Limit):
        bounded = row.minimum is not None or row.maximum is not None
        of_input = row.material is None or (row.technology, row.material) in inputs
        if row.technology in run and bounded and of_input and not row.component.startswith("material:"):
            groups[row.component].append(row)
    for component, rows in sorted(groups.items()):
        if component not in carried:
            values = (component, ", ".join(sorted({str(row.technology) for row in rows})))
            yield Symptom(Oddity.LIMIT_OF_NOTHING, "limits", tuple(str(row.id) for row in rows), values)


def _circles(snapshot: Snapshot) -> Iterator[Symptom]:
    """Name what works on record hand each other round and round without losing any of it."""
    run = {row.technology for row in snapshot.all(Facility) if row.state is not OperatingState.CLOSED}
    takers = open_ports(snapshot)
    onward = takers.take(takers.main).by_material(snapshot)
    given: dict[tuple[str, str], float] = defaultdict(float)
    ports: dict[tuple[str, str], list[str]] = defaultdict(list)
    for port in snapshot.all(Port):
        if port.technology in run and port.direction in (Direction.PRODUCT, Direction.RESIDUE):
            for taker in (name for name in onward.get(port.material, ()) if name in run):
                given[port.technology, taker] += port.ratio.likely
                ports[port.technology, taker].append(str(port.id))
    for circle in lossless(given):
        steps = list(zip(circle, (*circle[1:], circle[0]), strict=True))
        handed = tuple(id_ for step in steps for id_ in ports[step])
        back = math.prod(given[step] for step in steps)
        yield Symptom(Oddity.GOES_ROUND, "ports", handed, (", ".join(circle), f"{back:.4g}"))
