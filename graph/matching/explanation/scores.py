"""The score of judged pairs with all that it is made of; the kernel ranks by the same formulas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graph.matching.gates import free_supply
from graph.matching.ranking import MatchColumns, Pairs, cargo_classes, saved_by_material
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
from graph.matching.worth import transport_costs, unknown_as_nan
from graph.value.factors import CARGO_CLASSES


@dataclass(frozen=True, slots=True)
class Scores:
    """What the score of each pair is made of, one value a pair; NaN: not known.

    Attributes
    ----------
    supply, capacity, amount : float array
        Free of the stream, free of the port, and the smaller of the two, units per year.
    transport, disposal, value, margin : float array
        CNY per unit: its cost, the disposal avoided, what the pathway brings, and the joint gain.
    avoided : float array
        kg CO2e per unit.
    trl, state, lift : float array
        Of the pathway, of the facility's state, and of the precedents.
    parts : mapping of PartName to float array
    score : float array
    """

    supply: Numbers
    capacity: Numbers
    amount: Numbers
    transport: Numbers
    disposal: Numbers
    value: Numbers
    margin: Numbers
    avoided: Numbers
    trl: Numbers
    state: Numbers
    lift: Numbers
    parts: Mapping[PartName, Numbers]
    score: Numbers


def scores_of(columns: MatchColumns, pairs: Pairs) -> Scores:
    """Score judged pairs."""
    snapshot, weights, factors = columns.snapshot, columns.weights, columns.valuation.factors
    taking, at = columns.offers.taking[pairs.offer], columns.offers.at[pairs.offer]
    taken, facilities = columns.taken, columns.facilities
    material = taken.material[taking]
    fee, saved = (rows[material] for rows in saved_by_material(snapshot, factors, np.unique(material)))
    own = snapshot.numbers("waste_streams", "disposal_cost_likely")[pairs.stream]
    disposal = np.where(np.isnan(own), fee, own)
    supply = free_supply(snapshot)[pairs.stream]
    capacity = facilities.free[at] * taken.ratio[taking]
    # The last class is none: what goes by pipe has no lorry's cost.
    cargo = np.array([*CARGO_CLASSES, ""], dtype=object)[cargo_classes(snapshot, factors)[material]]
    transport = transport_costs(cargo, pairs.distance, factors)
    carried = pairs.distance * unknown_as_nan(factors.transport_emissions)
    margin = taken.value[taking] + np.nan_to_num(disposal) - np.nan_to_num(transport)
    avoided = taken.co2[taking] + np.nan_to_num(saved) - np.nan_to_num(carried)
    trl, lift, state = taken.trl[taking], taken.lift[taking], facilities.state[at]
    neutral = weights["constant.neutral"]
    taxonomy = taxonomy_factor(taken.steps[taking], taken.narrower[taking], weights)
    parts = {
        PartName.TECHNICAL: technical_fit(pairs.tightest, 1.0 - pairs.confidence, neutral, taxonomy),
        PartName.QUANTITY: quantity_fit(supply, capacity, neutral),
        PartName.PROXIMITY: proximity(transport, weights["constant.transport-reference"], neutral),
        PartName.ECONOMICS: logistic(margin, weights["constant.margin-scale"], neutral),
        PartName.CO2: logistic(avoided, weights["constant.co2-scale"], neutral),
        PartName.READINESS: readiness(trl, state),
        PartName.PRECEDENT: precedent_part(lift, neutral),
    }
    return Scores(
        supply=supply,
        capacity=capacity,
        amount=np.fmin(supply, capacity),
        transport=transport,
        disposal=disposal,
        value=taken.value[taking],
        margin=margin,
        avoided=avoided,
        trl=trl,
        state=state,
        lift=lift,
        parts=parts,
        score=geometric_mean(parts, weights.shares()),
    )
