"""What a unit of each flow brings, in CNY and kg CO2e, by the rules of docs/value.md."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tests.independent.costs import Costs
from tests.independent.disposal import Disposal
from tests.independent.markets import asked, market_of_product, net_price, traded
from tests.independent.money import net, sellers_km
from tests.independent.tables import ELSEWHERE, GRADES, Row, Tables, kilograms
from tests.independent.ways import carried, piped

#: Provinces that the tables of the tests name.
_PROVINCES = {"yunnan": "53", "beijing": "11", "jiangsu": "32", "anhui": "34", "fujian": "35", "hubei": "42"}


class Worth:
    """Prices, rates and factors of one set of tables, as they hold in one park."""

    def __init__(self, tables: Tables, park: str | None) -> None:
        self.tables = tables
        self.costs = Costs(tables)
        self.disposal = Disposal(
            tables, self.price, self.general, self.known_factor, self._disposal_row, self._emitter_row
        )
        self.parks: list[Row] = []
        while park is not None and park not in [row["id"] for row in self.parks]:
            self.parks.append(tables["parks"][park])
            park = self.parks[-1]["part_of"]
        self._prices: dict[tuple[str, str], list[Row]] = {}
        self._factors: dict[tuple[str, str], list[Row]] = {}
        for row in tables["prices"].values():
            if row["amount_likely"] is not None and row["material"] and row["unit"].startswith("CNY/"):
                self._prices.setdefault((row["kind"], row["material"]), []).append(row)
        for row in tables["emission_factors"].values():
            if row["amount_likely"] is not None and row["material"]:
                _, unit = kilograms(row["amount_likely"], row["unit"])
                if unit == tables.unit(row["material"]):
                    self._factors.setdefault((row["kind"], row["material"]), []).append(row)

    def counting(self, rows: Iterable[Row], *before: str) -> Row | None:
        """Return the row that counts: default first, then place, then grade, then year, then id."""
        ranked = sorted(rows, key=lambda row: row["id"])
        # Later sorts weigh more; each keeps the order of those before among equals.
        ranked.sort(key=lambda row: re.findall("[0-9]{4}", row.get("year") or "")[-1:], reverse=True)
        ranked.sort(key=lambda row: GRADES.index(row["grade"]))
        if "end" in before:
            ranked.sort(key=lambda row: row["to_km"] is None)
        if "payload" in before:
            ranked.sort(key=lambda row: row["payload"], reverse=True)
        ranked.sort(key=lambda row: self.steps(row.get("place") or ""))
        ranked.sort(key=lambda row: not row["note"].startswith("default"))
        return ranked[0] if ranked else None

    def steps(self, place: str) -> float:
        """Return how far the place of a row is: parks one after another, division, country, elsewhere."""
        name = place.lower().strip()
        if name in ("", "generic", "national", "china", "中国", "全国"):
            return 90.0
        for number, park in enumerate(self.parks):
            if name in (park["id"].lower(), park["name_zh"].lower(), park["name_en"].lower()):
                return float(number)
        region = next((park["region"] for park in self.parks if park["region"]), "")
        code = _PROVINCES.get(name, name)
        return 80.0 - len(code) if code.isdigit() and region.startswith(code) else ELSEWHERE

    def price_row(self, kind: str, material: str) -> Row | None:
        """Return what prices a material: a row of its own, or of the nearest that it is a kind of."""
        for owner in self.tables.lineage(material):
            row = self.counting(self._prices.get((kind, owner), ()))
            if row is not None:
                return row
        return None

    def price(self, kind: str, material: str) -> float | None:
        """Return a market or disposal price, without tax and in money of today."""
        row = self.price_row(kind, material)
        return None if row is None else self._net(row)

    def _net(self, row: Row) -> float:
        return net(self.tables, row["amount_likely"], row["year"], row["vat"])

    def known_factor(self, kind: str, material: str) -> float | None:
        """Return kg CO2e of making or disposing of a unit; power (GJ) that is made is the grid's."""
        line = self.tables.lineage(material)
        for owner in line:
            row = self.counting(self._factors.get((kind, owner), ()))
            if row is not None:
                return kilograms(row["amount_likely"], row["unit"])[0]
        if kind == "product" and any(("electricity", owner) in self._factors for owner in line):
            grid = self.known_grid()
            return None if grid is None else grid / 0.0036
        return None

    def factor(self, kind: str, material: str) -> float:
        """Return kg CO2e of making or disposing of a unit; what nobody could say counts 0."""
        return self.known_factor(kind, material) or 0.0

    def general(self, kind: str, unit: str) -> float | None:
        """Return a price of one kind in a unit, for whatever material."""
        rows = self.tables["prices"].values()
        known = [row for row in rows if row["kind"] == kind and row["unit"] == unit]
        row = self.counting(row for row in known if row["amount_likely"] is not None)
        return None if row is None else self._net(row)

    def tariff(self, unit: str) -> float:
        """Return what power (CNY/kWh) or heat (CNY/GJ) costs."""
        return self.general("utility", unit) or 0.0

    def grid(self) -> float:
        """Return kg CO2 per kWh; what nobody could say counts 0."""
        return self.known_grid() or 0.0

    def known_grid(self) -> float | None:
        """Return kg CO2 per kWh of the park, of the nearest above it that says one, else where it stands."""
        known = [row["grid_factor"] for row in self.parks if row["grid_factor"] is not None]
        if known:
            return float(known[0])
        if not any(row["region"] for row in self.parks):
            return None
        rows = [row for row in self.tables["emission_factors"].values() if row["kind"] == "electricity"]
        rows = [row for row in rows if row["amount_likely"] is not None]
        row = self.counting(row for row in rows if kilograms(row["amount_likely"], row["unit"])[1] == "GJ")
        return None if row is None else kilograms(row["amount_likely"], row["unit"])[0] * 0.0036

    def heat(self) -> float:
        """Return kg CO2e per GJ of process heat."""
        rows = [row for row in self.tables["emission_factors"].values() if row["kind"] == "heat"]
        rows = [row for row in rows if row["amount_likely"] is not None]
        row = self.counting(row for row in rows if kilograms(row["amount_likely"], row["unit"])[1] == "GJ")
        return 0.0 if row is None else kilograms(row["amount_likely"], row["unit"])[0]

    def carried(
        self, material: str, km: float | None, ends: tuple[str, str] | None = None
    ) -> tuple[float, float]:
        """Return cost and emissions of bringing a unit over a road, by the cheapest way of both ends."""
        return carried(self.tables, self.counting, material, km, ends)

    def outside(self, material: str) -> Row | None:
        """Return the market in which a waste is sold as it is."""
        return traded(self.tables, self.steps, material)

    def market(self, technology: str, material: str) -> Row | None:
        """Return the market of what a technology makes."""
        return market_of_product(self.tables, self.steps, technology, material)

    def forgoes(self, stream: Row) -> bool:
        """Whether somebody would pay for a stream as it is, and more than it costs to bring it there."""
        return self.sold_as_it_is(stream["material"]) > 0.0

    def avoided(self, stream: Row) -> tuple[float, float]:
        """Return what not disposing of a unit of a stream saves, in CNY and kg CO2e; traded waste is sold."""
        if self.forgoes(stream):
            return -self.sold_as_it_is(stream["material"]), 0.0
        own, material = stream["disposal_cost_likely"], stream["material"]
        paid = self.disposal.saved(material) if own is None else own
        return paid or 0.0, self.disposal.emitted(material) or 0.0

    def bought(self, material: str) -> tuple[float, float]:
        """Return what a unit of an auxiliary input costs and emits when it is bought."""
        price = self.price("market", material)
        if price is None:
            price = asked(self.tables, self.steps, material)
        return max(price or 0.0, 0.0), self.factor("product", material)

    def _disposal_row(self, material: str) -> str | None:
        row = self.price_row("disposal", material)
        return None if row is None else f"price {row['id']}"

    def _emitter_row(self, material: str) -> str | None:
        found = (
            self.counting(self._factors.get(("disposal", name), ())) for name in self.tables.lineage(material)
        )
        return next((f"factor {row['id']}" for row in found if row is not None), None)

    def worked(self, technology: str) -> tuple[float, float]:
        """Return what working on a unit of main input costs and emits, bought inputs included."""
        row, costs = self.tables["technologies"][technology], self.costs
        power, heat = costs.electricity(technology) or 0.0, (costs.heat(technology) or 0.0) / 1000.0
        cost = (costs.operating(technology) or 0.0) + power * self.tariff("CNY/kWh")
        cost += heat * self.tariff("CNY/GJ")
        emitted = (row["direct_emissions"] or 0.0) + power * self.grid() + heat * self.heat()
        for port in self.tables.inputs(technology):
            if port["direction"] == "in_aux":
                price, made = self.bought(port["material"])
                cost, emitted = cost + port["ratio_likely"] * price, emitted + port["ratio_likely"] * made
        return cost, emitted

    def sold_as_it_is(self, material: str) -> float:
        """Return what its owner gets of a unit of a traded waste."""
        market = self.outside(material)
        price = None if market is None else net_price(self.tables, market)
        if market is None or price is None:
            return 0.0
        return price - self.delivered(material, market["price_at"], market)

    def paid(self, technology: str, material: str) -> float | None:
        """Return what a product brings, less its freight: by its market, else as the prices have it."""
        market = self.market(technology, material)
        found = None if market is None else net_price(self.tables, market)
        if market is not None and found is not None:
            return found - self.delivered(material, market["price_at"], market)
        row = self.price_row("market", material)
        return None if row is None else self._net(row) - self.delivered(material, row["price_at"], market)

    def delivered(self, material: str, price_at: str, market: Row | None) -> float:
        """Return what bringing a unit to its buyers costs the seller."""
        km, share = sellers_km(self.tables, price_at, market)
        pipe = piped(self.tables, material)
        farthest = float("inf") if pipe is None else pipe["farthest"]
        return share * self.carried(material, min(km, 2.0 / 3.0 * farthest))[0]

    def sold(self, facility: Row, material: str) -> tuple[float, float]:
        """Return what a unit of a facility's product brings and what it displaces would emit.

        The virgin product stands for the main product. Its price counts there too, unless one of the products
        has a price of its own; where the product is paid what it displaces, always.
        """
        technology = facility["technology"]
        recipe = self.tables["technologies"][technology]
        products = [port for port in self.tables.outputs(technology) if port["direction"] == "out_product"]
        main = max(
            products,
            key=lambda port: (
                port["material"] == recipe["displaced_output"],
                port["ratio_likely"],
                port["id"],
            ),
        )
        own = self.paid(technology, material)
        into_a_host = self.costs.displaces_an_input(technology)
        if material != main["material"] or main["ratio_likely"] <= 0.0:
            return 0.0 if into_a_host else own or 0.0, 0.0
        virgin, ratio = recipe["displaced_material"], recipe["displaced_ratio"]
        if facility["replaces"] is not None and facility["replaces_ratio"] is not None:
            virgin, ratio = facility["replaces"], facility["replaces_ratio"]
        price, carbon, row = None, 0.0, None
        if virgin is not None and ratio is not None:
            units = ratio / main["ratio_likely"]
            row, carbon = self.price_row("market", virgin), units * self.factor("product", virgin)
            price = None if row is None else self._net(row) * units
        if into_a_host:
            market = self.market(technology, material)
            if price is None and market is not None and market["technology"] is not None:
                price = own
            return price or 0.0, carbon
        if any(self.paid(technology, port["material"]) is not None for port in products):
            return own or 0.0, carbon
        if row is None or price is None:
            return 0.0, carbon
        market = self.market(technology, material)
        return price - self.delivered(material, row["price_at"], market), carbon
