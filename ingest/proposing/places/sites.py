"""Where firms and parks of foreign sheets stand: coordinates read, and asked about where they look wrong."""

from __future__ import annotations

from collections.abc import Mapping

from graph.errors import SymbioflowError
from graph.evidence import Grade
from graph.model import Position
from graph.wording import folded
from ingest.districts import POSITION_GRADE, district
from ingest.positions import Datum, LatLon, PositionQuestion, PositionReading, read_position
from ingest.proposing.asking import LIKELY, Asker
from ingest.proposing.result import Place
from ingest.quantities import NOTHING
from ingest.understanding import LEAVE_OUT

#: What is asked of a position, besides which datum it has.
_CODES = {
    PositionQuestion.ORDER: "POSITION_ORDER",
    PositionQuestion.ZERO: "POSITION_ZERO",
    PositionQuestion.ELSEWHERE: "POSITION_ELSEWHERE",
}


def position_of(
    name: str, texts: Mapping[str, str], place: Place, near: LatLon | None, asker: Asker
) -> Position | None:
    """Return where something stands: its coordinates, else its district, which is only an estimate.

    Parameters
    ----------
    texts : mapping of str to str
        Field -> what its cells say: ``position``, or ``latitude`` and ``longitude``; ``address``.
    near : (float, float) or None
        Its park.

    Examples
    --------
    >>> asker = Asker({"DATUM": "wgs84"}, takes_likely=True)
    >>> position_of("甲厂", {"position": "24°55′48″N, 102°28′48″E"}, Place("a.csv", "", 2), None, asker)
    Position(lat=24.93, lon=102.48, position_grade=<Grade.COMPANY: 'company'>)
    >>> position_of("乙厂", {"position": "渡口旁"}, Place("a.csv", "", 3), None, asker) is None
    True
    >>> [question.code for question in asker.questions.values()]
    ['POSITION_UNREADABLE']
    """
    where = _coordinates(name, texts, place, near, asker)
    if where is not None:
        return Position(*where, Grade.COMPANY)
    found = district(texts["address"]) if texts.get("address") else ()
    seat = found[0].district.wgs84 if len(found) == 1 else None
    return None if seat is None else Position(*seat, POSITION_GRADE)


def _coordinates(
    name: str, texts: Mapping[str, str], place: Place, near: LatLon | None, asker: Asker
) -> LatLon | None:
    said = {field: text for field, text in texts.items() if text and folded(text) not in NOTHING}
    cells = [said[field] for field in ("latitude", "longitude") if field in said]
    written = (cells[0], cells[1]) if len(cells) == 2 else said.get("position", "") or " ".join(cells)
    if not written:
        return None
    answer = texts.get("datum", "") or asker.answer("DATUM", "")
    try:
        reading = read_position(written, near, Datum(answer) if answer in set(Datum) else None)
    except SymbioflowError:
        shown = ", ".join(cells) if isinstance(written, tuple) else written
        return _asked("POSITION_UNREADABLE", name, place, PositionReading(None), near, asker, (shown,))
    where = reading.wgs84
    for question in reading.questions:
        if question is PositionQuestion.DATUM:
            # WGS 84 is what the sheets of this program ask for; a map service of China gives GCJ-02.
            asker.ask("DATUM", "", place, (name,), [(datum.value, "") for datum in Datum], LIKELY)
        else:
            where = _asked(_CODES[question], name, place, reading, near, asker)
    return where


def _asked(
    code: str,
    name: str,
    place: Place,
    reading: PositionReading,
    near: LatLon | None,
    asker: Asker,
    values: tuple[str, ...] = (),
) -> LatLon | None:
    """Return what was answered to a question about a position; as far as it is read while it is open."""
    answer = asker.answer(code, name)
    if answer == LEAVE_OUT:
        return None
    try:
        if answer:
            return read_position(answer, near, Datum.WGS84).wgs84
    except SymbioflowError:
        # What nobody can read is asked again.
        pass
    options = [f"{lat:g}, {lon:g}" for lat, lon in filter(None, (reading.wgs84, *reading.readings))]
    shown = values or (" / ".join(options),)
    asker.ask(code, name, place, (name, *shown), [(option, "") for option in options])
    return reading.wgs84
