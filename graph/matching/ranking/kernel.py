"""The hot loop of matching: for every stream its best options, over arrays sorted by (material, cell).

One pass tests each option of the stream's material in the grid cells within reach. What a pair can score at
best is known before its distance is, so most pairs end at one comparison. What is kept of a stream is a heap
whose root is the worst, so that keeping many costs little more than keeping ten. The formulas are those of
`graph.matching.scoring` in logarithms; a test holds the two together to 1e-9.

Measured: the same loop with `range`, its parts given to threads of ours, takes ten times as long, because
Numba then counts references to every array at every pair; it is read back from the cache no sooner.
"""

from __future__ import annotations

import math
from typing import Any

import numba

from graph.geography import NEXT_DOOR_KM
from graph.matching.gates import Verdict
from graph.matching.scoring import IN_SEASON

_PASSED, _UNVERIFIED, _REFUSED = int(Verdict.PASSED), int(Verdict.UNVERIFIED), int(Verdict.REFUSED)


@numba.njit(cache=True, inline="always", error_model="numpy")
def _log_logistic(gain: float, scale: float, neutral: float) -> float:
    if math.isnan(gain):
        return math.log(neutral)
    bounded = min(max(gain / scale, -50.0), 50.0)
    return -math.log1p(math.exp(-bounded))


@numba.njit(cache=True, inline="always", error_model="numpy")
def _transport(cargo: int, distance: float, rates: Any) -> float:
    if distance == 0.0:
        return 0.0
    if cargo < 0 or math.isnan(distance):
        return math.nan
    for rate in range(rates.first[cargo], rates.first[cargo + 1]):
        if rates.from_km[rate] <= distance < rates.to_km[rate]:
            return rates.loading[rate] + distance * rates.per_km[rate]  # type: ignore[no-any-return]
    return rates.near[cargo] if distance <= NEXT_DOOR_KM else math.nan


@numba.njit(cache=True, inline="always", error_model="numpy")
def _carried(s: int, p: int, distance: float, streams: Any, options: Any, rates: Any) -> tuple[float, float]:
    """Return what the cheapest way that both ends have costs, and what it emits; see `value.carried`."""
    cargo = streams.cargo[s]
    cost, emitted = _transport(cargo, distance, rates), distance * rates.emissions[cargo]
    if rates.instead.shape[0] == 0 or cargo < 0 or cargo % rates.classes != 0 or not distance > 0.0:
        return cost, emitted
    giver, taker = streams.enterprise[s], options.enterprise[p]
    for way in range(rates.instead.shape[0]):
        begins, ends = rates.legs[giver, way], rates.legs[taker, way]
        if math.isnan(begins) or math.isnan(ends):
            continue
        if way == rates.river and rates.waters[giver] != rates.waters[taker]:
            continue
        other = cargo + rates.instead[way]
        found = _transport(other, distance, rates)
        found += _transport(cargo, begins, rates) + _transport(cargo, ends, rates)
        if found < cost or (math.isnan(cost) and not math.isnan(found)):
            cost = found
            emitted = distance * rates.emissions[other] + (begins + ends) * rates.emissions[cargo]
    return cost, emitted


@numba.njit(cache=True, inline="always", error_model="numpy")
def _log_quantity(log_supply: float, log_capacity: float, neutral: float) -> float:
    if log_supply == -math.inf:
        return -math.inf
    room = log_capacity - log_supply
    if math.isnan(room):
        return math.log(neutral)
    return 0.5 * min(room, 0.0) - 0.25 * max(room, 0.0)


@numba.njit(cache=True, inline="always", error_model="numpy")
def _log_overlap(given: Any, asked: Any, log_room: float) -> float:
    """Return the logarithm of what of the least of supply and room meets in its months, see `Seasons`."""
    room = math.inf if math.isnan(log_room) else math.exp(min(log_room, 700.0))
    if room == 0.0:
        return 0.0
    meets = 0.0
    for month in range(given.shape[0]):
        if asked[month] > 0.0:
            meets += min(given[month], asked[month] * room)
    share = min(meets / min(room, 1.0), 1.0)
    return math.log(share) if share > 0.0 else -math.inf


@numba.njit(cache=True, inline="always", error_model="numpy")
def _weighted(weight: float, logarithm: float) -> float:
    """A part without weight does not count, not even one that is 0 and would kill."""
    return 0.0 if weight == 0.0 else weight * logarithm


@numba.njit(cache=True, inline="always", error_model="numpy")
def _log_score(
    s: int,
    p: int,
    chord: float,
    streams: Any,
    options: Any,
    checks: Any,
    followed: Any,
    transfer: Any,
    licensing: Any,
    rates: Any,
    constants: Any,
    seasons: Any,
    nearness: float,
    floor: float,
    mixing: bool,
) -> float:
    """Return the logarithm of a pair's score, NaN where a gate refuses it or it stays below `floor`.

    `nearness` is the most that the weighted logarithm of proximity can be at this distance or beyond.
    """
    log_quantity = _log_quantity(streams.log_supply[s], options.log_capacity[p], constants.neutral)
    score = _weighted(constants.quantity, log_quantity)
    # Most pairs end here, before any logarithm: nothing else could lift them into the ranking.
    if score + options.log_best[p] + nearness < floor:
        return math.nan
    entry = streams.checks[s] + options.slot[p]
    if checks.refused[entry] and not (mixing and checks.mixes[entry]):
        return math.nan
    at_home = streams.enterprise[s] == options.enterprise[p]
    licensed = licensing[streams.giver[s], options.licence[p]]
    if licensed == _REFUSED:
        return math.nan
    moved = _PASSED if at_home else transfer[options.transfer[p], streams.region[s], options.region[p]]
    if moved == _REFUSED:
        return math.nan
    distance = constants.detour * constants.earth_radius * 2.0 * math.asin(min(0.5 * chord, 1.0))
    if at_home:
        distance = 0.0
    elif distance < NEXT_DOOR_KM:
        distance = NEXT_DOOR_KM
    unknown_place = 1.0 if math.isnan(distance) or distance > checks.usual[entry] else 0.0
    if distance > min(options.radius[p], constants.radius, checks.reach[entry]):
        return math.nan
    arrives, log_room = 1.0, options.log_capacity[p] - streams.log_supply[s]
    if checks.loss[entry] > 0.0 and distance > NEXT_DOOR_KM:
        arrives = max(1.0 - checks.loss[entry] * distance, 0.0)
        log_arrives = math.log(arrives) if arrives > 0.0 else -math.inf
        log_quantity = _log_quantity(
            streams.log_supply[s] + log_arrives, options.log_capacity[p], constants.neutral
        )
        score = _weighted(constants.quantity, log_quantity)
        log_room -= log_arrives
    if streams.season[s] >= 0 and (streams.season[s] > 0 or options.season[p] > 0):
        log_overlap = _log_overlap(seasons[streams.season[s]], seasons[options.season[p]], log_room)
        score += _weighted(constants.quantity, IN_SEASON * log_overlap)
    score += options.log_rest[p]
    if checks.followed[entry] >= 0:
        score += followed.log_rest[checks.followed[entry] + options.place[p]]

    unknown_transfer = 1.0 if moved == _UNVERIFIED else 0.0
    unknown_licence = 1.0 if licensed == _UNVERIFIED else 0.0
    unverified = options.unverified[p] + checks.unverified[entry]
    doubt = (unverified + unknown_place + unknown_transfer + unknown_licence) / (
        constants.gates + checks.checked[entry]
    )
    margin = checks.margin[entry]
    if math.isnan(margin):
        fit = constants.neutral if doubt > 0.0 else 1.0
    else:
        fit = 0.5 + 0.5 * min(max(margin, 0.0), 1.0)
    technical = (fit * (1.0 - doubt) + constants.neutral * doubt) * options.per_step[p]
    score += _weighted(constants.technical, math.log(technical))

    cost, carried = _carried(s, p, distance, streams, options, rates)
    known_cost = 0.0 if math.isnan(cost) else cost
    log_near = math.log(constants.neutral)
    if not math.isnan(cost):
        log_near = -math.log1p(cost / constants.transport_reference)
    score += _weighted(constants.proximity, log_near)
    if score < floor:
        return math.nan
    value, co2 = options.value[p], options.co2[p]
    if checks.followed[entry] >= 0:
        told = checks.followed[entry] + options.place[p]
        value, co2 = followed.value[told] - options.built[p], followed.co2[told]
    saved = 1.0 if streams.forgone[s] else arrives
    gain = arrives * value + saved * streams.disposal[s] - known_cost
    score += _weighted(constants.economics, _log_logistic(gain, constants.margin_scale, constants.neutral))
    avoided = arrives * co2 + saved * streams.saved[s] - (0.0 if math.isnan(carried) else carried)
    score += _weighted(constants.co2, _log_logistic(avoided, constants.co2_scale, constants.neutral))
    return float(score)


@numba.njit(cache=True, inline="always", error_model="numpy")
def _worse(scores: Any, chosen: Any, order: Any, one: int, other: int) -> bool:
    """Whether an entry comes after another; equal scores stand by `order`."""
    return scores[one] < scores[other] or (  # type: ignore[no-any-return]
        scores[one] == scores[other] and order[chosen[one]] > order[chosen[other]]
    )


@numba.njit(cache=True, error_model="numpy")
def _sink(scores: Any, chosen: Any, order: Any, low: int, at: int, size: int) -> None:
    """Let an entry of the heap that begins at `low` down to its place: a worse one is never below it."""
    while 2 * at + 1 < size:
        below = 2 * at + 1
        if below + 1 < size and _worse(scores, chosen, order, low + below + 1, low + below):
            below += 1
        if not _worse(scores, chosen, order, low + below, low + at):
            return
        _swap(scores, chosen, low + at, low + below)
        at = below


@numba.njit(cache=True, inline="always", error_model="numpy")
def _swap(scores: Any, chosen: Any, one: int, other: int) -> None:
    scores[one], scores[other] = scores[other], scores[one]
    chosen[one], chosen[other] = chosen[other], chosen[one]


@numba.njit(cache=True, error_model="numpy")
def _keep(scores: Any, chosen: Any, order: Any, low: int, size: int, held: int, score: float, p: int) -> int:
    """Put an option on the stream's heap if it belongs there; return how many are held."""
    if held < size:
        scores[low + held], chosen[low + held] = score, p
        at = held
        while at > 0 and _worse(scores, chosen, order, low + at, low + (at - 1) // 2):
            _swap(scores, chosen, low + at, low + (at - 1) // 2)
            at = (at - 1) // 2
        return held + 1
    if score < scores[low] or (score == scores[low] and order[p] > order[chosen[low]]):
        return held
    scores[low], chosen[low] = score, p
    _sink(scores, chosen, order, low, 0, size)
    return held


@numba.njit(cache=True, error_model="numpy")
def _best_first(scores: Any, chosen: Any, order: Any, low: int, held: int) -> None:
    """Sort a stream's heap, the best first."""
    for last in range(held - 1, 0, -1):
        _swap(scores, chosen, low, low + last)
        _sink(scores, chosen, order, low, 0, last)


@numba.njit(cache=True, inline="always", error_model="numpy")
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


@numba.njit(cache=True, parallel=True, error_model="numpy")
def best_options(
    streams: Any,
    options: Any,
    checks: Any,
    followed: Any,
    transfer: Any,
    licensing: Any,
    rates: Any,
    constants: Any,
    seasons: Any,
    first: Any,
    placed: Any,
    columns: Any,
    start: Any,
    scores: Any,
    chosen: Any,
    mixing: bool,
) -> None:
    """Write the best options of every stream and their log scores, best first.

    Parameters
    ----------
    streams, options, checks, followed, rates, constants
        See `arrays`.
    seasons : float array, shape (seasons, months)
        What each month has of a year.
    transfer : int array, shape (groups, regions, regions)
        Outcome of the transfer gate for a group of materials from one region to another.
    licensing : int array, shape (givers, cases)
        Outcome of the licence gate, see `takers.Licensing`.
    first : int array
        Options of material m are first[m] to first[m + 1].
    placed : int array
        Of these, the ones from placed[m] on have a position.
    columns : int array
        Half-width of the search in grid columns, by grid row of the stream (see `ranking.prepare`).
    start : int array
        By place of the stream by id: it has room for start[i + 1] - start[i] options, from start[i] on.
    scores : float array
        Out: log scores.
    chosen : int array
        Out: rows of the options; what is left unwritten stays as it was.
    mixing : bool
        Also keep what scores 0, and what a limit refuses that a mix may meet: what a plan asks for.
    """
    order = options.order
    for s in numba.prange(streams.row.shape[0]):
        low = start[streams.row[s]]
        size = start[streams.row[s] + 1] - low
        if size == 0:
            continue
        held = 0
        material = streams.material[s]
        option, located, last = first[material], placed[material], first[material + 1]
        lost = math.isnan(streams.x[s])
        for p in range(option, last if lost else located):
            floor = scores[low] if held == size else -math.inf
            score = _log_score(
                s,
                p,
                math.nan,
                streams,
                options,
                checks,
                followed,
                transfer,
                licensing,
                rates,
                constants,
                seasons,
                0.0,
                floor,
                mixing,
            )
            if score > -math.inf or (mixing and score == -math.inf):
                held = _keep(scores, chosen, order, low, size, held, score, p)
        # Nearest rows first, so that the heap fills with good options early.
        row, column, width = streams.cell_row[s], streams.cell_column[s], columns[streams.cell_row[s]]
        for step in range(0 if lost else 2 * constants.reach + 1):
            near_row = row + (step + 1) // 2 * (1 - 2 * (step % 2))
            from_option = _first_at(options, located, last, near_row, column - width)
            to_option = _first_at(options, from_option, last, near_row, column + width + 1)
            for p in range(from_option, to_option):
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
                floor = scores[low] if held == size else -math.inf
                score = _log_score(
                    s,
                    p,
                    chord,
                    streams,
                    options,
                    checks,
                    followed,
                    transfer,
                    licensing,
                    rates,
                    constants,
                    seasons,
                    nearness,
                    floor,
                    mixing,
                )
                if score > -math.inf or (mixing and score == -math.inf):
                    held = _keep(scores, chosen, order, low, size, held, score, p)
        _best_first(scores, chosen, order, low, held)
