"""The columns of a plan's programme with what is known of them: givers, takers, ways, holdings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.matching.gates import STORABLE, Origins, Yield
from graph.model import Market, Material
from graph.planning.programme.columns.flows import (
    CARRYING,
    NONE,
    Campaigns,
    Column,
    Flows,
    Outputs,
    Sites,
    columns_of_kind,
)
from graph.planning.solver import Floats, Ints, summed
from graph.snapshot import Snapshot
from graph.tools import grouped
from graph.value import HELD_BY, Handed, Holding, Holdings, Ratios, to_the_air, tonnes, tonnes_in, treated_for
from graph.vocabulary import FacilityId, MaterialId, PortId, StreamId, Unit

#: Columns that an output leaves by.
LEAVING = (Column.TRANSFER, Column.SELL, Column.DISPOSE)


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

    @cached_property
    def fluid(self) -> NDArray[np.bool_]:
        """Which columns carry or sell what cannot be stored."""
        found = self.flows.among(*CARRYING, Column.SELL, Column.OUTSIDE)
        phase = self.snapshot.strings("materials", "phase").astype(str)
        found[found] = ~np.isin(phase[self.flows.material[found]], STORABLE)
        return found

    def source(self, columns: Ints) -> Ints:
        """Return the sites whose outputs the columns carry."""
        return self.maker[columns]

    @cached_property
    def donor(self) -> Ints:
        """Enterprise (row) of each stream."""
        return self.snapshot.rows("waste_streams", "enterprise")

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
        feeding = self.flows.feeding
        arriving = amounts[feeding] * self.flows.arrives[feeding]
        return summed(self.flows.site[feeding], arriving, len(self.sites))

    def by_ends(self, columns: Ints) -> dict[Ends, Ints]:
        """Return columns that carry something by where they start and go; campaigns share a way."""
        found = grouped(columns.tolist(), self.ends)
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

    def _of_outputs(self, amount: Callable[[Holding, str], float]) -> Floats:
        names = self.snapshot.strings("materials", "id")[self.outputs.material].tolist()
        made = zip(self.outputs.campaign.tolist(), names, strict=True)
        return np.array([amount(self._holding[at], what) for at, what in made], dtype=np.float64)

    @cached_property
    def held(self) -> Floats:
        """Units of its site's main input that a unit of each output holds."""
        return self._of_outputs(lambda holding, what: holding.held[what])

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
        columns, feeding = flows.where(Column.DISPOSE), flows.feeding
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
        return self._of_brought(tonnes_in)

    @cached_property
    def treated_for(self) -> Floats:
        """How much was treated for a unit of what each campaign is fed with."""
        return self._of_brought(treated_for)

    @cached_property
    def line(self) -> Ints:
        """Number of what each campaign is one line with: at its site, as much treated and held for a unit.

        What is disposed of falls to all inputs of a line alike; in another line a unit counts otherwise.
        """
        what = np.stack([self.campaigns.site, self.treated_for.round(12), self.tonnes_held.round(12)])
        line: Ints = np.unique(what, axis=1, return_inverse=True)[1].reshape(-1)
        return line

    def _of_brought(self, amount: Callable[[Iterable[Handed], Unit], float]) -> Floats:
        fed_in = self.sites.unit[self.campaigns.site].tolist()
        brought = zip(self.campaigns.brought, fed_in, strict=True)
        return np.array([amount(one, Unit(unit)) for one, unit in brought], dtype=np.float64)

    @cached_property
    def passed_for(self) -> Floats:
        """How much was treated, in its own unit, for a unit of each output."""
        return self._of_outputs(Holding.treated)

    @cached_property
    def _undone(self) -> Floats:
        """What disposing of a unit of each output takes off."""
        return self._of_outputs(lambda holding, what: holding.undone[what])

    @cached_property
    def _lost(self) -> Floats:
        """What of a unit of its main input is gone in each campaign that makes nothing but residue."""
        return np.array([holding.lost for holding in self._holding], dtype=np.float64)

    def sold(self, amounts: Floats) -> Floats:
        """Return what is sold in each market and in its parts, of one amount a column."""
        of, column = self.sales
        return summed(of, amounts[column], len(self.markets))

    @cached_property
    def sales(self) -> tuple[Ints, Ints]:
        """What counts in which market: places in `markets`, and columns that sell.

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


def with_columns(layout: Layout, kind: Column, count: int, **given: NDArray[np.generic]) -> Layout:
    """Return a layout with columns of one more kind at its end."""
    more = columns_of_kind(kind, count, **given)
    return replace(layout, flows=Flows.joined([layout.flows, more]))
