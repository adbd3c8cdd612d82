"""Limits of composition: what a stream contains, what a port allows, and what a mix may make up for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tests.independent.tables import Row, Tables

_SHARES = {
    f"{unit}{of}": (f"mass{of}", share)
    for unit, share in (
        *(("mass %", 1.0), ("%", 1.0), ("mg/kg", 1e-4), ("ppm", 1e-4), ("g/t", 1e-4)),
        *(("g/kg", 0.1), ("kg/t", 0.1), ("ug/kg", 1e-7)),
    )
    for of in ("", " dry", " wet")
} | {
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
    degrees : float
        By how much a measured temperature is above what is needed.
    exact : float or None
        How far the worst content that is known exactly is above the maximum, whatever refuses; None: none is.
    """

    limit: str
    refused: bool
    counts: bool
    over: float
    under: float
    degrees: float = float("inf")
    exact: float | None = None


def checks(tables: Tables, stream: Row | None, taken_as: str, port: Row, on: date | None) -> Iterator[Check]:
    """Give the checks of a stream (None: an output, whose content nobody knows) at a port.

    A limit of every input holds for what is added too, but no mix of main input and addition meets it.
    """
    moisture = None if stream is None else stream["moisture_likely"]
    density = None if stream is None else _litre(tables, stream["material"])
    for limit, bounds in _holding(tables, taken_as, port["technology"], on):
        alone = port["direction"] != "in_main" and limit["material"] is None
        contents = _contents(tables, stream, limit["component"], taken_as, limit["basis"])
        yield _worst(limit, bounds, contents, (moisture, density), alone)


def _worst(
    limit: Row,
    bounds: tuple[Any, Any],
    contents: list[Content],
    state: tuple[float | None, float | None],
    alone: bool,
) -> Check:
    """Return a limit against all that is known of a component: the worst of what can be compared decides.

    A mix reckons with the worst that is known exactly; with nothing where something else refuses.
    """
    (least, most), (moisture, density) = bounds, state
    family = _SHARES.get(limit["basis"], (limit["basis"], 1.0))[0]
    if least is None and most is None:
        return Check(limit["id"], False, False, 0.0, 0.0)
    if family == "mass dry" and moisture is not None and moisture >= 100.0:
        return Check(limit["id"], True, False, 0.0, 0.0)
    found = []
    for content in contents:
        readings = _readings(content.basis, limit["basis"], moisture, density)
        if not content.measured or readings is None:
            continue
        low, high = (0.0 if content.likely == 0.0 else content.likely * factor for factor in readings)
        sure = low == high
        refused = (most is not None and low > most) or (least is not None and high < least and content.whole)
        over = low - most if most is not None else 0.0
        under = least - low if least is not None else 0.0
        # A content of dry matter weighs with the dry matter of a wet tonne.
        weight = 1.0 - (moisture or 0.0) / 100.0 if family == "mass dry" else 1.0
        counts = sure and not alone and may_mix(limit) and (refused or content.whole)
        room = [(most - low) / most] if most else [1.0 if low <= 0.0 else -1.0] if most == 0.0 else []
        room += [(low - least) / least] if least else []
        warm = limit["component"] == "temperature" and least is not None and not refused
        degrees = low - least if warm else float("inf")
        check = Check(limit["id"], refused, counts, weight * over, weight * under, degrees)
        found.append((not refused, round(min(room, default=1.0), 12), not counts, check))
    if not found:
        return Check(limit["id"], False, False, 0.0, 0.0)
    found.sort(key=lambda entry: entry[:3])
    *_, decides = found[0]
    exact = min(
        ((room, check) for _, room, _, check in found if check.counts), key=lambda e: e[0], default=None
    )
    if exact is None:
        return decides
    decides = replace(decides, exact=exact[1].over)
    if decides.refused:
        return decides
    return replace(decides, counts=True, over=exact[1].over, under=exact[1].under)


def may_mix(limit: Row) -> bool:
    """Whether a mix has the mean of its parts in what the limit is about."""
    return _SHARES.get(limit["basis"], (limit["basis"], 1.0))[0] in _MIXABLE


def _litre(tables: Tables, material: str) -> float | None:
    """Return what a litre of a liquid weighs, kg; None where nobody knows, or it is none."""
    row = tables["materials"][material]
    return (row["density_likely"] or None) if row["phase"] == "liquid" else None


def _readings(
    given: str, wanted: str, moisture: float | None, litre: float | None
) -> tuple[float, float] | None:
    """Return the least and the most that a content can be in another basis; None: nothing to do with it."""
    (have, scale), (want, unit) = (_SHARES.get(basis, (basis, 1.0)) for basis in (given, wanted))
    if have == want:
        return scale / unit, scale / unit
    if litre is not None and "mg/L" in (have, want) and (have + want).count("mass") == 1:
        # 10,000 mg/kg are 1 %; a litre holds the liquid as it is, and only what says dry is of less than it.
        by_mass = "mass dry" if "mass dry" in (have, want) else "mass wet"
        found = (
            _readings("mass % wet", by_mass.replace("mass", "mass %"), moisture, None)
            if have == "mg/L"
            else _readings(by_mass.replace("mass", "mass %"), "mass % wet", moisture, None)
        )
        assert found is not None
        share = 1.0 / (1e4 * litre) if have == "mg/L" else 1e4 * litre
        return found[0] * share * scale / unit, found[1] * share * scale / unit
    if not (have.startswith("mass") and want.startswith("mass")):
        return None
    dry = None if moisture is None else 1.0 - moisture / 100.0
    possible = [have] if have != "mass" else ["mass dry", "mass wet"]
    factors = []
    for reading in possible:
        for meant in [want] if want != "mass" else ["mass dry", "mass wet"]:
            if reading == meant:
                factors += [1.0]
            elif meant == "mass wet":
                factors += [0.0, 1.0] if dry is None else [dry]
            else:
                factors += [1.0, float("inf")] if not dry else [1.0 / dry]
    return min(factors) * scale / unit, max(factors) * scale / unit


def _contents(tables: Tables, stream: Row | None, component: str, taken_as: str, basis: str) -> list[Content]:
    """Return what was measured of a component; what is typical decides nothing."""
    if component.startswith("material:"):
        share = 100.0 if component.removeprefix("material:") in tables.lineage(taken_as) else 0.0
        return [Content(share, share, share, basis, True)]
    if stream is None:
        return []
    return _analysed(tables, stream, component) + _exposure(tables, stream, component)


def _analysed(tables: Tables, stream: Row, component: str) -> list[Content]:
    """Return the stream's own analyses that stand, or its moisture."""
    found = [_of_row(row, True) for row in _analyses(tables, stream) if row["component"] == component]
    if not found and component == "free-water" and stream["moisture_likely"] is not None:
        ends = (stream[f"moisture_{end}"] for end in ("low", "likely", "high"))
        found = [Content(*ends, "mass % wet", True)]
    return found


def _analyses(tables: Tables, stream: Row) -> list[Row]:
    """Return the analyses of a stream, by id; what is no row of the tables brings its own."""
    rows = tables["stream_components"].values()
    return stream.get("analyses") or [
        row for row in rows if row["stream"] == stream["id"] and not row["withdrawn"]
    ]


def measured(tables: Tables, stream: Row) -> Iterator[tuple[str, Content]]:
    """Give what was measured in a stream, its moisture too, by component; of several analyses each."""
    names = {row["component"] for row in _analyses(tables, stream)}
    for component in sorted(names | {"free-water"}):
        for content in _analysed(tables, stream, component):
            yield component, content


def _of_row(row: Row, measured: bool) -> Content:
    likely = row["amount_likely"]
    low, high = (likely if row[name] is None else row[name] for name in ("amount_low", "amount_high"))
    return Content(low, likely, high, row["basis"], measured)


def _exposure(tables: Tables, stream: Row, index: str) -> list[Content]:
    """Return an exposure index of GB 6566 from the activities in Bq/kg that were measured, at least."""
    per_bq = {
        "IRa": {"Ra-226": 1 / 200},
        "Igamma": {"Ra-226": 1 / 370, "Th-232": 1 / 260, "K-40": 1 / 4200},
    }.get(index, {})
    terms = []
    for nuclide, weight in per_bq.items():
        known = [part for part in _analysed(tables, stream, nuclide) if part.basis == "Bq/kg"]
        if known:
            terms.append((max(known, key=lambda part: part.likely), weight))
    if not terms:
        return []
    ends = (sum(getattr(part, end) * w for part, w in terms) for end in ("low", "likely", "high"))
    return [Content(*ends, "index", True, len(terms) == len(per_bq))]


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
