"""Contracts that cannot be kept together, named with the bound that they break."""

from __future__ import annotations

import dataclasses

import numpy as np

from graph.errors import EXIT_NO_PLAN, SymbioflowError
from graph.planning.programme.programme import (
    AUXILIARY,
    BLEND_MAXIMUM,
    BLEND_MINIMUM,
    BUDGET,
    CAPACITY,
    CONTRACT,
    MONTH_CAPACITY,
    MONTH_SUM,
    MONTH_SUPPLY,
    OUTPUT,
    RUN_CAPACITY,
    RUN_SCALE,
    SHARE,
    SUPPLY,
    Programme,
    columns_of_linkage,
)
from graph.planning.solver.linear import LinearProgramme
from graph.planning.solver.solver import solve
from graph.vocabulary import LinkageState


def explain_conflict(programme: Programme) -> SymbioflowError:
    """Return the error that names an irreducible conflict: drop any one of its rows and a plan exists.

    Rows are tried one after another and dropped for good where the rest still contradicts itself (deletion
    filter), contracts last, so that the fewest contracts are blamed.

    References
    ----------
    Chinneck, J. W. and Dravnieks, E. W. (1991). Locating minimal infeasible constraint sets in linear
    programs. ORSA Journal on Computing 3, 157-168.
    """
    contracts = np.flatnonzero(programme.row_kind == CONTRACT)
    linear = programme.linear
    if not len(contracts) or not _feasible(_without(linear, contracts)):
        return SymbioflowError(
            "INFEASIBLE", "no plan meets every bound at once, contracts left aside", EXIT_NO_PLAN
        )
    # Only what the contracts touch can contradict them.
    near = _rows_near(linear, contracts)
    order = [*np.setdiff1d(near, contracts), *contracts]
    kept = linear
    conflict = []
    for row in order:
        fewer = _without(kept, np.array([row]))
        if _feasible(fewer):
            conflict.append(int(row))
        else:
            kept = fewer
    words = [_words(programme, row) for row in conflict]
    return SymbioflowError(
        "CONFLICTING_CONTRACTS",
        "these cannot hold together: " + "; ".join(words) + "; expected contracts within the bounds",
        EXIT_NO_PLAN,
    )


def _without(linear: LinearProgramme, rows: np.ndarray) -> LinearProgramme:
    lower, upper = linear.row_lower.copy(), linear.row_upper.copy()
    lower[rows], upper[rows] = -np.inf, np.inf
    return dataclasses.replace(linear, row_lower=lower, row_upper=upper)


def _feasible(linear: LinearProgramme) -> bool:
    try:
        solve(linear, [np.zeros(linear.columns)])
    except SymbioflowError as error:
        if error.code == "INFEASIBLE":
            return False
        raise
    return True


def _rows_near(linear: LinearProgramme, rows: np.ndarray) -> np.ndarray:
    """Return the rows of everything connected to some rows."""
    column = linear.column_of_entry()
    found = rows
    while True:
        columns = np.unique(column[np.isin(linear.index, found)])
        wider = np.unique(linear.index[np.isin(column, columns)])
        if len(wider) == len(found):
            return found
        found = wider


def _words(programme: Programme, row: int) -> str:
    """Return a row as a person would say it."""
    layout, linear = programme.layout, programme.linear
    kind, a, b = programme.row_kind[row], int(programme.row_a[row]), int(programme.row_b[row])
    low, high = linear.row_lower[row], linear.row_upper[row]
    if kind == CONTRACT:
        return f"linkage {layout.text('linkages', 'id', a)} has agreed {low:,.6g}" + _bound(programme, a, low)
    if kind in (SUPPLY, MONTH_SUPPLY):
        month = f" in month {b + 1}" if kind == MONTH_SUPPLY else ""
        return f"stream {layout.text('waste_streams', 'id', a)} has {high:,.6g} to give{month}"
    if kind == OUTPUT:
        site, material = layout.outputs["site"][a], layout.outputs["material"][a]
        made = layout.text("materials", "id", material)
        return f"facility {layout.sites['facility'][site]} passes on no more {made} than it makes"
    if kind == MONTH_SUM:
        site, stream = layout.flows.site[a], layout.flows.stream[a]
        return (
            f"facility {layout.sites['facility'][site]} takes each month's part of stream "
            f"{layout.text('waste_streams', 'id', stream)} in its month"
        )
    facility = "" if kind == BUDGET else f"facility {layout.sites['facility'][a]}"
    if kind == MONTH_CAPACITY:
        return f"{facility} has room for {high:,.6g} in month {b + 1}"
    if kind in (CAPACITY, RUN_CAPACITY):
        return f"{facility} has room for {layout.sites['capacity'][a]:,.6g}"
    if kind == AUXILIARY:
        return f"{facility} takes {layout.text('ports', 'id', b)} in proportion to its main input"
    if kind == SHARE:
        return f"{facility} takes at most {high:,.6g} through {layout.text('ports', 'id', b)}"
    if kind in (BLEND_MAXIMUM, BLEND_MINIMUM):
        return f"{facility} keeps the limit of {layout.text('limits', 'component', b)}"
    if kind == RUN_SCALE:
        return f"{facility} runs at its minimum scale or not at all"
    return f"the budget is {high:,.6g} CNY"


def _bound(programme: Programme, linkage: int, agreed: float) -> str:
    """Return what keeps the linkage's own flow below what is agreed: a rejection, or the smallest lot."""
    layout, columns = programme.layout, columns_of_linkage(programme.layout, linkage)
    most = float(programme.linear.upper[columns].sum())
    if most >= agreed:
        return ""
    snapshot = layout.snapshot
    states = snapshot.strings("linkages", "state")
    rejected = [
        layout.text("linkages", "id", int(row))
        for row in np.flatnonzero(states == LinkageState.REJECTED.value)
        if np.isin(columns, columns_of_linkage(layout, int(row))).any()
    ]
    if rejected:
        return f", and linkage {', '.join(rejected)} of the same flow is rejected"
    return f", and what is there and the smallest lot allow {most:,.6g}"
