"""The plan as columns and rows, from the tables and docs/planning.md."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from tests.independent.candidates import Site, Way, diversions, running, sites, transfers
from tests.independent.carried import Campaign, Carried
from tests.independent.disposal import Handed, most
from tests.independent.markets import known, room
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


@dataclass(frozen=True)
class Bound:
    """A row: the sum of coefficient x column lies between two numbers."""

    name: str
    terms: dict[int, float]
    least: float = -float("inf")
    most: float = float("inf")


@dataclass
class Programme:
    """Columns and rows of one plan, with what a unit of each column brings.

    Attributes
    ----------
    today : amount by key
        What flows today to each facility and port beside the operating linkages, by the key of its column.
    """

    tables: Tables
    asked: Asked = field(default_factory=Asked)
    today: Mapping[tuple[str, ...], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._worth: dict[str, Worth] = {}
        self.sites = sites(self.tables, self.asked.radius, self.asked.on, self.asked.potential)
        self.columns: list[Column] = []
        self.rows: list[Bound] = []
        self._lay_out()
        for family in (
            self._streams,
            self._facilities,
            self._markets,
            self._mixes,
            self._months,
            self._register,
        ):
            family()
        self._decisions()
        self._minimum_lots()

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
        placed = sum(amount for key, amount in self.today.items() if key[-2:] == (facility, port))
        return running(self.tables, facility, port) + placed

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
            if column.kind == "transfer" and self.crosses(way):
                return -self.carried_off(column) * (self.sites[way.giver].unit == unit)
            gone = self.gone(way.to.facility["id"], column.into) if way.main else 0.0
            leaves = column.kind == "divert" and self.tables.is_waste(way.material)
            return (float(leaves) - gone) * (self.tables.unit(way.material) == unit)
        if column.kind == "outside":
            material = self.tables["waste_streams"][column.key[1]]["material"]
            return float(self.tables.unit(material) == unit and self.tables.is_waste(material))
        if column.kind == "dispose":
            of_facility = self.sites[column.key[1]].unit
            return -self.residue(column.key[1:], column.leaves) * (unit == of_facility)
        return 0.0

    def crosses(self, way: Way) -> bool:
        """Whether a main input is passed on to a facility that is fed in another unit than its giver."""
        return way.main and way.giver in self.sites and self.sites[way.giver].unit != way.to.unit

    def carried_off(self, column: Column) -> float:
        """Return what of the giver's main input is dumped or lost by the taker of a unit, at the most."""
        way = column.way
        assert way is not None
        made, name = self.made(way.to, column.into), way.to.facility["id"]
        sold = {
            material
            for material in made
            if self._product(way.to.technology, material) and not self._treated(way.to, material)
        }
        left = sum(
            ratio * self.residue((name, what), column.into)
            for what, ratio in made.items()
            if what not in sold
        )
        lost = min(self.gone(name, column.into) + left, 1.0)
        return self.held((way.giver, way.material), column.leaves) * lost

    def held(self, output: tuple[str, ...], campaign: Campaign | None = None) -> float:
        """Return how much of its facility's main input a unit of an output (facility, material) holds."""
        site = self.sites[output[0]]
        return held(self.tables, site.unit, self.made(site, campaign))[output[1]]

    def residue(self, output: tuple[str, ...], campaign: Campaign | None = None) -> float:
        """Return what disposing of a unit of an output (facility, material) takes off."""
        treated = self.undone(output, campaign)
        site, materials = self.sites[output[0]], self.tables["materials"]
        mains = [row for row in self.tables.inputs(site.technology) if row["direction"] == "in_main"]
        taken = {materials[row["material"]]["phase"] for row in mains}
        beside = not treated and self.useful(site, campaign) and materials[output[1]]["phase"] not in taken
        vented = beside and self.tables.to_the_air(output[1])
        return 0.0 if vented else treated or self.held(output, campaign)

    def useful(self, site: Site, campaign: Campaign | None) -> bool:
        """Return whether anything but residue is made there, or it is a last use."""
        made = self.made(site, campaign)
        wanted = any(ratio > 0.0 and self._product(site.technology, name) for name, ratio in made.items())
        return wanted or bool(self.tables["technologies"][site.technology]["final_use"])

    def gone(self, facility: str, campaign: Campaign | None = None) -> float:
        """Return what of a unit of main input is lost for good: nothing is made there but residue."""
        site = self.sites[facility]
        made = self.made(site, campaign)
        if self.useful(site, campaign):
            return 0.0
        kept = sum(ratio * self.held((facility, name), campaign) for name, ratio in made.items())
        return max(1.0 - kept, 0.0)

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

    @cached_property
    def handed(self) -> dict[str, Handed]:
        """What others hand on to the main inputs of facilities that they would else have to dump."""
        found: dict[str, Handed] = {}
        before = None
        while before != found:
            before = {name: dict(units) for name, units in found.items()}
            for column in self.columns:
                way = column.way
                dumped = way is not None and ("dispose", way.giver, way.material) in self.place
                if column.kind != "transfer" or way is None or not way.main or not dumped:
                    continue
                giver = self.sites[way.giver].facility
                disposal, by = self._at(giver).disposal, found.get(way.giver, {})
                fee = disposal.fee(way.material, giver["technology"], by)
                emitted = disposal.emitted(way.material, giver["technology"], by)
                units, unit = found.setdefault(way.to.facility["id"], {}), self.tables.unit(way.material)
                known = units.get(unit, (None, None))
                units[unit] = most([known[0], fee]), most([known[1], emitted])
        return found

    def _brings(self, column: Column) -> tuple[float, float]:
        if column.kind in ("sell", "dispose"):
            facility = self.sites[column.key[1]].facility
            if column.kind == "sell":
                return self._at(facility).sold(facility, column.key[2])
            handed = self.handed.get(column.key[1], {})
            cost, emitted = self._at(facility).dumped(facility["technology"], column.key[2], handed)
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
        cost, emitted = self._at(giver).carried(way.material, way.km)
        money, carbon = -cost, -emitted
        if diverted:
            saved = self._at(giver).avoided(giver)
            money, carbon = money + saved[0], carbon + saved[1]
        if way.main:
            here, technology = self._at(way.to.facility), way.to.facility["technology"]
            cost, emitted = here.worked(technology, self.handed.get(way.to.facility["id"], {}))
            if self.planned(way.to.facility["id"]):
                cost += here.costs.yearly(technology, way.to.capacity)
            return money - cost, carbon - emitted
        spared = self._at(way.to.facility).bought(way.port["material"])
        return money + spared[0], carbon + spared[1]

    def _lay_out(self) -> None:
        tables, asked = self.tables, self.asked
        given = list(diversions(tables, self.sites, asked.radius, asked.on))
        passing = list(transfers(tables, self.sites, given, asked.radius, asked.on))
        technology = {name: site.technology for name, site in self.sites.items()}
        self.carried = Carried(tables, technology, passing, asked.on)
        for flow in self.carried.flows(given):
            way = flow.way
            start = ("divert", way.giver) if flow.leaves is None else ("transfer", way.giver, way.material)
            key = *start, way.to.facility["id"], way.port["id"]
            self.columns.append(Column(key, way, leaves=flow.leaves, into=flow.into, mixed=flow.mixed))
        for name, site in self.sites.items():
            technology = site.facility["technology"]
            for material, campaign in itertools.product(self.made(site), self.told_apart(site)):
                sold = self._product(technology, material) and not tables.treated(technology, material)
                if sold:
                    bars = self.barred(site, material)
                    most = 0.0 if bars else float("inf")
                    self.columns.append(Column(("sell", name, material), most=most, leaves=campaign))
                priced = self._at(site.facility).price("disposal", material) is not None
                if not sold or tables.to_the_air(material) or priced:
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
        asked = self.tables["markets"] and not self.asked.potential
        return bool(asked) and not known(
            self._at(site.facility).market(site.facility["technology"], material)
        )

    def made(self, site: Site, campaign: Campaign | None = None) -> dict[str, float]:
        """Return what a facility makes of a unit of main input in a campaign, by material."""
        found: dict[str, float] = {}
        told = {} if campaign is None else dict(campaign.made)
        for row in self.tables.outputs(site.facility["technology"]):
            ratio = told.get(row["id"], row["ratio_likely"])
            found[row["material"]] = found.get(row["material"], 0.0) + ratio
        return found

    def told_apart(self, site: Site) -> list[Campaign | None]:
        """Return the campaigns of a facility whose yields follow what comes in; one for all of another."""
        if not follows(self.tables, site.technology):
            return [None]
        return sorted(self.carried.worked_on[site.facility["id"]], key=str)

    def numbers(
        self, kinds: Iterable[str], fits: Callable[[Column], bool] = lambda column: True
    ) -> list[int]:
        """Return the numbers of the columns of some kinds that fit."""
        wanted = set(kinds)
        return [
            number for number, column in enumerate(self.columns) if column.kind in wanted and fits(column)
        ]

    def feeding(self, facility: str) -> list[int]:
        """Return the columns that bring a facility's main input."""
        return self.numbers(
            ("divert", "transfer"),
            lambda c: c.way is not None and c.way.main and c.way.to.facility["id"] == facility,
        )

    def _bound(self, name: str, terms: dict[int, float], least: float, most: float) -> None:
        if terms:
            self.rows.append(Bound(name, terms, least, most))

    def _streams(self) -> None:
        for stream in self.tables["waste_streams"]:
            ways = self.numbers(("divert", "outside"), lambda c, s=stream: c.key[1] == s)
            given = dict.fromkeys(ways, 1.0)
            drawn = dict.fromkeys(self.numbers(("stock",), lambda c, s=stream: c.key[1] == s), -1.0)
            self._bound(f"supply {stream}", {**given, **drawn}, -float("inf"), self.free(stream))

    def _facilities(self) -> None:
        for name, site in self.sites.items():
            fed = dict.fromkeys(self.feeding(name), 1.0)
            self._bound(f"capacity {name}", fed, -float("inf"), self.room(name))
            for port in self.tables.ports(site.facility["technology"]):
                through = self._through(name, port["id"])
                if port["direction"] == "in_aux" and through:
                    wanted = dict.fromkeys(fed, -port["ratio_likely"])
                    self._bound(f"auxiliary {name} {port['id']}", {**through, **wanted}, -float("inf"), 0.0)
                elif port["direction"] == "in_main" and self.part(port) < 1.0:
                    left = self.share_left(name, port)
                    self._bound(f"share {name} {port['id']}", through, -float("inf"), left)
            for material, campaign in itertools.product(self.made(site), self.told_apart(site)):
                ratio = self.made(site, campaign)[material]
                leaving = self.numbers(
                    ("transfer", "sell", "dispose"),
                    lambda c, n=name, m=material, of=campaign: (
                        c.key[1:3] == (n, m) and (of is None or c.leaves == of)
                    ),
                )
                made = {
                    number: ratio
                    for number in fed
                    if campaign is None or self.columns[number].into == campaign
                }
                self._bound(f"output {name} {material}", {**made, **dict.fromkeys(leaving, -1.0)}, 0.0, 0.0)
                apart = origins(self.columns, fed, leaving, ratio) if campaign is None else {}
                for number, terms in enumerate(apart.values()):
                    self._bound(f"origin {number} of {material} at {name}", terms, -float("inf"), 0.0)

    def _through(self, facility: str, port: str) -> dict[int, float]:
        ways = self.numbers(("divert", "transfer"), lambda c: c.key[-2:] == (facility, port))
        return dict.fromkeys(ways, 1.0)

    def part(self, port: Row) -> float:
        """Return how much of a capacity one input may fill: its share of the mix over the largest share."""
        shares = {
            row["id"]: 1.0 if row["share_max"] is None else row["share_max"]
            for row in self.main_ports(port["technology"])
        }
        largest = max(shares.values())
        return float(shares[port["id"]] / largest) if largest > 0.0 else 0.0

    def _markets(self) -> None:
        """What a market takes is shared by all who sell there and in its parts."""
        if self.asked.potential:
            return
        selling: dict[str, list[int]] = {}
        for number in self.numbers(("sell", "outside")):
            market = self._market_of(self.columns[number])
            market = market if known(market) else None
            seen: set[str] = set()
            while market is not None and market["id"] not in seen:
                seen.add(market["id"])
                selling.setdefault(market["id"], []).append(number)
                market = self.tables["markets"].get(market["within"] or "")
        for name, numbers in selling.items():
            most = room(self.tables["markets"][name], self.asked.on, self.asked.horizon)
            if most is not None:
                self._bound(f"market {name}", dict.fromkeys(numbers, 1.0), -float("inf"), most)

    def _market_of(self, column: Column) -> Row | None:
        if column.kind == "outside":
            stream = self.tables["waste_streams"][column.key[1]]
            return self._at(stream).outside(stream["material"])
        facility = self.sites[column.key[1]].facility
        return self._at(facility).market(facility["technology"], column.key[2])

    def _mixes(self) -> None:
        entries: dict[tuple[str, str, str], dict[int, float]] = {}
        blended = False
        for number in self.numbers(("divert",)):
            way = self.columns[number].way
            assert way is not None
            blended = blended or way.blended
            # What is worked on apart has no part in the mix.
            for check in way.checks if self.columns[number].mixed else ():
                for side, excess in (("most", check.over), ("least", check.under)):
                    if check.counts and excess != 0.0:
                        key = side, way.to.facility["id"], check.limit
                        entries.setdefault(key, {})[number] = excess
        for key, terms in entries.items():
            # A limit that every input meets is met by every mix.
            if blended and max(terms.values()) > 0.0:
                self._bound(" ".join(("mix", *key)), terms, -float("inf"), 0.0)

    def _months(self) -> None:
        """What cannot be stored is taken as it comes; what can be, or comes evenly, a twelfth each month."""
        seasonal = [
            number
            for number in self.numbers(("divert",))
            if self.tables["waste_streams"][self.columns[number].key[1]]["monthly"]
            and self.tables["materials"][self._way(number).material]["phase"] not in ("solid", "sludge")
        ]
        by_month: dict[tuple[int, int], int] = {}
        for number in seasonal:
            parts = [
                self._add(("month", str(month), *self.columns[number].key), self._way(number))
                for month in _MONTHS
            ]
            by_month.update({(number, month): part for month, part in zip(_MONTHS, parts, strict=True)})
            self._bound("months", {number: 1.0, **dict.fromkeys(parts, -1.0)}, 0.0, 0.0)
        for stream in dict.fromkeys(self.columns[number].key[1] for number in seasonal):
            mine = [number for number in seasonal if self.columns[number].key[1] == stream]
            profile = self.tables["waste_streams"][stream]["monthly"]
            # Stock is there in every month alike.
            drawn = self.numbers(("stock",), lambda c, s=stream: c.key[1] == s)
            for month in _MONTHS:
                terms = {by_month[number, month]: 1.0 for number in mine}
                terms |= dict.fromkeys(drawn, -1.0 / 12.0)
                comes = profile[month] * self.free(stream)
                self._bound(f"month {month} of {stream}", terms, -float("inf"), comes)
        taking = [number for number in seasonal if self._way(number).main]
        for name in dict.fromkeys(self._way(number).to.facility["id"] for number in taking):
            fed = self.feeding(name)
            for month in _MONTHS:
                terms = {
                    by_month.get((number, month), number): 1.0 if number in seasonal else 1.0 / 12.0
                    for number in fed
                }
                self._bound(f"month {month} at {name}", terms, -float("inf"), self.room(name) / 12.0)

    def _way(self, number: int) -> Way:
        way = self.columns[number].way
        assert way is not None
        return way

    def _register(self) -> None:
        """What is agreed flows, on one way all of it together; what is rejected does not."""
        agreed: dict[tuple[int, ...], float] = {}
        for row in self.tables["linkages"].values():
            if row["stream"] is not None:
                start: tuple[str, ...] = ("divert", row["stream"])
            else:
                start = ("transfer", row["from_facility"])
            end = row["to_facility"], row["port"]
            ways = self.numbers((start[0],), lambda c, s=start, e=end: c.key[:2] == s and c.key[-2:] == e)
            if row["state"] == "rejected":
                for number in ways:
                    self.columns[number] = replace(self.columns[number], most=0.0)
            elif row["state"] == "contracted":
                agreed[tuple(ways)] = agreed.get(tuple(ways), 0.0) + row["amount"]
        for ways_of_it, amount in agreed.items():
            # Without a way there is nothing to keep it with, and no plan.
            self.rows.append(Bound("contract", dict.fromkeys(ways_of_it, 1.0), amount, float("inf")))

    def _decisions(self) -> None:
        """A facility that is decided stands still or runs at its least scale; planned ones are paid for."""
        paid: dict[int, float] = {}
        for name, site in self.sites.items():
            technology = self.tables["technologies"][site.facility["technology"]]
            scale = technology["minimum_scale"] if self.asked.on_off else None
            on_budget = self.planned(name) and self.asked.budget is not None
            if scale is None and not on_budget:
                continue
            price, free = self.invested(name), self.room(name)
            unpayable = on_budget and price is None
            run = self._add(("run", name), most=0.0 if unpayable else 1.0, whole=True)
            fed = dict.fromkeys(self.feeding(name), 1.0)
            self._bound(f"runs {name}", {**fed, run: -free}, -float("inf"), 0.0)
            least = min(max((scale or 0.0) - self.brought(name), 0.0), free)
            self._bound(f"scale {name}", {**fed, run: -least}, 0.0, float("inf"))
            if price is not None and price > 0.0:
                paid[run] = price
        if self.asked.budget is not None:
            self._bound("budget", paid, -float("inf"), self.asked.budget)

    def _minimum_lots(self) -> None:
        """A way carries nothing or a lot; one that cannot carry a lot carries nothing."""
        lot = self.asked.minimum_lot
        for number in self.numbers(("divert", "transfer")) if lot > 0.0 else ():
            column, way = self.columns[number], self._way(number)
            room = self.room(way.to.facility["id"]) * (1.0 if way.main else way.port["ratio_likely"])
            if column.kind == "divert":
                there = self.free(way.giver) + self.stock(way.giver)
            else:
                giver = self.sites[way.giver]
                there = self.made(giver, column.leaves)[way.material] * self.room(way.giver)
            most = min(room, there)
            if most < lot or column.most == 0.0:
                self.columns[number] = replace(column, most=0.0)
                continue
            chosen = self._add(("lot", *column.key), most=1.0, whole=True)
            self._bound("at most", {number: 1.0, chosen: -most}, -float("inf"), 0.0)
            self._bound("a lot", {number: 1.0, chosen: -lot}, 0.0, float("inf"))


def origins(
    columns: list[Column], fed: Iterable[int], leaving: Iterable[int], ratio: float
) -> dict[Campaign, dict[int, float]]:
    """Return the terms of rows that let no more be passed on of a campaign than was made in it."""
    found: dict[Campaign, dict[int, float]] = {}
    for number in leaving:
        leaves = columns[number].leaves
        if leaves is not None:
            found.setdefault(leaves, {})[number] = 1.0
    for leaves, terms in found.items():
        terms.update({number: -ratio for number in fed if columns[number].into == leaves})
    return found
