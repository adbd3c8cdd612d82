"""The columns of the plan and what a unit of each brings, from the tables and docs/planning.md."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from tests.independent.candidates import Site, Way, arrives, diversions, running, sites, transfers
from tests.independent.carried import Campaign, Carried, Dumped
from tests.independent.disposal import NOTHING, Came, Handed, Left, dearest
from tests.independent.markets import known
from tests.independent.masses import held
from tests.independent.tables import Row, Tables
from tests.independent.worth import Worth
from tests.independent.yields import follows

UNITS = ("t", "m3", "GJ")
_MONTHS = range(12)


@dataclass(frozen=True)
class Asked:
    """What a plan is asked for; see the options of a plan."""

    horizon: int | None = None
    minimum_lot: float = 0.0
    on_off: bool = False
    budget: float | None = None
    radius: float | None = None
    on: date | None = None
    potential: bool = False


@dataclass(frozen=True)
class Column:
    """Something that may be chosen.

    Attributes
    ----------
    key : tuple of str
        ``divert`` stream facility port; ``transfer`` facility material facility port; ``sell`` or ``dispose``
        facility material; ``outside`` or ``stock`` stream; ``month`` number and the key of the way; ``run``
        facility. Flows of different campaigns on one way have the same.
    way : Way or None
    leaves, into : Campaign or None
        Which of who gives and of who takes it is a part of.
    mixed : bool
        Whether it has a part in the mix of who takes it.
    """

    key: tuple[str, ...]
    way: Way | None = None
    most: float = float("inf")
    whole: bool = False
    leaves: Campaign | None = None
    into: Campaign | None = None
    mixed: bool = False

    @property
    def kind(self) -> str:
        """What it is."""
        return self.key[0]


def comes(column: Column) -> float:
    """Return what of a unit of a column arrives where it goes."""
    return 1.0 if column.way is None else column.way.arrives


@dataclass(frozen=True)
class Bound:
    """A row: the sum of coefficient x column lies between two numbers."""

    name: str
    terms: dict[int, float]
    least: float = -float("inf")
    most: float = float("inf")


@dataclass
class Columns:
    """Columns of one plan, with what a unit of each brings.

    Attributes
    ----------
    today : amount by key
        What flows today to each facility and port beside the operating linkages, by the key of its column.
    sold_today : amount by market
        What is sold there, and in its parts, of all that flows today.
    """

    tables: Tables
    asked: Asked = field(default_factory=Asked)
    today: Mapping[tuple[str, ...], float] = field(default_factory=dict)
    sold_today: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._worth: dict[str, Worth] = {}
        self.sites = sites(self.tables, self.asked.radius, self.asked.on, self.asked.potential)
        self.columns: list[Column] = []
        self._lay_out()

    @cached_property
    def place(self) -> dict[tuple[str, ...], int]:
        """Number of each column by its key."""
        return {column.key: number for number, column in enumerate(self.columns)}

    def free(self, stream: str) -> float:
        """Return what a stream has left beside what is in use today."""
        row = self.tables["waste_streams"][stream]
        return max(row["supply_likely"] - row["in_use_likely"], 0.0)

    def stock(self, stream: str) -> float:
        """Return what a stream's stock gives a year."""
        years = self.asked.horizon
        return 0.0 if years is None else (self.tables["waste_streams"][stream]["stock_likely"] or 0.0) / years

    def planned(self, facility: str) -> bool:
        """Whether a facility does not stand yet."""
        return bool(self.sites[facility].facility["state"] == "planned")

    def invested(self, facility: str) -> float | None:
        """Return what building a facility costs: 0 for what stands, None where nobody knows."""
        site = self.sites[facility]
        if not self.planned(facility):
            return 0.0
        each = self._at(site.facility).costs.capital(site.facility["technology"], site.capacity)
        return None if each is None else site.capacity * each

    def through(self, facility: str, port: str) -> float:
        """Return what flows through a port today."""
        placed = sum(
            amount * self._comes(key) for key, amount in self.today.items() if key[-2:] == (facility, port)
        )
        return running(self.tables, facility, port) + placed

    def _comes(self, key: tuple[str, ...]) -> float:
        """Return what of a unit of today's flows arrives, by the key of the flow."""
        stream = self.tables["waste_streams"].get(key[1]) if key[0] == "divert" else None
        material = key[2] if stream is None else stream["material"]
        giver = (self.tables["facilities"][key[1]] if stream is None else stream)["enterprise"]
        km = self.tables.road_km(giver, self.tables["facilities"][key[-2]]["enterprise"])
        return arrives(self.tables, material, km)

    def brought(self, facility: str) -> float:
        """Return the main input that flows today."""
        technology = self.sites[facility].facility["technology"]
        return sum(self.through(facility, port["id"]) for port in self.main_ports(technology))

    def room(self, facility: str) -> float:
        """Return what a facility takes beside what flows today."""
        return max(self.sites[facility].capacity - self.brought(facility), 0.0)

    def main_ports(self, technology: str) -> list[Row]:
        """Return the ports of main inputs."""
        return [row for row in self.tables.ports(technology) if row["direction"] == "in_main"]

    def share_left(self, facility: str, port: Row) -> float:
        """Return what the share of one input leaves of a facility's whole capacity."""
        whole = self.part(port) * (self.room(facility) + self.brought(facility))
        return max(whole - self.through(facility, port["id"]), 0.0)

    def net(self, unit: str) -> list[float]:
        """Return what each column adds to the net diverted amount in a unit."""
        return [self._net(column, unit) for column in self.columns]

    def benefit(self) -> list[float]:
        """Return what each column brings, CNY per unit."""
        return [self._brings(column)[0] for column in self.columns]

    def co2(self) -> list[float]:
        """Return what each column avoids, kg CO2e per unit."""
        return [self._brings(column)[1] for column in self.columns]

    def _net(self, column: Column, unit: str) -> float:
        way = column.way
        if column.kind in ("divert", "transfer") and way is not None:
            of_it = float(self._counted_in(way) == unit) * _treated_before(column.leaves)
            of_it += self._held_in_tonnes(column.leaves, unit)
            cooled = self.cooled(column) * of_it
            gone = self.gone(way.to.facility["id"], column.into) * way.arrives if way.main else 0.0
            leaves = column.kind == "divert" and self.tables.is_waste(way.material)
            here = float(not self.crosses(way) and self.tables.unit(way.material) == unit)
            held = here * _treated_before(column.into) + self._held_in_tonnes(column.into, unit)
            return float(leaves) * here - gone * held - cooled
        if column.kind == "outside":
            material = self.tables["waste_streams"][column.key[1]]["material"]
            return float(self.tables.unit(material) == unit and self.tables.is_waste(material))
        if column.kind == "dispose":
            of_facility = float(self.sites[column.key[1]].unit == unit) * _treated_before(column.leaves)
            held = self._held_in_tonnes(column.leaves, unit)
            return -self.residue(column.key[1:], column.leaves) * (of_facility + held)
        return 0.0

    def _held_in_tonnes(self, campaign: Campaign | None, unit: str) -> float:
        return campaign.tonnes if campaign is not None and unit == "t" else 0.0

    def cooled(self, column: Column) -> float:
        """Return what the pipe loses of a unit, as what it holds of the main input of who gives it."""
        way = column.way
        assert way is not None
        lost = 1.0 - way.arrives
        return (
            lost
            if way.giver not in self.sites
            else lost * self.held((way.giver, way.material), column.leaves)
        )

    def _counted_in(self, way: Way) -> str:
        return self.sites[way.giver].unit if way.giver in self.sites else self.tables.unit(way.material)

    def crosses(self, way: Way) -> bool:
        """Whether a main input is passed on to a facility that is fed in another unit than its giver."""
        return way.main and way.giver in self.sites and self.sites[way.giver].unit != way.to.unit

    def held(self, output: tuple[str, ...], campaign: Campaign | None = None) -> float:
        """Return how much of its facility's main input a unit of an output (facility, material) holds."""
        site = self.sites[output[0]]
        return held(self.tables, site.unit, self.made(site, campaign))[output[1]]

    def residue(self, output: tuple[str, ...], campaign: Campaign | None = None) -> float:
        """Return what disposing of a unit of an output (facility, material) takes off."""
        site, materials = self.sites[output[0]], self.tables["materials"]
        vain, treated = self.in_vain(output, campaign), self.undone(output, campaign)
        mains = [row for row in self.tables.inputs(site.technology) if row["direction"] == "in_main"]
        taken = {materials[row["material"]]["phase"] for row in mains}
        if vain is not None:
            return vain
        beside = not treated and self.useful(site, campaign) and materials[output[1]]["phase"] not in taken
        vented = beside and self.tables.to_the_air(output[1])
        ratio = self.made(site, campaign)[output[1]]
        with_it = 0.0
        if not treated and ratio > 0.0 and self.stands(site.technology) == output[1]:
            with_it = self.nowhere(site.facility["id"], campaign) / ratio
        return (0.0 if vented else treated or self.held(output, campaign)) + with_it

    def stands(self, technology: str) -> str | None:
        """Return the main product of a technology."""
        recipe = self.tables["technologies"][technology]
        products = [port for port in self.tables.outputs(technology) if port["direction"] == "out_product"]
        main = max(
            products,
            key=lambda row: (row["material"] == recipe["displaced_output"], row["ratio_likely"], row["id"]),
            default=None,
        )
        return None if main is None else str(main["material"])

    def nowhere(self, facility: str, campaign: Campaign | None) -> float:
        """Return what of a unit of main input no output holds."""
        made = self.made(self.sites[facility], campaign)
        kept = sum(ratio * self.held((facility, name), campaign) for name, ratio in made.items())
        return max(1.0 - kept, 0.0)

    def in_vain(self, output: tuple[str, ...], campaign: Campaign | None = None) -> float | None:
        """Return what heat was fed for a unit of heat or power that a facility makes of it; else None.

        What of the heat leaves by what nobody wants is counted there.
        """
        site = self.sites[output[0]]
        made = self.made(site, campaign)
        useful = {
            name: ratio
            for name, ratio in made.items()
            if ratio > 0.0 and self._product(site.technology, name) and self.tables.unit(name) == "GJ"
        }
        if site.unit != "GJ" or output[1] not in useful:
            return None
        others = (
            ratio * self.residue((output[0], name), campaign)
            for name, ratio in made.items()
            if name not in useful
        )
        return max(1.0 - sum(others), 0.0) / sum(useful.values())

    def useful(self, site: Site, campaign: Campaign | None) -> bool:
        """Return whether anything but residue is made there, or it is a last use."""
        made = self.made(site, campaign)
        wanted = any(ratio > 0.0 and self._product(site.technology, name) for name, ratio in made.items())
        return wanted or bool(self.tables["technologies"][site.technology]["final_use"])

    def gone(self, facility: str, campaign: Campaign | None = None) -> float:
        """Return what of a unit of main input is lost for good: nothing is made there but residue."""
        useful = self.useful(self.sites[facility], campaign)
        return 0.0 if useful else self.nowhere(facility, campaign)

    def undone(self, output: tuple[str, ...], campaign: Campaign | None = None) -> float:
        """Return how much was treated in vain for a unit of treated waste; 0 for other outputs."""
        site = self.sites[output[0]]
        if not self._treated(site, output[1]):
            return 0.0
        ratio = self.made(site, campaign)[output[1]]
        return 1.0 / ratio if ratio > 0.0 else 1.0

    def _treated(self, site: Site, material: str) -> bool:
        technology = site.facility["technology"]
        return self._product(technology, material) and self.tables.treated(technology, material)

    def _product(self, technology: str, material: str) -> bool:
        ports = [row for row in self.tables.outputs(technology) if row["material"] == material]
        return any(row["direction"] == "out_product" for row in ports)

    def _at(self, owner: Row) -> Worth:
        """Return what things are worth in the park of the enterprise of a stream or facility."""
        park = self.tables["enterprises"][owner["enterprise"]]["park"]
        if park not in self._worth:
            self._worth[park] = Worth(self.tables, park)
        return self._worth[park]

    def dumping(self, facility: str, campaign: Campaign, brought: Handed) -> Dumped:
        """Return what dumping the outputs of a facility costs, by what came in; and what it loses."""
        site = self.sites[facility]
        disposal, technology, found = self._at(site.facility).disposal, site.technology, []
        for material in self.made(site, campaign):
            undone, wanted = self.residue((facility, material), campaign), self._product(technology, material)
            left = Left(technology, brought, site.unit, undone, wanted)
            fee, kg = disposal.fee(material, left), disposal.left_over(material, left)
            held = self._tonnes(site, material, campaign, brought)
            before = self._treated_for(site, material, campaign, brought)
            was = disposal.before(technology, brought) | disposal.rows([material])
            found.append((material, Came(fee, kg, held, before, was & self._heeded)))
        gone = self.gone(facility, campaign)
        lost = disposal.lost(technology, site.unit, brought) if gone > 0.0 else (0.0, 0.0)
        came = brought.get(site.unit, NOTHING)
        burnt = Came(gone * lost[0], gone * lost[1], round(came.tonnes, 12), round(came.treated, 12))
        return (*found, ("", burnt))

    @cached_property
    def _heeded(self) -> frozenset[str]:
        """The rows that price and emit dumping residues: what was before matters for those alone."""
        return frozenset[str]().union(
            *(
                self._at(site.facility).disposal.rows(
                    name for name in self.made(site) if not self._product(site.technology, name)
                )
                for site in self.sites.values()
            )
        )

    def _treated_for(self, site: Site, material: str, campaign: Campaign, brought: Handed) -> float:
        """Return how much was treated, in its own unit, for a unit of an output."""
        if self.tables.unit(material) != site.unit:
            return 1.0
        before = brought.get(site.unit, NOTHING).treated
        return before * self.passed_for((site.facility["id"], material), campaign)

    def passed_for(self, output: tuple[str, ...], campaign: Campaign | None = None) -> float:
        """Return how much a facility treats for a unit of an output; 1 of what is no treated waste."""
        return max(self.undone(output, campaign), 1.0)

    def _tonnes(self, site: Site, material: str, campaign: Campaign, brought: Handed) -> float:
        """Return what a unit of an output that is not counted in tonnes holds of a waste that was.

        What was treated before for a unit of it, and is treated for it here, counts with it.
        """
        unit, here = self.tables.unit(material), (site.facility["id"], material)
        came = brought.get(site.unit, NOTHING)
        if site.unit == "t":
            return 0.0 if unit == "t" else self.held(here, campaign) * came.treated
        return came.tonnes * self.passed_for(here, campaign) if unit == site.unit else 0.0

    def given(self, way: Way) -> Handed:
        """Return what getting rid of what a stream brings would have cost at the place of its taker."""
        stream, here = self.tables["waste_streams"][way.giver], self._at(way.to.facility)
        paid = None if self._at(stream).forgoes(stream) else stream["disposal_cost_likely"]
        wanted = way.port["material"]
        found = [here.disposal.given(way.material, paid, here.forgoes({"material": way.material}))]
        if wanted not in self.tables.lineage(way.material):
            found.append(here.disposal.given(wanted, None, here.forgoes({"material": wanted})))
        return dearest(found)

    def _dumped(self, facility: str, material: str, campaign: Campaign | None) -> tuple[float, float]:
        """Return what dumping a unit costs; where campaigns are not told apart it is the same for all."""
        one = campaign or min(self.carried.worked_on[facility], key=str)
        return one.dumping(material)

    def _brings(self, column: Column) -> tuple[float, float]:
        if column.kind in ("sell", "dispose"):
            facility = self.sites[column.key[1]].facility
            if column.kind == "sell":
                return self._at(facility).sold(facility, column.key[2])
            cost, emitted = self._dumped(column.key[1], column.key[2], column.leaves)
            return -cost, -emitted
        if column.kind == "outside":
            stream = self.tables["waste_streams"][column.key[1]]
            money, carbon = self._at(stream).avoided(stream)
            return money + self._at(stream).sold_as_it_is(stream["material"]), carbon
        way = column.way
        if way is None or column.kind == "month":
            return 0.0, 0.0
        diverted = column.kind == "divert"
        giver = self.tables["waste_streams"][way.giver] if diverted else self.sites[way.giver].facility
        ends = giver["enterprise"], way.to.facility["enterprise"]
        cost, emitted = self._at(giver).carried(way.material, way.km, ends)
        money, carbon = -cost, -emitted
        if diverted:
            saved, emitted = self._at(giver).avoided(giver)
            # What the pipe loses is got rid of all the same; a price is forgone for all of it.
            kept = 1.0 if self._at(giver).forgoes(giver) else way.arrives
            money, carbon = money + saved * kept, carbon + emitted * kept
        elif way.arrives < 1.0:
            cost, emitted = self._dumped(way.giver, way.material, column.leaves)
            lost = 1.0 - way.arrives
            money, carbon = money - cost * lost, carbon - emitted * lost
        if way.main:
            here, technology = self._at(way.to.facility), way.to.facility["technology"]
            lost = self._dumped(way.to.facility["id"], "", column.into)
            cost, emitted = (a + b for a, b in zip(here.worked(technology), lost, strict=True))
            if self.planned(way.to.facility["id"]):
                cost += here.costs.yearly(technology, way.to.capacity)
            return money - cost * way.arrives, carbon - emitted * way.arrives
        spared = self._at(way.to.facility).bought(way.port["material"])
        return money + spared[0] * way.arrives, carbon + spared[1] * way.arrives

    def _lay_out(self) -> None:
        tables, asked = self.tables, self.asked
        given = list(diversions(tables, self.sites, asked.radius, asked.on))
        passing = list(transfers(tables, self.sites, given, asked.radius, asked.on))
        technology = {name: site.technology for name, site in self.sites.items()}
        self.carried = Carried(tables, technology, passing, asked.on, self.dumping, self.given)
        for flow in self.carried.flows(given):
            way = flow.way
            start = ("divert", way.giver) if flow.leaves is None else ("transfer", way.giver, way.material)
            key = *start, way.to.facility["id"], way.port["id"]
            self.columns.append(Column(key, way, leaves=flow.leaves, into=flow.into, mixed=flow.mixed))
        for name, site in self.sites.items():
            technology = site.facility["technology"]
            for material, campaign in itertools.product(self.made(site), self.told_apart(site)):
                sold = self._product(technology, material) and not tables.treated(technology, material)
                off = campaign is not None and material in campaign.unsold
                if sold:
                    bars = off or self.barred(site, material)
                    most = 0.0 if bars else float("inf")
                    self.columns.append(Column(("sell", name, material), most=most, leaves=campaign))
                priced = self._at(site.facility).price("disposal", material) is not None
                if not sold or off or tables.to_the_air(material) or priced:
                    self.columns.append(Column(("dispose", name, material), leaves=campaign))
        for stream, row in tables["waste_streams"].items():
            if self._at(row).outside(row["material"]) is not None:
                self._add(("outside", stream))
        leaving = self.numbers(("divert", "outside"))
        for stream in dict.fromkeys(self.columns[number].key[1] for number in leaving):
            if self.stock(stream) > 0.0:
                self._add(("stock", stream), most=self.stock(stream))

    def _add(
        self, key: tuple[str, ...], way: Way | None = None, most: float = float("inf"), whole: bool = False
    ) -> int:
        self.columns.append(Column(key, way, most, whole))
        return len(self.columns) - 1

    def barred(self, site: Site, material: str) -> bool:
        """Whether a product is no part of the plan because nobody knows who buys it."""
        if not self.tables["markets"] or self.asked.potential:
            return False
        market = self._at(site.facility).market(site.facility["technology"], material)
        ends_there = self.tables["technologies"][site.technology]["final_use"]
        if market is None and ends_there and site.facility["state"] == "operating":
            return False
        return not known(market)

    def made(self, site: Site, campaign: Campaign | None = None) -> dict[str, float]:
        """Return what a facility makes of a unit of main input in a campaign, by material."""
        found: dict[str, float] = {}
        told = {} if campaign is None else dict(campaign.made)
        for row in self.tables.outputs(site.facility["technology"]):
            ratio = told.get(row["id"], row["ratio_likely"])
            found[row["material"]] = found.get(row["material"], 0.0) + ratio
        return found

    def told_apart(self, site: Site) -> list[Campaign | None]:
        """Return the campaigns of a facility if one makes another amount, or sells less; else one for all."""
        campaigns = sorted(self.carried.worked_on[site.facility["id"]], key=str)
        apart = (
            any(one.unsold or one.tonnes or one.treated > 1.0 for one in campaigns)
            or len({one.dumped for one in campaigns}) > 1
        )
        if follows(self.tables, site.technology) or apart:
            return list(campaigns)
        return [None]

    def numbers(
        self, kinds: Iterable[str], fits: Callable[[Column], bool] = lambda column: True
    ) -> list[int]:
        """Return the numbers of the columns of some kinds that fit."""
        wanted = set(kinds)
        return [
            number for number, column in enumerate(self.columns) if column.kind in wanted and fits(column)
        ]

    def arriving(self, numbers: Iterable[int], each: float = 1.0) -> dict[int, float]:
        """Return what arrives of a unit of some columns, times something."""
        return {number: each * comes(self.columns[number]) for number in numbers}

    def feeding(self, facility: str) -> list[int]:
        """Return the columns that bring a facility's main input."""
        return self.numbers(
            ("divert", "transfer"),
            lambda c: c.way is not None and c.way.main and c.way.to.facility["id"] == facility,
        )


def _treated_before(campaign: Campaign | None) -> float:
    """Return how much was treated, in the same unit, for a unit of what a campaign is fed with."""
    return 1.0 if campaign is None else campaign.treated
