"""Positions as people write them, the shift of Chinese maps, and who does not stand in the park."""

from __future__ import annotations

import math

import pytest

from graph.errors import SymbioflowError
from ingest.positions import (
    Datum,
    PositionNote,
    PositionQuestion,
    distance_km,
    gcj02_of_wgs84,
    read_position,
    wgs84_of_gcj02,
)

ANNING = (24.92, 102.48)
#: 24 + 53/60 + 29/3600 and 102 + 22/60 + 10/3600.
MEANT = (24.891389, 102.369444)
#: WGS84 and what open implementations of GCJ-02 give for it: Shanghai, Shenzhen, Beijing.
WORKED = (
    ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
    ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
    ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
)


@pytest.mark.parametrize(
    "text",
    [
        "24°53'29\"N 102°22'10\"E",
        "102°22'10\"E, 24°53'29\"N",
        "N24°53′29″，E102°22′10″",
        "北纬24度53分29秒，东经102度22分10秒",
        "东经102度22分10秒 北纬24度53分29秒",
        "24-53-29, 102-22-10",
        "24:53:29 102:22:10",
        "24 53 29 102 22 10",
        "24° 53' 29\" , 102° 22' 10\"",
        "２４°５３′２９″；１０２°２２′１０″",
        ("24°53'29\"", "102°22'10\""),
        ("北纬24°53′29″", "东经102°22′10″"),
    ],
)
def test_degrees_minutes_and_seconds_are_read_in_every_usual_spelling(text: str | tuple[str, str]) -> None:
    reading = read_position(text, datum=Datum.WGS84)
    assert reading.wgs84 == MEANT
    assert reading.notes == (PositionNote.SEXAGESIMAL,)
    assert reading.questions == ()


@pytest.mark.parametrize(
    "text",
    [
        "24.93, 102.48",
        "24.93 102.48",
        "24.93N 102.48E",
        "北纬24.93°，东经102.48°",
        "纬度：24.93 经度：102.48",
        "lat 24.93 lon 102.48",
        "(24.93, 102.48)",
        "24,93; 102,48",
        ("24,93", "102,48"),
        (24.93, 102.48),
    ],
)
def test_decimal_degrees_are_read_as_they_stand(text: str | tuple[str | float, str | float]) -> None:
    reading = read_position(text, datum=Datum.WGS84)
    assert (reading.wgs84, reading.notes) == ((24.93, 102.48), ())


def test_minutes_may_have_decimals() -> None:
    assert read_position("24°30.6'N 102°15'E", datum=Datum.WGS84).wgs84 == (24.51, 102.25)


def test_south_and_west_are_negative() -> None:
    assert read_position("33.9S 151.2E").wgs84 == (-33.9, 151.2)
    assert read_position(("南纬33.9", "西经70.6")).wgs84 == (-33.9, -70.6)


def test_a_latitude_above_90_was_swapped() -> None:
    reading = read_position(("102.48", "24.93"), datum=Datum.WGS84)
    assert (reading.wgs84, reading.notes) == ((24.93, 102.48), (PositionNote.SWAPPED,))


def test_what_lies_near_the_park_only_when_swapped_was_swapped() -> None:
    park = (10.0, 47.0)
    assert read_position(("47.1", "10.2"), near=park).wgs84 == (10.2, 47.1)
    assert read_position(("47.1", "10.2"), near=park).notes == (PositionNote.SWAPPED,)
    assert read_position(("10.2", "47.1"), near=park).notes == ()


def test_letters_outrank_the_order_and_the_headers() -> None:
    reading = read_position(("102°22'10\"E", "24°53'29\"N"), datum=Datum.WGS84)
    assert reading.wgs84 == MEANT
    assert PositionNote.SWAPPED in reading.notes


def test_two_bare_numbers_that_could_stand_either_way_are_asked_about() -> None:
    reading = read_position("10.2, 47.1")
    assert reading.wgs84 is None
    assert reading.questions == (PositionQuestion.ORDER,)
    assert reading.readings == ((10.2, 47.1), (47.1, 10.2))


def test_zero_and_zero_is_nobodys_place() -> None:
    reading = read_position(("0", "0"))
    assert (reading.wgs84, reading.questions) == (None, (PositionQuestion.ZERO,))


def test_the_datum_of_a_position_in_china_is_asked_and_never_assumed() -> None:
    """Unasked it stays as written, at most some 700 m off, with the question beside it."""
    shown = WORKED[0][1]
    assert read_position(shown).questions == (PositionQuestion.DATUM,)
    assert read_position(shown).wgs84 == pytest.approx(shown, abs=1e-6)
    told = read_position(shown, datum=Datum.GCJ02)
    assert told.wgs84 == pytest.approx(WORKED[0][0], abs=1e-6)
    assert told.notes == (PositionNote.CONVERTED,)
    assert read_position((48.85, 2.35), datum=Datum.GCJ02).wgs84 == (48.85, 2.35)
    assert read_position((48.85, 2.35)).questions == ()


def test_a_position_in_another_part_of_the_world_carries_a_question() -> None:
    assert read_position((48.85, 2.35), near=ANNING).questions == (PositionQuestion.ELSEWHERE,)


@pytest.mark.parametrize(("wgs84", "gcj02"), WORKED)
def test_the_shift_of_chinese_maps_has_its_known_values_and_its_inverse(
    wgs84: tuple[float, float], gcj02: tuple[float, float]
) -> None:
    assert gcj02_of_wgs84(wgs84) == pytest.approx(gcj02, abs=1e-9)
    assert wgs84_of_gcj02(gcj02) == pytest.approx(wgs84, abs=1e-9)


def test_the_shift_is_some_hundred_metres_in_anning_and_none_abroad() -> None:
    assert 0.1 < distance_km(ANNING, gcj02_of_wgs84(ANNING)) < 0.8
    assert gcj02_of_wgs84((48.85, 2.35)) == wgs84_of_gcj02((48.85, 2.35)) == (48.85, 2.35)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "24.93",
        "24°75'N 102°E",
        "24°53'N 25°10'N",
        "1;2;3",
        "nan, nan",
        (math.nan, 102.48),
        ("24.93", ""),
        "24.93N, 102.48N",
        "9" * 500 + ", 1",
    ],
)
def test_what_is_no_position_is_refused_with_an_example(text: str | tuple[str | float, str | float]) -> None:
    with pytest.raises(SymbioflowError, match="expected") as refused:
        read_position(text)
    assert refused.value.code == "NOT_A_POSITION"


def test_a_position_beyond_the_poles_is_refused() -> None:
    for text in ("200, 100", ("95N", "102E")):
        with pytest.raises(SymbioflowError, match="lies outside") as refused:
            read_position(text)
        assert refused.value.code == "POSITION_OUT_OF_RANGE"


def test_one_degree_of_latitude_is_a_hundred_and_eleven_kilometres() -> None:
    assert distance_km(ANNING, (25.92, 102.48)) == pytest.approx(111.195, abs=0.001)
