"""Suggested linkages: every candidate gated, scored and ranked within its stream, with the reasons kept.

Candidates are columns from the first join to the top k; objects are made for the suggestions returned only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.errors import SymbioflowError
from graph.knowledge import CITED, PrecedentBook
from graph.matching.gates.acceptance import candidates
from graph.matching.gates.composition import UNVERIFIED
from graph.matching.gates.gate_words import gate_results
from graph.matching.gates.gates import FIXED_COLUMNS, Gated, apply_gates
from graph.matching.pathways import PathwayFinder
from graph.matching.scoring import (
    geometric_mean,
    logistic,
    precedent_part,
    proximity,
    quantity_fit,
    readiness,
    taxonomy_factor,
    technical_fit,
)
from graph.matching.suggestion import (
    GateName,
    Outcome,
    PartInput,
    PartName,
    PathwayStep,
    Refusal,
    ScorePart,
    Suggestion,
    Suggestions,
)
from graph.matching.weights import Weights
from graph.matching.worth import Way, port_capacity, terms_of, worth_of
from graph.model import Enterprise, Material, Policy, Port
from graph.snapshot import Snapshot
from graph.value.factors import Factors
from graph.value.price import price_interval
from graph.vocabulary import (
    Direction,
    FacilityId,
    MaterialId,
    OperatingState,
    PortId,
    RowId,
    StreamId,
    TechnologyId,
)


@dataclass(frozen=True, slots=True)
class MatchOptions:
    """What to look for.

    Attributes
    ----------
    top : int
        Suggestions for each stream; 0 for all.
    radius : float or None
        Farthest road distance, km; None takes the weights table's.
    on : date or None
        Day on which both sides must run; None leaves dates out of account.
    streams : tuple of StreamId
        Only these; empty for all.
    weights : mapping of str to float
        Overrides of the weights table by id.
    """

    top: int = 5
    radius: float | None = None
    on: date | None = None
    streams: tuple[StreamId, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.top < 0:
            raise SymbioflowError("BAD_OPTION", f"top is {self.top}; expected 0 (all) or more")
        if self.radius is not None and not self.radius >= 0.0:
            raise SymbioflowError("BAD_OPTION", f"radius is {self.radius} km; expected a number of 0 or more")


@dataclass(frozen=True)
class Scored:
    """Gated candidates with all that their score is made of, one row a candidate.

    Attributes
    ----------
    gated : Gated
    columns : DataFrame
        `supply`, `capacity`, `amount`, `transport`, `disposal`, `value`, `margin`, `avoided`, `lift`,
        `score`, `confidence` and the parts by name; `giver` and `taker` (zones of both) and `stream_row`.
    """

    gated: Gated
    columns: pd.DataFrame
    weights: Weights
    finder: PathwayFinder
    book: PrecedentBook


def suggest(snapshot: Snapshot, options: MatchOptions | None = None) -> Suggestions:
    """Return the best linkages for every waste stream, with scores, gates and reasons.

    Parameters
    ----------
    snapshot : Snapshot
    options : MatchOptions, optional

    Returns
    -------
    Suggestions
        Streams by id, within each the best first; equal scores by facility and port.

    Raises
    ------
    SymbioflowError
        ``UNKNOWN_STREAM``, ``UNKNOWN_WEIGHT``, ``BAD_WEIGHT`` or ``BAD_OPTION``.

    Examples
    --------
    >>> suggest(Snapshot.of([])).items
    ()
    """
    options = options or MatchOptions()
    scored = score_candidates(snapshot, options)
    pairs = scored.gated.pairs
    kept = pairs.assign(score=scored.columns["score"], row=np.arange(len(pairs)))
    kept = kept[~kept["refused"] & (kept["score"] > 0.0)]
    kept = kept.sort_values(
        ["stream", "score", "facility", "port"], ascending=[True, False, True, True], kind="stable"
    )
    kept = kept.assign(rank=kept.groupby("stream").cumcount() + 1)
    if options.top:
        kept = kept[kept["rank"] <= options.top]
    writer = _Writer(snapshot, scored)
    wanted = set(options.streams) or set(snapshot.strings("waste_streams", "id"))
    return Suggestions(
        fingerprint=snapshot.fingerprint,
        items=tuple(
            writer.suggestion(int(row), int(rank))
            for row, rank in zip(kept["row"], kept["rank"], strict=True)
        ),
        refusals=tuple(writer.refusal(int(row)) for row in np.flatnonzero(pairs["refused"].to_numpy())),
        unmatched=tuple(StreamId(stream) for stream in sorted(wanted - set(pairs["stream"]))),
    )


def explain(snapshot: Snapshot, suggestion: str, options: MatchOptions | None = None) -> Suggestion:
    """Return one suggestion by its id ``stream>facility>port``, with exactly the score that ranked it.

    Raises
    ------
    SymbioflowError
        ``UNKNOWN_SUGGESTION`` if the id names no candidate, ``REFUSED_SUGGESTION`` if a gate refuses it.
    """
    options = options or MatchOptions()
    parts = suggestion.split(">")
    known = len(parts) == 3 and snapshot.positions("waste_streams", parts[:1])[0] >= 0
    if known:
        found = suggest(
            snapshot, MatchOptions(0, options.radius, options.on, (StreamId(parts[0]),), options.weights)
        )
        for item in found.items:
            if item.id == suggestion:
                return item
        for refusal in found.refusals:
            if [refusal.stream, refusal.facility, refusal.port] == parts:
                gates = ", ".join(gate.gate.value for gate in refusal.gates)
                raise SymbioflowError("REFUSED_SUGGESTION", f"{suggestion} is refused by: {gates}")
    raise SymbioflowError(
        "UNKNOWN_SUGGESTION", f"{suggestion[:80]!r} names no candidate; expected stream>facility>port"
    )


def score_candidates(snapshot: Snapshot, options: MatchOptions) -> Scored:
    """Gate and score every candidate; refused ones stay in, marked."""
    weights = Weights.of(snapshot, options.weights)
    pairs = candidates(snapshot, weights.downward())
    if options.streams:
        unknown = set(options.streams) - set(snapshot.strings("waste_streams", "id"))
        if unknown:
            raise SymbioflowError("UNKNOWN_STREAM", f"there is no waste stream {sorted(unknown)[0]!r}")
        pairs = pairs[pairs["stream"].isin(options.streams)]
    if pairs.empty:
        # Nothing to judge needs no weights either: an empty graph has an empty answer.
        factors = Factors(snapshot)
        nothing = Gated(pairs.assign(refused=False), pd.DataFrame())
        columns = pd.DataFrame({"score": np.empty(0)})
        return Scored(
            nothing, columns, weights, PathwayFinder(snapshot, factors), PrecedentBook(snapshot, 0.0)
        )
    radius = weights["constant.radius"] if options.radius is None else options.radius
    gated = apply_gates(snapshot, pairs, weights["constant.detour"], radius, options.on)
    return _score(snapshot, gated, weights)


def _score(snapshot: Snapshot, gated: Gated, weights: Weights) -> Scored:
    pairs = gated.pairs
    factors = Factors(snapshot)
    finder = PathwayFinder(snapshot, factors)
    book = PrecedentBook(snapshot, weights["constant.precedent-prior"])
    zones = factors.zones.of_enterprise
    giver, taker = (
        zones[snapshot.positions("enterprises", pairs[who].tolist())] for who in ("donor", "enterprise")
    )
    worth = worth_of(pairs, taker, finder, book)
    supply, capacity = _supply(snapshot, pairs), port_capacity(snapshot, pairs)
    material = snapshot.positions("materials", pairs["material"].tolist())
    carriage = finder.values.carriage(material, giver, pairs["distance"].to_numpy(dtype=float))
    transport = carriage.cost
    stream = snapshot.positions("waste_streams", pairs["stream"].tolist())
    relief = finder.values.relief(stream, material, giver)
    disposal = relief.benefit
    margin = worth.value + np.nan_to_num(disposal) - np.nan_to_num(transport)
    co2 = worth.co2 + relief.co2 - carriage.emissions
    lift = worth.lift
    verified, tightest = _verification(gated)
    neutral = weights["constant.neutral"]
    state = np.array([weights[f"state.{state}"] for state in pairs["state"]])
    parts = {
        PartName.TECHNICAL: technical_fit(tightest, 1.0 - verified, neutral, taxonomy_factor(pairs, weights)),
        PartName.QUANTITY: quantity_fit(supply, capacity, neutral),
        PartName.PROXIMITY: proximity(transport, weights["constant.transport-reference"], neutral),
        PartName.ECONOMICS: logistic(margin, weights["constant.margin-scale"], neutral),
        PartName.CO2: logistic(co2, weights["constant.co2-scale"], neutral),
        PartName.READINESS: readiness(worth.trl, state),
        PartName.PRECEDENT: precedent_part(lift, neutral),
    }
    columns = pd.DataFrame(
        {
            "stream_row": stream,
            "giver": giver,
            "taker": taker,
            "supply": supply,
            "capacity": capacity,
            "amount": np.fmin(supply, capacity),
            "transport": transport,
            "disposal": disposal,
            "value": worth.value,
            "margin": margin,
            "avoided": co2,
            "lift": lift,
            "trl": worth.trl,
            "state_factor": state,
            "tightest": tightest,
            "confidence": verified,
            "score": geometric_mean(parts, weights.shares()),
        }
    ).assign(**{name.value: values for name, values in parts.items()})
    return Scored(gated, columns, weights, finder, book)


def _supply(snapshot: Snapshot, pairs: pd.DataFrame) -> NDArray[np.float64]:
    rows = snapshot.positions("waste_streams", pairs["stream"].tolist())
    supply = snapshot.numbers("waste_streams", "supply_likely")[rows]
    in_use = snapshot.numbers("waste_streams", "in_use_likely")[rows]
    free: NDArray[np.float64] = np.maximum(supply - in_use, 0.0)
    return free


def _verification(gated: Gated) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the share of all checks that could be verified and the smallest known margin to a limit."""
    size = len(gated.pairs)
    unverified = (gated.pairs[list(FIXED_COLUMNS)].to_numpy() == UNVERIFIED).sum(axis=1).astype(float)
    total = np.full(size, float(len(FIXED_COLUMNS)))
    tightest = np.full(size, np.nan)
    if len(gated.checks):
        pair = gated.checks["pair"].to_numpy(dtype=np.int64)
        np.add.at(total, pair, 1.0)
        np.add.at(unverified, pair, (gated.checks["outcome"].to_numpy() == UNVERIFIED).astype(float))
        smallest = gated.checks.groupby("pair")["margin"].min()
        tightest[smallest.index.to_numpy(dtype=np.int64)] = smallest.to_numpy()
    return 1.0 - unverified / total, tightest


class _Writer:
    """Turns candidate rows into suggestions and refusals."""

    def __init__(self, snapshot: Snapshot, scored: Scored) -> None:
        self._snapshot = snapshot
        self._scored = scored
        self._materials = snapshot.by_id(Material)
        self._ports = snapshot.by_id(Port)
        self._enterprises = snapshot.by_id(Enterprise)
        self._finder = scored.finder
        self._book = scored.book

    def suggestion(self, row: int, rank: int) -> Suggestion:
        pair, numbers = self._scored.gated.pairs.iloc[row], self._scored.columns.iloc[row]
        gates = gate_results(self._snapshot, self._scored.gated, row)
        material = self._materials[pair["material"]]
        main = pair["direction"] == Direction.MAIN_INPUT.value
        way = Way(
            stream=int(numbers["stream_row"]),
            material=material.id,
            port=self._ports[pair["port"]],
            taken_as=pair["taken_as"],
            giver=int(numbers["giver"]),
            taker=int(numbers["taker"]),
            distance=float(pair["distance"]),
        )
        pathway = self._finder.best(pair["technology"], way.taken_as, way.taker) if main else None
        technology = self._finder.technologies[pair["technology"]]
        doubts = [
            f"{gate.gate.value}: {gate.component or gate.reason_en}"
            for gate in gates
            if gate.outcome is Outcome.UNVERIFIED
        ]
        unknown = pathway.missing if pathway is not None else ()
        missing = (*doubts, *unknown, *terms_of(self._finder, way).missing)
        return Suggestion(
            id=f"{pair['stream']}>{pair['facility']}>{pair['port']}",
            stream=StreamId(pair["stream"]),
            facility=FacilityId(pair["facility"]),
            port=PortId(pair["port"]),
            material=material.id,
            rank=rank,
            score=float(numbers["score"]),
            confidence=float(numbers["confidence"]),
            amount=float(numbers["amount"]),
            unit=material.unit,
            state=OperatingState(pair["state"]),
            distance=_none(pair["distance"]),
            margin=_none(numbers["margin"]),
            price=price_interval(*(float(numbers[name]) for name in ("value", "disposal", "transport"))),
            co2_avoided=_none(numbers["avoided"]),
            parts=self._parts(numbers, pair),
            gates=gates,
            pathway=self._finder.placed(pathway, pair["facility"])
            if pathway is not None
            else self._auxiliary_step(pair, way.taker),
            precedents=self._book.nearest(
                pair["material"], technology.nace, self._enterprises[pair["donor"]].nace
            )[:CITED],
            policies=_supporting_policies(self._snapshot, material.id),
            missing=tuple(dict.fromkeys(missing)),
        )

    def refusal(self, row: int) -> Refusal:
        pair = self._scored.gated.pairs.iloc[row]
        gates = gate_results(self._snapshot, self._scored.gated, row)
        return Refusal(
            StreamId(pair["stream"]),
            FacilityId(pair["facility"]),
            PortId(pair["port"]),
            tuple(gate for gate in gates if gate.outcome is Outcome.REFUSED),
        )

    def _auxiliary_step(self, pair: pd.Series, zone: int) -> tuple[PathwayStep, ...]:
        """An auxiliary input ends in the facility's main product: one step, per unit of the stream."""
        products = self._finder.products(pair["technology"], zone)
        ratio = self._ports[pair["port"]].ratio.likely
        made = products[0].ratio.likely / ratio if products and ratio > 0.0 else 0.0
        gives = products[0].material if products else MaterialId("")
        step = PathwayStep(
            FacilityId(pair["facility"]), TechnologyId(pair["technology"]), pair["material"], gives, 1.0, made
        )
        return (step,)

    def _parts(self, numbers: pd.Series, pair: pd.Series) -> tuple[ScorePart, ...]:
        shares = self._scored.weights.shares()
        inputs = {
            PartName.TECHNICAL: (
                ("smallest margin to a limit", "tightest", "-"),
                ("verified checks", "confidence", "-"),
            ),
            PartName.QUANTITY: (
                ("supply left", "supply", "unit/yr"),
                ("port capacity", "capacity", "unit/yr"),
            ),
            PartName.PROXIMITY: (("transport cost", "transport", "CNY/unit"),),
            PartName.ECONOMICS: (
                ("joint margin", "margin", "CNY/unit"),
                ("disposal avoided", "disposal", "CNY/unit"),
            ),
            PartName.CO2: (("CO2 avoided", "avoided", "kg CO2e/unit"),),
            PartName.READINESS: (
                ("TRL", "trl", "-"),
                ("factor of the facility's state", "state_factor", "-"),
            ),
            PartName.PRECEDENT: (("share of like precedents", "lift", "-"),),
        }
        parts = []
        for name in PartName:
            given = tuple(
                PartInput(word, _none(numbers[column]), unit) for word, column, unit in inputs[name]
            )
            parts.append(
                ScorePart(name, float(numbers[name.value]), shares[name], given[0].value is not None, given)
            )
        return tuple(parts)


def _supporting_policies(snapshot: Snapshot, material: MaterialId) -> tuple[RowId, ...]:
    return tuple(policy.id for policy in snapshot.all(Policy) if material in policy.applies_to)


def _none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def refused_gates(suggestions: Suggestions, stream: StreamId) -> tuple[GateName, ...]:
    """Return the gates that refuse a stream anywhere, each once, in the order of `GateName`."""
    found = {gate.gate for item in suggestions.refusals if item.stream == stream for gate in item.gates}
    return tuple(gate for gate in GateName if gate in found)
