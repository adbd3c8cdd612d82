"""A map of sites: where each is drawn, which ways lead between them, and how long a kilometre is.

The map needs no tiles and no border: places are laid out by an equirectangular projection, true to scale at
the middle latitude, which over a park and its surroundings differs from the globe by less than the width of
a mark. Sites that would cover each other are moved apart, each to the free place nearest to where it is.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.geography import EARTH_RADIUS_KM

WIDTH, HEIGHT = 1000.0, 640.0
#: Between the outermost sites and the frame.
_MARGIN = 70.0
#: Between the middles of two sites: a mark that a finger hits is 24 wide.
APART = 26.0
#: A site that was moved further than this from its point has a line to it.
_MOVED = 4.0
#: Least width of what is drawn, km: a park of one site still has surroundings.
_LEAST_KM = 2.0
_THINNEST, _WIDEST = 1.5, 18.0
#: A label as drawn: height, and width of a wide (Chinese) and of a narrow letter.
_LINE, _WIDE, _NARROW = 15.0, 13.0, 7.2


@dataclass(frozen=True, slots=True)
class Point:
    """A site on the globe, in degrees of WGS84.

    Attributes
    ----------
    exact : bool
        False: somebody estimated where it is.
    """

    key: str
    lat: float
    lon: float
    exact: bool


@dataclass(frozen=True, slots=True)
class Way:
    """What goes from a site to another in a year; all ways of one map are in one unit."""

    source: str
    target: str
    amount: float
    state: str


@dataclass(frozen=True, slots=True)
class Site:
    """A site as drawn.

    Attributes
    ----------
    x, y : float
        Middle of its mark.
    at_x, at_y : float
        The point where it is.
    label : str
        ``right``, ``left``, ``above`` or ``below`` its mark; empty where its name would cover something.
    """

    key: str
    x: float
    y: float
    at_x: float
    at_y: float
    exact: bool
    label: str

    @property
    def moved(self) -> bool:
        """Whether it stands beside its point."""
        return math.hypot(self.x - self.at_x, self.y - self.at_y) > _MOVED


@dataclass(frozen=True, slots=True)
class Arc:
    """A way as drawn: a curve that bends to its right, so that there and back are two."""

    way: Way
    path: str
    width: float


@dataclass(frozen=True, slots=True)
class Circle:
    """A radius around a site."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Map:
    """What is drawn.

    Attributes
    ----------
    scale_km, scale_length : float
        A round number of kilometres and how long it is.
    beyond : int
        Sites outside the radius, which are not drawn.
    outlines : tuple of str
        Of each polygon of the outlines its path, holes in it.
    """

    sites: tuple[Site, ...]
    arcs: tuple[Arc, ...]
    circle: Circle | None
    scale_km: float
    scale_length: float
    beyond: int
    outlines: tuple[str, ...] = ()


#: A polygon: its outer ring and its holes, each of corners (latitude, longitude).
Polygon = Sequence[Sequence[tuple[float, float]]]


def mapped(
    points: Iterable[Point],
    ways: Iterable[Way],
    names: Mapping[str, str],
    around: str | None = None,
    radius_km: float | None = None,
    outlines: Sequence[Polygon] = (),
) -> Map | None:
    """Return the map of sites and outlines; None where no place of any is known.

    Parameters
    ----------
    names : mapping of str to str
        What each site is called, for the room that its label takes.
    around : str, optional
        The site whose surroundings are drawn.
    radius_km : float, optional
        How far, as the crow flies.
    outlines : sequence of Polygon
        Of the parks.

    Examples
    --------
    >>> drawn = mapped(
    ...     [Point("works", 24.90, 102.40, True), Point("mill", 24.90, 102.45, True)],
    ...     [Way("works", "mill", 100.0, "today")],
    ...     {"works": "Works", "mill": "Mill"},
    ... )
    >>> [site.key for site in drawn.sites], drawn.scale_km
    (['mill', 'works'], 0.5)
    """
    found = sorted(points, key=lambda point: point.key)
    centre = next((point for point in found if point.key == around), None)
    corners = [corner for polygon in outlines for ring in polygon for corner in ring]
    if not found and not corners:
        return None
    near = found
    if centre is not None and radius_km is not None:
        near = [point for point in found if _distance(centre, point) <= radius_km]
    seen = [(point.lat, point.lon) for point in near]
    frame = _Frame.of([*seen, *corners], centre, radius_km)
    placed = _spread(near, frame)
    drawn = {key for key, *_ in placed}
    arcs = _arcs([way for way in ways if {way.source, way.target} <= drawn], placed)
    weight: dict[str, float] = {}
    for arc in arcs:
        for end in (arc.way.source, arc.way.target):
            weight[end] = weight.get(end, 0.0) + arc.way.amount
    labels = _labels(placed, names, weight, around)
    exact = {point.key: point.exact for point in near}
    sites = tuple(Site(key, x, y, at_x, at_y, exact[key], labels[key]) for key, x, y, at_x, at_y in placed)
    circle = None
    if centre is not None and radius_km is not None:
        x, y = frame.place(centre.lat, centre.lon)
        circle = Circle(x, y, radius_km * frame.per_km)
    length = _round_length(150.0 / frame.per_km)
    return Map(
        sites,
        arcs,
        circle,
        length,
        length * frame.per_km,
        len(found) - len(near),
        tuple(_outline(polygon, frame) for polygon in outlines),
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """The projection: the middle in degrees, and how long a kilometre is."""

    lat: float
    lon: float
    per_km: float

    @classmethod
    def of(
        cls, places: Sequence[tuple[float, float]], centre: Point | None, radius_km: float | None
    ) -> _Frame:
        if centre is not None and radius_km is not None:
            return cls(centre.lat, centre.lon, (HEIGHT / 2.0 - _MARGIN / 2.0) / radius_km)
        lats, lons = [lat for lat, _ in places], [lon for _, lon in places]
        lat, lon = (min(lats) + max(lats)) / 2.0, (min(lons) + max(lons)) / 2.0
        unit = cls(lat, lon, 1.0)
        corners = [unit._offset(min(lats), min(lons)), unit._offset(max(lats), max(lons))]
        width, height = (abs(corners[1][axis] - corners[0][axis]) for axis in (0, 1))
        room = (
            (WIDTH - 2 * _MARGIN) / max(width, _LEAST_KM),
            (HEIGHT - 2 * _MARGIN) / max(height, _LEAST_KM),
        )
        return cls(lat, lon, min(room))

    def place(self, lat: float, lon: float) -> tuple[float, float]:
        east, north = self._offset(lat, lon)
        return WIDTH / 2.0 + east * self.per_km, HEIGHT / 2.0 - north * self.per_km

    def _offset(self, lat: float, lon: float) -> tuple[float, float]:
        """Return km east and north of the middle."""
        north = math.radians(lat - self.lat) * EARTH_RADIUS_KM
        return math.radians(lon - self.lon) * EARTH_RADIUS_KM * math.cos(math.radians(self.lat)), north


def _outline(polygon: Polygon, frame: _Frame) -> str:
    """Return a polygon as a path; with the even-odd rule its holes are left out."""
    rings = ([frame.place(lat, lon) for lat, lon in ring] for ring in polygon)
    return " ".join("M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + " Z" for ring in rings)


def _distance(one: Point, other: Point) -> float:
    east, north = _Frame(one.lat, one.lon, 1.0)._offset(other.lat, other.lon)
    return math.hypot(east, north)


def _spread(points: Sequence[Point], frame: _Frame) -> list[tuple[str, float, float, float, float]]:
    """Return key, place drawn and true place; a site in the way of an earlier one goes round it in rings."""
    placed: list[tuple[str, float, float, float, float]] = []
    for point in points:
        at_x, at_y = frame.place(point.lat, point.lon)
        x, y = next(
            spot
            for spot in _around(at_x, at_y)
            if all(math.hypot(spot[0] - other[1], spot[1] - other[2]) >= APART for other in placed)
        )
        placed.append((point.key, x, y, at_x, at_y))
    return placed


def _around(x: float, y: float) -> Iterable[tuple[float, float]]:
    yield x, y
    ring = 0
    while True:
        ring += 1
        spots = 6 * ring
        for spot in range(spots):
            angle = 2.0 * math.pi * spot / spots
            # A hair more than apart, so that neighbours on a ring do not fall short by rounding.
            reach = 1.05 * APART * ring
            yield x + reach * math.cos(angle), y + reach * math.sin(angle)


def _arcs(ways: Sequence[Way], placed: Sequence[tuple[str, float, float, float, float]]) -> tuple[Arc, ...]:
    at = {key: (x, y) for key, x, y, *_ in placed}
    most = max((way.amount for way in ways), default=0.0)
    arcs = []
    # The widest first, so that thin ones lie on top.
    for way in sorted(ways, key=lambda way: (-way.amount, way.source, way.target, way.state)):
        if way.source == way.target or way.amount <= 0.0:
            continue
        (x1, y1), (x2, y2) = at[way.source], at[way.target]
        length = math.hypot(x2 - x1, y2 - y1)
        width = max(_THINNEST, _WIDEST * math.sqrt(way.amount / most))
        bend = 0.18 * length
        middle = (x1 + x2) / 2.0 - (y2 - y1) / length * bend, (y1 + y2) / 2.0 + (x2 - x1) / length * bend
        arcs.append(Arc(way, _tapered((x1, y1), middle, (x2, y2), width), width))
    return tuple(arcs)


def _tapered(
    start: tuple[float, float], middle: tuple[float, float], end: tuple[float, float], width: float
) -> str:
    """Return a quadratic curve as an area that narrows to a point at its end: that is where it goes."""

    def side(point: tuple[float, float], towards: tuple[float, float], half: float) -> tuple[float, float]:
        length = math.hypot(towards[0] - point[0], towards[1] - point[1]) or 1.0
        across = -(towards[1] - point[1]) / length, (towards[0] - point[0]) / length
        return point[0] + across[0] * half, point[1] + across[1] * half

    left, right = side(start, middle, width / 2.0), side(start, middle, -width / 2.0)
    bend_left, bend_right = side(middle, end, width / 4.0), side(middle, end, -width / 4.0)
    numbers = [f"{x:.1f} {y:.1f}" for x, y in (left, bend_left, end, bend_right, right)]
    return f"M{numbers[0]} Q{numbers[1]} {numbers[2]} Q{numbers[3]} {numbers[4]} Z"


def _labels(
    placed: Sequence[tuple[str, float, float, float, float]],
    names: Mapping[str, str],
    weight: Mapping[str, float],
    around: str | None,
) -> dict[str, str]:
    """Return where each name stands: the heaviest first, none over a mark or over another name."""
    marks = [(x - APART / 2, y - APART / 2, x + APART / 2, y + APART / 2) for _, x, y, *_ in placed]
    taken: list[tuple[float, float, float, float]] = []
    found: dict[str, str] = {}
    for key, x, y, *_ in sorted(placed, key=lambda row: (row[0] != around, -weight.get(row[0], 0.0), row[0])):
        found[key] = ""
        length = sum(_WIDE if ord(letter) > 0x2E80 else _NARROW for letter in names[key])
        reach = APART / 2 + 1.0
        boxes = {
            "right": (x + reach, y - _LINE / 2, x + reach + length, y + _LINE / 2),
            "left": (x - reach - length, y - _LINE / 2, x - reach, y + _LINE / 2),
            "below": (x - length / 2, y + reach, x + length / 2, y + reach + _LINE),
            "above": (x - length / 2, y - reach - _LINE, x + length / 2, y - reach),
        }
        for side, box in boxes.items():
            inside = box[0] >= 0.0 and box[1] >= 0.0 and box[2] <= WIDTH and box[3] <= HEIGHT
            if inside and not any(_cover(box, other) for other in (*marks, *taken)):
                found[key] = side
                taken.append(box)
                break
    return found


def _cover(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _round_length(km: float) -> float:
    """Return the largest of 1, 2 and 5 times a power of ten that is at most so long.

    Examples
    --------
    >>> _round_length(7.3), _round_length(0.3)
    (5.0, 0.2)
    """
    power = 10.0 ** math.floor(math.log10(km))
    return next(float(f"{step * power:g}") for step in (5.0, 2.0, 1.0) if step * power <= km)
