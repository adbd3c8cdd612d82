"""What the columns of a plan's programme are: flows, stock, months, decisions, and the sites they name.

Everything is a row number of the snapshot's tables, of the facilities that can take anything (`Sites`) or of
what these make (`Outputs`); ids are looked up for what is returned only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.matching.gates import Origins, Yield
from graph.model import Market, Material
from graph.planning.solver import Floats, Ints, summed
from graph.snapshot import Snapshot
from graph.value.disposal import Handed, tonnes_in, treated_for
from graph.value.holding import HELD_BY, Holding, Holdings, Ratios, to_the_air, tonnes
from graph.vocabulary import FacilityId, MaterialId, PortId, StreamId, Unit

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
#: Columns that an output leaves by.
LEAVING = (Column.TRANSFER, Column.SELL, Column.DISPOSE)


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
class Flows:
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

    def __len__(self) -> int:
        return len(self.kind)

    def where(self, *kinds: Column) -> Ints:
        """Return the columns of some kinds."""
        return np.flatnonzero(self.among(*kinds))

    def among(self, *kinds: Column) -> NDArray[np.bool_]:
        """Return which columns are of some kinds."""
        # For so few kinds a tenth of what `np.isin` takes; the draws of a plan ask thousands of times.
        found: NDArray[np.bool_] = np.logical_or.reduce([self.kind == int(kind) for kind in kinds])
        return found

    def feeding(self) -> Ints:
        """Return the columns that bring a main input."""
        return np.flatnonzero(self.among(*CARRYING) & self.main)

    def auxiliary(self) -> Ints:
        """Return the columns that bring an auxiliary input."""
        return np.flatnonzero(self.among(*CARRYING) & ~self.main)

    def take(self, columns: Ints) -> Flows:
        """Return some of the columns."""
        return Flows(**{one.name: getattr(self, one.name)[columns] for one in fields(Flows)})


@dataclass(frozen=True)
class Sites:
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

    def __len__(self) -> int:
        return len(self.facility)


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
class Outputs:
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

    def __len__(self) -> int:
        return len(self.site)


class Followed(NamedTuple):
    """A yield that follows the input: the output (row of `Outputs`) that it is of, and its port (row)."""

    output: int
    port: int
    made: Yield


class Ends(NamedTuple):
    """Where a flow starts and goes; one of `stream` and `from_facility` is given."""

    stream: StreamId | None
    from_facility: FacilityId | None
    facility: FacilityId
    port: PortId
    material: MaterialId
    unit: Unit


@dataclass(frozen=True)
class Layout:
    """What the columns speak of.

    Attributes
    ----------
    markets : tuple of Market
        Those that something of the plan is sold in, and those that they are part of, by id.
    through : mapping
        What goes through a facility's port today, per year, by both ids.
    followed : tuple of Followed
        Outputs of which another amount is made than the recipe says.
    origins : Origins
        Which limits close the ways of what each stream becomes.
    """

    snapshot: Snapshot
    sites: Sites
    campaigns: Campaigns
    outputs: Outputs
    followed: tuple[Followed, ...]
    flows: Flows
    markets: tuple[Market, ...]
    through: Mapping[tuple[str, str], float]
    origins: Origins

    def text(self, table: str, column: str, row: int) -> str:
        """Return one text of the snapshot."""
        return str(self.snapshot.tables[table][column][int(row)].as_py())

    @cached_property
    def maker(self) -> Ints:
        """The site whose output each column carries; -1 where it carries none."""
        site: Ints = np.append(self.outputs.site, NONE)[self.flows.output]
        return site

    def source(self, columns: Ints) -> Ints:
        """Return the sites whose outputs the columns carry."""
        return self.maker[columns]

    @cached_property
    def donor(self) -> Ints:
        """Enterprise (row) of each stream."""
        given = self.snapshot.strings("waste_streams", "enterprise").tolist()
        return self.snapshot.positions("enterprises", given)

    @cached_property
    def way(self) -> Ints:
        """The first column of each one's kind that starts and goes where it does: campaigns share a way."""
        flows = self.flows
        ends = (flows.kind, self.maker, flows.stream, flows.material, flows.site, flows.port)
        _, first, at = np.unique(
            np.stack([*ends, flows.parent, flows.month]), axis=1, return_index=True, return_inverse=True
        )
        way: Ints = first[at.reshape(-1)]
        return way

    def fed(self, amounts: Floats) -> Floats:
        """Return the main input that amounts of all columns bring each site."""
        feeding = self.flows.feeding()
        arriving = amounts[feeding] * self.flows.arrives[feeding]
        return summed(self.flows.site[feeding], arriving, len(self.sites))

    def by_ends(self, columns: Ints) -> dict[Ends, Ints]:
        """Return columns that carry something by where they start and go; campaigns share a way."""
        found: dict[Ends, list[int]] = {}
        for column in columns.tolist():
            found.setdefault(self.ends(column), []).append(column)
        return {ends: np.array(way, dtype=np.int64) for ends, way in found.items()}

    def giver(self, columns: Ints) -> Ints:
        """Return the enterprises (rows) that some columns start at; -1 where they start at none."""
        stream, keeper = self.flows.stream[columns], np.append(self.sites.enterprise_row, NONE)
        donor = np.append(self.donor, NONE)[stream]
        giver: Ints = np.where(stream != NONE, donor, keeper[self.maker[columns]])
        return giver

    def ends(self, column: int) -> Ends:
        """Return where one column that carries something starts and goes, by ids."""
        flows, facility = self.flows, self.sites.facility
        diverted = flows.kind[column] == Column.DIVERT
        material = int(flows.material[column])
        return Ends(
            stream=StreamId(self.text("waste_streams", "id", flows.stream[column])) if diverted else None,
            from_facility=None if diverted else FacilityId(facility[self.outputs.site[flows.output[column]]]),
            facility=FacilityId(facility[flows.site[column]]),
            port=PortId(self.text("ports", "id", flows.port[column])),
            material=MaterialId(self.text("materials", "id", material)),
            unit=Unit(self.text("materials", "unit", material)),
        )

    @cached_property
    def weight(self) -> Floats:
        """Tonnes per unit of each material; NaN where nobody knows."""
        return np.array([tonnes(row) for row in self.snapshot.all(Material)], dtype=np.float64)

    @cached_property
    def to_the_air(self) -> NDArray[np.bool_]:
        """Which materials go to the air when nobody takes them."""
        return np.array([to_the_air(row) for row in self.snapshot.all(Material)], dtype=bool)

    @cached_property
    def told(self) -> tuple[Ints, tuple[Ratios, ...]]:
        """What inputs tell of yields: the place of each campaign, and what is told; the first is nothing."""
        said: dict[int, set[tuple[str, float]]] = {}
        ports = self.snapshot.strings("ports", "id")
        for one in self.followed:
            campaign = int(self.outputs.campaign[one.output])
            said.setdefault(campaign, set()).add((str(ports[one.port]), one.made.ratio.likely))
        kinds: dict[Ratios, int] = {frozenset(): 0}
        which = np.zeros(len(self.campaigns), dtype=np.int64)
        for campaign, ratios in sorted(said.items()):
            which[campaign] = kinds.setdefault(frozenset(ratios), len(kinds))
        return which, tuple(kinds)

    @cached_property
    def _holding(self) -> list[Holding]:
        """What each campaign makes of its main input."""
        holdings = self.snapshot.derived(Holdings, *HELD_BY)
        names = self.snapshot.strings("technologies", "id")
        runs = names[self.sites.technology_row[self.campaigns.site]].tolist()
        which, kinds = self.told
        return [holdings.of(name, kinds[at]) for name, at in zip(runs, which.tolist(), strict=True)]

    def _of_outputs(self, column: Callable[[Holding], Mapping[str, float]]) -> Floats:
        names = self.snapshot.strings("materials", "id")[self.outputs.material].tolist()
        made = zip(self.outputs.campaign.tolist(), names, strict=True)
        return np.array([column(self._holding[at])[what] for at, what in made], dtype=np.float64)

    @cached_property
    def held(self) -> Floats:
        """Units of its site's main input that a unit of each output holds."""
        return self._of_outputs(lambda holding: holding.held)

    @cached_property
    def residual(self) -> Floats:
        """What a unit of each column adds to residue, in the unit of what the facility is fed with.

        A unit disposed of is what it holds of the main input; of treated waste it is all that was treated
        for it, whose treatment came to nothing; of the main product what is in no output too; gas and heat
        that are made beside something useful, out of what is neither, go to the air. Of heat and power made
        of heat it is all that was fed for them, less what of it leaves by what nobody wants. What is lost
        where nothing is made but residue never became a product, and is none the less gone: it counts where
        it goes in.
        """
        flows = self.flows
        lost = np.zeros(len(flows))
        columns, feeding = flows.where(Column.DISPOSE), flows.feeding()
        lost[columns] = self._undone[flows.output[columns]]
        lost[feeding] = flows.arrives[feeding] * self._lost[flows.campaign[feeding]]
        return lost

    @cached_property
    def on_the_way(self) -> Floats:
        """What of a unit of each column the pipe loses, as what it holds of its giver's main input.

        What leaves a stream is counted as it is; what leaves a facility as any other output of it.
        """
        flows = self.flows
        holds = np.append(self.held, 1.0)[flows.output]
        return np.where(flows.among(*CARRYING), (1.0 - flows.arrives) * holds, 0.0)

    @cached_property
    def tonnes_held(self) -> Floats:
        """What a unit of what each campaign is fed with, if not tonnes, holds of a waste that was."""
        fed_in = self.sites.unit[self.campaigns.site].tolist()
        brought = zip(self.campaigns.brought, fed_in, strict=True)
        return np.array([tonnes_in(one, Unit(unit)) for one, unit in brought], dtype=np.float64)

    @cached_property
    def treated_for(self) -> Floats:
        """How much was treated for a unit of what each campaign is fed with."""
        fed_in = self.sites.unit[self.campaigns.site].tolist()
        brought = zip(self.campaigns.brought, fed_in, strict=True)
        return np.array([treated_for(one, Unit(unit)) for one, unit in brought], dtype=np.float64)

    @cached_property
    def passed_for(self) -> Floats:
        """How much was treated, in its own unit, for a unit of each output."""
        names = self.snapshot.strings("materials", "id")[self.outputs.material].tolist()
        made = zip(self.outputs.campaign.tolist(), names, strict=True)
        return np.array([self._holding[at].treated(what) for at, what in made], dtype=np.float64)

    @cached_property
    def _undone(self) -> Floats:
        """What disposing of a unit of each output takes off."""
        return self._of_outputs(lambda holding: holding.undone)

    @cached_property
    def _lost(self) -> Floats:
        """What of a unit of its main input is gone in each campaign that makes nothing but residue."""
        return np.array([holding.lost for holding in self._holding], dtype=np.float64)

    def sales(self) -> tuple[Ints, Ints]:
        """Return what counts in which market: places in `markets`, and columns that sell.

        A column counts in its own market and in each that this one is a part of.
        """
        place = {market.id: at for at, market in enumerate(self.markets)}
        parts = [place.get(one.within, NONE) if one.within else NONE for one in self.markets]
        above = np.array(parts, dtype=np.int64)
        column = self.flows.where(Column.SELL, Column.OUTSIDE)
        column = column[self.flows.market[column] != NONE]
        market = self.flows.market[column]
        levels = [(market, column)]
        while len(column):
            higher = above[market]
            market, column = higher[higher != NONE], column[higher != NONE]
            levels.append((market, column))
        of, columns = (np.concatenate([level[end] for level in levels]) for end in (0, 1))
        return of, columns


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


def joined(parts: list[Flows]) -> Flows:
    """Return columns one after another."""
    return Flows(**{f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Flows)})


def with_columns(layout: Layout, kind: Column, count: int, **given: NDArray[np.generic]) -> Layout:
    """Return a layout with columns of one more kind at its end."""
    more = columns_of_kind(kind, count, **given)
    return replace(layout, flows=joined([layout.flows, more]))
