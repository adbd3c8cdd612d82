"""The outline of a park from a GeoJSON file: understood, or refused with the place and what was expected.

Only polygons are taken, in degrees; what comes from a Chinese map service (GCJ-02) is said to be so and
turned into WGS84. Nothing is mended by guessing: a ring that is open, crosses itself or has its coordinates
swapped is refused, and the store stays as it was.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from graph.checks import FEWEST_CORNERS, MICRODEGREES, MOST_CORNERS, crossing
from graph.errors import EXIT_USAGE, SymbioflowError
from graph.evidence import Evidence, Grade, SourceId
from graph.model import Enterprise, OutlineRing, Park, Source
from graph.parks import areas_of
from graph.snapshot import Snapshot, records_of
from graph.stores import Change, Load, Store, worked_out
from graph.vocabulary import ParkId, RowId
from ingest.loading import now
from ingest.positions import FAR_KM, Datum, LatLon, distance_km, wgs84_of_gcj02

#: A file of more is no outline of a park.
MOST_BYTES = 2_000_000
#: Rings of one outline.
MOST_RINGS = 100
_POLYGONS = ("Polygon", "MultiPolygon")


@dataclass(frozen=True, slots=True)
class Outline:
    """The outline of a park, understood.

    Attributes
    ----------
    rings : tuple of OutlineRing
        WGS84, by polygon, the outer ring of each first.
    middle : LatLon
        Of the box around it.
    distance_km : float or None
        From there to the park; None where nobody knows where the park is.
    """

    park: ParkId
    rings: tuple[OutlineRing, ...]
    middle: LatLon
    distance_km: float | None


def read_outline(text: bytes, park: str | None, datum: Datum, known: Snapshot, name: str = "") -> Outline:
    """Return the outline that the text of a GeoJSON file gives a park.

    Parameters
    ----------
    park : str or None
        Id of a park or area; None: the only park that is part of no other.
    datum : Datum
        What the coordinates refer to.
    known : Snapshot
        With the park, and the firms that say where it is.
    name : str
        Of the file, for the source.

    Raises
    ------
    SymbioflowError
        ``UNKNOWN_PARK``, or one of the codes that begin with ``OUTLINE_``.
    """
    owner = _park(park, known)
    if len(text) > MOST_BYTES:
        raise SymbioflowError("OUTLINE_TOO_LARGE", given=len(text) / 1e6, most=MOST_BYTES / 1e6)
    polygons = [list(map(_corners, rings)) for rings in _polygons(_parsed(text))]
    if not polygons:
        raise SymbioflowError("OUTLINE_NO_POLYGON", given="0", expected=_POLYGONS)
    if sum(map(len, polygons)) > MOST_RINGS:
        raise SymbioflowError("OUTLINE_TOO_LARGE.rings", given=sum(map(len, polygons)), most=MOST_RINGS)
    near = _place(owner, known)
    middle = _middle([corner for rings in polygons for ring in rings for corner in ring])
    _near_enough(middle, near)
    source = SourceId(f"outline-{owner.id}")
    rings = tuple(
        _ring(owner.id, source, number, at, corners, datum)
        for number, polygon in enumerate(polygons, start=1)
        for at, corners in enumerate(polygon)
    )
    return Outline(owner.id, rings, middle, None if near is None else distance_km(middle, near))


def keep_outline(
    store: Store, text: bytes, park: str | None, datum: Datum, name: str
) -> tuple[Load, Outline]:
    """Give a park the outline of a file in place of an earlier one, in one transaction that can be undone."""

    def attempt() -> tuple[Load, Outline]:
        moment, known = store.moment(), store.read()
        found = read_outline(text, park, datum, known, name)
        source = Source(id=SourceId(f"outline-{found.park}"), citation=name, grade=Grade.COMPANY)
        written = records_of([source, *found.rings])
        change = Change(_tag(found.park), now(), name, written, _gone(known, found.park, found.rings))
        return store.apply_all((change,), moment)[-1], found

    return worked_out(attempt)


def remove_outline(store: Store, park: str | None) -> Load:
    """Take the outline of a park away; undoing the load that this is brings it back.

    Raises
    ------
    SymbioflowError
        ``OUTLINE_NONE`` where the park has none.
    """

    def attempt() -> Load:
        moment, known = store.moment(), store.read()
        owner = _park(park, known)
        gone = _gone(known, owner.id, ())
        if not gone:
            raise SymbioflowError("OUTLINE_NONE", exit_code=EXIT_USAGE, park=owner.id)
        return store.apply_all((Change(_tag(owner.id), now(), "", {}, gone),), moment)[-1]

    return worked_out(attempt)


def outline_text(rings: Sequence[OutlineRing]) -> str | None:
    """Return the rings of one park as a GeoJSON MultiPolygon, each closed; None where there are none."""
    polygons: dict[int, list[list[list[float]]]] = {}
    for ring in sorted(rings, key=lambda ring: (ring.polygon, ring.hole, ring.id)):
        corners = [list(corner) for corner in zip(ring.lons, ring.lats, strict=True)]
        polygons.setdefault(ring.polygon, []).append([*corners, corners[0]])
    if not polygons:
        return None
    return json.dumps({"type": "MultiPolygon", "coordinates": list(polygons.values())})


def _tag(park: ParkId) -> str:
    return f"outline-{park}"


def _gone(known: Snapshot, park: ParkId, rings: Sequence[OutlineRing]) -> dict[str, list[str]]:
    kept = {ring.id for ring in rings}
    gone = [ring.id for ring in known.all(OutlineRing) if ring.park == park and ring.id not in kept]
    return {"outline_rings": [str(id) for id in gone]} if gone else {}


def _park(park: str | None, known: Snapshot) -> Park:
    parks = known.by_id(Park)
    if park is not None:
        if park not in parks:
            raise SymbioflowError("UNKNOWN_PARK", name=park, expected=tuple(sorted(parks)))
        return parks[park]
    tops = [row for row in parks.values() if row.part_of is None]
    if len(tops) != 1:
        names = tuple(sorted(str(row.id) for row in tops))
        raise SymbioflowError("OUTLINE_WHICH_PARK", exit_code=EXIT_USAGE, known=names)
    return tops[0]


def _parsed(text: bytes) -> Any:
    try:
        return json.loads(text.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        begins = text[:40].decode("utf-8", "replace").strip()
        raise SymbioflowError("OUTLINE_UNREADABLE", given=begins) from None


def _polygons(found: Any) -> Iterator[Sequence[Any]]:
    """Yield the rings of every polygon, whatever it is wrapped in.

    Raises
    ------
    SymbioflowError
        ``OUTLINE_NO_POLYGON`` for another kind of shape.
    """
    waiting = [found]
    while waiting:
        one = waiting.pop()
        kind = one.get("type") if isinstance(one, dict) else None
        if kind == "FeatureCollection":
            waiting += reversed(_listed(one.get("features")))
        elif kind == "Feature":
            waiting.append(one.get("geometry"))
        elif kind == "GeometryCollection":
            waiting += reversed(_listed(one.get("geometries")))
        elif kind == "Polygon":
            yield _listed(one.get("coordinates"))
        elif kind == "MultiPolygon":
            yield from map(_listed, _listed(one.get("coordinates")))
        else:
            raise SymbioflowError("OUTLINE_NO_POLYGON", given=str(kind or one)[:40], expected=_POLYGONS)


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise SymbioflowError("OUTLINE_UNREADABLE", given=str(value)[:80])
    return value


def _corners(ring: Any) -> list[tuple[float, float]]:
    """Return longitude and latitude of each corner of a closed ring, the first once, to 0.1 m."""
    corners = [_corner(point) for point in _listed(ring)]
    if corners[0] != corners[-1]:
        raise SymbioflowError("OUTLINE_NOT_CLOSED", first=_told(corners[0]), last=_told(corners[-1]))
    open_ring = [one for one, after in pairwise(corners) if one != after]
    if len(open_ring) < FEWEST_CORNERS:
        raise SymbioflowError("OUTLINE_FEW_CORNERS", given=len(open_ring), least=FEWEST_CORNERS)
    if len(open_ring) > MOST_CORNERS:
        raise SymbioflowError("OUTLINE_TOO_LARGE.corners", given=len(open_ring), most=MOST_CORNERS)
    whole = np.rint(np.array(open_ring) * MICRODEGREES).astype(np.int64)
    at = crossing(whole)
    # What only goes to and fro holds nothing.
    east, north = (whole - whole[0]).T
    if at is None and not int((east * np.roll(north, -1) - np.roll(east, -1) * north).sum()):
        at = 0
    if at is not None:
        raise SymbioflowError("OUTLINE_CROSSES", place=_told(open_ring[at]))
    return open_ring


def _corner(point: Any) -> tuple[float, float]:
    numbers = point[:2] if isinstance(point, list) else ()
    if len(numbers) != 2 or not all(
        isinstance(part, int | float) and not isinstance(part, bool) and math.isfinite(part)
        for part in numbers
    ):
        raise SymbioflowError("OUTLINE_UNREADABLE", given=str(point)[:80])
    lon, lat = (round(float(part), 6) for part in numbers)
    if abs(lon) > 180.0 or abs(lat) > 180.0:
        raise SymbioflowError("OUTLINE_PROJECTED", given=f"{lon:g}, {lat:g}")
    if abs(lat) > 90.0:
        raise SymbioflowError("OUTLINE_SWAPPED", given=_told((lon, lat)))
    return lon, lat


def _told(corner: tuple[float, float]) -> str:
    return f"{corner[0]:.6f}, {corner[1]:.6f}"


def _middle(corners: Sequence[tuple[float, float]]) -> LatLon:
    lons, lats = zip(*corners, strict=True)
    return (min(lats) + max(lats)) / 2.0, (min(lons) + max(lons)) / 2.0


def _place(owner: Park, known: Snapshot) -> LatLon | None:
    """Return where a park is: its own position, else the middle of its firms."""
    if owner.position is not None:
        return owner.position.lat, owner.position.lon
    areas = areas_of(known, owner.id)
    places = [
        (firm.position.lon, firm.position.lat)
        for firm in known.all(Enterprise)
        if firm.park in areas and firm.position is not None
    ]
    return _middle(places) if places else None


def _near_enough(middle: LatLon, near: LatLon | None) -> None:
    if near is None or distance_km(middle, near) <= FAR_KM:
        return
    lat, lon = middle
    if abs(lon) <= 90.0 and distance_km((lon, lat), near) <= FAR_KM:
        raise SymbioflowError("OUTLINE_SWAPPED", given=_told((lon, lat)))
    raise SymbioflowError("OUTLINE_ELSEWHERE", distance=distance_km(middle, near), most=FAR_KM)


def _ring(
    park: ParkId,
    source: SourceId,
    polygon: int,
    at: int,
    corners: Sequence[tuple[float, float]],
    datum: Datum,
) -> OutlineRing:
    places = [(lat, lon) for lon, lat in corners]
    if datum is Datum.GCJ02:
        places = [wgs84_of_gcj02(place) for place in places]
    return OutlineRing(
        id=RowId(f"{park}--{polygon}-{at}"),
        park=park,
        polygon=polygon,
        hole=at > 0,
        lons=tuple(round(lon, 6) for _, lon in places),
        lats=tuple(round(lat, 6) for lat, _ in places),
        evidence=Evidence((source,), Grade.COMPANY),
    )
