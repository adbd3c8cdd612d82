"""One year of the park: what goes where today, what the plan adds, what stays without a use.

Read from the document ``year``. Today's tonnes are those that streams say are in use: with the taker that a
running linkage names, else with the one that the plan takes for likely, else with none; never left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from api.figures import open_use
from api.web.reading import Reading
from api.web.things import UNITS, Thing, grade_of, name_of, range_of, thing
from graph.ranges import Range
from graph.vocabulary import Unit
from graph.wording import Words

#: Less than this is rounding of the solver, not a flow.
_LEAST = 0.5
_NOTHING = Words("", "")


class FlowState(StrEnum):
    """Whether a flow exists."""

    TODAY = "today"
    CONTRACTED = "contracted"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Flow:
    """What goes from one place to another in a year.

    Attributes
    ----------
    source, firm : Thing
        The stream (or the facility whose output it is) and who owns it.
    taker, taker_firm : Thing or None
        None: sold to its market, or in use today and nobody knows by whom.
    amount, unit : float, str
        Per year, in t, m3 or GJ.
    between : bool
        From a facility to a facility; its tonnes were counted when they left a stream.
    verified : bool
        False where a condition of the taker could not be checked.
    on_record : bool
        False where the taker of today is an estimate.
    runs : bool
        Whether the taker is in operation.
    suggestion : str or None
        The id under which the flow is explained.
    market : bool
        Sold as it is to its own market.
    """

    source: Thing
    firm: Thing
    taker: Thing | None
    taker_firm: Thing | None
    material: Thing
    amount: float
    unit: str
    state: FlowState
    between: bool = False
    verified: bool = True
    on_record: bool = True
    runs: bool = True
    suggestion: str | None = None
    market: bool = False


@dataclass(frozen=True, slots=True)
class Rest:
    """What a stream has left: supply = today + placed + unplaced.

    Attributes
    ----------
    in_use : Range or None
        What `today` is the likely value of; open where nobody knows how much it is. None: not to be seen.
    helps, help : tuple of str, Words
        What would help `unplaced`: the kinds of steps as GraphQL has them, and as a sentence.
    facilities, products, markets : tuple of Thing
        Where it would.
    """

    stream: Thing
    firm: Thing
    material: Thing
    unit: str
    supply: float
    today: float
    in_use: Range | None
    placed: float
    unplaced: float
    reason: str
    detail: Words
    estimate: bool
    helps: tuple[str, ...] = ()
    help: Words = _NOTHING
    facilities: tuple[Thing, ...] = ()
    products: tuple[Thing, ...] = ()
    markets: tuple[Thing, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlet:
    """What a facility sells or disposes of by the plan."""

    facility: Thing
    material: Thing | None
    amount: float
    unit: str
    sold: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """What the plan takes of one market, per year.

    Attributes
    ----------
    demand, served, share : float or None
        Of everybody together; what is served of it today; what this plan takes of it. None: nobody knows.
    place : str
        Whose sellers it is for, as the market's row has it.
    total, price : mapping or None
        Quantities: what a sink that fills still holds, and the price, which holds where `price_at` says.
    """

    market: Thing
    material: Thing
    unit: str
    sold: float
    demand: float | None
    served: float | None
    share: float | None
    full: bool
    place: str
    reach: str
    total: Mapping[str, Any] | None
    price: Mapping[str, Any] | None
    price_at: str
    grade: Words
    estimate: bool


@dataclass(frozen=True, slots=True)
class Target:
    """A share to reach, beside today and the technical potential."""

    id: str
    name: Words
    year: str
    unit: str
    supply: float
    today: float
    potential: float
    share: float


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums in one unit, each tonne once, where it leaves a stream."""

    unit: str
    supply: float
    today: float
    gross: float
    residue: float
    beside: tuple[tuple[str, float], ...]
    net: float
    contracted: float


@dataclass(frozen=True, slots=True)
class Year:
    """All of it; see the module."""

    flows: tuple[Flow, ...]
    rests: tuple[Rest, ...]
    outlets: tuple[Outlet, ...]
    totals: tuple[Totals, ...]
    targets: tuple[Target, ...]
    status: str
    taken: tuple[Taken, ...] = ()
    #: The plan itself, as the document has it.
    plan: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def units(self) -> tuple[str, ...]:
        """The units that anything is given off in, tonnes first."""
        return tuple(row.unit for row in self.totals)

    @property
    def counted(self) -> tuple[Totals, ...]:
        """The sums of the units in which anything is given off or used; tonnes where there is nothing."""
        return tuple(row for row in self.totals if row.supply > 0.0 or row.gross > 0.0) or self.totals[:1]

    @property
    def left(self) -> tuple[Rest, ...]:
        """What stays without a use, tonnes first, the largest first."""
        left = (rest for rest in self.rests if rest.unplaced > 0.0)
        return tuple(sorted(left, key=lambda rest: (self.units.index(rest.unit), -rest.unplaced)))

    @property
    def open_use(self) -> tuple[Words, ...]:
        """What is to be asked before the sums can be trusted: uses of which nobody knows how much."""
        uses = ((Unit(rest.unit), rest.supply, rest.in_use) for rest in self.rests if rest.in_use is not None)
        return tuple(Words(said.zh, said.en) for said in open_use(uses))

    def in_unit(self, unit: str) -> Totals | None:
        """Return the sums in a unit; None where nothing is given off in it."""
        return next((row for row in self.totals if row.unit == unit), None)


def read_year(reading: Reading, park: str | None, scenario: str | None) -> Year:
    """Return the year of a park under a scenario; the plan's refusals are raised."""
    return reading.once(
        ("year", park, scenario),
        lambda: year_of(reading.read("year", park=park, scenario=scenario)["plan"]),
    )


def year_of(plan: Mapping[str, Any]) -> Year:
    """Return the year that an answer of the document ``year`` tells of."""
    return Year(
        tuple(
            sorted(
                [*_today(plan), *_planned(plan), *_sold(plan)],
                key=lambda flow: (-flow.amount, flow.source.id),
            )
        ),
        tuple(_rest(row) for row in plan["streams"]),
        tuple(_outlets(plan)),
        tuple(_totals(row) for row in plan["totals"]),
        tuple(_target(row) for row in plan["targets"]),
        plan["solver"]["status"],
        tuple(_taken(row) for row in plan["marketsTaken"]),
        plan,
    )


def _today(plan: Mapping[str, Any]) -> Iterator[Flow]:
    takers: dict[str, list[Mapping[str, Any]]] = {}
    for row in plan["today"]:
        if row["stream"] is not None:
            takers.setdefault(row["stream"]["localId"], []).append(row)
    for row in plan["streams"]:
        source, firm = thing("stream", row["stream"]), thing("firm", row["enterprise"])
        material, unit = thing("material", row["material"]), UNITS[row["unit"]]
        left = row["baseline"]
        for flow in takers.get(row["stream"]["localId"], ()):
            # What is linked beyond the baseline is for the checks to find; here each tonne stands once.
            amount = min(flow["amount"], left)
            if amount <= _LEAST:
                continue
            left -= amount
            taker, owner = thing("facility", flow["facility"]), thing("firm", flow["facility"]["enterprise"])
            yield Flow(
                source,
                firm,
                taker,
                owner,
                material,
                amount,
                unit,
                FlowState.TODAY,
                on_record=flow["onRecord"],
            )
        if left > _LEAST:
            yield Flow(source, firm, None, None, material, left, unit, FlowState.TODAY)


def _planned(plan: Mapping[str, Any]) -> Iterator[Flow]:
    for row in plan["flows"]:
        between = row["stream"] is None
        start = row["fromFacility"] if between else row["stream"]
        to = row["facility"]
        contracted = min(row["contracted"], row["amount"])
        for state, amount in (
            (FlowState.CONTRACTED, contracted),
            (FlowState.PLANNED, row["amount"] - contracted),
        ):
            if amount > 0.0:
                yield Flow(
                    source=thing("facility" if between else "stream", start),
                    firm=thing("firm", start["enterprise"]),
                    taker=thing("facility", to),
                    taker_firm=thing("firm", to["enterprise"]),
                    material=thing("material", row["material"]),
                    amount=amount,
                    unit=UNITS[row["unit"]],
                    state=state,
                    between=between,
                    verified=row["verified"],
                    runs=to["state"] == "OPERATING",
                    suggestion=None
                    if between
                    else f"{start['localId']}>{to['localId']}>{row['port']['localId']}",
                )


def _sold(plan: Mapping[str, Any]) -> Iterator[Flow]:
    """Yield what the plan places of a stream without a facility: what its own market takes as it is."""
    by_stream: dict[str, float] = {}
    for row in plan["flows"]:
        if row["stream"] is not None:
            stream = row["stream"]["localId"]
            by_stream[stream] = by_stream.get(stream, 0.0) + row["amount"]
    for row in plan["streams"]:
        amount = row["placed"] - by_stream.get(row["stream"]["localId"], 0.0)
        if amount > _LEAST:
            source, firm = thing("stream", row["stream"]), thing("firm", row["enterprise"])
            material, unit = thing("material", row["material"]), UNITS[row["unit"]]
            yield Flow(source, firm, None, None, material, amount, unit, FlowState.PLANNED, market=True)


def _rest(row: Mapping[str, Any]) -> Rest:
    use = row["stream"]["inUse"]
    return Rest(
        stream=thing("stream", row["stream"]),
        firm=thing("firm", row["enterprise"]),
        material=thing("material", row["material"]),
        unit=UNITS[row["unit"]],
        supply=row["supply"],
        today=row["baseline"],
        in_use=None if use is None else range_of(use),
        placed=row["placed"],
        unplaced=row["unplaced"],
        reason=row["reason"],
        detail=Words(row["detailZh"], row["detailEn"]),
        helps=tuple(row["helps"]),
        help=Words(row["helpZh"], row["helpEn"]),
        facilities=tuple(thing("facility", one) for one in row["facilities"]),
        products=tuple(thing("material", one) for one in row["products"]),
        markets=tuple(thing("market", one) for one in row["markets"]),
        estimate=row["stream"]["evidence"]["demoEstimate"],
    )


def _outlets(plan: Mapping[str, Any]) -> Iterator[Outlet]:
    for run in plan["runs"]:
        facility = thing("facility", run["facility"])
        for sold, name in ((True, "sold"), (False, "disposed")):
            for row in run[name]:
                material = None if row["material"] is None else thing("material", row["material"])
                yield Outlet(facility, material, row["amount"], UNITS[row["unit"]], sold)


def _taken(row: Mapping[str, Any]) -> Taken:
    record = row["record"]
    return Taken(
        market=Thing("market", row["market"], Words(row["nameZh"], row["nameEn"])),
        material=thing("material", row["material"]),
        unit=UNITS[row["unit"]],
        sold=row["sold"],
        demand=row["demand"],
        served=row["served"],
        share=row["share"],
        full=row["full"],
        place=record["place"],
        reach=record["reach"],
        total=record["total"],
        price=record["price"],
        price_at=record["priceAt"],
        grade=grade_of(record["evidence"]),
        estimate=record["evidence"]["demoEstimate"],
    )


def _totals(row: Mapping[str, Any]) -> Totals:
    return Totals(
        UNITS[row["unit"]],
        row["supply"],
        row["baseline"],
        row["gross"],
        row["residue"],
        tuple((UNITS[one["unit"]], one["amount"]) for one in row["beside"]),
        row["net"],
        row["contracted"],
    )


def _target(row: Mapping[str, Any]) -> Target:
    target = row["target"]
    return Target(
        target["localId"],
        name_of(target),
        target["year"],
        UNITS[row["unit"]],
        row["supply"],
        row["shareBaseline"],
        row["sharePlanned"],
        row["shareTarget"],
    )
