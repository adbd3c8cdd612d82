"""What a facility's outputs hold of what it is fed with, by mass (docs/planning.md, the rows in full)."""

from __future__ import annotations

from collections.abc import Mapping

from tests.independent.tables import Tables


def held(tables: Tables, fed_in: str, made: Mapping[str, float]) -> dict[str, float]:
    """Return how many units of main input (counted in `fed_in`) a unit of each output holds.

    An output in the same unit holds itself. Others hold something only where tonnes are fed: together at
    most what no output in tonnes holds, each at most its density, in proportion; what nobody weighed may
    weigh all.
    """
    found = {name: float(tables.unit(name) == fed_in) for name in made}
    if fed_in != "t":
        return found
    missing = max(1.0 - sum(made[name] for name, one in found.items() if one), 0.0)
    masses = {}
    for name, ratio in made.items():
        if not found[name] and ratio > 0.0 and not tables.to_the_air(name):
            density = tables["materials"][name]["density_likely"]
            masses[name] = 1.0 if density is None else ratio * density
    whole = sum(masses.values())
    for name, mass in masses.items():
        found[name] = mass / made[name] * (missing / whole if whole > missing else 1.0)
    return found
