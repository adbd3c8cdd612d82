"""The hot loop of matching: for every stream the k best options, over arrays sorted by (material, cell).

One pass tests each option of the stream's material in the grid cells within reach. What a pair can score at
best is known before its distance is, so most pairs end at one comparison. The formulas are those of
`graph.matching.scoring` in logarithms; a test holds the two together to 1e-9.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from graph.matching.gates.composition import PASSED, REFUSED, UNVERIFIED

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Rows = NDArray[np.int32]
Small = NDArray[np.int8]


class StreamColumns(NamedTuple):
    """Streams sorted by (material, cell); one value a stream.

    Attributes
    ----------
    row : int array
        Place of the stream by id, which is its row in the ranking.
    material, cargo, enterprise, region : int array
        Row of the material; class and zone of its transport rates (-1: by pipe); row of the enterprise; its
        region, see `transfer.TransferTable`.
    x, y, z : float array
        Unit vector of the position; NaN where it is not known.
    cell_row, cell_column : int array
        Grid cell; unused where the position is not known.
    log_supply : float array
        Natural logarithm of what is left to place; -inf for nothing.
    disposal, saved : float array
        CNY and kg CO2e saved per unit that is no longer disposed of; 0 where not known.
    checks : int array
        Where the stream's composition checks start, see `CheckColumns`.
    """

    row: Rows
    material: Rows
    cargo: Rows
    enterprise: Rows
    region: Rows
    x: Floats
    y: Floats
    z: Floats
    cell_row: Rows
    cell_column: Rows
    log_supply: Floats
    disposal: Floats
    saved: Floats
    checks: Rows


class OptionColumns(NamedTuple):
    """Facilities' ports, once for each material they take, sorted by (material, cell row, cell column).

    Attributes
    ----------
    x, y, z, enterprise, region : array
        As for streams; options without a position come first within their material.
    transfer : int array
        Group of materials that the same transfer rules concern.
    cell_row, cell_column : int array
    log_capacity : float array
        NaN where the capacity is not known, -inf for none.
    value, co2 : float array
        Of the best pathway, per unit; NaN where not known.
    log_rest : float array
        Logarithm of readiness and precedent, already weighted.
    per_step : float array
        Factor of the taxonomy on the technical fit.
    unverified : int array
        Fixed gates that are unverified whatever the stream and its distance.
    radius : float array
        Own radius, road km; inf where there is none.
    slot : int array
        Which of its material's composition checks hold for it.
    log_best : float array
        The most that all parts but quantity can come to for any stream of the material, weighted.
    order : int array
        Place of the facility and port by id, which breaks ties.
    """

    x: Floats
    y: Floats
    z: Floats
    enterprise: Rows
    region: Rows
    transfer: Rows
    cell_row: Rows
    cell_column: Rows
    log_capacity: Floats
    value: Floats
    co2: Floats
    log_rest: Floats
    per_step: Floats
    unverified: Small
    radius: Floats
    slot: Rows
    log_best: Floats
    order: Rows


class CheckColumns(NamedTuple):
    """Composition checks of a class of streams at a technology: entry ``checks[stream] + slot[option]``.

    Attributes
    ----------
    refused : bool array
    checked, unverified : float array
        How many checks there are and how many could not be verified.
    margin : float array
        Smallest relative distance to a limit; NaN where none is known.
    """

    refused: NDArray[np.bool_]
    checked: Floats
    unverified: Floats
    margin: Floats


class Rates(NamedTuple):
    """Transport rates of one cargo class after another, for one zone of the giver after another.

    Attributes
    ----------
    first : int array
        Class c holds rates first[c] to first[c + 1].
    from_km, to_km, per_km : float array
    loading : float array
        CNY/t for loading, one value a rate.
    emissions : float array
        kg CO2e per t-km, one value a class, as far as known; last 0, for what goes by pipe.
    nearness : float array
        For cargo c (pipe first) from entry ``(c + 1) * (last + 1)`` on: the most that the weighted logarithm
        of proximity can be at each whole kilometre or beyond.
    last : int
        Largest kilometre of `nearness`.
    """

    first: Ints
    from_km: Floats
    to_km: Floats
    per_km: Floats
    loading: Floats
    emissions: Floats
    nearness: Floats
    last: int


class Constants(NamedTuple):
    """Weights (summing to 1) and constants of the score; see seed_data/weights.csv.

    `gates` is how many are always judged, besides the checks of composition and moisture.
    """

    gates: float
    technical: float
    quantity: float
    proximity: float
    economics: float
    co2: float
    neutral: float
    margin_scale: float
    co2_scale: float
    transport_reference: float
    detour: float
    radius: float
    earth_radius: float
    farthest: float
    reach: int


@numba.njit(cache=True, inline="always")
def _log_logistic(gain: float, scale: float, neutral: float) -> float:
    if math.isnan(gain):
        return math.log(neutral)
    bounded = min(max(gain / scale, -50.0), 50.0)
    return -math.log1p(math.exp(-bounded))


@numba.njit(cache=True, inline="always")
def _transport(cargo: int, distance: float, rates: Any) -> float:
    if distance == 0.0:
        return 0.0
    if cargo < 0 or math.isnan(distance):
        return math.nan
    for rate in range(rates.first[cargo], rates.first[cargo + 1]):
        if rates.from_km[rate] <= distance < rates.to_km[rate]:
            return rates.loading[rate] + distance * rates.per_km[rate]  # type: ignore[no-any-return]
    return math.nan


@numba.njit(cache=True, inline="always")
def _log_score(
    s: int,
    p: int,
    chord: float,
    streams: Any,
    options: Any,
    checks: Any,
    transfer: Any,
    rates: Any,
    constants: Any,
    nearness: float,
    floor: float,
) -> float:
    """Return the logarithm of a pair's score, -inf where a gate refuses it or it stays below `floor`.

    `nearness` is the most that the weighted logarithm of proximity can be at this distance or beyond.
    """
    room = options.log_capacity[p] - streams.log_supply[s]
    if streams.log_supply[s] == -math.inf:
        log_quantity = -math.inf
    elif math.isnan(room):
        log_quantity = math.log(constants.neutral)
    else:
        log_quantity = 0.5 * min(room, 0.0) - 0.25 * max(room, 0.0)
    score = constants.quantity * log_quantity
    # Most pairs end here, before any logarithm: nothing else could lift them into the ranking.
    if score + options.log_best[p] + nearness < floor:
        return -math.inf
    entry = streams.checks[s] + options.slot[p]
    if checks.refused[entry]:
        return -math.inf
    score += options.log_rest[p]

    at_home = streams.enterprise[s] == options.enterprise[p]
    moved = PASSED if at_home else transfer[options.transfer[p], streams.region[s], options.region[p]]
    if moved == REFUSED:
        return -math.inf
    distance = constants.detour * constants.earth_radius * 2.0 * math.asin(min(0.5 * chord, 1.0))
    if at_home:
        distance = 0.0
    unknown_place = 1.0 if math.isnan(distance) else 0.0
    if distance > min(options.radius[p], constants.radius):
        return -math.inf

    unknown_transfer = 1.0 if moved == UNVERIFIED else 0.0
    doubt = (options.unverified[p] + checks.unverified[entry] + unknown_place + unknown_transfer) / (
        constants.gates + checks.checked[entry]
    )
    margin = checks.margin[entry]
    if math.isnan(margin):
        fit = constants.neutral if doubt > 0.0 else 1.0
    else:
        fit = 0.5 + 0.5 * min(max(margin, 0.0), 1.0)
    technical = (fit * (1.0 - doubt) + constants.neutral * doubt) * options.per_step[p]
    score += constants.technical * math.log(technical)

    cost = _transport(streams.cargo[s], distance, rates)
    known_cost = 0.0 if math.isnan(cost) else cost
    score += constants.proximity * (
        math.log(constants.neutral) if math.isnan(cost) else -math.log1p(cost / constants.transport_reference)
    )
    if score < floor:
        return -math.inf
    gain = options.value[p] + streams.disposal[s] - known_cost
    score += constants.economics * _log_logistic(gain, constants.margin_scale, constants.neutral)
    carried = distance * rates.emissions[streams.cargo[s]]
    avoided = options.co2[p] + streams.saved[s] - (0.0 if math.isnan(carried) else carried)
    score += constants.co2 * _log_logistic(avoided, constants.co2_scale, constants.neutral)
    return float(score)


@numba.njit(cache=True, inline="always")
def _keep(scores: Any, chosen: Any, order: Any, s: int, k: int, score: float, p: int) -> None:
    """Insert into the stream's ranking if it belongs there; equal scores stand by `order`."""
    place = k
    while place > 0 and (
        scores[s, place - 1] < score
        or (scores[s, place - 1] == score and order[chosen[s, place - 1]] > order[p])
    ):
        place -= 1
    if place == k or score == -math.inf:
        return
    for later in range(k - 1, place, -1):
        scores[s, later] = scores[s, later - 1]
        chosen[s, later] = chosen[s, later - 1]
    scores[s, place] = score
    chosen[s, place] = p


@numba.njit(cache=True, inline="always")
def _first_at(options: Any, low: int, high: int, row: int, column: int) -> int:
    """Return the first option in [low, high) at or after a cell."""
    while low < high:
        middle = (low + high) // 2
        at_row = options.cell_row[middle]
        if at_row < row or (at_row == row and options.cell_column[middle] < column):
            low = middle + 1
        else:
            high = middle
    return low


@numba.njit(cache=True, parallel=True)
def top_options(
    streams: Any,
    options: Any,
    checks: Any,
    transfer: Any,
    rates: Any,
    constants: Any,
    first: Any,
    placed: Any,
    columns: Any,
    k: int,
) -> tuple[Any, Any]:
    """Return for each stream its k best options and their log scores, best first.

    Parameters
    ----------
    streams, options, checks, rates, constants
        See the classes of this module.
    transfer : int array, shape (groups, regions, regions)
        Outcome of the transfer gate for a group of materials from one region to another.
    first : int array
        Options of material m are first[m] to first[m + 1].
    placed : int array
        Of these, the ones from placed[m] on have a position.
    columns : int array
        Half-width of the search in grid columns, by grid row of the stream (see `ranking.prepare`).
    k : int

    Returns
    -------
    chosen : int array, shape (streams, k)
        By place of the stream: row of the option; -1 where there are fewer than k.
    scores : float array, shape (streams, k)
        Log score; -inf where there are fewer than k.
    """
    count = streams.material.shape[0]
    scores = np.full((count, k), -math.inf)
    chosen = np.full((count, k), -1, dtype=np.int32)
    for s in numba.prange(count):
        to = streams.row[s]
        material = streams.material[s]
        begin, end = first[material], first[material + 1]
        located = placed[material]
        lost = math.isnan(streams.x[s])
        for p in range(begin, end if lost else located):
            score = _log_score(
                s, p, math.nan, streams, options, checks, transfer, rates, constants, 0.0, scores[to, k - 1]
            )
            _keep(scores, chosen, options.order, to, k, score, p)
        if lost:
            continue
        row, column, width = streams.cell_row[s], streams.cell_column[s], columns[streams.cell_row[s]]
        # Nearest rows first, so that the ranking fills with good options early.
        for step in range(2 * constants.reach + 1):
            near_row = row + (step + 1) // 2 * (1 - 2 * (step % 2))
            start = _first_at(options, located, end, near_row, column - width)
            stop = _first_at(options, start, end, near_row, column + width + 1)
            for p in range(start, stop):
                dx = streams.x[s] - options.x[p]
                dy = streams.y[s] - options.y[p]
                dz = streams.z[s] - options.z[p]
                square = dx * dx + dy * dy + dz * dz
                if square > constants.farthest:
                    continue
                chord = math.sqrt(square)
                # A chord is shorter than its arc, so the pair is at least in this kilometre.
                kilometre = min(int(constants.detour * constants.earth_radius * chord), rates.last)
                nearness = rates.nearness[(streams.cargo[s] + 1) * (rates.last + 1) + kilometre]
                if streams.enterprise[s] == options.enterprise[p]:
                    nearness = 0.0
                score = _log_score(
                    s,
                    p,
                    chord,
                    streams,
                    options,
                    checks,
                    transfer,
                    rates,
                    constants,
                    nearness,
                    scores[to, k - 1],
                )
                _keep(scores, chosen, options.order, to, k, score, p)
    return chosen, scores
