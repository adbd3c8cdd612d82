"""The rows of the plan over its columns, from the tables and docs/planning.md."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from tests.independent.candidates import Way
from tests.independent.carried import Campaign
from tests.independent.columns import UNITS, Asked, Bound, Column, Columns, comes
from tests.independent.markets import known, room
from tests.independent.tables import Row

__all__ = ["UNITS", "Asked", "Bound", "Column", "Programme", "comes", "origins"]

_MONTHS = range(12)
_EVEN = [1.0 / 12.0] * 12
#: Works that a flow goes through before its buyer, at most.
_DEEP = 4


def _best(profile: list[float], part: float) -> float:
    """Return the most of a year that may come on a part of its days."""
    left, found = part * 12.0, 0.0
    for share in sorted(profile, reverse=True):
        found += share * min(max(left, 0.0), 1.0)
        left -= 1.0
    return found


@dataclass
class Programme(Columns):
    """Columns and rows of one plan."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.rows: list[Bound] = []
        for family in (
            self._streams,
            self._facilities,
            self._markets,
            self._mixes,
            self._additions,
            self._months,
            self._market_days,
            self._register,
        ):
            family()
        self._decisions()
        self._minimum_lots()

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
            fed = self.arriving(self.feeding(name))
            self._bound(f"capacity {name}", fed, -float("inf"), self.room(name))
            for port in self.tables.ports(site.facility["technology"]):
                through = self._through(name, port["id"])
                if port["direction"] == "in_aux" and through:
                    wanted = self.arriving(fed, -port["ratio_likely"])
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
                    number: ratio * comes(self.columns[number])
                    for number in fed
                    if campaign is None or self.columns[number].into == campaign
                }
                self._bound(f"output {name} {material}", {**made, **dict.fromkeys(leaving, -1.0)}, 0.0, 0.0)
                apart = origins(self.columns, fed, leaving, ratio) if campaign is None else {}
                for number, terms in enumerate(apart.values()):
                    self._bound(f"origin {number} of {material} at {name}", terms, -float("inf"), 0.0)

    def _through(self, facility: str, port: str) -> dict[int, float]:
        ways = self.numbers(("divert", "transfer"), lambda c: c.key[-2:] == (facility, port))
        return self.arriving(ways)

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
        for name, numbers in self.selling().items():
            own = self.sold_today.get(name, 0.0)
            most = room(self.tables["markets"][name], self.asked.on, self.asked.horizon, own)
            if most is not None:
                self._bound(f"market {name}", dict.fromkeys(numbers, 1.0), -float("inf"), most)

    def selling(self) -> dict[str, list[int]]:
        """Return what is sold in each known market and in its parts, by the numbers of the columns."""
        selling: dict[str, list[int]] = {}
        for number in self.numbers(("sell", "outside")):
            market = self._market_of(self.columns[number])
            market = market if known(market) else None
            seen: set[str] = set()
            while market is not None and market["id"] not in seen:
                seen.add(market["id"])
                selling.setdefault(market["id"], []).append(number)
                market = self.tables["markets"].get(market["within"] or "")
        return selling

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
                        entries.setdefault(key, {})[number] = excess * way.arrives
        for key, terms in entries.items():
            # A limit that every input meets is met by every mix.
            if blended and max(terms.values()) > 0.0:
                self._bound(" ".join(("mix", *key)), terms, -float("inf"), 0.0)

    def _additions(self) -> None:
        """What main inputs and what is added bring into a product stays within its limit."""
        brought = {
            number: self.carried.brought(self._way(number), self.columns[number].leaves)
            for number in self.numbers(("divert", "transfer"))
        }
        for name in self.sites:
            beside = self.numbers(
                ("divert", "transfer"),
                lambda c, n=name: c.way is not None and not c.way.main and c.way.to.facility["id"] == n,
            )
            limits = {limit for number in beside for limit, held in brought[number].items() if held > 0.0}
            for limit in sorted(limits):
                row = self.tables["limits"][limit]
                terms = {
                    number: brought[number][limit] * comes(self.columns[number])
                    for number in beside
                    if limit in brought[number]
                }
                for number in self.feeding(name):
                    into = self.columns[number].into
                    if into is None or row["material"] not in into.unsold:
                        room = brought[number].get(limit, 0.0) - row["maximum"]
                        terms[number] = room * comes(self.columns[number])
                self._bound(f"addition {name} {limit}", terms, -float("inf"), 0.0)

    def _months(self) -> None:
        """What cannot be stored is taken as it comes; what can be, or comes evenly, a twelfth each month."""
        sold = self._sold_by_month()
        seasonal = self._seasonal(sold)
        by_month: dict[tuple[int, int], int] = {}
        for number in [*seasonal, *sold]:
            parts = [
                self._add(("month", str(month), *self.columns[number].key), self.columns[number].way)
                for month in _MONTHS
            ]
            by_month.update({(number, month): part for month, part in zip(_MONTHS, parts, strict=True)})
            self._bound("months", {number: 1.0, **dict.fromkeys(parts, -1.0)}, 0.0, 0.0)
        steady = [n for n in [*seasonal, *sold] if self.fluid(n)]
        given = [n for n in steady if self.columns[n].kind in ("divert", "outside")]
        for stream in dict.fromkeys(self.columns[number].key[1] for number in given):
            mine = [number for number in given if self.columns[number].key[1] == stream]
            profile = self.tables["waste_streams"][stream]["monthly"] or _EVEN
            # Stock is there in every month alike.
            drawn = self.numbers(("stock",), lambda c, s=stream: c.key[1] == s)
            for month in _MONTHS:
                terms = {by_month[number, month]: 1.0 for number in mine}
                terms |= dict.fromkeys(drawn, -1.0 / 12.0)
                new = profile[month] * self.free(stream)
                self._bound(f"month {month} of {stream}", terms, -float("inf"), new)
        self._markets_in_months(by_month)

        def arriving(numbers: Iterable[int], month: int, each: float = 1.0) -> dict[int, float]:
            return {
                by_month.get((n, month), n): each
                * comes(self.columns[n])
                * (1.0 if n in seasonal else self.year(self._way(n).to.facility["id"])[month])
                for n in numbers
            }

        taking = [number for number in seasonal if self._way(number).main]
        for name in dict.fromkeys(self._way(number).to.facility["id"] for number in taking):
            for month in _MONTHS:
                terms = arriving(self.feeding(name), month)
                room = self.year(name)[month] * self.room(name)
                self._bound(f"month {month} at {name}", terms, -float("inf"), room)
        self._handed_on_in_months([n for n in steady if n not in given], by_month, arriving)
        added_to = (self._way(n) for n in seasonal if n in steady)
        for name, port in dict.fromkeys(
            (way.to.facility["id"], way.port["id"]) for way in added_to if not way.main
        ):
            ratio = self.tables["ports"][port]["ratio_likely"]
            added = self.numbers(("divert", "transfer"), lambda c, end=(name, port): c.key[-2:] == end)
            for month in _MONTHS:
                terms = {**arriving(added, month), **arriving(self.feeding(name), month, -ratio)}
                self._bound(f"added in {month} at {name} {port}", terms, -float("inf"), 0.0)

    def _handed_on_in_months(
        self,
        handed: list[int],
        by_month: dict[tuple[int, int], int],
        arriving: Callable[[Iterable[int], int, float], dict[int, float]],
    ) -> None:
        """What is handed on in a month is made of what came in that month."""
        made: dict[tuple[str, str, Campaign | None], list[int]] = {}
        for number in handed:
            column = self.columns[number]
            made.setdefault((column.key[1], column.key[2], column.leaves), []).append(number)
        for (giver, material, leaves), numbers in made.items():
            if leaves is None:
                # Sold of whatever campaign: with all that any of them hands on.
                numbers = [n for key, some in made.items() if key[:2] == (giver, material) for n in some]
            ratio = self.made(self.sites[giver], leaves)[material]
            fed = [n for n in self.feeding(giver) if leaves is None or self.columns[n].into == leaves]
            for month in _MONTHS:
                terms = {by_month[number, month]: 1.0 for number in numbers}
                terms |= arriving(fed, month, -ratio)
                self._bound(f"handed on in {month} at {giver}", terms, -float("inf"), 0.0)

    def fluid(self, number: int) -> bool:
        """Whether what a column moves cannot be stored."""
        column = self.columns[number]
        if column.kind in ("divert", "outside"):
            material = self.tables["waste_streams"][column.key[1]]["material"]
        else:
            material = column.key[2]
        return self.tables["materials"][material]["phase"] not in ("solid", "sludge")

    def _sold_by_month(self) -> list[int]:
        """Return the sales of what cannot be stored in markets that say their months."""
        markets = self.tables["markets"]
        found = {n for name, numbers in self.selling().items() if markets[name]["monthly"] for n in numbers}
        return sorted(n for n in found if self.fluid(n))

    def _room_in(self, market: str) -> float:
        own = self.sold_today.get(market, 0.0)
        most = room(self.tables["markets"][market], self.asked.on, self.asked.horizon, own)
        return float("inf") if most is None or self.asked.potential else most

    def _markets_in_months(self, by_month: dict[tuple[int, int], int]) -> None:
        """A market takes in a month its share of the year's room; nothing where nobody buys."""
        for name, numbers in self.selling().items():
            for month, share in enumerate(self.tables["markets"][name]["monthly"] or ()):
                terms = {by_month[n, month]: 1.0 for n in numbers if (n, month) in by_month}
                most = share * self._room_in(name) if share > 0.0 else 0.0
                if most < float("inf"):
                    self._bound(f"market {name} in {month}", terms, -float("inf"), most)

    def _market_days(self) -> None:
        """Where a market says its days alone, a seller sells what he can make, or has, on so many days."""
        for name, numbers in self.selling().items():
            market = self.tables["markets"][name]
            days = market["days_likely"]
            if days is None or market["monthly"] or days >= 365.0:
                continue
            sellers: dict[tuple[str, ...], list[int]] = {}
            for number in filter(self.fluid, numbers):
                sellers.setdefault(self.columns[number].key, []).append(number)
            for key, mine in sellers.items():
                if key[0] == "outside":
                    most = self._comes_on(key[1], days / 365.0)
                else:
                    site = self.sites[key[1]]
                    ratio = max(self.made(site, self.columns[n].leaves)[key[2]] for n in mine)
                    most = ratio * self._works_on(key[1], days / 365.0, _DEEP)
                self._bound(f"days of {name} for {key}", dict.fromkeys(mine, 1.0), -float("inf"), most)
            if len(sellers) > 1:
                together = [number for mine in sellers.values() for number in mine]
                most = self._made_together(together, days / 365.0)
                self._bound(f"days of {name}", dict.fromkeys(together, 1.0), -float("inf"), most)

    def _made_together(self, sold: list[int], part: float) -> float:
        """Return what some sales come to of what each stream gives on a part of the days, taken once."""
        ratio: dict[str, float] = {}
        for column in (self.columns[n] for n in sold if self.columns[n].kind == "sell"):
            made = self.made(self.sites[column.key[1]], column.leaves)[column.key[2]]
            ratio[column.key[1]] = max(ratio.get(column.key[1], 0.0), made)
        onward = [n for n in self.numbers(("transfer",)) if self._way(n).main]
        each = dict(ratio)
        for _ in range(_DEEP if part > 0.0 else 0):
            further = dict(ratio)
            for n in onward:
                column, way = self.columns[n], self._way(n)
                made = self.made(self.sites[way.giver], column.leaves)[way.material] * way.arrives
                made *= each.get(way.to.facility["id"], 0.0)
                made /= 1.0 if self.fluid(n) else _best(self.year(way.giver), part)
                further[way.giver] = max(further.get(way.giver, 0.0), made)
            each = further
        most: dict[str, float] = {}
        for n in [*sold, *(n for n in self.numbers(("divert",)) if self._way(n).main)]:
            if part > 0.0 and self.columns[n].kind in ("divert", "outside"):
                stream, way = self.columns[n].key[1], self.columns[n].way
                there = (
                    self._comes_on(stream, part) if self.fluid(n) else self.free(stream) + self.stock(stream)
                )
                becomes = 1.0 if way is None else way.arrives * each.get(way.to.facility["id"], 0.0)
                most[stream] = max(most.get(stream, 0.0), there * becomes)
        return sum(most.values())

    def _comes_on(self, stream: str, part: float) -> float:
        """Return what a stream may give on a part of the days, with its stock."""
        profile = self.tables["waste_streams"][stream]["monthly"] or _EVEN
        return _best(profile, part) * self.free(stream) + self.stock(stream) * (part > 0.0)

    def _works_on(self, name: str, part: float, deep: int) -> float:
        """Return what a facility may take of main inputs on a part of the days."""
        most = _best(self.year(name), part) * self.room(name)
        if deep == 0 or part <= 0.0:
            return most
        brought: dict[tuple[str, ...], float] = {}
        for number in self.feeding(name):
            column, way = self.columns[number], self._way(number)
            if column.kind == "divert":
                whole = self.free(way.giver) + self.stock(way.giver)
                there = self._comes_on(way.giver, part) if self.fluid(number) else whole
            else:
                ratio = self.made(self.sites[way.giver], column.leaves)[way.material]
                there = ratio * self._works_on(way.giver, part, deep - 1)
                there /= 1.0 if self.fluid(number) else _best(self.year(way.giver), part)
            brought[column.key] = max(brought.get(column.key, 0.0), there * way.arrives)
        return min(most, sum(brought.values()))

    def _seasonal(self, sold: list[int]) -> list[int]:
        """Return the flows that a season of a stream, a facility or a market reaches; `sold` by the month.

        They are of what cannot be stored, and whatever feeds who sells by the month.
        """
        fluid = list(filter(self.fluid, self.numbers(("divert", "transfer"))))
        streams = {name for name, row in self.tables["waste_streams"].items() if row["monthly"]}
        streams |= {self.columns[n].key[1] for n in sold if self.columns[n].kind == "outside"}
        sellers = {self.columns[n].key[1] for n in sold if self.columns[n].kind == "sell"}
        works = sellers | {name for name in self.sites if self._runs_by_season(name)}
        feeding = {number for name in sellers for number in self.feeding(name)}
        found: set[int] = set()
        while True:
            wider = {
                number
                for number in fluid
                if self._way(number).giver in (streams if self.columns[number].kind == "divert" else works)
                or (
                    self._way(number).to.facility["id"] in works
                    and (self._way(number).main or self._runs_by_season_at(number))
                )
            }
            wider |= feeding
            if wider <= found:
                return sorted(found)
            found |= wider
            reached = [n for n in found if n in set(fluid)]
            streams |= {self._way(n).giver for n in reached if self.columns[n].kind == "divert"}
            works |= {self._way(n).giver for n in reached if self.columns[n].kind == "transfer"}
            works |= {self._way(n).to.facility["id"] for n in found}

    def _runs_by_season_at(self, number: int) -> bool:
        return self._runs_by_season(self._way(number).to.facility["id"])

    def _runs_by_season(self, facility: str) -> bool:
        return bool(self.sites[facility].facility["monthly"])

    def year(self, facility: str) -> list[float]:
        """Return what each month has of what a facility takes in a year."""
        return list(self.sites[facility].facility["monthly"] or _EVEN)

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
            fed = self.arriving(self.feeding(name))
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
            # More leaves than arrives.
            room = room / way.arrives if way.arrives > 0.0 else float("inf")
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
        terms.update({n: -ratio * comes(columns[n]) for n in fed if columns[n].into == leaves})
    return found
