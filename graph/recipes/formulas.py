"""Chemical formulas: how much of a compound one of its elements is, by mass."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

#: Standard atomic weights of the elements that analyses of wastes speak of (IUPAC, abridged).
ATOMIC_WEIGHTS: Mapping[str, float] = {
    "H": 1.008, "Li": 6.94, "B": 10.81, "C": 12.011, "N": 14.007, "O": 15.999, "F": 18.998, "Na": 22.99,
    "Mg": 24.305, "Al": 26.982, "Si": 28.085, "P": 30.974, "S": 32.06, "Cl": 35.45, "K": 39.098,
    "Ca": 40.078, "Ti": 47.867, "V": 50.942, "Cr": 51.996, "Mn": 54.938, "Fe": 55.845, "Co": 58.933,
    "Ni": 58.693, "Cu": 63.546, "Zn": 65.38, "As": 74.922, "Sr": 87.62, "Ag": 107.868, "Cd": 112.414,
    "Sn": 118.71, "Sb": 121.76, "Ba": 137.327, "Hg": 200.592, "Tl": 204.38, "Pb": 207.2,
}  # fmt: skip
_ATOM = re.compile(r"([A-Z][a-z]?)(\d*)")


@cache
def element_shares(formula: str) -> Mapping[str, float]:
    """Return the mass share of each element of a compound; empty where the text is no plain formula.

    Water of crystals stands behind a point; brackets are not read.

    Examples
    --------
    >>> round(element_shares("CaSO4.2H2O")["S"], 4), round(element_shares("Fe2O3")["Fe"], 4)
    (0.1862, 0.6994)
    >>> element_shares("S"), element_shares("f-CaO"), element_shares("moisture")
    ({'S': 1.0}, {}, {})
    """
    masses: dict[str, float] = {}
    for part in formula.split("."):
        atoms = part.lstrip("0123456789")
        times = part.removesuffix(atoms)
        found = _ATOM.findall(atoms)
        if "".join(symbol + count for symbol, count in found) != atoms or not atoms:
            return {}
        for symbol, count in found:
            if symbol not in ATOMIC_WEIGHTS:
                return {}
            mass = ATOMIC_WEIGHTS[symbol] * int(count or 1) * int(times or 1)
            masses[symbol] = masses.get(symbol, 0.0) + mass
    whole = sum(masses.values())
    return {symbol: mass / whole for symbol, mass in masses.items()}
