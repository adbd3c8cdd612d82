"""What technologies make of an input that is told from others (docs/programme.md, Yields)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tests.independent.tables import Row, Tables

#: Likely contents of one origin: component, basis, amount.
Contents = frozenset[tuple[str, str, float]]
#: By symbol, of what the parks and the library ask for.
_WEIGHTS = {
    "H": 1.008,
    "Li": 6.94,
    "C": 12.011,
    "O": 15.999,
    "Al": 26.982,
    "Si": 28.085,
    "P": 30.974,
    "S": 32.06,
    "Cl": 35.45,
    "Ca": 40.078,
    "Fe": 55.845,
    "Ni": 58.693,
    "Cu": 63.546,
    "Zn": 65.38,
    "Pb": 207.2,
    "Mg": 24.305,
    "Mn": 54.938,
    "Cr": 51.996,
    "F": 18.998,
    "Ti": 47.867,
    "K": 39.098,
    "Na": 22.99,
    "N": 14.007,
    "V": 50.942,
    "B": 10.81,
}
_WORDS = {"TFe": "Fe", "total-Fe": "Fe", "total-S": "S", "fixed-C": "C", "LFP": "LiFePO4"}
#: Shares of the whole, and whether of dry matter.
_SHARES = {
    "mass %": (0.01, False),
    "%": (0.01, False),
    "mass % wet": (0.01, False),
    "mg/kg": (1e-6, False),
    "ppm": (1e-6, False),
    "g/t": (1e-6, False),
    "g/kg": (1e-3, False),
    "ug/kg": (1e-9, False),
    "mass % dry": (0.01, True),
    "mg/kg dry": (1e-6, True),
}


def follows(tables: Tables, technology: str) -> list[Row]:
    """Return the yields of a technology that follow its input, by id."""
    ports = {row["id"] for row in tables.outputs(technology)}
    return [row for row in tables["port_yields"].values() if row["port"] in ports]


def taken_as(tables: Tables, technology: str, material: str) -> str | None:
    """Return the main input that a material is taken as; None where no yield asks for it."""
    mains = {row["material"] for row in tables.inputs(technology) if row["direction"] == "in_main"}
    if not follows(tables, technology):
        return None
    return next((kind for kind in tables.lineage(material) if kind in mains), None)


def made(
    tables: Tables, technology: str, charge: Iterable[tuple[str | None, Contents]]
) -> frozenset[tuple[str, float]]:
    """Return the ports of which another amount is made than the recipe says, and how much."""
    found, parts = set(), list(charge)
    by_port: dict[str, list[Row]] = {}
    for row in follows(tables, technology):
        by_port.setdefault(row["port"], []).append(row)
    for port, rows in by_port.items():
        product = tables["ports"][port]["direction"] == "out_product"
        told = [_of_part(tables, rows, product, *part) for part in parts]
        known = [ratio for ratio in told if ratio is not None]
        if known and len(known) == len(told):
            found.add((port, min(known) if product else max(known)))
    return frozenset(found)


def _of_part(
    tables: Tables, rows: list[Row], product: bool, main_input: str | None, contents: Contents
) -> float | None:
    for told in (True, False):
        for own in (main_input, None):
            for row in rows:
                if bool(row["component"]) is not told or row["main_input"] != own:
                    continue
                if not told:
                    return float(row["factor_likely"])
                content = _content(tables, row["component"], product, main_input, contents)
                if content is not None:
                    return float(row["factor_likely"]) * content
    return None


def _content(
    tables: Tables, component: str, product: bool, main_input: str | None, contents: Contents
) -> float | None:
    measured = [amount for name, _, amount in contents if name == "free-water"]
    if component == "dry-matter":
        return max(1.0 - max(measured) / 100.0, 0.0) if measured else None
    usual = [
        row["free_water"]
        for row in tables["element_contents"].values()
        if row["material"] == main_input and row["free_water"] is not None
    ]
    water = max(measured) if measured else usual[0] if usual else None
    told: dict[str, list[float]] = {}
    for name, basis, amount in contents:
        share, dry = _SHARES.get(basis, (0.0, False))
        part = share * _part_of(name, component)
        if name == "free-water" or part <= 0.0 or (dry and water is None):
            continue
        whole = max(1.0 - (water or 0.0) / 100.0, 0.0) if dry else 1.0
        told.setdefault(name, []).append(amount * part * whole)
    return max((min(same) if product else max(same) for same in told.values()), default=None)


def _part_of(component: str, asked: str) -> float:
    """Return how much of a component is what is asked for."""
    formula = _WORDS.get(component, component)
    if formula == asked:
        return 1.0
    weights: dict[str, float] = {}
    for part in formula.split("."):
        times, atoms = re.fullmatch(r"(\d*)(.*)", part).groups()  # type: ignore[union-attr]
        found = re.findall(r"([A-Z][a-z]?)(\d*)", atoms)
        if "".join(symbol + count for symbol, count in found) != atoms or not atoms:
            return 0.0
        for symbol, count in found:
            if symbol not in _WEIGHTS:
                return 0.0
            weights[symbol] = weights.get(symbol, 0.0) + _WEIGHTS[symbol] * int(count or 1) * int(times or 1)
    return weights.get(asked, 0.0) / sum(weights.values()) if weights else 0.0
