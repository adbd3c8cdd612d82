"""What the kernel reads: streams, options, checks, rates and constants as arrays of one type each."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

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
    material, cargo, enterprise, region, giver : int array
        Row of the material; class and zone of its transport rates (-1: none); row of the enterprise; its
        region, see `transfer.TransferTable`; its row in `takers.Licensing`.
    x, y, z : float array
        Unit vector of the position; NaN where it is not known.
    cell_row, cell_column : int array
        Grid cell; unused where the position is not known.
    log_supply : float array
        Natural logarithm of what is left to place; -inf for nothing.
    disposal, saved : float array
        CNY and kg CO2e saved per unit that is no longer disposed of; 0 where not known.
    forgone : bool array
        Whether they count whatever is lost on the way: a price is forgone for all that leaves.
    checks : int array
        Where the stream's composition checks start, see `CheckColumns`.
    season : int array
        See `seasons.Seasons`; -1 where it can wait.
    """

    row: Rows
    material: Rows
    cargo: Rows
    enterprise: Rows
    region: Rows
    giver: Rows
    x: Floats
    y: Floats
    z: Floats
    cell_row: Rows
    cell_column: Rows
    log_supply: Floats
    disposal: Floats
    saved: Floats
    forgone: NDArray[np.bool_]
    checks: Rows
    season: Rows


class OptionColumns(NamedTuple):
    """Facilities' ports, once for each material they take, sorted by (material, cell row, cell column).

    Attributes
    ----------
    x, y, z, enterprise, region : array
        As for streams; options without a position come first within their material.
    transfer : int array
        Group of materials that the same transfer rules concern.
    licence : int array
        Case of the licence gate, see `takers.Licensing`.
    cell_row, cell_column : int array
    log_capacity : float array
        NaN where the capacity is not known, -inf for none.
    value, co2 : float array
        Of the best pathway, per unit; NaN where not known.
    built : float array
        Capital that `value` has to bring back already, CNY per unit, as far as known.
    place : int array
        Which of the places of `FollowedColumns` it is.
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
        The most that all parts but quantity can come to for any stream of the material, weighted; inf for
        one that is lost on the way, since less of it may fit better and what is lost costs nothing.
    order : int array
        Place of the facility and port by id, which breaks ties.
    season : int array
        Of the facility, see `seasons.Seasons`.
    """

    x: Floats
    y: Floats
    z: Floats
    enterprise: Rows
    region: Rows
    transfer: Rows
    licence: Rows
    cell_row: Rows
    cell_column: Rows
    log_capacity: Floats
    value: Floats
    co2: Floats
    built: Floats
    place: Rows
    log_rest: Floats
    per_step: Floats
    unverified: Small
    radius: Floats
    slot: Rows
    log_best: Floats
    order: Rows
    season: Rows


class CheckColumns(NamedTuple):
    """Composition checks of a class of streams at a technology: entry ``checks[stream] + slot[option]``.

    Attributes
    ----------
    refused, mixes : bool array
        Whether a limit refuses the stream, and whether it may still pass in a mix (in a plan).
    checked, unverified : float array
        How many checks there are and how many could not be verified.
    margin : float array
        Smallest relative distance to a limit; NaN where none is known.
    usual, reach : float array
        Road km up to which it is piped as a rule, and beyond which it is never, or arrives colder than it
        may; inf where nothing says so.
    loss : float array
        Share of it that is lost per km.
    followed : int array
        Where its worth begins in `FollowedColumns`; -1 where it is worth what `OptionColumns` say.
    """

    refused: NDArray[np.bool_]
    mixes: NDArray[np.bool_]
    checked: Floats
    unverified: Floats
    margin: Floats
    usual: Floats
    reach: Floats
    loss: Floats
    followed: Ints


class FollowedColumns(NamedTuple):
    """What streams are worth whose own analyses tell what becomes of them, by case and place.

    Entry ``checks.followed[entry] + options.place[option]``, see `followed.followed_of`.

    Attributes
    ----------
    value, co2 : float array
        Of the best pathway, before capital, per unit; NaN where not known.
    trl : float array
        The lowest of the pathway.
    log_rest : float array
        What is added to `OptionColumns.log_rest` for the readiness of that pathway.
    """

    value: Floats
    co2: Floats
    trl: Floats
    log_rest: Floats


class Rates(NamedTuple):
    """Transport rates of one class of `value.CARGOES` after another, for one zone of the giver after another.

    Attributes
    ----------
    first : int array
        Class c holds rates first[c] to first[c + 1].
    from_km, to_km, per_km : float array
    loading : float array
        CNY/t for loading, one value a rate.
    emissions : float array
        kg CO2e per unit and km of the road, one value a class, as far as known; last 0, for what has none.
    near : float array
        What a class without a rate costs next door, one value a class: 0 for a lorry, NaN for a pipe.
    classes : int
        How many classes a zone has.
    instead : int array
        Those that bulk, the first class, may go by instead of the road; none where no enterprise reaches any.
    river : int
        Which of them goes by inland waterway.
    legs : float array, shape (enterprises + 1, ways)
    waters : int array
        How enterprises reach them and which inland waterway, see `value.Access`.
    nearness : float array
        For cargo c (none first) from entry ``(c + 1) * (last + 1)`` on: the most that the weighted logarithm
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
    near: Floats
    classes: int
    instead: Ints
    river: int
    legs: Floats
    waters: Ints
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
