"""Limits of composition: what a stream contains, what a port allows, and what a mix may make up for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.independent.tables import Row, Tables

_SHARES = {
    "mass %": ("mass", 1.0),
    "%": ("mass", 1.0),
    "mg/kg": ("mass", 1e-4),
    "ppm": ("mass", 1e-4),
    "g/t": ("mass", 1e-4),
    "g/kg": ("mass", 0.1),
    "ug/kg": ("mass", 1e-7),
    "mass % dry": ("mass dry", 1.0),
    "mg/kg dry": ("mass dry", 1e-4),
    "mass % wet": ("mass wet", 1.0),
    "g/L": ("mg/L", 1e3),
    "ug/L": ("mg/L", 1e-3),
    "mg/Nm3": ("mg/m3", 1.0),
    "g/Nm3": ("mg/m3", 1e3),
}
_MIXABLE = (
    *("mass", "mass dry", "mass wet", "mg/L", "mg/m3", "g/m3", "Bq/kg", "MJ/kg", "index", "vol %", "mol %"),
)


@dataclass(frozen=True)
class Content:
    """How much of a component a stream holds."""

    low: float
    likely: float
    high: float
    basis: str
    measured: bool
    whole: bool = True


@dataclass(frozen=True)
class Check:
    """One limit against one stream.

    Attributes
    ----------
    refused : bool
    counts : bool
        Whether it has a part in the facility's mix.
    over, under : float
        How far a unit is above the maximum and below the minimum.
    """

    limit: str
    refused: bool
    counts: bool
    over: float
    under: float


def checks(tables: Tables, stream: Row | None, taken_as: str, port: Row, on: date | None) -> Iterator[Check]:
    """Give the checks of a stream (None: an output, whose content nobody knows) at a port.

    Limits are of the main input; one that names its material holds at every port.
    """
    for limit, bounds in _holding(tables, taken_as, port["technology"], on):
        if stream is not None and port["direction"] != "in_main" and limit["material"] is None:
            continue
        content = _content(tables, stream, limit["component"], taken_as, limit["basis"])
        if content is not None:
            moisture = None if stream is None else stream["moisture_likely"]
            yield _judged(limit, bounds, content, moisture)


def _judged(limit: Row, bounds: tuple[Any, Any], content: Content, moisture: float | None) -> Check:
    least, most = bounds
    family = _SHARES.get(limit["basis"], (limit["basis"], 1.0))[0]
    factor, stated = _factor(content.basis, limit["basis"], moisture)
    mixable = family in _MIXABLE
    if factor is None or not stated or not content.measured or (least is None and most is None):
        return Check(limit["id"], False, False, 0.0, 0.0)
    likely = content.likely * factor
    over = likely - most if most is not None else 0.0
    under = least - likely if least is not None else 0.0
    refused = over > 0.0 or (under > 0.0 and content.whole)
    # A content of dry matter weighs with the dry matter of a wet tonne.
    weight = 1.0 - (moisture or 0.0) / 100.0 if family == "mass dry" else 1.0
    return Check(limit["id"], refused, mixable and (refused or content.whole), weight * over, weight * under)


def may_mix(limit: Row) -> bool:
    """Whether a mix has the mean of its parts in what the limit is about."""
    return _SHARES.get(limit["basis"], (limit["basis"], 1.0))[0] in _MIXABLE


def _factor(given: str, wanted: str, moisture: float | None) -> tuple[float | None, bool]:
    """Return what turns one basis into another, None if nothing does, and whether both say wet or dry."""
    (have, scale), (want, unit) = (_SHARES.get(basis, (basis, 1.0)) for basis in (given, wanted))
    if have == want:
        return scale / unit, True
    if not (have.startswith("mass") and want.startswith("mass")):
        return None, True
    if "mass" in (have, want):
        return scale / unit, False
    if moisture is None:
        return None, True
    dry = 1.0 - moisture / 100.0
    return scale / unit * (1.0 / dry if want == "mass dry" else dry), True


def _content(tables: Tables, stream: Row | None, component: str, taken_as: str, basis: str) -> Content | None:
    if component.startswith("material:"):
        share = 100.0 if component.removeprefix("material:") in tables.lineage(taken_as) else 0.0
        return Content(share, share, share, basis, True)
    if stream is None:
        return None
    known = _analysis(tables, stream, component)
    if known is None and component in ("IRa", "Igamma"):
        known = _exposure(tables, stream, component)
    return known


def _analysis(tables: Tables, stream: Row, component: str) -> Content | None:
    """Return the stream's own analysis, its moisture, or else the typical content of its material."""
    for row in _analyses(tables, stream):
        if row["component"] == component:
            return _of_row(row, True)
    if component == "free-water" and stream["moisture_likely"] is not None:
        ends = (stream[f"moisture_{end}"] for end in ("low", "likely", "high"))
        return Content(*ends, "mass % wet", True)
    for owner in tables.lineage(stream["material"]):
        for row in tables["material_components"].values():
            if row["material"] == owner and row["component"] == component:
                return _of_row(row, False)
    return None


def _analyses(tables: Tables, stream: Row) -> list[Row]:
    """Return the analyses of a stream, by id; what is no row of the tables brings its own."""
    rows = tables["stream_components"].values()
    return stream.get("analyses") or [row for row in rows if row["stream"] == stream["id"]]


def measured(tables: Tables, stream: Row) -> Iterator[tuple[str, Content]]:
    """Give what was measured in a stream, its moisture too, by component."""
    names = {row["component"] for row in _analyses(tables, stream)}
    for component in sorted(names | {"free-water"}):
        content = _analysis(tables, stream, component)
        if content is not None and content.measured:
            yield component, content


def _of_row(row: Row, measured: bool) -> Content:
    likely = row["amount_likely"]
    low, high = (likely if row[name] is None else row[name] for name in ("amount_low", "amount_high"))
    return Content(low, likely, high, row["basis"], measured)


def _exposure(tables: Tables, stream: Row, index: str) -> Content | None:
    """Return an exposure index of GB 6566 from activities in Bq/kg; radium must be known."""
    found = [_analysis(tables, stream, name) for name in ("Ra-226", "Th-232", "K-40")]
    parts = [part if part is not None and part.basis == "Bq/kg" else None for part in found]
    radium = parts[0]
    if radium is None:
        return None
    per_bq = (1 / 200, 0.0, 0.0) if index == "IRa" else (1 / 370, 1 / 260, 1 / 4200)
    terms = [(part, weight) for part, weight in zip(parts, per_bq, strict=True) if part is not None]
    low, likely, high = (
        sum(getattr(part, end) * w for part, w in terms) for end in ("low", "likely", "high")
    )
    return Content(low, likely, high, "index", radium.measured, index == "IRa" or None not in parts)


def _holding(
    tables: Tables, taken_as: str, technology: str, on: date | None
) -> Iterator[tuple[Row, tuple[float | None, float | None]]]:
    """Give the limits that hold for a material: its own, else its parent's, else those of every input."""
    lineage = tables.lineage(taken_as)
    rows = [row for row in tables["limits"].values() if row["technology"] == technology]
    rows = [row for row in rows if not _given_way(tables, row, rows, on)]
    nearest: dict[tuple[str, str], float] = {}
    found: list[tuple[float, Row]] = []
    for row in rows:
        if row["material"] is not None and row["material"] not in lineage:
            continue
        steps = float("inf") if row["material"] is None else lineage.index(row["material"])
        key = row["component"], row["basis"]
        nearest[key] = min(nearest.get(key, float("inf")), steps)
        found.append((steps, row))
    for steps, row in found:
        if steps == nearest[row["component"], row["basis"]]:
            holds = _standing(tables, row["standard"], on) == row["standard"]
            yield row, ((row["minimum"], row["maximum"]) if holds else (None, None))


def _given_way(tables: Tables, row: Row, rows: list[Row], on: date | None) -> bool:
    """Whether the technology has the same limit by the standard that holds instead of this one's."""
    standing = _standing(tables, row["standard"], on)
    if standing == row["standard"]:
        return False
    same = [other for other in rows if all(other[name] == row[name] for name in ("material", "component"))]
    return any(other["standard"] == standing for other in same)


def _standing(tables: Tables, standard: str | None, on: date | None) -> str | None:
    """Return the standard that holds on a day in place of one; "" where none does."""
    standards = tables["standards"]
    if on is None or standard is None or standard not in standards or _in_force(standards, standard, on):
        return standard
    begins = standards[standard]["in_force_from"]
    if begins is not None and on < begins:
        before = [name for name, row in standards.items() if row["replaced_by"] == standard]
        return min((name for name in before if _in_force(standards, name, on)), default="")
    seen, later = {standard}, standards[standard]["replaced_by"]
    while later is not None and later in standards and later not in seen:
        if _in_force(standards, later, on):
            return str(later)
        seen.add(later)
        later = standards[later]["replaced_by"]
    return ""


def _in_force(standards: dict[str, Row], name: str, on: date) -> bool:
    row = standards[name]
    begun = row["in_force_from"] is None or row["in_force_from"] <= on
    if row["in_force_to"] is not None:
        return bool(begun and on <= row["in_force_to"])
    successor = standards.get(row["replaced_by"] or "")
    ends = None if successor is None else successor["in_force_from"]
    return bool(begun and (successor is None or (ends is not None and on < ends)))
