"""What carrying a unit costs and emits on each way that both ends have (docs/value.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tests.independent.tables import Row, Tables

Counting = Callable[..., Row | None]
#: Cargo of the rates, of loading and of the length of the way, and the enterprises' column, beside the road.
_BESIDE = (
    ("rail-bulk", "loading-rail", "detour-rail", "rail_km"),
    ("ship-sea-bulk", "loading-ship", "detour-sea", "sea_km"),
    ("ship-inland-bulk", "loading-ship", "detour-river", "river_km"),
)


def piped(tables: Tables, material: str) -> Row | None:
    """Return how a material goes by pipe, as the nearest row up its lineage says."""
    for kind in tables.lineage(material):
        for row in tables["conveyances"].values():
            if row["material"] == kind:
                return row
    return None


def class_of(tables: Tables, material: str) -> str:
    """Return the cargo that a material is; empty for power."""
    row = tables["materials"][material]
    power = [one["material"] for one in tables["emission_factors"].values() if one["kind"] == "electricity"]
    if any(kind in power for kind in tables.lineage(material)):
        return ""
    if row["unit"] == "GJ":
        return "pipe-heat"
    if row["unit"] == "m3":
        return "pipe-gas" if row["phase"] == "gas" else "pipe-water"
    if row["phase"] == "gas" and piped(tables, material) is not None:
        return "pipe-gas-tonne"
    return "hazardous" if row["hazard"] == "hazardous" else "chemical" if row["phase"] == "liquid" else "bulk"


def carried(
    tables: Tables, counting: Counting, material: str, km: float | None, ends: tuple[str, str] | None = None
) -> tuple[float, float]:
    """Return cost and emissions of bringing a unit over a road, by the cheapest way; unknown ones are 0."""
    cargo = class_of(tables, material)
    if not km or not cargo:
        return 0.0, 0.0
    cost, emitted = over(tables, counting, cargo, km, "" if cargo.startswith("pipe") else "loading-bulk")
    if cargo == "bulk" and ends is not None and ends[0] != ends[1]:
        for other, gone in _beside(tables, counting, km, ends):
            if other is not None and (cost is None or other < cost):
                cost, emitted = other, gone
    return cost or 0.0, emitted


def _beside(
    tables: Tables, counting: Counting, km: float, ends: tuple[str, str]
) -> Iterator[tuple[float | None, float]]:
    firms = [tables["enterprises"][end] for end in ends]
    for cargo, loading, detour, column in _BESIDE:
        legs = [firm[column] for firm in firms]
        rivers = {(firm["river"] or "").strip().lower() for firm in firms}
        apart = column == "river_km" and (len(rivers) > 1 or "" in rivers)
        if None in legs or apart:
            continue
        longer = counting(_priced(tables, detour))
        ratio = 1.0 if longer is None else longer["cost_likely"] / tables.weight("constant.detour")
        parts = [over(tables, counting, cargo, km * ratio, loading)]
        parts += [over(tables, counting, "bulk", leg, "loading-bulk") for leg in legs if leg]
        costs = [cost for cost, _ in parts if cost is not None]
        yield sum(costs) if len(costs) == len(parts) else None, sum(gone for _, gone in parts)


def over(
    tables: Tables, counting: Counting, cargo: str, km: float, loading: str
) -> tuple[float | None, float]:
    """Return cost (None: nobody knows) and emissions of one class over so many km of its way."""
    bands = [row for row in _priced(tables, cargo) if row["unit"].endswith("-km")]
    holding = [row for row in bands if (row["from_km"] or 0.0) <= km < (row["to_km"] or float("inf"))]
    rate, once = counting(holding, "end"), counting(_priced(tables, loading))
    fixed = 0.0 if once is None else once["cost_likely"]
    cost = None if rate is None else fixed + km * rate["cost_likely"]
    emitting = [row for row in tables["transport_rates"].values() if row["co2"] is not None]
    if loading == "loading-bulk":
        lorries = [row for row in emitting if row["payload"] is not None and row["payload"] <= 30.0]
        emitter = counting(lorries, "payload")
    else:
        emitter = counting(row for row in emitting if row["cargo"] == cargo)
    return cost, 0.0 if emitter is None else km * emitter["co2"]


def _priced(tables: Tables, cargo: str) -> Iterable[Row]:
    rows = tables["transport_rates"].values()
    return [row for row in rows if row["cargo"] == cargo and row["cost_likely"] is not None]
