"""The plan as columns and rows, from the tables and docs/planning.md."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from tests.independent.candidates import Site, Way, diversions, running, sites, transfers
from tests.independent.tables import Row, Tables
from tests.independent.worth import Worth

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


@dataclass(frozen=True)
class Column:
    """Something that may be chosen.

    Attributes
    ----------
    key : tuple of str
        ``divert`` stream facility port; ``transfer`` facility material facility port; ``sell`` or ``dispose``
        facility material; ``stock`` stream; ``month`` number and the key of the way; ``run`` facility.
    way : Way or None
    """

    key: tuple[str, ...]
    way: Way | None = None
    most: float = float("inf")
    whole: bool = False

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
    """Columns and rows of one plan, with what a unit of each column brings."""

    tables: Tables
    asked: Asked = field(default_factory=Asked)

    def __post_init__(self) -> None:
        self._worth: dict[str, Worth] = {}
        self.sites = sites(self.tables)
        self.columns: list[Column] = []
        self.rows: list[Bound] = []
        self._lots: list[tuple[int, float]] = []
        self._lay_out()
        for family in (self._streams, self._facilities, self._mixes, self._months, self._register):
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

    def invested(self, facility: str) -> float:
        """Return what building a facility costs; 0 for what stands or nobody knows."""
        site = self.sites[facility]
        cost = self.tables["technologies"][site.facility["technology"]]["capital_cost"]
        return site.free * (cost or 0.0) if site.facility["state"] == "planned" else 0.0

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
        if column.kind == "divert" and column.way is not None:
            return float(self.tables.unit(column.way.material) == unit)
        if column.kind == "dispose":
            of_facility = self.sites[column.key[1]].unit
            return -float(self.tables.unit(column.key[2]) == unit == of_facility)
        return 0.0

    def _at(self, owner: Row) -> Worth:
        """Return what things are worth in the park of the enterprise of a stream or facility."""
        park = self.tables["enterprises"][owner["enterprise"]]["park"]
        if park not in self._worth:
            self._worth[park] = Worth(self.tables, park)
        return self._worth[park]

    def _brings(self, column: Column) -> tuple[float, float]:
        if column.kind in ("sell", "dispose"):
            facility = self.sites[column.key[1]].facility
            if column.kind == "sell":
                return self._at(facility).sold(facility["technology"], column.key[2])
            cost, emitted = self._at(facility).dumped(column.key[2])
            return -cost, -emitted
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
            cost, emitted = self._at(way.to.facility).worked(way.to.facility["technology"])
            return money - cost, carbon - emitted
        spared = self._at(way.to.facility).bought(way.port["material"])
        return money + spared[0], carbon + spared[1]

    def _lay_out(self) -> None:
        tables, asked = self.tables, self.asked
        for way in diversions(tables, asked.radius, asked.on):
            self._add(("divert", way.giver, way.to.facility["id"], way.port["id"]), way)
        streams = dict.fromkeys(column.key[1] for column in self.columns)
        for way in transfers(tables, asked.radius, asked.on):
            self._add(("transfer", way.giver, way.material, way.to.facility["id"], way.port["id"]), way)
        for name, site in self.sites.items():
            technology = site.facility["technology"]
            for material in self.made(site):
                ports = [row for row in tables.outputs(technology) if row["material"] == material]
                product = any(row["direction"] == "out_product" for row in ports)
                sold = product and not tables.treated(technology, material)
                self._add(("sell" if sold else "dispose", name, material))
        for stream in streams:
            if self.stock(stream) > 0.0:
                self._add(("stock", stream), most=self.stock(stream))

    def _add(
        self, key: tuple[str, ...], way: Way | None = None, most: float = float("inf"), whole: bool = False
    ) -> int:
        self.columns.append(Column(key, way, most, whole))
        return len(self.columns) - 1

    def made(self, site: Site) -> dict[str, float]:
        """Return what a facility makes of a unit of main input, by material."""
        found: dict[str, float] = {}
        for row in self.tables.outputs(site.facility["technology"]):
            found[row["material"]] = found.get(row["material"], 0.0) + row["ratio_likely"]
        return found

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
            given = dict.fromkeys(self.numbers(("divert",), lambda c, s=stream: c.key[1] == s), 1.0)
            drawn = dict.fromkeys(self.numbers(("stock",), lambda c, s=stream: c.key[1] == s), -1.0)
            self._bound(f"supply {stream}", {**given, **drawn}, -float("inf"), self.free(stream))

    def _facilities(self) -> None:
        for name, site in self.sites.items():
            fed = dict.fromkeys(self.feeding(name), 1.0)
            self._bound(f"capacity {name}", fed, -float("inf"), site.free)
            for port in self.tables.ports(site.facility["technology"]):
                through = self._through(name, port["id"])
                if port["direction"] == "in_aux" and through:
                    wanted = dict.fromkeys(fed, -port["ratio_likely"])
                    self._bound(f"auxiliary {name} {port['id']}", {**through, **wanted}, -float("inf"), 0.0)
                elif port["direction"] == "in_main" and self._part(port) < 1.0:
                    room = self._part(port) * (site.free + self._brought(name))
                    left = max(room - running(self.tables, name, port["id"]), 0.0)
                    self._bound(f"share {name} {port['id']}", through, -float("inf"), left)
            for material, ratio in self.made(site).items():
                leaving = self.numbers(
                    ("transfer", "sell", "dispose"),
                    lambda c, n=name, m=material: c.key[1:3] == (n, m),
                )
                made = dict.fromkeys(fed, ratio)
                self._bound(f"output {name} {material}", {**made, **dict.fromkeys(leaving, -1.0)}, 0.0, 0.0)

    def _through(self, facility: str, port: str) -> dict[int, float]:
        ways = self.numbers(("divert", "transfer"), lambda c: c.key[-2:] == (facility, port))
        return dict.fromkeys(ways, 1.0)

    def _brought(self, facility: str) -> float:
        """Return the main input that operating linkages bring."""
        ports = self.tables.ports(self.sites[facility].facility["technology"])
        main = [row["id"] for row in ports if row["direction"] == "in_main"]
        return sum(running(self.tables, facility, port) for port in main)

    def _part(self, port: dict[str, object]) -> float:
        """Return how much of a capacity one input may fill: its share of the mix over the largest share."""
        ports = self.tables.ports(str(port["technology"]))
        shares = {
            row["id"]: 1.0 if row["share_max"] is None else row["share_max"]
            for row in ports
            if row["direction"] == "in_main"
        }
        largest = max(shares.values())
        return float(shares[port["id"]] / largest) if largest > 0.0 else 0.0

    def _mixes(self) -> None:
        entries: dict[tuple[str, str, str], dict[int, float]] = {}
        blended = False
        for number in self.numbers(("divert",)):
            way = self.columns[number].way
            assert way is not None
            blended = blended or way.blended
            for check in way.checks:
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
            for month in _MONTHS:
                terms = {by_month[number, month]: 1.0 for number in mine}
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
                self._bound(f"month {month} at {name}", terms, -float("inf"), self.sites[name].free / 12.0)

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
                    column = self.columns[number]
                    self.columns[number] = Column(column.key, column.way, 0.0)
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
            planned = site.facility["state"] == "planned" and technology["capital_cost"] is not None
            if scale is None and not (planned and self.asked.budget is not None):
                continue
            run = self._add(("run", name), most=1.0, whole=True)
            fed = dict.fromkeys(self.feeding(name), 1.0)
            self._bound(f"runs {name}", {**fed, run: -site.free}, -float("inf"), 0.0)
            least = min(max((scale or 0.0) - self._brought(name), 0.0), site.free)
            self._bound(f"scale {name}", {**fed, run: -least}, 0.0, float("inf"))
            if self.invested(name) > 0.0:
                paid[run] = self.invested(name)
        if self.asked.budget is not None:
            self._bound("budget", paid, -float("inf"), self.asked.budget)

    def _minimum_lots(self) -> None:
        """A way carries nothing or a lot; one that cannot carry a lot carries nothing."""
        lot = self.asked.minimum_lot
        for number in self.numbers(("divert", "transfer")) if lot > 0.0 else ():
            column, way = self.columns[number], self._way(number)
            room = way.to.free * (1.0 if way.main else way.port["ratio_likely"])
            if column.kind == "divert":
                there = self.free(way.giver) + self.stock(way.giver)
            else:
                giver = self.sites[way.giver]
                there = self.made(giver)[way.material] * giver.free
            most = min(room, there)
            if most < lot or column.most == 0.0:
                self.columns[number] = Column(column.key, way, 0.0)
                continue
            chosen = self._add(("lot", *column.key), most=1.0, whole=True)
            self._bound("at most", {number: 1.0, chosen: -most}, -float("inf"), 0.0)
            self._bound("a lot", {number: 1.0, chosen: -lot}, 0.0, float("inf"))
