"""Amounts that are hard to believe: what no works gives off, what other years or a plant's size contradict.

Nothing is changed or left out in silence: each such amount is asked about, once for its column where the unit
of the column would explain it, and waits for the answer. What only stands out from the park is said and kept.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from graph.errors import SymbioflowError
from graph.knowledge import largest_amount
from graph.model import Facility, Material, Port, WasteStream
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.units import convert
from graph.vocabulary import Direction, StreamId
from ingest.proposing.asking import Asker
from ingest.proposing.result import Doubt, LeftAside, Place
from ingest.proposing.wastes.lines import Line
from ingest.quantities import read_written, rounded
from ingest.understanding import LEAVE_OUT, Doubted, unit_doubted

#: Two amounts of one thing apart by this factor are one of them in another unit: kg for t, 万t for t.
_SLIP = 300.0
#: The units that people slip between, the largest first, by what is counted.
_UNITS: Mapping[str, tuple[str, ...]] = {
    "t": ("万t", "t", "kg"),
    "m3": ("万m3", "m3", "L"),
    "GJ": ("GJ", "MJ"),
}
#: What slips between units, or of 万, come to.
_FACTORS = (1e-3, 1e-4, 1e3, 1e4)
#: Of so many other firms' like wastes one may say that an amount stands out.
_LEAST_OTHERS = 2


@dataclass(frozen=True, slots=True)
class Weighing:
    """A stream that would be written, and what its lines said.

    Attributes
    ----------
    shown : str
        Firm and waste in the words of the file.
    counted : str
        Unit of the material: t, m3 or GJ.
    field : str
        The field that its supply is from.
    """

    row: WasteStream
    lines: tuple[Line, ...]
    shown: str
    counted: str
    field: str

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.lines[0].place

    @property
    def amount(self) -> str:
        """What would be written."""
        return self.said(self.row.supply.likely)

    def said(self, amount: float) -> str:
        """Return an amount in the unit of the material."""
        return f"{amount:,.10g} {self.counted}"

    @property
    def header(self) -> str:
        """Header of the column of its amount."""
        return self.lines[0].headers.get(self.field, "")

    @property
    def unit(self) -> str:
        """Unit of the column as written; empty where the cells have their own."""
        return self.lines[0].units.get(self.field, "")


@dataclass(frozen=True, slots=True)
class _Contradiction:
    why: Doubted
    other: float


def believed(
    weighings: Sequence[Weighing], known: Snapshot, facilities: Iterable[Facility], asker: Asker
) -> tuple[list[WasteStream], list[LeftAside], list[Doubt]]:
    """Return the streams whose amounts can be believed or were confirmed, those left aside, and doubts."""
    materials = known.by_id(Material)
    before = known.by_id(WasteStream)
    expected = _expected(known, facilities)
    found: dict[int, _Contradiction] = {}
    for at, weighing in enumerate(weighings):
        material = materials[weighing.row.material]
        contradiction = (
            _beyond_any(weighing.row.supply, material, materials)
            or _other_year(weighing, before.get(weighing.row.id), materials)
            or _other_size(weighing.row, expected)
        )
        if contradiction is not None:
            found[at] = contradiction
    of_column: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, weighing in enumerate(weighings):
        if weighing.unit:
            of_column[weighing.place.file, weighing.header].append(at)
    rows: dict[int, WasteStream] = {at: weighing.row for at, weighing in enumerate(weighings)}
    waiting: set[int] = set()
    for (file, header), members in of_column.items():
        odd = [at for at in members if at in found]
        scaled = any(found[at].why is Doubted.MOST for at in odd) and _is_scaled(weighings[odd[0]].unit)
        if scaled or (len(odd) > 1 and 2 * len(odd) >= len(members)):
            waiting.update(members if _asks_for_unit(file, header, odd, weighings, found, asker) else ())
            for at in odd:
                del found[at]
    for at, contradiction in found.items():
        settled = _settled(weighings[at], contradiction, asker)
        if settled is None:
            waiting.add(at)
        else:
            rows[at] = settled
    left_aside = [
        LeftAside(weighings[at].place, f"{weighings[at].shown}: {weighings[at].amount}", "AMOUNT_DOUBTED")
        for at in sorted(waiting)
    ]
    kept = [rows[at] for at in range(len(weighings)) if at not in waiting]
    shown = {weighing.row.id: weighing for weighing in weighings}
    return kept, left_aside, list(_standing_out(kept, known, shown))


def _beyond_any(
    supply: Range, material: Material, materials: Mapping[str, Material]
) -> _Contradiction | None:
    most = largest_amount(material, materials)
    return _Contradiction(Doubted.MOST, most) if supply.likely > most else None


def _other_year(
    weighing: Weighing, stored: WasteStream | None, materials: Mapping[str, Material]
) -> _Contradiction | None:
    """Compare an amount with the nearest earlier year of the files, else with what the store has."""
    now = [line.amounts[weighing.field] for line in weighing.lines if weighing.field in line.amounts]
    units = {amount.unit for amount in now}
    total = sum(amount.likely for amount in now)
    years: dict[int, float] = defaultdict(float)
    for amount in chain.from_iterable(line.before for line in weighing.lines):
        if amount.field == weighing.field and {amount.unit} == units and not amount.basis:
            years[amount.year] += amount.likely
    if years and _is_slip(total, years[max(years)]):
        share = weighing.row.supply.likely / total
        return _Contradiction(Doubted.YEAR, years[max(years)] * share)
    if stored is None or stored.material != weighing.row.material:
        return None
    # What the store has may be the slip that this file mends.
    material = materials[stored.material]
    was = stored.supply.likely
    is_slip = _is_slip(weighing.row.supply.likely, was) and was <= largest_amount(material, materials)
    return _Contradiction(Doubted.YEAR, was) if is_slip else None


def _expected(known: Snapshot, facilities: Iterable[Facility]) -> Mapping[tuple[str, str], float]:
    """Return what the facilities of each enterprise give off of each material at their capacity."""
    ratios: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for port in known.all(Port):
        if port.direction in (Direction.RESIDUE, Direction.PRODUCT):
            ratios[port.technology].append((port.material, port.ratio.likely))
    expected: dict[tuple[str, str], float] = defaultdict(float)
    for facility in {row.id: row for row in (*known.all(Facility), *facilities)}.values():
        capacity = facility.capacity.likely if facility.capacity is not None else 0.0
        for material, ratio in ratios[facility.technology]:
            expected[facility.enterprise, material] += capacity * ratio
    return expected


def _other_size(row: WasteStream, expected: Mapping[tuple[str, str], float]) -> _Contradiction | None:
    size = expected.get((row.enterprise, row.material), 0.0)
    return _Contradiction(Doubted.CAPACITY, size) if _is_slip(row.supply.likely, size) else None


def _is_slip(one: float, other: float) -> bool:
    """Return whether two amounts above 0 are so far apart that one of them is in another unit.

    Examples
    --------
    >>> _is_slip(120_000.0, 118.0), _is_slip(120.0, 3.0), _is_slip(120.0, 0.0)
    (True, False, False)
    """
    return min(one, other) > 0.0 and max(one, other) >= _SLIP * min(one, other)


def _is_scaled(unit: str) -> bool:
    """Return whether a header counts in more than one of the canonical unit: 万吨, kt."""
    return any(_in(unit, plain) > 1.0 for plain in _UNITS)


def _in(unit: str, plain: str) -> float:
    """Return how many of a plain unit one is; 0 where it measures something else."""
    try:
        return convert(1.0, unit, f"{plain}/yr" if "/" in unit else plain)
    except SymbioflowError:
        return 0.0


def _asks_for_unit(
    file: str,
    header: str,
    odd: Sequence[int],
    weighings: Sequence[Weighing],
    found: Mapping[int, _Contradiction],
    asker: Asker,
) -> bool:
    """Ask which unit a column is in, by its oddest amount; return whether the column is to be left out."""
    about = f"{file} {header}"
    first = max(odd, key=lambda at: weighings[at].row.supply.likely)
    weighing, contradiction = weighings[first], found[first]
    plain = next((unit for unit in _UNITS if _in(weighing.unit, unit)), "")
    answer = unit_doubted(asker.answers, file, header)
    if answer == LEAVE_OUT or _in(answer, plain):
        return answer == LEAVE_OUT
    now = weighing.row.supply.likely
    readings = [(now * _in(unit, plain) / _in(weighing.unit, plain), unit) for unit in _UNITS.get(plain, ())]
    others = [(amount, unit) for amount, unit in readings if abs(amount - now) > 1e-9 * now]
    likeliest = sorted(others, key=lambda item: not _fits(item[0], contradiction))
    options = [(unit, weighing.said(amount)) for amount, unit in (*likeliest, (now, weighing.unit))]
    values = (f"{header}: {weighing.shown}", weighing.amount, weighing.said(contradiction.other))
    asker.ask(contradiction.why.of_unit, about, weighing.place, values, options)
    return True


def _fits(amount: float, contradiction: _Contradiction) -> bool:
    if contradiction.why is Doubted.MOST:
        return amount <= contradiction.other
    return not _is_slip(amount, contradiction.other)


def _settled(weighing: Weighing, contradiction: _Contradiction, asker: Asker) -> WasteStream | None:
    """Return a stream with the amount that somebody confirmed; None while the question is open."""
    now, about = weighing.row.supply.likely, f"{weighing.shown} {weighing.amount}"
    code = contradiction.why.of_amount
    answer = asker.answer(code, about)
    if answer == LEAVE_OUT:
        return None
    if answer is not None and (said := _said(answer, weighing.counted)) is not None:
        return _scaled(weighing.row, said / now)
    slips = [now * factor for factor in _FACTORS]
    if contradiction.why is not Doubted.MOST:
        slips.sort(key=lambda amount: abs(math.log(amount / contradiction.other)))
    options = [(weighing.said(amount), "") for amount in slips if _fits(amount, contradiction)]
    values = (weighing.shown, weighing.amount, weighing.said(contradiction.other))
    asker.ask(code, about, weighing.place, values, (*options, (weighing.amount, "")))
    return None


def _said(answer: str, unit: str) -> float | None:
    """Return the amount of an answer in a unit; None for what is no amount."""
    try:
        written = read_written(answer, ".")
        return None if written is None else written.in_unit(unit, unit).likely
    except SymbioflowError:
        return None


def _scaled(row: WasteStream, factor: float) -> WasteStream:
    """Return a stream whose amounts, which stand in one row of the file, are that many times as large."""
    if factor == 1.0:
        return row

    def times(value: Range) -> Range:
        return Range(*(rounded(end * factor) for end in (value.low, value.likely, value.high)))

    supply = times(row.supply)
    beyond = row.in_use.likely > supply.likely or row.in_use.is_open
    in_use = times(row.in_use) if beyond else row.in_use
    return replace(row, supply=supply, in_use=in_use)


def _standing_out(
    rows: Sequence[WasteStream], known: Snapshot, shown: Mapping[StreamId, Weighing]
) -> Iterable[Doubt]:
    """Name the new amounts that are hundreds of times those of all other firms for the same material."""
    by_material: dict[str, dict[str, float]] = defaultdict(dict)
    for row in {row.id: row for row in (*known.all(WasteStream), *rows)}.values():
        firms = by_material[row.material]
        firms[row.enterprise] = firms.get(row.enterprise, 0.0) + row.supply.likely
    largest = {
        material: sorted(firms.items(), key=lambda item: -item[1])[: _LEAST_OTHERS + 1]
        for material, firms in by_material.items()
    }
    for row in rows:
        others = [amount for firm, amount in largest[row.material] if firm != row.enterprise and amount > 0.0]
        if len(others) >= _LEAST_OTHERS and row.supply.likely >= _SLIP * max(others):
            weighing = shown[row.id]
            values = (weighing.shown, weighing.said(row.supply.likely), weighing.said(max(others)))
            yield Doubt(weighing.place, "STANDS_OUT", values)
