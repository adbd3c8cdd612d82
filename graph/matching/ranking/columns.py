"""The snapshot as the kernel's columns: rows and numbers only, ids stay where they are.

What depends on a material and a port alone is worked out once for them, what depends on an enterprise or a
facility once for it; a stream or an option only picks its row. Millions of streams fit in little memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from graph.knowledge import PrecedentBook
from graph.matching.gates.acceptance import accepted_materials, running_rows
from graph.matching.gates.composition import PASSED, REFUSED, UNVERIFIED, check_limits
from graph.matching.gates.gates import capacity_gate, date_gate, hazard_gate, licence_gate, phase_gate
from graph.matching.gates.transfer import TransferTable
from graph.matching.pathways import PathwayFinder
from graph.matching.ranking.grid import Sites
from graph.matching.ranking.kernel import CheckColumns, OptionColumns, Rows, StreamColumns
from graph.matching.scoring import logistic, precedent_part, readiness, taxonomy_factor
from graph.matching.suggestion import PartName
from graph.matching.weights import Weights
from graph.matching.worth import CandidateWorth, port_capacity, worth_of
from graph.snapshot import Snapshot
from graph.value.factors import BY_PIPE, CARGO_CLASSES, Factors
from graph.value.worth import ValueBook
from graph.vocabulary import Direction


@dataclass(frozen=True, slots=True)
class Running:
    """The facilities that run or are planned; one value a facility, by id.

    Attributes
    ----------
    row, technology, enterprise : int array
        Rows in the snapshot.
    """

    row: Rows
    technology: Rows
    enterprise: Rows


def running(snapshot: Snapshot) -> Running:
    """Return the facilities that options are made of."""
    row = running_rows(snapshot)
    facilities = snapshot.tables["facilities"]
    technology = snapshot.positions("technologies", facilities["technology"].combine_chunks())
    enterprise = snapshot.positions("enterprises", facilities["enterprise"].combine_chunks())
    return Running(_rows(row), _rows(technology[row]), _rows(enterprise[row]))


def taken_materials(snapshot: Snapshot, weights: Weights, facilities: Running) -> pd.DataFrame:
    """Return which materials of streams the ports of running technologies take, or might.

    Returns
    -------
    DataFrame
        Columns of `acceptance.accepted_materials`, without what the phase refuses; `unverified` (how many of
        the gates of material, phase and hazard are), `slot` (its number within the material), and
        `material_row`, `technology_row` and `port_row` in the snapshot.
    """
    given = pc.unique(snapshot.tables["waste_streams"]["material"]).to_pylist()
    taken = accepted_materials(snapshot, weights.downward())
    taken = taken[taken["material"].isin(given)]
    technology = snapshot.positions("technologies", taken["technology"].tolist())
    run = np.isin(technology, facilities.technology) & (technology >= 0)
    taken = taken.assign(technology_row=technology)[run]
    gates = np.array(
        [
            np.where(taken["narrower"], UNVERIFIED, PASSED),
            phase_gate(snapshot, taken),
            hazard_gate(snapshot, taken),
        ]
    )
    taken = taken.assign(
        unverified=(gates == UNVERIFIED).sum(axis=0),
        material_row=snapshot.positions("materials", taken["material"].tolist()),
        port_row=snapshot.positions("ports", taken["port"].tolist()),
    )[~(gates == REFUSED).any(axis=0)]
    taken = taken.sort_values(["material", "technology", "direction"], kind="stable")
    numbered: pd.DataFrame = taken.assign(slot=taken.groupby("material").cumcount())
    return numbered.reset_index(drop=True)


def stream_columns(
    snapshot: Snapshot,
    factors: Factors,
    taken: pd.DataFrame,
    sites: Sites,
    transfer: TransferTable,
    on: date | None,
) -> tuple[StreamColumns, CheckColumns]:
    """Return the streams sorted for the kernel, and the composition checks of every class of streams.

    Parameters
    ----------
    snapshot : Snapshot
    factors : Factors
    taken : DataFrame
        From `taken_materials`.
    sites : Sites
    transfer : TransferTable
    on : date or None
        Day on which standards must be in force; None leaves dates out of account.
    """
    table = snapshot.tables["waste_streams"]
    material = _rows(snapshot.positions("materials", table["material"].combine_chunks()))
    enterprise = _rows(snapshot.positions("enterprises", table["enterprise"].combine_chunks()))
    checks_at, checks = _classes(snapshot, material, taken, on)
    # Sorting is stable and streams stand by id, so that within a cell they still do.
    order = _rows(np.lexsort((sites.cell_column[enterprise], sites.cell_row[enterprise], material)))
    material, enterprise = material[order], enterprise[order]
    free = snapshot.numbers("waste_streams", "supply_likely")
    free = np.maximum(free - snapshot.numbers("waste_streams", "in_use_likely"), 0.0)[order]
    with np.errstate(divide="ignore"):
        log_supply = np.log(free, out=free)
    zone = factors.zones.of_enterprise[enterprise]
    relief = ValueBook(factors).relief(order.astype(np.int64), material.astype(np.int64), zone)
    cargo = factors.cargo[material]
    columns = StreamColumns(
        row=order,
        material=material,
        cargo=_rows(np.where(cargo == BY_PIPE, BY_PIPE, zone * len(CARGO_CLASSES) + cargo)),
        enterprise=enterprise,
        region=_region(transfer)[enterprise],
        x=sites.x[enterprise],
        y=sites.y[enterprise],
        z=sites.z[enterprise],
        cell_row=sites.cell_row[enterprise],
        cell_column=sites.cell_column[enterprise],
        log_supply=log_supply,
        disposal=np.nan_to_num(relief.benefit),
        saved=relief.co2,
        checks=checks_at[order],
    )
    return columns, checks


def _classes(
    snapshot: Snapshot, material: Rows, taken: pd.DataFrame, on: date | None
) -> tuple[Rows, CheckColumns]:
    """Check compositions once for all streams of a material that have no analysis and the same moisture."""
    streams = snapshot.tables["waste_streams"]
    wet = pa.array(np.nan_to_num(snapshot.numbers("waste_streams", "moisture_likely"), nan=-1.0))
    wet = wet.dictionary_encode()
    key = material.astype(np.int64) * max(len(wet.dictionary), 1) + wet.indices.to_numpy()
    analysed = pc.unique(snapshot.tables["stream_components"]["stream"])
    own = np.flatnonzero(pc.is_in(streams["id"], value_set=analysed).to_numpy())
    key[own] = -1 - own
    _, first, member = np.unique(key, return_index=True, return_inverse=True)
    size = np.bincount(taken["material_row"], minlength=snapshot.count("materials"))[material[first]]
    start = np.cumsum(size) - size
    # One stream stands for its class, so nothing is read of the others.
    members = streams.take(first)
    of_class = Snapshot({**snapshot.tables, "waste_streams": members})
    classes = pd.DataFrame(
        {
            "material": np.array(members["material"].to_pylist(), dtype=object),
            "stream": np.array(members["id"].to_pylist(), dtype=object),
            "start": start,
        }
    )
    entries = classes.merge(taken[["material", "technology", "direction", "taken_as", "slot"]], on="material")
    entries["pair"] = entries["start"] + entries["slot"]
    return _rows(start)[member], _check_columns(of_class, entries, int(size.sum()), on)


def _check_columns(snapshot: Snapshot, entries: pd.DataFrame, total: int, on: date | None) -> CheckColumns:
    found = check_limits(snapshot, entries[["pair", "stream", "taken_as", "technology"]], on)
    named = snapshot.tables["limits"]["material"].is_valid().to_numpy(zero_copy_only=False)
    main = np.zeros(total, dtype=bool)
    main[entries["pair"].to_numpy()] = (entries["direction"] == Direction.MAIN_INPUT.value).to_numpy()
    pair = found["pair"].to_numpy(dtype=np.int64)
    counts = main[pair] | named[found["limit"].to_numpy(dtype=np.int64)]
    found, pair = found[counts], pair[counts]
    margin = np.full(total, np.nan)
    smallest = found.groupby("pair")["margin"].min()
    margin[smallest.index.to_numpy(dtype=np.int64)] = smallest.to_numpy()
    outcome = found["outcome"].to_numpy()
    return CheckColumns(
        refused=np.bincount(pair, weights=outcome == REFUSED, minlength=total) > 0,
        checked=np.bincount(pair, minlength=total).astype(float),
        unverified=np.bincount(pair, weights=outcome == UNVERIFIED, minlength=total).astype(float),
        margin=margin,
    )


def option_columns(
    snapshot: Snapshot,
    factors: Factors,
    weights: Weights,
    facilities: Running,
    taken: pd.DataFrame,
    sites: Sites,
    transfer: TransferTable,
    streams: StreamColumns,
    on: date | None,
) -> tuple[OptionColumns, Rows, Rows]:
    """Return the options sorted for the kernel.

    Parameters
    ----------
    snapshot : Snapshot
    factors : Factors
    weights : Weights
    facilities : Running
    taken : DataFrame
        From `taken_materials`; `transfer` was made for its rows.
    sites : Sites
    transfer : TransferTable
    streams : StreamColumns
    on : date or None
        Day on which facilities must run; None leaves dates out of account.

    Returns
    -------
    columns : OptionColumns
    facility : int array
        Row of each option's facility in the snapshot.
    taking : int array
        Row of `taken` of each option.
    """
    taking, running_at = _pairs(facilities, taken, snapshot.count("technologies"))
    refused, unverified = _facility_gates(snapshot, facilities, on)
    licence = _licences(snapshot, taken, taking, facilities.enterprise[running_at])
    kept = ~refused[running_at] & (licence != REFUSED)
    taking, running_at, licence = taking[kept], running_at[kept], licence[kept]
    enterprise = facilities.enterprise[running_at]
    # Facilities and ports stand by id, so their rows are their places.
    by_id = np.lexsort((taken["port_row"].to_numpy()[taking], running_at))
    order = np.empty(len(by_id), dtype=np.int32)
    order[by_id] = np.arange(len(by_id), dtype=np.int32)
    material = _rows(taken["material_row"])[taking]
    place = np.lexsort((order, sites.cell_column[enterprise], sites.cell_row[enterprise], material))
    taking, running_at, enterprise = taking[place], running_at[place], enterprise[place]
    doubt = _rows(taken["unverified"])[taking] + unverified[running_at] + (licence[place] == UNVERIFIED)
    row = facilities.row[running_at]
    zone = factors.zones.of_enterprise[enterprise]
    valued, worked_out = np.unique(taking * np.int64(factors.zones.count) + zone, return_inverse=True)
    kind, where = np.divmod(valued, factors.zones.count)
    numbers = _worth(snapshot, factors, weights, facilities, taken.iloc[kind], where)
    rest = _readiness_and_precedent(snapshot, weights, numbers, worked_out, row)
    best = _upper_bound(numbers, streams, weights, taken["material_row"].to_numpy()[kind])
    with np.errstate(divide="ignore"):
        ratio = port_capacity(snapshot, taken.assign(capacity=1.0))[taking]
        log_capacity = np.log(snapshot.numbers("facilities", "capacity_likely")[row] * ratio)
    radius = snapshot.numbers("facilities", "radius")
    columns = OptionColumns(
        x=sites.x[enterprise],
        y=sites.y[enterprise],
        z=sites.z[enterprise],
        enterprise=enterprise,
        region=_region(transfer)[enterprise],
        transfer=_rows(transfer.group)[taking],
        cell_row=sites.cell_row[enterprise],
        cell_column=sites.cell_column[enterprise],
        log_capacity=log_capacity,
        value=numbers.value[worked_out],
        co2=numbers.co2[worked_out],
        log_rest=rest,
        per_step=taxonomy_factor(taken, weights)[taking],
        unverified=doubt.astype(np.int8),
        radius=np.where(np.isnan(radius), np.inf, radius)[row],
        slot=_rows(taken["slot"])[taking],
        log_best=rest + best[worked_out],
        order=order[place],
    )
    return columns, row, taking


def _pairs(facilities: Running, taken: pd.DataFrame, technologies: int) -> tuple[Rows, Rows]:
    """Return every row of `taken` with every facility of its technology, as two arrays of rows."""
    by_technology = _rows(np.argsort(facilities.technology, kind="stable"))
    start = np.searchsorted(facilities.technology[by_technology], np.arange(technologies + 1))
    technology = taken["technology_row"].to_numpy(dtype=np.int64)
    count = np.diff(start)[technology]
    taking = np.repeat(np.arange(len(taken), dtype=np.int32), count)
    shift = np.repeat(_rows(start[technology] - np.cumsum(count) + count), count)
    return taking, by_technology[np.arange(len(taking), dtype=np.int32) + shift]


def _facility_gates(
    snapshot: Snapshot, facilities: Running, on: date | None
) -> tuple[NDArray[np.bool_], NDArray[np.int8]]:
    """Return which facilities capacity or dates refuse, and how many of the two are unverified."""
    columns = ["capacity_likely", "opens", "closes", "state"]
    frame = snapshot.tables["facilities"].select(columns).take(facilities.row).to_pandas()
    frame = frame.rename(columns={"capacity_likely": "capacity"})
    capacity, dates = capacity_gate(frame), date_gate(frame, on)
    refused = (capacity == REFUSED) | (dates == REFUSED)
    return refused, (capacity == UNVERIFIED).astype(np.int8) + (dates == UNVERIFIED)


def _licences(snapshot: Snapshot, taken: pd.DataFrame, taking: Rows, enterprise: Rows) -> NDArray[np.int8]:
    """Return the licence gate, judged once for each row of `taken` and set of licences."""
    held = snapshot.tables["enterprises"]["licences"].combine_chunks()
    sets = pc.fill_null(pc.binary_join(held, "\n"), "").dictionary_encode()
    number = np.append(sets.indices.to_numpy(), -1)[enterprise]
    key = taking * np.int64(len(sets.dictionary) + 1) + number + 1
    unique, member = np.unique(key, return_inverse=True)
    names = [[], *(text.split("\n") if text else [] for text in sets.dictionary.to_pylist())]
    row, held_set = np.divmod(unique, len(names))
    cases = taken[["material", "taken_as"]].iloc[row].assign(licences=[names[case] for case in held_set])
    return licence_gate(snapshot, cases).astype(np.int8)[member]


def _worth(
    snapshot: Snapshot,
    factors: Factors,
    weights: Weights,
    facilities: Running,
    taken: pd.DataFrame,
    zone: NDArray[np.int64],
) -> CandidateWorth:
    """Return value, CO2, TRL and lift of rows of `taken`, each at a zone."""
    book = PrecedentBook(snapshot, weights["constant.precedent-prior"])
    # The value of a pathway asks which technologies run, not where: one facility stands for each.
    _, first = np.unique(facilities.technology, return_index=True)
    one_each = snapshot.tables["facilities"].take(facilities.row[first])
    finder = PathwayFinder(Snapshot({**snapshot.tables, "facilities": one_each}), factors)
    return worth_of(taken, zone, finder, book)


def _readiness_and_precedent(
    snapshot: Snapshot,
    weights: Weights,
    numbers: CandidateWorth,
    worked_out: NDArray[np.int64],
    facility: Rows,
) -> NDArray[np.float64]:
    """Return readiness and precedent of each option as one weighted logarithm."""
    states = snapshot.tables["facilities"]["state"].take(pa.array(facility)).combine_chunks()
    states = states.dictionary_encode()
    factor = np.array([weights[f"state.{name}"] for name in states.dictionary.to_pylist()], dtype=float)
    state = factor[states.indices.to_numpy()]
    shares = weights.shares()
    told = precedent_part(numbers.lift, weights["constant.neutral"])
    with np.errstate(divide="ignore"):
        ready = np.log(readiness(numbers.trl[worked_out], state))
        return shares[PartName.READINESS] * ready + (shares[PartName.PRECEDENT] * np.log(told))[worked_out]


def _upper_bound(
    numbers: CandidateWorth, streams: StreamColumns, weights: Weights, material: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the most that economics and CO2 can come to, transport being free, one value a row of `numbers`.

    Proximity and technical fit are at most 1, so their logarithms are left out.
    """
    size = int(streams.material.max(initial=-1)) + 1
    disposal, saved = np.full(size, -np.inf), np.full(size, -np.inf)
    np.maximum.at(disposal, streams.material, streams.disposal)
    np.maximum.at(saved, streams.material, streams.saved)
    shares, neutral = weights.shares(), weights["constant.neutral"]
    gain = numbers.value + disposal[material]
    avoided = numbers.co2 + saved[material]
    economics = np.log(logistic(gain, weights["constant.margin-scale"], neutral))
    carbon = np.log(logistic(avoided, weights["constant.co2-scale"], neutral))
    # A hair above, so that rounding never cuts off an equal score.
    return np.asarray(
        shares[PartName.ECONOMICS] * economics + shares[PartName.CO2] * carbon + 1e-12, dtype=float
    )


def _region(transfer: TransferTable) -> Rows:
    """Return the region by row of the enterprise; none for -1."""
    return np.append(_rows(transfer.region), np.int32(0))


def _rows(values: NDArray[np.integer] | pd.Series) -> Rows:
    return np.asarray(values, dtype=np.int32)
