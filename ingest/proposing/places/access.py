"""Which works can load wagons and ships, as people write it: 有, 自备专用线, 3.5 km, 长江, sea."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from graph.model import Enterprise
from graph.wording import plain

#: Road km, or metres.
_FAR = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)?)\s*(?P<unit>km|公里|千米|kilomet(?:re|er)s?|m|米|met(?:re|er)s?)?(?![a-z])",
    re.IGNORECASE,
)
_NO = re.compile(r"^(?:(?:无|没有|否|不通|未通).*|(?:none|no|n|nein|non|x)\b.*|[×✗/—-]+)$", re.IGNORECASE)
_YES = re.compile(
    r"自备|自有|专用|铁路|专用线|码头|港口|港|泊位|距离?|约|有|是|通|√|✓|"
    r"\b(?:yes|y|own|private|siding|rail(?:way)?|track|quay|port|harbou?r|jetty|berth|on|at|the|from|about|with)\b",
    re.IGNORECASE,
)
_SEA = re.compile(r"海|\b(?:sea|coast|coastal|maritime|ocean)\b", re.IGNORECASE)
_INLAND = re.compile(r"内河|航道|\b(?:river|canal|waterway|inland)\b", re.IGNORECASE)
_SIGNS = re.compile(r"[\s,，;；:：()（）、.。/-]+")


@dataclass(frozen=True, slots=True)
class Reach:
    """How a firm reaches rail and water; see `graph.model.Enterprise`.

    Attributes
    ----------
    nameless : bool
        Whether it has a quay of which nobody says on which water.
    """

    rail_km: float | None = None
    sea_km: float | None = None
    river_km: float | None = None
    river: str = ""
    nameless: bool = False


def reach_of(texts: Mapping[str, str], before: Enterprise | None = None) -> Reach:
    """Return what the cells of a firm say of rail and quay, else what the store knows.

    A quay on a water that nobody names is on no way to another: nothing is taken from it.

    Examples
    --------
    >>> reach_of({"rail": "有", "quay": "长江，3.5公里"})
    Reach(rail_km=0.0, sea_km=None, river_km=3.5, river='长江', nameless=False)
    >>> reach_of({"rail": "no", "quay": "own quay at the sea"})
    Reach(rail_km=None, sea_km=0.0, river_km=None, river='', nameless=False)
    >>> reach_of({"quay": "有"}).nameless
    True
    """
    rail, quay = (plain(texts.get(name, "")) for name in ("rail", "quay"))
    known = Reach() if before is None else Reach(before.rail_km, before.sea_km, before.river_km, before.river)
    rail_km = _km(rail) if rail else known.rail_km
    sea_km, river_km, river, nameless = known.sea_km, known.river_km, known.river, False
    km = _km(quay)
    if km is not None and _SEA.search(quay):
        sea_km = km
    elif km is not None:
        water = _SIGNS.sub(" ", _INLAND.sub(" ", _YES.sub(" ", _FAR.sub(" ", quay)))).strip()
        nameless = not water
        river_km, river = (river_km, river) if nameless else (km, water)
    return Reach(rail_km, sea_km, river_km, river, nameless)


def _km(text: str) -> float | None:
    """Return how far it is: 0 for a plain yes, None for no, or where nothing is said."""
    if not text or _NO.search(text):
        return None
    found = _FAR.search(text)
    if found is None:
        return 0.0
    number = float(found["number"].replace(",", "."))
    metres = (found["unit"] or "km").lower() in ("m", "米") or (found["unit"] or "").lower().startswith("met")
    return number / 1000.0 if metres else number
