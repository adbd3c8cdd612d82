"""The score of judged pairs with all that it is made of; the kernel ranks by the same formulas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from graph.matching.gates import arriving, conveyances, free_supply
from graph.matching.ranking.pairs import Pairs
from graph.matching.ranking.preparing import MatchColumns
from graph.matching.scoring import (
    Numbers,
    geometric_mean,
    logistic,
    precedent_part,
    proximity,
    quantity_fit,
    readiness,
    taxonomy_factor,
    technical_fit,
)
from graph.matching.suggestion import PartName
from graph.value import Carriage, Ints, Worths, carried


@dataclass(frozen=True, slots=True)
class Scores:
    """What the score of each pair is made of, one value a pair; NaN: not known.

    Attributes
    ----------
    supply, capacity, amount : float array
        Free of the stream, free of the port, and the most that can leave the one and arrive at the other,
        in its month where it cannot be stored, units per year.
    overlap : float array
        What of the least that both have in a year comes when it can be taken.
    arrives : float array
        What of a unit is not lost on the way.
    transport, disposal, value, margin : float array
        CNY per unit that leaves: its cost, the disposal avoided, what the pathway brings, and the joint gain.
    avoided : float array
        kg CO2e per unit that leaves.
    trl, state, lift : float array
        Of the pathway, of the facility's state, and of the precedents.
    relief : Worths
        What no longer disposing of it saves.
    carriage : Carriage
        How it travels.
    parts : mapping of PartName to float array
    score : float array
    """

    supply: Numbers
    capacity: Numbers
    amount: Numbers
    overlap: Numbers
    arrives: Numbers
    transport: Numbers
    disposal: Numbers
    value: Numbers
    margin: Numbers
    avoided: Numbers
    trl: Numbers
    state: Numbers
    lift: Numbers
    relief: Worths
    carriage: Carriage
    parts: Mapping[PartName, Numbers]
    score: Numbers

    def unknown(self, pair: int) -> tuple[str, ...]:
        """Return what nobody could say of a pair's disposal and transport; see `worth.terms_of`."""
        return (*self.relief.kinds[self.relief.which[pair]].missing, *self.carriage.missing(pair))


def scores_of(columns: MatchColumns, pairs: Pairs) -> Scores:
    """Score judged pairs."""
    snapshot, weights, valuation = columns.snapshot, columns.weights, columns.valuation
    taking, at = columns.offers.taking[pairs.offer], columns.offers.at[pairs.offer]
    taken, facilities = columns.taken, columns.facilities
    worth, valued = columns.offers.worth, columns.offers.valued[pairs.offer]
    material, giver = taken.material[taking].astype(np.int64), valuation.zone(pairs.donor)
    relief = valuation.values.relief(pairs.stream.astype(np.int64), material, giver)
    carriage = _carried(columns, pairs, material)
    arrives = arriving(conveyances(snapshot).loss[material], pairs.distance)
    ends = _between(columns, pairs, carriage, arrives)
    saved = valuation.values.relieving(material, giver, arrives)
    disposal, transport = saved * relief.benefit, carriage.cost
    main, (more, cleaner) = taken.main[taking], columns.otherwise
    told, entry = columns.followed.columns, columns.checks.followed[pairs.entry]
    own, entry = entry >= 0, np.maximum(entry, 0) + np.where(entry >= 0, columns.place_of[at], 0)
    value = np.where(own, told.value[entry], worth.value[valued] + np.where(main, more[at], 0.0))
    value -= np.where(main, np.nan_to_num(columns.built[at]), 0.0)
    value *= arrives
    margin = value + np.nan_to_num(disposal) - np.nan_to_num(transport)
    co2 = np.where(own, told.co2[entry], worth.co2[valued] + np.where(main, cleaner[at], 0.0))
    avoided = arrives * co2 + saved * relief.co2 - carriage.emissions
    trl = np.where(own, told.trl[entry], worth.trl[valued])
    state = facilities.state[at]
    neutral = weights["constant.neutral"]
    parts = {
        **{name: ends.parts[name] for name in (PartName.TECHNICAL, PartName.QUANTITY, PartName.PROXIMITY)},
        PartName.ECONOMICS: logistic(margin, weights["constant.margin-scale"], neutral),
        PartName.CO2: logistic(avoided, weights["constant.co2-scale"], neutral),
        PartName.READINESS: readiness(trl, state),
        PartName.PRECEDENT: ends.parts[PartName.PRECEDENT],
    }
    return Scores(
        supply=ends.supply,
        capacity=ends.capacity,
        amount=ends.overlap * np.fmin(ends.supply, ends.taken_off),
        overlap=ends.overlap,
        arrives=arrives,
        transport=transport,
        disposal=disposal,
        value=value,
        margin=margin,
        avoided=avoided,
        trl=trl,
        state=state,
        lift=worth.lift[valued],
        relief=relief,
        carriage=carriage,
        parts=parts,
        score=geometric_mean(parts, weights.shares()),
    )


def fit_of(columns: MatchColumns, pairs: Pairs) -> Numbers:
    """Return how well judged pairs fit by what the stream and its taker themselves are.

    The score without what follows from those that take on what becomes of it: who comes later, or does not
    stand yet, does not change where something goes today.
    """
    snapshot = columns.snapshot
    material = columns.taken.material[columns.offers.taking[pairs.offer]].astype(np.int64)
    carriage = _carried(columns, pairs, material)
    arrives = arriving(conveyances(snapshot).loss[material], pairs.distance)
    return geometric_mean(_between(columns, pairs, carriage, arrives).parts, columns.weights.shares())


def _carried(columns: MatchColumns, pairs: Pairs, material: Ints) -> Carriage:
    valuation, donor = columns.valuation, pairs.donor.astype(np.int64)
    taker = columns.facilities.enterprise[columns.offers.at[pairs.offer]].astype(np.int64)
    return carried(
        valuation.values.factors, material, valuation.zone(pairs.donor), pairs.distance, (donor, taker)
    )


class _Between(NamedTuple):
    """What a stream and its taker decide between them: amounts free at both ends, and parts of the score."""

    supply: Numbers
    capacity: Numbers
    taken_off: Numbers
    overlap: Numbers
    parts: Mapping[PartName, Numbers]


def _between(columns: MatchColumns, pairs: Pairs, carriage: Carriage, arrives: Numbers) -> _Between:
    taking, at = columns.offers.taking[pairs.offer], columns.offers.at[pairs.offer]
    taken, weights = columns.taken, columns.weights
    supply = free_supply(columns.snapshot)[pairs.stream]
    capacity = columns.facilities.free[at] * taken.ratio[taking]
    # More leaves than arrives; of what all is lost as much as there is.
    taken_off = np.divide(capacity, arrives, out=np.full(len(pairs), np.inf), where=arrives > 0.0)
    room = np.divide(taken_off, supply, out=np.full(len(pairs), np.inf), where=supply > 0.0)
    overlap = columns.seasons.overlap(pairs.stream, columns.facility(pairs.offer), room)
    neutral, lift = weights["constant.neutral"], columns.offers.worth.lift[columns.offers.valued[pairs.offer]]
    taxonomy = taxonomy_factor(taken.steps[taking], taken.narrower[taking], weights)
    parts = {
        PartName.TECHNICAL: technical_fit(pairs.tightest, 1.0 - pairs.confidence, neutral, taxonomy),
        PartName.QUANTITY: quantity_fit(supply * arrives, capacity, neutral, overlap),
        PartName.PROXIMITY: proximity(carriage.cost, weights["constant.transport-reference"], neutral),
        PartName.PRECEDENT: precedent_part(lift, neutral),
    }
    return _Between(supply, capacity, taken_off, overlap, parts)
