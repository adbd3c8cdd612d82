"""What flows in a plan, as columns of numbers: flows, sites, campaigns and what these make.

Everything is a row number of the snapshot's tables, of the facilities that can take anything (`Sites`) or of
what these make (`Outputs`); ids are looked up for what is returned only.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.planning.solver import Floats, Ints
from graph.snapshot import Snapshot
from graph.tools import Columns
from graph.value import Handed

#: Where a column or row has no such thing.
NONE = -1


class Column(IntEnum):
    """What a column of the programme stands for."""

    DIVERT = 0
    """A stream to a facility."""
    TRANSFER = 1
    """A facility's output to another facility."""
    SELL = 2
    """An output sold."""
    DISPOSE = 3
    """An output disposed of."""
    STOCK = 4
    """Stock of a stream drawn down."""
    MONTH = 5
    """The part of one month in a flow that cannot be stored."""
    RUN = 6
    """Whether a facility runs."""
    OUTSIDE = 7
    """A stream sold as it is to its own market."""


#: Columns that take something off a stream.
STARTING = (Column.DIVERT, Column.OUTSIDE)

#: Columns that carry something to a facility.
CARRYING = (Column.DIVERT, Column.TRANSFER)


@dataclass(frozen=True)
class Links:
    """Candidate linkages as columns, one row a linkage.

    Attributes
    ----------
    stream, facility, port : int array
        Rows of the snapshot's tables.
    score, fit, confidence : float array
        `fit`: the score by what stream and taker are, whatever becomes of it later.
    blended : bool array
        True where the stream alone is beyond a composition limit, so that only a mix may pass.
    """

    stream: Ints
    facility: Ints
    port: Ints
    score: Floats
    fit: Floats
    confidence: Floats
    blended: NDArray[np.bool_]


@dataclass(frozen=True)
class Flows(Columns):
    """The columns of a plan's programme; -1 where a column has no such thing.

    Attributes
    ----------
    kind : int array
        `Column`.
    stream : int array
        Row of waste_streams: where it starts.
    output : int array
        Row of `Layout.outputs`: what flows on, is sold or is disposed of.
    parent : int array
        For MONTH: the column whose month it is.
    site : int array
        Row of `Layout.sites`: where it goes.
    market : int array
        Place in `Layout.markets`: who buys it; -1 where no market for it is known.
    campaign : int array
        Row of `Layout.campaigns`: what it becomes a part of where it goes; -1 for an auxiliary input.
    port, material : int array
        Rows of the tables; `port` of the receiver.
    main : bool array
        Whether the port takes a main input.
    distance : float array
        Road km; NaN where not known.
    arrives : float array
        What of a unit that leaves comes to where it goes: heat is lost by the pipe.
    score, fit, confidence : float array
        NaN but for DIVERT.
    blended : bool array
        Whether it goes only as a part of a mix.
    month : int array
        0 to 11, for MONTH only.
    """

    kind: Ints
    stream: Ints
    output: Ints
    parent: Ints
    site: Ints
    market: Ints
    campaign: Ints
    port: Ints
    material: Ints
    main: NDArray[np.bool_]
    distance: Floats
    arrives: Floats
    score: Floats
    fit: Floats
    confidence: Floats
    blended: NDArray[np.bool_]
    month: Ints

    def where(self, *kinds: Column) -> Ints:
        """Return the columns of some kinds."""
        return np.flatnonzero(self.among(*kinds))

    def among(self, *kinds: Column) -> NDArray[np.bool_]:
        """Return which columns are of some kinds."""
        # For so few kinds a tenth of what `np.isin` takes; the draws of a plan ask thousands of times.
        found: NDArray[np.bool_] = np.logical_or.reduce([self.kind == int(kind) for kind in kinds])
        return found

    @cached_property
    def feeding(self) -> Ints:
        """The columns that bring a main input."""
        return np.flatnonzero(self.among(*CARRYING) & self.main)

    def auxiliary(self) -> Ints:
        """Return the columns that bring an auxiliary input."""
        return np.flatnonzero(self.among(*CARRYING) & ~self.main)


@dataclass(frozen=True)
class Sites(Columns):
    """Facilities of known capacity, by id.

    Attributes
    ----------
    facility : object array
        Ids.
    facility_row, enterprise_row, technology_row : int array
        Rows of the tables.
    running : float array
        Main input that operating linkages bring, per year.
    capacity : float array
        What is free beside it.
    assumed : bool array
        Whether nobody said the capacity.
    unit, state : object array
        Of the main input; the facility's `OperatingState`.
    enterprise, licences : object array
        Whose it is, and the hazard licences held there.
    radius : float array
        Farthest road distance that it takes from, km; NaN where not known.
    open : bool array
        Whether it takes anything on the day of the plan, as far as its dates are known.
    monthly : float array
        What each month has of its year, a row a site; a twelfth where it is even or nobody said.
    uneven : bool array
        Whether somebody said so.
    investment : float array
        What building it costs, CNY; 0 for what does not wait for a decision any more, NaN where not known.
    investment_low, investment_high : float array
        The same if every number behind it stood at that end of its range.
    """

    facility: NDArray[np.object_]
    facility_row: Ints
    enterprise_row: Ints
    technology_row: Ints
    running: Floats
    capacity: Floats
    assumed: NDArray[np.bool_]
    unit: NDArray[np.object_]
    state: NDArray[np.object_]
    enterprise: NDArray[np.object_]
    licences: NDArray[np.object_]
    radius: Floats
    open: NDArray[np.bool_]
    monthly: Floats
    uneven: NDArray[np.bool_]
    investment: Floats
    investment_low: Floats
    investment_high: Floats


@dataclass(frozen=True)
class Campaigns:
    """What each site works on together, by site: main inputs whose outputs may go to the same places.

    Attributes
    ----------
    site : int array
    number : int array
        Within the technology of its site, as `Origins` counts them.
    mixing : bool array
        Whether its inputs are mixed, so that the rows of mixes are of them.
    running : float array
        Main input that operating linkages bring, per year.
    brought : tuple of tuple of Handed
        What getting rid of a unit of its inputs would have cost instead.
    """

    site: Ints
    number: Ints
    mixing: NDArray[np.bool_]
    running: Floats
    brought: tuple[tuple[Handed, ...], ...]

    def __len__(self) -> int:
        return len(self.site)


@dataclass(frozen=True)
class Outputs(Columns):
    """What each site makes per unit of main input, by campaign and material.

    Attributes
    ----------
    site, campaign, material : int array
        Rows of `Layout.sites`, of `Layout.campaigns` and of the materials table.
    ratio : float array
    sold : bool array
        False: it must be taken or is disposed of.
    wanted, treated : bool array
        Whether it is a product, and whether this is still the same waste, only treated.
    unit : object array
        Of the material.
    settled : bool array
        Whether it is a final use at a facility that runs, of which nobody speaks as of a market: as much as
        the facility takes ends there.
    off : bool array
        Whether it breaks a limit of its own recipe: nobody buys it.
    """

    site: Ints
    campaign: Ints
    material: Ints
    ratio: Floats
    sold: NDArray[np.bool_]
    wanted: NDArray[np.bool_]
    treated: NDArray[np.bool_]
    unit: NDArray[np.object_]
    settled: NDArray[np.bool_]
    off: NDArray[np.bool_]

    @cached_property
    def same(self) -> Ints:
        """The first row of the same site and material: what all campaigns of a site make of it together."""
        _, first, at = np.unique(
            np.stack([self.site, self.material]), axis=1, return_index=True, return_inverse=True
        )
        together: Ints = first[at.reshape(-1)]
        return together


@dataclass(frozen=True, slots=True)
class Ports(Columns):
    """The ports of all technologies, by row.

    Attributes
    ----------
    technology, material : int array
        Rows of the tables.
    direction : object array
    ratio : float array
    """

    technology: Ints
    material: Ints
    direction: NDArray[np.object_]
    ratio: Floats


def ports_by_row(snapshot: Snapshot) -> Ports:
    """Return the ports of all technologies."""
    return Ports(
        technology=snapshot.rows("ports", "technology"),
        material=snapshot.rows("ports", "material"),
        direction=snapshot.strings("ports", "direction"),
        ratio=snapshot.numbers("ports", "ratio_likely"),
    )


def columns_of_kind(kind: Column, count: int, **given: NDArray[np.generic]) -> Flows:
    """Return columns of one kind; what is not given is not there."""
    empty: dict[str, NDArray[np.generic]] = {}
    for name in (one.name for one in fields(Flows)):
        if name in ("main", "blended"):
            empty[name] = np.zeros(count, dtype=bool)
        elif name in ("distance", "score", "fit", "confidence"):
            empty[name] = np.full(count, np.nan)
        elif name == "arrives":
            empty[name] = np.ones(count)
        else:
            empty[name] = np.full(count, NONE, dtype=np.int64)
    return Flows(**{**empty, "kind": np.full(count, kind, dtype=np.int64), **given})  # type: ignore[arg-type]
