"""The snapshot as the kernel's columns: rows and numbers only, ids stay where they are.

What depends on a material and a port alone is worked out once for them, what depends on an enterprise or a
facility once for it (`takers`); a stream or an option only picks its row. Millions of streams fit in little
memory.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.matching.gates import REFUSED, UNVERIFIED, Seasons, TransferTable, conveyances, free_supply
from graph.matching.prospects import Prospects
from graph.matching.ranking.arrays import Floats, Ints, OptionColumns, Rows, StreamColumns
from graph.matching.ranking.grid import Sites
from graph.matching.ranking.takers import Offers, Running, Taken, Valuation
from graph.matching.scoring import (
    logistic,
    precedent_part,
    readiness,
    taxonomy_factor,
    weighted_logarithm,
)
from graph.matching.suggestion import PartName
from graph.matching.weights import Weights
from graph.matching.worth import CandidateWorth
from graph.snapshot import Snapshot
from graph.value import CARGOES, NO_CARGO

#: Larger than any difference of the logarithms of two scores that are not 0.
_BEHIND_ALL = 1000.0


def stream_columns(
    snapshot: Snapshot,
    valuation: Valuation,
    sites: Sites,
    transfer: TransferTable,
    giver: Rows,
    checks: Rows,
    seasons: Seasons,
) -> StreamColumns:
    """Return the streams sorted for the kernel.

    Parameters
    ----------
    snapshot : Snapshot
    valuation : Valuation
    sites : Sites
    transfer : TransferTable
    giver : int array
        Of `takers.Licensing`, by enterprise.
    checks : int array
        Where each stream's composition checks start, by row of the stream.
    seasons : Seasons
    """
    material = _rows(snapshot.rows("waste_streams", "material"))
    enterprise = _rows(snapshot.rows("waste_streams", "enterprise"))
    # Sorting is stable and streams stand by id, so that within a cell they still do.
    order = _rows(np.lexsort((sites.cell_column[enterprise], sites.cell_row[enterprise], material)))
    material, enterprise = material[order], enterprise[order]
    with np.errstate(divide="ignore"):
        log_supply = np.log(free_supply(snapshot)[order])
    zone = valuation.zone(enterprise)
    cargo = np.append(valuation.factors.rates.cargo, NO_CARGO)[material]
    disposal, saved, forgone = np.zeros(len(order)), np.zeros(len(order)), np.zeros(len(order), dtype=bool)
    # Nothing takes what no row of the materials knows.
    known = np.flatnonzero(material >= 0)
    given, at = material[known].astype(np.int64), zone[known]
    relief = valuation.values.relief(order[known].astype(np.int64), given, at)
    disposal[known], saved[known] = np.nan_to_num(relief.benefit), relief.co2
    # Were all of it lost, this is what would count; of what loses nothing nobody asks.
    lossy = conveyances(snapshot).loss[given] > 0.0
    forgone[known[lossy]] = valuation.values.relieving(given[lossy], at[lossy], np.zeros(lossy.sum())) > 0.0
    return StreamColumns(
        row=order,
        material=material,
        cargo=_rows(np.where(cargo == NO_CARGO, NO_CARGO, zone * len(CARGOES) + cargo)),
        enterprise=enterprise,
        region=_region(transfer)[enterprise],
        giver=giver[enterprise],
        x=sites.x[enterprise],
        y=sites.y[enterprise],
        z=sites.z[enterprise],
        cell_row=sites.cell_row[enterprise],
        cell_column=sites.cell_column[enterprise],
        log_supply=log_supply,
        disposal=disposal,
        saved=saved,
        forgone=forgone,
        checks=checks[order],
        season=_rows(seasons.stream[order]),
    )


def option_columns(
    snapshot: Snapshot,
    weights: Weights,
    facilities: Running,
    taken: Taken,
    offers: Offers,
    behind: Floats,
    built: Floats,
    otherwise: tuple[Floats, Floats],
    followed: Ints,
    place: Rows,
    sites: Sites,
    transfer: TransferTable,
    streams: StreamColumns,
    seasons: Seasons,
) -> tuple[OptionColumns, Rows]:
    """Return the open options sorted for the kernel.

    Parameters
    ----------
    behind : float array
        From `handicaps`, by row of `offers`.
    built, otherwise
        From `takers.built_of` and `takers.otherwise_of`, by facility.
    followed : int array
        Rows of `taken` of which some stream is worth something else than is usual.
    place : int array
        From `followed.followed_of`, by facility.

    Returns
    -------
    columns : OptionColumns
    offer : int array
        Row of each option in `offers`.
    """
    refused = (taken.phase == REFUSED)[offers.taking] | facilities.closed[offers.at]
    offer = _rows(np.flatnonzero(~refused & ~offers.licensing.closed))
    taking, at = offers.taking[offer], offers.at[offer]
    # Facilities and ports stand by id, so their rows are their places.
    order = np.empty(len(offer), dtype=np.int32)
    order[np.lexsort((taken.port[taking], at))] = np.arange(len(offer), dtype=np.int32)
    enterprise = facilities.enterprise[at]
    near = np.lexsort(
        (order, sites.cell_column[enterprise], sites.cell_row[enterprise], taken.material[taking])
    )
    offer, taking, at, enterprise = offer[near], taking[near], at[near], enterprise[near]
    doubt = (
        taken.unverified[taking] + np.isnan(facilities.capacity)[at] + (facilities.dates == UNVERIFIED)[at]
    )
    valued, main = offers.valued[offer], taken.main[taking]
    rest = _readiness_and_precedent(weights, offers.worth, valued, facilities.state[at]) + behind[offer]
    with np.errstate(divide="ignore"):
        log_capacity = np.log(facilities.free[at] * taken.ratio[taking])
    # What replaces something of its own may be as good as anything: no part is above 1.
    bound, moved = (
        _upper_bound(offers, streams, weights),
        main & ((otherwise[0][at] != 0.0) | (otherwise[1][at] != 0.0)),
    )
    told, lossy = np.isin(taking, followed), conveyances(snapshot).loss[taken.material[taking]] > 0.0
    best = np.where(told, behind[offer], rest + np.where(moved, 0.0, bound[valued]))
    columns = OptionColumns(
        x=sites.x[enterprise],
        y=sites.y[enterprise],
        z=sites.z[enterprise],
        enterprise=enterprise,
        region=_region(transfer)[enterprise],
        transfer=_rows(transfer.group)[taking],
        licence=offers.licensing.case[offer],
        cell_row=sites.cell_row[enterprise],
        cell_column=sites.cell_column[enterprise],
        log_capacity=log_capacity,
        value=offers.worth.value[valued] + np.where(main, otherwise[0][at] - np.nan_to_num(built[at]), 0.0),
        co2=offers.worth.co2[valued] + np.where(main, otherwise[1][at], 0.0),
        built=np.where(main, np.nan_to_num(built[at]), 0.0),
        place=place[at],
        log_rest=rest,
        per_step=taxonomy_factor(taken.steps, taken.narrower, weights)[taking],
        unverified=doubt.astype(np.int8),
        radius=facilities.radius[at],
        slot=taken.slot[taking],
        # So may what a stream tells itself, on a pathway of another readiness.
        log_best=np.where(lossy, np.inf, best),
        order=order[near],
        season=_rows(seasons.facility[facilities.row[at]]),
    )
    return columns, offer


def handicaps(
    weights: Weights, taken: Taken, offers: Offers, facilities: Running, prospects: Prospects | None
) -> Floats:
    """Return what is added to the logarithm of each offer's score, so that ranking it ranks by basis first.

    0 for a facility on record. Every prospective receiver comes behind all of those, and among prospective
    receivers the score counts times a power of how usual it is that their industry takes the material: which
    are worth keeping, before `ranking.rank_candidates` goes by the words of each stream.
    """
    behind = np.zeros(len(offers))
    if prospects is not None:
        rows = np.flatnonzero(facilities.basis[offers.at])
        taking, at = offers.taking[rows], offers.at[rows]
        usual = prospects.usual.for_materials(taken.material[taking], facilities.enterprise[at])
        behind[rows] = weights.usual_power() * np.log(usual) - _BEHIND_ALL
    return behind


def _readiness_and_precedent(weights: Weights, worth: CandidateWorth, valued: Rows, state: Floats) -> Floats:
    """Return readiness and precedent of each option as one weighted logarithm."""
    shares = weights.shares()
    told = precedent_part(worth.lift, weights["constant.neutral"])
    ready = readiness(worth.trl[valued], state)
    return np.asarray(
        weighted_logarithm(shares[PartName.READINESS], ready)
        + weighted_logarithm(shares[PartName.PRECEDENT], told)[valued]
    )


def _upper_bound(offers: Offers, streams: StreamColumns, weights: Weights) -> Floats:
    """Return the most that economics and CO2 can come to, transport being free, by row of `Offers.worth`.

    Proximity and technical fit are at most 1, so their logarithms are left out.
    """
    size = max(int(streams.material.max(initial=-1)), int(offers.material.max(initial=-1))) + 1
    disposal, saved = np.full(size, -np.inf), np.full(size, -np.inf)
    known = streams.material >= 0
    np.maximum.at(disposal, streams.material[known], streams.disposal[known])
    np.maximum.at(saved, streams.material[known], streams.saved[known])
    shares, neutral = weights.shares(), weights["constant.neutral"]
    gain = offers.worth.value + disposal[offers.material]
    avoided = offers.worth.co2 + saved[offers.material]
    economics = logistic(gain, weights["constant.margin-scale"], neutral)
    carbon = logistic(avoided, weights["constant.co2-scale"], neutral)
    # A hair above, so that rounding never cuts off an equal score.
    return np.asarray(
        weighted_logarithm(shares[PartName.ECONOMICS], economics)
        + weighted_logarithm(shares[PartName.CO2], carbon)
        + 1e-12
    )


def _region(transfer: TransferTable) -> Rows:
    """Return the region by row of the enterprise; none for -1."""
    return np.append(_rows(transfer.region), np.int32(0))


def _rows(values: NDArray[np.integer]) -> Rows:
    return np.asarray(values, dtype=np.int32)
