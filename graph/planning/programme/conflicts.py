"""Contracts that cannot be kept together, named with the bound that they break."""

from __future__ import annotations

import dataclasses

import numpy as np

from graph.errors import EXIT_NO_PLAN, SymbioflowError
from graph.planning.programme.columns import columns_of_linkage
from graph.planning.programme.families import Row
from graph.planning.programme.programme import Programme
from graph.planning.solver import Ints, LinearProgramme, solve
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
    contracts = np.flatnonzero(programme.row_kind == Row.CONTRACT)
    linear = programme.linear
    if not len(contracts) or not _feasible(_without(linear, contracts)):
        return SymbioflowError("INFEASIBLE.without_contracts", exit_code=EXIT_NO_PLAN)
    # Only what the contracts touch can contradict them.
    near = _rows_near(linear, contracts)
    order = [*np.setdiff1d(near, contracts), *contracts]
    remaining = linear
    conflict = []
    for row in order:
        fewer = _without(remaining, np.array([row]))
        if _feasible(fewer):
            conflict.append(int(row))
        else:
            remaining = fewer
    words = [_words(programme, row) for row in conflict]
    return SymbioflowError("CONFLICTING_CONTRACTS", exit_code=EXIT_NO_PLAN, rows="; ".join(words))


def _without(linear: LinearProgramme, rows: Ints) -> LinearProgramme:
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


def _rows_near(linear: LinearProgramme, rows: Ints) -> Ints:
    """Return the rows of everything connected to some rows."""
    column = linear.column_of_entry()
    found = rows
    while True:
        columns = np.unique(column[np.isin(linear.index, found)])
        wider = np.unique(linear.index[np.isin(column, columns)]).astype(np.int64)
        if len(wider) == len(found):
            return found
        found = wider


def _words(programme: Programme, row: int) -> str:
    """Return a row as it prints itself; a contract also says what keeps its own flow below it."""
    words = str(programme.row(row))
    if programme.row_kind[row] == Row.CONTRACT:
        words += _bound(programme, int(programme.row_a[row]), float(programme.linear.row_lower[row]))
    return words


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
