"""Suggestions and refusals with their reasons, made of the rows that are shown and of no others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from graph.errors import SymbioflowError
from graph.geography import as_told
from graph.knowledge import CITED
from graph.matching.explanation.gate_words import GateWriter
from graph.matching.pathways import PathwayFinder
from graph.matching.ranking import MatchColumns, Pairs, Ranking, Scores, judge, scores_of
from graph.matching.scoring import Numbers
from graph.matching.suggestion import (
    Basis,
    Outcome,
    PartInput,
    PartName,
    PathwayStep,
    Refusal,
    ScorePart,
    Suggestion,
)
from graph.model import Enterprise, Material, Port
from graph.value import Ints, Policies, price_interval
from graph.vocabulary import (
    EnterpriseId,
    FacilityId,
    MaterialId,
    OperatingState,
    PortId,
    RowId,
    StreamId,
    TechnologyId,
)

#: The most suggestions, or refusals, that are made at once: 20,000 of them take about 200 MB.
MOST_EXPLAINED = 20_000
#: What has to be asked of a prospective receiver before anything else.
_ASKED_OF_ALL = "receiver: whether it takes this, how much a year, and of what composition"


def explain_rows(
    ranking: Ranking, rows: Sequence[int] | np.ndarray, most: int = MOST_EXPLAINED
) -> tuple[Suggestion, ...]:
    """Return some rows of a ranking as suggestions with everything that explains them.

    Raises
    ------
    SymbioflowError
        ``TOO_LARGE`` for more than `most` at once.
    """
    _bounded(len(rows), most)
    at = np.asarray(rows, dtype=np.int64)
    if not len(at):
        return ()
    pairs = judge(ranking.columns, ranking.stream[at], ranking.offer[at])
    writer = _Writer(ranking.columns, pairs)
    return tuple(writer.suggestion(row, int(place)) for row, place in enumerate(ranking.place[at]))


def refusals_of(ranking: Ranking, streams: Iterable[int], most: int = MOST_EXPLAINED) -> tuple[Refusal, ...]:
    """Return what must refuse streams (rows in the snapshot) though it takes their material, and why.

    Raises
    ------
    SymbioflowError
        ``TOO_LARGE`` for more than `most` at once.
    """
    found: list[Refusal] = []
    columns = ranking.columns
    for stream in streams:
        offer = columns.offers_to(stream)
        pairs = judge(columns, np.full(len(offer), stream, dtype=np.int32), offer)
        # What an industry usually does refuses nobody.
        refused = np.flatnonzero(pairs.refused & (columns.facilities.basis[columns.offers.at[offer]] == 0))
        _bounded(len(found) + len(refused), most)
        if not len(refused):
            continue
        refused = refused[np.lexsort((columns.port(offer[refused]), columns.facility(offer[refused])))]
        writer = _Writer(columns, pairs)
        found.extend(writer.refusal(int(row)) for row in refused)
    return tuple(found)


def unmatched(ranking: Ranking) -> tuple[StreamId, ...]:
    """Return the streams asked for that no facility's port takes at all."""
    columns = ranking.columns
    taken = np.append(np.diff(columns.offers.first) > 0, False)
    alone = ranking.wanted[~taken[columns.streams.material[columns.place[ranking.wanted]]]]
    return tuple(StreamId(columns.stream[int(row)].as_py()) for row in alone)


def _bounded(count: int, most: int) -> None:
    if count > most:
        raise SymbioflowError("TOO_LARGE.explained", most=f"{most:,}")


class _Writer:
    """Turns judged pairs into suggestions and refusals."""

    def __init__(self, columns: MatchColumns, pairs: Pairs) -> None:
        self._columns, self._pairs = columns, pairs
        self._snapshot = columns.snapshot
        self._materials = self._snapshot.by_id(Material)
        self._ports = self._snapshot.by_id(Port)
        self._gates = GateWriter(columns, pairs)

    @cached_property
    def _scores(self) -> Scores:
        return scores_of(self._columns, self._pairs)

    @cached_property
    def _zones(self) -> Ints:
        """Of the takers."""
        return self._columns.valuation.zone(self._pairs.taker)

    @cached_property
    def _placer(self) -> PathwayFinder:
        """Knows where every facility stands; the finder of the columns knows one of each technology."""
        facilities = self._columns.facilities
        rows = facilities.row[facilities.basis == 0]
        on_record = frozenset(self._snapshot.tables["facilities"]["id"].take(rows).to_pylist())
        return PathwayFinder(self._snapshot, self._columns.valuation.factors, on_record)

    @cached_property
    def _policies(self) -> Policies:
        return Policies(self._snapshot)

    def _text(self, table: str, column: str, row: int) -> str:
        return str(self._snapshot.tables[table][column][int(row)].as_py())

    def _ids(self, row: int) -> tuple[StreamId, FacilityId, PortId]:
        offer = self._pairs.offer[row : row + 1]
        return (
            StreamId(self._text("waste_streams", "id", self._pairs.stream[row])),
            FacilityId(self._text("facilities", "id", self._columns.facility(offer)[0])),
            PortId(self._text("ports", "id", self._columns.port(offer)[0])),
        )

    def suggestion(self, row: int, rank: int) -> Suggestion:
        columns, pairs, scores = self._columns, self._pairs, self._scores
        taken, taking = columns.taken, columns.offers.taking[pairs.offer[row]]
        stream, facility, port = self._ids(row)
        gates = self._gates.results(row)
        material = self._materials[self._text("materials", "id", taken.material[taking])]
        technology = self._text("technologies", "id", taken.technology[taking])
        finder = columns.valuation.finder
        taken_as = self._text("materials", "id", taken.taken_as[taking])
        zone = int(self._zones[row])
        told = columns.followed.told(int(columns.checks.followed[pairs.entry[row]]))
        pathway = (
            finder.best(technology, taken_as, zone, told, int(pairs.taker[row]))
            if taken.main[taking]
            else None
        )
        basis, usual = self._basis(row)
        doubts = [] if basis is Basis.FACILITY else [_ASKED_OF_ALL]
        doubts += [
            f"{gate.gate.value}: {gate.component or gate.reason.en}"
            for gate in gates
            if gate.outcome is Outcome.UNVERIFIED
        ]
        # Of a use in general there is nothing to be known but what the receiver says.
        brings = pathway or finder.values.bought(self._ports[port].material, zone)
        unknown = (*brings.missing, *scores.unknown(row)) if basis is not Basis.USUAL_USE else ()
        if pathway is not None and np.isnan(columns.built[columns.offers.at[pairs.offer[row]]]):
            unknown = (*unknown, f"capital cost of {technology}")
        facility_row = int(columns.facility(pairs.offer[row : row + 1])[0])
        taker = self._owner(facility_row)
        donor = "" if pairs.donor[row] < 0 else self._text("enterprises", "nace", pairs.donor[row])
        return Suggestion(
            id=f"{stream}>{facility}>{port}",
            stream=stream,
            facility=facility,
            port=port,
            material=material.id,
            rank=rank,
            score=float(scores.score[row]),
            confidence=float(pairs.confidence[row]),
            amount=float(scores.amount[row]),
            unit=material.unit,
            state=OperatingState(self._text("facilities", "state", facility_row)),
            distance=_none(as_told(pairs.distance[row])),
            margin=_none(scores.margin[row]),
            price=price_interval(
                value=float(scores.value[row]),
                disposal=float(scores.disposal[row]),
                transport=float(scores.transport[row]),
                elsewhere=self._elsewhere(material.id, pairs.donor[row]),
            ),
            co2_avoided=_none(scores.avoided[row]),
            parts=self._parts(row),
            gates=gates,
            pathway=_arriving(
                self._placer.placed(pathway, facility)
                if pathway is not None
                else self._auxiliary_step(facility, technology, port, material.id, zone),
                float(scores.arrives[row]),
            ),
            precedents=columns.valuation.book.nearest(
                material.id, finder.technologies[technology].nace, donor
            )[:CITED],
            policies=self._policies_of(material.id, taker),
            missing=tuple(dict.fromkeys((*doubts, *unknown))),
            basis=basis,
            usual=usual,
            distance_estimated=self._roughly(int(pairs.donor[row]), taker),
            by=scores.carriage.travels(row),
        )

    def _elsewhere(self, material: str, donor: int) -> float | None:
        """Return what a waste costs at most in its market near its donor."""
        valuation = self._columns.valuation
        (zone,) = valuation.zone(np.array([donor], dtype=np.int32)).tolist()
        markets = valuation.values.markets
        price = markets.price(markets.of_waste(material, zone))
        return None if price is None else price.amount.high

    def _basis(self, row: int) -> tuple[Basis, float | None]:
        columns, offer = self._columns, self._pairs.offer[row : row + 1]
        at = columns.offers.at[offer]
        basis = tuple(Basis)[columns.facilities.basis[at][0]]
        if columns.prospects is None or basis is Basis.FACILITY:
            return basis, None
        stream = self._pairs.stream[row : row + 1]
        usual = columns.prospects.usual.for_streams(stream, columns.facilities.enterprise[at])
        return basis, float(usual[0])

    def refusal(self, row: int) -> Refusal:
        gates = self._gates.results(row)
        return Refusal(*self._ids(row), tuple(gate for gate in gates if gate.outcome is Outcome.REFUSED))

    def _auxiliary_step(
        self, facility: FacilityId, technology: str, port: PortId, material: MaterialId, zone: int
    ) -> tuple[PathwayStep, ...]:
        """An auxiliary input ends in the facility's main product: one step, per unit that arrives."""
        products = self._columns.valuation.finder.products(technology, zone)
        ratio = self._ports[port].ratio.likely
        made = products[0].ratio.likely / ratio if products and ratio > 0.0 else 0.0
        gives = products[0].material if products else MaterialId("")
        return (PathwayStep(facility, TechnologyId(technology), material, gives, 1.0, made),)

    def _owner(self, facility: int) -> Enterprise:
        """Return whose a facility (by row) is."""
        owner = EnterpriseId(self._text("facilities", "enterprise", facility))
        return self._snapshot.by_id(Enterprise)[owner]

    def _policies_of(self, material: MaterialId, taker: Enterprise) -> tuple[RowId, ...]:
        """Return the documents that speak of a material where its taker stands."""
        return tuple(row.id for row in self._policies.speaking_of(material, taker.park))

    def _roughly(self, donor: int, taker: Enterprise) -> bool:
        """Return whether it is only estimated where a donor (by row) stands, or a taker."""
        if donor < 0:
            return False
        giver = self._snapshot.by_id(Enterprise)[EnterpriseId(self._text("enterprises", "id", donor))]
        return giver.id != taker.id and any(
            firm.position is not None and firm.position.estimated for firm in (giver, taker)
        )

    def _parts(self, row: int) -> tuple[ScorePart, ...]:
        scores, pairs = self._scores, self._pairs
        shares = self._columns.weights.shares()
        inputs: dict[PartName, tuple[tuple[str, Numbers, str], ...]] = {
            PartName.TECHNICAL: (
                ("smallest margin to a limit", pairs.tightest, "-"),
                ("verified checks", pairs.confidence, "-"),
            ),
            PartName.QUANTITY: (
                ("supply left", scores.supply, "unit/yr"),
                ("port capacity", scores.capacity, "unit/yr"),
            ),
            PartName.PROXIMITY: (("transport cost", scores.transport, "CNY/unit"),),
            PartName.ECONOMICS: (
                ("joint margin", scores.margin, "CNY/unit"),
                ("disposal avoided", scores.disposal, "CNY/unit"),
            ),
            PartName.CO2: (("CO2 avoided", scores.avoided, "kg CO2e/unit"),),
            PartName.READINESS: (
                ("TRL", scores.trl, "-"),
                ("factor of the facility's state", scores.state, "-"),
            ),
            PartName.PRECEDENT: (("share of like precedents", scores.lift, "-"),),
        }
        if scores.arrives[row] < 1.0:
            inputs[PartName.QUANTITY] += (("share that arrives", scores.arrives, "-"),)
        if scores.overlap[row] < 1.0:
            inputs[PartName.QUANTITY] += (("share in season", scores.overlap, "-"),)
        parts = []
        for name in PartName:
            given = tuple(PartInput(word, _none(numbers[row]), unit) for word, numbers, unit in inputs[name])
            value = float(scores.parts[name][row])
            parts.append(ScorePart(name, value, shares[name], given[0].value is not None, given))
        return tuple(parts)


def _arriving(steps: tuple[PathwayStep, ...], arrives: float) -> tuple[PathwayStep, ...]:
    """Return the steps of a unit that arrives as those of a unit of the stream."""
    return tuple(
        replace(step, amount_in=arrives * step.amount_in, amount_out=arrives * step.amount_out)
        for step in steps
    )


def _none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
