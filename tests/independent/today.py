"""Where what is in use today goes, as a programme of its own (docs/programme.md, Today's flows)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tests.independent.candidates import open_on
from tests.independent.programme import Bound, Column, Programme, comes, origins

#: What a unit of a flow costs in scores; see docs/programme.md.
_EFFORT = 1e-3
#: Score of each way from a stream: stream, facility, port.
Scores = Mapping[tuple[str, ...], float]


class Present:
    """Columns and rows of today's flows, from a plan's programme that knows of the register's flows alone."""

    def __init__(self, plan: Programme, scores: Scores) -> None:
        self.plan = plan
        self._scores = scores
        standing = {
            name
            for name, site in plan.sites.items()
            if site.facility["state"] == "operating" and open_on(site, plan.asked.on) and not site.assumed
        }
        self._from = [number for number, column in enumerate(plan.columns) if self._stands(column, standing)]
        self.columns = [
            replace(column, most=float("inf") if column.kind == "sell" else column.most)
            for column in (plan.columns[number] for number in self._from)
        ]
        self.place = {column.key: number for number, column in enumerate(self.columns)}
        self.rows: list[Bound] = []
        self._supply()
        for name in sorted(standing):
            self._facility(name)

    def objectives(self) -> list[list[float]]:
        """Return what is made large, one after the other: what is placed, the better scores, money."""
        benefit = self.plan.benefit()
        held = [float(column.kind == "divert") - self._undone(column) for column in self.columns]
        short = [
            -(1.0 - self._scores[column.key[1:]]) - _EFFORT
            if column.kind == "divert"
            else -_EFFORT * (column.kind == "transfer")
            for column in self.columns
        ]
        return [held, short, [benefit[number] for number in self._from]]

    def sold(self, point: Sequence[float]) -> dict[str, float]:
        """Return what is sold in each market where so much flows in each column."""
        place = {number: at for at, number in enumerate(self._from)}
        selling = self.plan.selling().items()
        found = {
            name: sum(float(point[place[number]]) for number in numbers if number in place)
            for name, numbers in selling
        }
        return {name: amount for name, amount in found.items() if amount > 0.0}

    def _undone(self, column: Column) -> float:
        return self.plan.undone(column.key[1:], column.leaves) if column.kind == "dispose" else 0.0

    def _stands(self, column: Column, standing: set[str]) -> bool:
        if column.kind in ("sell", "dispose"):
            return column.key[1] in standing
        way = column.way
        if column.kind not in ("divert", "transfer") or way is None or not way.main:
            return False
        if column.mixed and column.into != self.plan.carried.of_stream(way):
            return False
        if way.blended:
            return False
        given = column.kind == "divert" or way.giver in standing
        return given and way.to.facility["id"] in standing

    def _supply(self) -> None:
        for name, row in self.plan.tables["waste_streams"].items():
            linkages = self.plan.tables["linkages"].values()
            on_record = sum(
                link["amount"] for link in linkages if link["stream"] == name and link["state"] == "operating"
            )
            given = self._numbers(lambda column, n=name: column.kind == "divert" and column.key[1] == n)
            unnamed = max(row["in_use_likely"] - on_record, 0.0)
            self._bound(f"supply {name}", dict.fromkeys(given, 1.0), -float("inf"), unnamed)

    def _facility(self, name: str) -> None:
        plan, site = self.plan, self.plan.sites[name]
        fed = self._numbers(lambda column: self._feeds(column, name))
        self._bound(f"capacity {name}", self._arriving(fed), -float("inf"), plan.room(name))
        for port in plan.main_ports(site.facility["technology"]):
            if plan.part(port) < 1.0:
                through = [number for number in fed if self.columns[number].key[-1] == port["id"]]
                left = plan.share_left(name, port)
                self._bound(f"share {name} {port['id']}", self._arriving(through), -float("inf"), left)
        running = {
            of: amount for (facility, of), amount in plan.carried.running().items() if facility == name
        }
        for material in plan.made(site):
            made = sum(plan.made(site, of)[material] * amount for of, amount in running.items())
            beside = max(made - self._passed_on(name, material), 0.0)
            # Of what linkages take of an output nobody knows in which campaign it was made.
            left = beside / made if made > 0.0 else 0.0
            for campaign in plan.told_apart(site):
                ratio = plan.made(site, campaign)[material]
                leaving = self._numbers(
                    lambda column, m=material, of=campaign: (
                        column.kind in ("transfer", "sell", "dispose")
                        and column.key[1:3] == (name, m)
                        and (of is None or column.leaves == of)
                    )
                )
                come = [number for number in fed if campaign is None or self.columns[number].into == campaign]
                of_it = beside if campaign is None else ratio * running.get(campaign, 0.0) * left
                terms = {**self._arriving(come, ratio), **dict.fromkeys(leaving, -1.0)}
                self._bound(f"output {name} {material}", terms, -of_it, -of_it)
                apart = origins(self.columns, fed, leaving, ratio) if campaign is None else {}
                for of, parts in apart.items():
                    there = ratio * running.get(of, 0.0) * left
                    self._bound(f"origin of {material} at {name}", parts, -float("inf"), there)

    def _arriving(self, numbers: list[int], each: float = 1.0) -> dict[int, float]:
        return {number: each * comes(self.columns[number]) for number in numbers}

    def _feeds(self, column: Column, name: str) -> bool:
        way = column.way
        return way is not None and way.to.facility["id"] == name

    def _passed_on(self, facility: str, material: str) -> float:
        """Return what operating linkages take of an output."""
        tables = self.plan.tables
        links = [row for row in tables["linkages"].values() if row["state"] == "operating"]
        return sum(
            row["amount"]
            for row in links
            if row["from_facility"] == facility and tables["ports"][row["port"]]["material"] == material
        )

    def _numbers(self, fits: object) -> list[int]:
        return [number for number, column in enumerate(self.columns) if fits(column)]  # type: ignore[operator]

    def _bound(self, name: str, terms: dict[int, float], least: float, most: float) -> None:
        if terms:
            self.rows.append(Bound(name, terms, least, most))
