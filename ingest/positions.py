"""Positions as people write them: degrees, minutes and seconds, swapped or of a Chinese map, understood.

Pure functions: what is certain is read, what is not becomes a question with both readings, and nothing is
converted from one datum to another unless somebody said which datum it is.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum

from graph.errors import SymbioflowError
from graph.geography import great_circle
from graph.wording import ListedWord, message, plain

#: Latitude and longitude in degrees.
LatLon = tuple[float, float]

#: A place farther than this from its park is taken for another country's.
ELSEWHERE_KM = 3000.0
#: A firm farther than this from its park is worth a question; the largest parks are some tens of km across.
FAR_KM = 100.0

# Ellipsoid and offsets of GCJ-02 as published by open implementations (Krasovsky 1940).
_AXIS = 6378245.0
_ECCENTRICITY = 0.00669342162296594323
#: Box outside which map services do not shift positions: south, north, west, east.
_SHIFTED = (0.8293, 55.8271, 72.004, 137.8347)
_STEPS = 30
_SETTLED = 1e-10
#: No coordinate is written with more characters than this.
_LONGEST = 60

_EXAMPLE = "24.93, 102.48 / 24°55'48\"N 102°28'42\"E"
_LAT_WORDS = ("n", "s", "北纬", "南纬", "北", "南", "纬度", "lat", "latitude")
_LON_WORDS = ("e", "w", "东经", "西经", "东", "西", "经度", "lon", "lng", "longitude")
_NEGATIVE = ("s", "w", "南纬", "西经", "南", "西")
_WORD = re.compile("|".join(sorted((*_LAT_WORDS, *_LON_WORDS), key=len, reverse=True)))
_SIGNS = str.maketrans("′’‘`″”“º˚−–", "''''\"\"\"°°--")
_NUMBER = r"\d+(?:\.\d+)?"
_ANGLE = re.compile(
    rf"(?P<sign>[+-]?)(?P<degrees>{_NUMBER})"
    rf"(?:\s*(?:°|度|deg|[-:\s](?=\d{{1,2}}(?:\.\d+)?(?:\D|$)))\s*"
    rf"(?:(?P<minutes>{_NUMBER})\s*(?:'(?!')|分|min|[-:\s]|$)\s*"
    rf"(?:(?P<seconds>{_NUMBER})\s*(?:\"|''|秒|sec)?)?)?)?"
)


class Datum(ListedWord):
    """What coordinates refer to.

    Chinese map services give GCJ-02.
    """

    WGS84 = "wgs84", "GPS, WGS84; CGCS2000 differs by less than a metre."
    GCJ02 = "gcj02", "A Chinese map service, which shifts positions by some hundred metres."


class PositionNote(StrEnum):
    """What was done to read a position."""

    SEXAGESIMAL = "sexagesimal"
    SWAPPED = "swapped"
    CONVERTED = "converted"


class PositionQuestion(StrEnum):
    """What has to be asked before, or beside, believing a position."""

    ORDER = "order"
    ZERO = "zero"
    DATUM = "datum"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class PositionReading:
    """A position, understood or asked about.

    Attributes
    ----------
    wgs84 : LatLon or None
        Where it is; None where a question must be answered first.
    notes : tuple of PositionNote
        What was done to read it.
    questions : tuple of PositionQuestion
        What to ask. ``datum`` and ``elsewhere`` stand beside a position, ``order`` and ``zero`` in its place.
    readings : tuple of LatLon
        What it may mean, where the order must be asked.
    """

    wgs84: LatLon | None
    notes: tuple[PositionNote, ...] = ()
    questions: tuple[PositionQuestion, ...] = ()
    readings: tuple[LatLon, ...] = ()


@dataclass(frozen=True, slots=True)
class _Angle:
    """One coordinate: `axis` is ``lat`` or ``lon`` where a letter or word says so, else empty."""

    degrees: float
    axis: str
    sexagesimal: bool


def read_position(
    text: str | tuple[str | float, str | float], near: LatLon | None = None, datum: Datum | None = None
) -> PositionReading:
    """Return what a position means: one text with both coordinates, or the cells of latitude and longitude.

    Parameters
    ----------
    text : str or pair
        Decimal degrees or degrees, minutes and seconds, with N, E, 北纬, 东经 before or after, or without.
    near : LatLon, optional
        The park: coordinates that lie near it only when swapped are swapped.
    datum : Datum, optional
        What somebody said the coordinates refer to; without it a position in China carries the question.

    Raises
    ------
    SymbioflowError
        ``NOT_A_POSITION`` or ``POSITION_OUT_OF_RANGE``.

    Examples
    --------
    >>> read_position("N24°53′29″ E102°22′", datum=Datum.WGS84).wgs84
    (24.891389, 102.366667)
    >>> reading = read_position(("102.48", "24.93"), datum=Datum.WGS84)
    >>> reading.wgs84, [note.value for note in reading.notes]
    ((24.93, 102.48), ['swapped'])
    """
    first, second = _angles(text)
    notes = [PositionNote.SEXAGESIMAL] if first.sexagesimal or second.sexagesimal else []
    labelled = bool(first.axis or second.axis)
    if first.axis == "lon" or second.axis == "lat":
        if first.axis == second.axis:
            raise _refused(text)
        first, second = second, first
        if not isinstance(text, str):
            notes.append(PositionNote.SWAPPED)
    elif first.axis and first.axis == second.axis:
        raise _refused(text)
    given = (round(first.degrees, 6), round(second.degrees, 6))
    swapped = (given[1], given[0])
    possible = [pair for pair in (given, swapped) if _is_on_earth(pair)]
    if not possible or (labelled and given not in possible):
        raise SymbioflowError("POSITION_OUT_OF_RANGE", given=str(text)[:80])
    if given == (0.0, 0.0):
        return PositionReading(None, tuple(notes), (PositionQuestion.ZERO,))
    meant = given if labelled else _ordered(possible, near, in_cells=not isinstance(text, str))
    if meant is None:
        return PositionReading(None, tuple(notes), (PositionQuestion.ORDER,), tuple(possible))
    if meant != given:
        notes.append(PositionNote.SWAPPED)
    questions = []
    if datum is None and _is_shifted(meant):
        questions.append(PositionQuestion.DATUM)
    if datum is Datum.GCJ02 and _is_shifted(meant):
        notes.append(PositionNote.CONVERTED)
        lat, lon = wgs84_of_gcj02(meant)
        meant = (round(lat, 6), round(lon, 6))
    if near is not None and distance_km(near, meant) > ELSEWHERE_KM:
        questions.append(PositionQuestion.ELSEWHERE)
    return PositionReading(meant, tuple(notes), tuple(questions))


def gcj02_of_wgs84(position: LatLon) -> LatLon:
    """Return where a Chinese map service shows a WGS84 position; unchanged outside China.

    Examples
    --------
    >>> lat, lon = gcj02_of_wgs84((31.1774276, 121.5272106))
    >>> round(lat, 6), round(lon, 6)
    (31.175304, 121.531542)
    """
    if not _is_shifted(position):
        return position
    lat, lon = position
    east, north = lon - 105.0, lat - 35.0
    wave = 20.0 * (math.sin(6.0 * math.pi * east) + math.sin(2.0 * math.pi * east))
    up = -100.0 + 2.0 * east + 3.0 * north + 0.2 * north**2 + 0.1 * east * north + 0.2 * math.sqrt(abs(east))
    up += (wave + _ripple(north, 20.0, 40.0) + _ripple(north / 12.0, 160.0, 320.0, second=2.5)) * 2.0 / 3.0
    right = 300.0 + east + 2.0 * north + 0.1 * east**2 + 0.1 * east * north + 0.1 * math.sqrt(abs(east))
    right += (wave + _ripple(east, 20.0, 40.0) + _ripple(east / 12.0, 150.0, 300.0, second=2.5)) * 2.0 / 3.0
    flat = 1.0 - _ECCENTRICITY * math.sin(math.radians(lat)) ** 2
    metres_north = _AXIS * (1.0 - _ECCENTRICITY) / flat**1.5
    metres_east = _AXIS / math.sqrt(flat) * math.cos(math.radians(lat))
    return lat + math.degrees(up / metres_north), lon + math.degrees(right / metres_east)


def wgs84_of_gcj02(position: LatLon) -> LatLon:
    """Return the WGS84 position of what a Chinese map service shows; unchanged outside China.

    The shift has no closed inverse: what the last guess would be shown at tells how far it is off, until it
    is off by less than 1e-10 degrees. The shift changes by less than a thousandth over its own length, so
    each step wins about three digits.

    Examples
    --------
    >>> lat, lon = wgs84_of_gcj02((31.17530398364597, 121.531541859215))
    >>> round(lat, 6), round(lon, 6)
    (31.177428, 121.527211)
    """
    if not _is_shifted(position):
        return position
    lat, lon = position
    for _ in range(_STEPS):
        shown_lat, shown_lon = gcj02_of_wgs84((lat, lon))
        off_lat, off_lon = position[0] - shown_lat, position[1] - shown_lon
        lat, lon = lat + off_lat, lon + off_lon
        if max(abs(off_lat), abs(off_lon)) < _SETTLED:
            break
    return lat, lon


def distance_km(one: LatLon, other: LatLon) -> float:
    """Return the great-circle distance between two positions, km."""
    return float(great_circle(*one, *other))


def _ripple(angle: float, first_height: float, second_height: float, second: float = 3.0) -> float:
    """Return one wave of the shift: sines of an angle and of it by `second`, in half turns."""
    return first_height * math.sin(angle * math.pi) + second_height * math.sin(angle * math.pi / second)


def _is_shifted(position: LatLon) -> bool:
    south, north, west, east = _SHIFTED
    return south <= position[0] <= north and west <= position[1] <= east


def _is_on_earth(position: LatLon) -> bool:
    return abs(position[0]) <= 90.0 and abs(position[1]) <= 180.0


def _ordered(possible: list[LatLon], near: LatLon | None, in_cells: bool) -> LatLon | None:
    """Return which order is meant; None where it must be asked. The one as written stands first."""
    if len(possible) == 1:
        return possible[0]
    if near is not None:
        close = [pair for pair in possible if distance_km(near, pair) <= ELSEWHERE_KM]
        if len(close) == 1:
            return close[0]
    # Cells of latitude and longitude say the order by their headers; bare numbers in one cell do not.
    return possible[0] if in_cells else None


def _angles(text: str | tuple[str | float, str | float]) -> tuple[_Angle, _Angle]:
    if not isinstance(text, str):
        one, other = (_angle(_plain(_written(part)), text, decimal_comma=True) for part in text)
        return one, other
    plain = _plain(text)
    for halves in _halves(plain):
        try:
            one, other = (_angle(half, text, decimal_comma=";" in plain) for half in halves)
        except SymbioflowError:
            continue
        return one, other
    raise _refused(text)


def _written(cell: str | float) -> str:
    """Return a cell as text; numbers without an exponent."""
    return cell if isinstance(cell, str) else f"{cell:.10f}"


def _plain(text: str) -> str:
    written = plain(text).translate(_SIGNS).casefold().strip()
    return written.replace("''", '"').replace("、", ",").strip("()[] ")


def _halves(plain: str) -> list[list[str]]:
    """Return the ways to part a text into two coordinates, the surest first."""
    ways = [plain.split(mark) for mark in (";", ",", "/", "|")]
    words = list(_WORD.finditer(plain))
    if len(words) >= 2:
        # A word stands before both coordinates or after both.
        cut = words[1].start() if words[0].start() == 0 else words[0].end()
        ways.append([plain[:cut], plain[cut:]])
    tokens = plain.split()
    if len(tokens) % 2 == 0:
        middle = len(tokens) // 2
        ways.append([" ".join(tokens[:middle]), " ".join(tokens[middle:])])
    return [way for way in ways if len(way) == 2 and all(part.strip() for part in way)]


def _angle(part: str, text: object, decimal_comma: bool) -> _Angle:
    words = _WORD.findall(part)
    axes = {"lat" if word in _LAT_WORDS else "lon" for word in words}
    bare = _WORD.sub(" ", part).replace("=", " ").strip(" :,")
    if decimal_comma and "." not in bare:
        bare = bare.replace(",", ".", 1)
    found = _ANGLE.fullmatch(bare) if len(bare) <= _LONGEST else None
    if found is None or len(axes) > 1:
        raise _refused(text)
    minutes, seconds = (float(found[name] or 0.0) for name in ("minutes", "seconds"))
    if minutes >= 60.0 or seconds >= 60.0:
        raise _refused(text)
    degrees = float(found["degrees"]) + minutes / 60.0 + seconds / 3600.0
    if (found["sign"] == "-") != any(word in _NEGATIVE for word in words):
        degrees = -degrees
    return _Angle(degrees, axes.pop() if axes else "", found["minutes"] is not None)


def _refused(text: object) -> SymbioflowError:
    expected = message("expected.written_position", example=_EXAMPLE)
    return SymbioflowError("NOT_A_POSITION", given=str(text)[:80], expected=expected)
