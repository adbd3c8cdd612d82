"""What a candidate is worth apart from distance and amounts, once for each material, technology and zone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.geography import NEXT_DOOR_KM
from graph.knowledge import PrecedentBook
from graph.matching.gates import arriving, conveyances
from graph.matching.pathway import Pathway
from graph.matching.pathways import PathwayFinder
from graph.matching.suggestion import Basis, Suggestion
from graph.model import Port
from graph.tools import numbered, values_by
from graph.value import Replacing, ValueBook, Worth, carried, replaced, total
from graph.vocabulary import Direction, OperatingState


@dataclass(frozen=True)
class CandidateWorth:
    """One value a candidate; NaN: not known.

    Attributes
    ----------
    value, co2 : float array
        CNY and kg CO2e per unit of the best pathway, or of the bought input that an auxiliary input replaces.
    trl : float array
        The lowest of the pathway.
    lift : float array
        Of the precedents.
    """

    value: NDArray[np.float64]
    co2: NDArray[np.float64]
    trl: NDArray[np.float64]
    lift: NDArray[np.float64]


def worth_of(
    taken_as: NDArray[np.integer],
    technology: NDArray[np.integer],
    wanted: NDArray[np.integer],
    main: NDArray[np.bool_],
    zone: NDArray[np.int64],
    start: NDArray[np.int64],
    finder: PathwayFinder,
    book: PrecedentBook,
) -> CandidateWorth:
    """Return value, CO2, readiness and precedents of each candidate.

    Parameters
    ----------
    taken_as, technology, wanted : int array
        Rows of what comes as it is taken, of the taker, and of the port's own material.
    main : bool array
        Whether the port takes a main input.
    zone : int array
        Of the facility, see `graph.value.numbers.places.Zones`.
    start : int array
        Row of its enterprise, from which a pathway goes on; -1 where none does.
    finder : PathwayFinder
    book : PrecedentBook
    """
    materials, technologies = (finder.snapshot.strings(name, "id") for name in ("materials", "technologies"))
    number, first = numbered(taken_as, technology, main, wanted, zone)
    found = np.empty((len(number), 4))
    for case, some in values_by(number, np.arange(len(number))).items():
        row = first[case]
        material, where = materials[taken_as[row]], int(zone[row])
        process = finder.technologies[technologies[technology[row]]]
        lift = unknown_as_nan(book.lift(material, process.nace))
        if main[row]:
            ways = finder.bests(process.id, material, where, start[some])
            found[some] = [
                (unknown_as_nan(best.value), unknown_as_nan(best.co2_avoided), best.trl, lift)
                for best in ways
            ]
        else:
            bought = finder.values.bought(materials[wanted[row]], where)
            found[some] = (
                bought.benefit if bought.money else np.nan,
                bought.co2 if bought.carbon else np.nan,
                process.trl,
                lift,
            )
    return CandidateWorth(*found.T)


@dataclass(frozen=True, slots=True)
class Way:
    """One way from a stream to a facility's port.

    Attributes
    ----------
    stream : int
        Row of the stream.
    taken_as : str
        The kind of material that the port takes it as.
    giver, taker : int
        Zones of both enterprises.
    ends : tuple of int
        Rows of both enterprises.
    distance : float
        Road km; NaN where not known.
    replacing : Replacing or None
        What the facility's product replaces, where that is something of its own.
    building : float or None
        Capacity of a facility that does not stand yet and has to earn its capital back; NaN where that is
        not known, None for one that stands.
    """

    stream: int
    material: str
    port: Port
    taken_as: str
    giver: int
    taker: int
    ends: tuple[int, int]
    distance: float
    building: float | None = None
    replacing: Replacing | None = None


def terms_of(finder: PathwayFinder, way: Way) -> Worth:
    """Return the terms of a unit's worth on a way: what it saves, how it gets there, what it becomes.

    A unit that leaves; what is lost on the way saves no disposal and becomes nothing.
    """
    values = finder.values
    if way.port.direction is Direction.MAIN_INPUT:
        technology, stream = way.port.technology, finder.snapshot.tables["waste_streams"]["id"][way.stream]
        charge = finder.charge(technology, way.port.material, stream.as_py())
        # A pathway begins with the kind that the port takes the material as.
        best = finder.best(technology, way.taken_as, way.taker, finder.along(technology, charge), way.ends[1])
        paid = values.paid(way.stream, way.material, way.giver)
        given = values.given(way.material, way.taker, paid, way.taken_as)
        onward = finder.onward.worth(best.treatments, way.ends[1])
        use = total([(1.0, finder.chain.worth(best.treatments, way.taker, given)), (1.0, onward)])
        otherwise = otherwise_of(values, best, way.taker, way.replacing)
        use = total([(1.0, use), (1.0, otherwise)]) if way.replacing is not None else use
        if way.building is not None:
            scale = None if np.isnan(way.building) else way.building
            use = total([(1.0, use), (1.0, values.built(way.port.technology, scale))])
    else:
        use = values.bought(way.port.material, way.taker)
    row = finder.snapshot.positions("materials", [way.material])
    giver, distance = np.array([way.giver]), np.array([way.distance])
    ends = np.array([way.ends[0]]), np.array([way.ends[1]])
    carriage = carried(values.factors, row, giver, distance, ends)
    relieved = values.relieved(way.stream, way.material, way.giver)
    arrives = arriving(conveyances(finder.snapshot).loss[row], distance)
    (saved,) = values.relieving(row, giver, arrives).tolist()
    return total([(saved, relieved), *carriage.parts(0), (float(arrives[0]), use)])


def otherwise_of(values: ValueBook, best: Pathway, zone: int, replacing: Replacing | None) -> Worth:
    """Return what a unit brings more on a pathway whose first product replaces something of its own."""
    first = best.treatments[0]
    ratios = {one.port: one.ratio.likely for one in first.told.yields}
    return values.otherwise(first.technology, zone, replacing, ratios)


def explain_worth(finder: PathwayFinder, suggestion: Suggestion) -> Worth:
    """Return the terms of a suggestion's margin and CO2e; their sums are these where they are known.

    Parameters
    ----------
    finder : PathwayFinder
        Of the snapshot that the suggestion was made from.
    suggestion : Suggestion
    """
    snapshot = finder.snapshot
    (stream,) = snapshot.positions("waste_streams", [suggestion.stream]).tolist()
    (facility,) = snapshot.positions("facilities", [suggestion.facility]).tolist()
    who = [
        snapshot.tables[table]["enterprise"][row].as_py()
        for table, row in (("waste_streams", stream), ("facilities", facility))
    ]
    ends = snapshot.positions("enterprises", who)
    giver, taker = finder.factors.zones.of_enterprise[ends].tolist()
    port = snapshot.by_id(Port)[suggestion.port]
    distance = np.nan if suggestion.distance is None else suggestion.distance
    if distance == 0.0 and who[0] != who[1]:
        distance = NEXT_DOOR_KM
    planned = suggestion.basis is Basis.FACILITY and suggestion.state is OperatingState.PLANNED
    capacity = float(snapshot.numbers("facilities", "capacity_likely")[facility])
    taken_as, building = suggestion.pathway[0].takes, capacity if planned else None
    instead = replaced(snapshot).get(facility)
    way = Way(
        stream,
        suggestion.material,
        port,
        taken_as,
        giver,
        taker,
        (int(ends[0]), int(ends[1])),
        distance,
        building,
        instead,
    )
    return terms_of(finder, way)


def unknown_as_nan(value: float | None) -> float:
    """Return NaN for None: unknown numbers travel through arrays as NaN."""
    return np.nan if value is None else value
