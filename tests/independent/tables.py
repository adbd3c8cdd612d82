"""The tables as plain rows, and the few ways of looking things up that every page of this model needs."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

Row = dict[str, Any]

#: Best first.
GRADES = (
    *("official", "standard", "journal", "trade", "company", "derived", "textbook"),
    *("class estimate", "demo estimate"),
)
#: How far a place is that has nothing to do with a park.
ELSEWHERE = 99.0

_INPUTS = ("in_main", "in_aux")
_OUTPUTS = ("out_product", "out_residue")
_EARTH_RADIUS_KM = 6371.0088
NEXT_DOOR_KM = 1e-6
#: kg CO2e in the numerator, and how many of the material's unit the denominator is.
_CARBON = {"kg": 1.0, "t": 1000.0}
_COUNTED = {"t": ("t", 1.0), "kg": ("t", 1e-3), "m3": ("m3", 1.0), "GJ": ("GJ", 1.0), "kWh": ("GJ", 3.6e-3)}


class Tables:
    """The rows of every table by id, from the Arrow tables of a snapshot."""

    def __init__(self, arrow: Mapping[str, Any]) -> None:
        self._arrow = arrow
        self._rows: dict[str, dict[str, Row]] = {}
        self._lineage: dict[str, list[str]] = {}

    def __getitem__(self, name: str) -> dict[str, Row]:
        """Return a table's rows by id, in the order of their ids."""
        if name not in self._rows:
            rows = sorted(self._arrow[name].to_pylist(), key=lambda row: row["id"].encode())
            self._rows[name] = {row["id"]: row for row in rows}
        return self._rows[name]

    def weight(self, name: str) -> float:
        """Return a constant of the weights table; 0 where there is none."""
        row = self["weights"].get(name)
        return 0.0 if row is None else row["value"]

    def lineage(self, material: str) -> list[str]:
        """Return a material, what it is a kind of, what that is a kind of, and so on."""
        if material not in self._lineage:
            found: list[str] = []
            current: str | None = material
            while current is not None and current not in found:
                found.append(current)
                current = self["materials"].get(current, {}).get("kind_of")
            self._lineage[material] = found
        return self._lineage[material]

    def unit(self, material: str) -> str:
        """Return what a material is counted in."""
        return str(self["materials"][material]["unit"])

    def is_waste(self, material: str) -> bool:
        """Whether rates of waste use count a material."""
        return bool(self["materials"][material]["status"] == "waste")

    def to_the_air(self, material: str) -> bool:
        """Whether what nobody takes of a material goes to the air and is no residue."""
        return self["materials"][material]["phase"] in ("gas", "heat")

    def inputs(self, technology: str) -> list[Row]:
        """Return the input ports of a technology, by id."""
        return [row for row in self.ports(technology) if row["direction"] in _INPUTS]

    def outputs(self, technology: str) -> list[Row]:
        """Return the output ports of a technology, by id."""
        return [row for row in self.ports(technology) if row["direction"] in _OUTPUTS]

    def ports(self, technology: str) -> list[Row]:
        """Return every port of a technology, by id."""
        if "by technology" not in self._rows:
            grouped: dict[str, Any] = {}
            for row in self["ports"].values():
                grouped.setdefault(row["technology"], []).append(row)
            self._rows["by technology"] = grouped
        return list(self._rows["by technology"].get(technology, []))

    def treated(self, technology: str, material: str) -> bool:
        """Whether an output is still a kind of what the technology takes in: washed gypsum is gypsum."""
        taken = {row["material"] for row in self.ports(technology) if row["direction"] == "in_main"}
        return bool(taken & set(self.lineage(material)))

    def road_km(self, giver: str, taker: str) -> float | None:
        """Return the road between two enterprises: 0 within one, None where a position is not known.

        Two enterprises are at least a millimetre apart.
        """
        if giver == taker:
            return 0.0
        ends = [self["enterprises"].get(name, {}) for name in (giver, taker)]
        if any(end.get("lat") is None or end.get("lon") is None for end in ends):
            return None
        (lat_a, lon_a), (lat_b, lon_b) = (
            (math.radians(end["lat"]), math.radians(end["lon"])) for end in ends
        )
        chord = math.sin((lat_b - lat_a) / 2) ** 2
        chord += math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
        road = self.weight("constant.detour") * 2 * _EARTH_RADIUS_KM * math.asin(math.sqrt(chord))
        return max(road, NEXT_DOOR_KM)


def kilograms(amount: float, unit: str) -> tuple[float, str]:
    """Return an emission factor in kg CO2e per t, m3 or GJ, and which of these.

    >>> kilograms(0.5, "t CO2/t"), kilograms(0.36, "kg CO2/kWh")
    ((500.0, 't'), (100.0, 'GJ'))
    """
    found = re.fullmatch(r"(kg|t) CO2e?/(t|kg|m3|GJ|kWh)( .*)?", unit)
    if found is None:
        raise ValueError(f"an emission factor in {unit!r}")
    counted, size = _COUNTED[found[2]]
    return amount * _CARBON[found[1]] / size, counted
