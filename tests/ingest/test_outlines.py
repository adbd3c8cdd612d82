"""The outline of a park from GeoJSON: what is taken, what is refused, and that a refusal changes nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graph import model
from graph.errors import SymbioflowError
from graph.evidence import Evidence, Grade
from graph.model import OutlineRing, Position
from graph.snapshot import Snapshot, records_of
from graph.stores import Store, copy, open_store
from graph.vocabulary import ParkId
from ingest.outlines import MOST_BYTES, keep_outline, outline_text, read_outline, remove_outline
from ingest.positions import Datum, distance_km, wgs84_of_gcj02
from tests.graph.park import small_park

PARK = "outlined"
#: A square of some kilometres with a square hole, first corner repeated.
OUTER = [[102.4, 24.9], [102.5, 24.9], [102.5, 25.0], [102.4, 25.0], [102.4, 24.9]]
HOLE = [[102.44, 24.94], [102.46, 24.94], [102.46, 24.96], [102.44, 24.96], [102.44, 24.94]]


def polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def written(shape: Any) -> bytes:
    return shape if isinstance(shape, bytes) else json.dumps(shape).encode()


@pytest.fixture(scope="module")
def known() -> Snapshot:
    """A small park, and one whose place is on record."""
    place = model.Park(
        id=ParkId(PARK),
        position=Position(24.95, 102.45, Grade.OFFICIAL),
        evidence=Evidence((), Grade.ESTIMATE),
    )
    return Snapshot.of([*small_park(), place])


@pytest.mark.parametrize(
    "shape",
    [
        polygon(OUTER, HOLE),
        {"type": "Feature", "properties": {}, "geometry": polygon(OUTER, HOLE)},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": polygon(OUTER, HOLE)}]},
        {"type": "MultiPolygon", "coordinates": [[OUTER, HOLE]]},
        {
            "type": "GeometryCollection",
            "geometries": [polygon(OUTER, [[*corner, 1900.0] for corner in HOLE])],
        },
    ],
)
def test_a_polygon_is_taken_however_it_is_wrapped(known: Snapshot, shape: Any) -> None:
    found = read_outline(written(shape), PARK, Datum.WGS84, known)
    assert [(ring.polygon, ring.hole, len(ring.lons)) for ring in found.rings] == [
        (1, False, 4),
        (1, True, 4),
    ]
    assert found.distance_km == pytest.approx(0.0, abs=1e-6)
    text = outline_text(found.rings)
    assert text is not None
    assert json.loads(text)["coordinates"] == [[OUTER, HOLE]]


def test_what_a_chinese_map_gives_is_turned_into_wgs84(known: Snapshot) -> None:
    (ring,) = read_outline(written(polygon(OUTER)), PARK, Datum.GCJ02, known).rings
    there = wgs84_of_gcj02((24.9, 102.4))
    assert (ring.lats[0], ring.lons[0]) == pytest.approx(there, abs=1e-6)
    assert 0.1 < distance_km(there, (24.9, 102.4)) < 1.0


METRES = [[34567890.0, 2760000.0], [34568890.0, 2760000.0], [34568890.0, 2761000.0], [34567890.0, 2760000.0]]
BOW = [[102.4, 24.9], [102.5, 25.0], [102.5, 24.9], [102.4, 25.0], [102.4, 24.9]]
TO_AND_FRO = [[102.4, 24.9], [102.5, 24.9], [102.6, 24.9], [102.4, 24.9]]


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        (polygon(BOW), "OUTLINE_CROSSES"),
        (polygon(TO_AND_FRO), "OUTLINE_CROSSES"),
        (polygon(OUTER, BOW), "OUTLINE_CROSSES"),
        (polygon(OUTER[:-1]), "OUTLINE_NOT_CLOSED"),
        (polygon([OUTER[0], OUTER[1], OUTER[0]]), "OUTLINE_FEW_CORNERS"),
        (polygon(METRES), "OUTLINE_PROJECTED"),
        (polygon([[lat, lon] for lon, lat in OUTER]), "OUTLINE_SWAPPED"),
        (polygon([[lon - 100.0, lat] for lon, lat in OUTER]), "OUTLINE_ELSEWHERE"),
        ({"type": "LineString", "coordinates": OUTER}, "OUTLINE_NO_POLYGON"),
        ({"type": "FeatureCollection", "features": []}, "OUTLINE_UNREADABLE"),
        (polygon([[True, 1.0], [2.0, 3.0], [True, 1.0]]), "OUTLINE_UNREADABLE"),
        (polygon([["102.4", "24.9"]]), "OUTLINE_UNREADABLE"),
        (b'{"type": "Polygon", "coordinates": [[[NaN, 1], [2, 3], [NaN, 1]]]}', "OUTLINE_UNREADABLE"),
        (b"", "OUTLINE_UNREADABLE"),
        (b"\xff\xfe\x00", "OUTLINE_UNREADABLE"),
        (b"[" * 100_000, "OUTLINE_UNREADABLE"),
        (b"null", "OUTLINE_NO_POLYGON"),
        (b" " * (MOST_BYTES + 1), "OUTLINE_TOO_LARGE"),
        (
            polygon([[102.4 + at / 1e5, 24.9] for at in range(2000)] + [[102.45, 25.0], [102.4, 24.9]]),
            "OUTLINE_TOO_LARGE",
        ),
        ({"type": "MultiPolygon", "coordinates": [[OUTER]] * 101}, "OUTLINE_TOO_LARGE"),
    ],
)
def test_what_is_no_outline_is_refused_by_code_in_both_languages(
    known: Snapshot, shape: Any, code: str
) -> None:
    with pytest.raises(SymbioflowError) as refused:
        read_outline(written(shape), PARK, Datum.WGS84, known)
    assert refused.value.code == code
    assert refused.value.text("zh") != refused.value.text("en")


def test_whose_outline_it_is_must_be_said_where_there_are_several_parks(known: Snapshot) -> None:
    for park, code in ((None, "OUTLINE_WHICH_PARK"), ("nowhere", "UNKNOWN_PARK")):
        with pytest.raises(SymbioflowError) as refused:
            read_outline(written(polygon(OUTER)), park, Datum.WGS84, known)
        assert refused.value.code == code


def opened(folder: Path, name: str) -> Store:
    store = open_store(f"sqlite:///{folder}/{name}.db")
    store.ensure_schema()
    return store


def rings_of(store: Store) -> list[str]:
    return [str(ring.id) for ring in store.read().all(OutlineRing)]


def test_a_kept_outline_takes_the_place_of_the_last_can_be_undone_and_goes_along_with_a_copy(
    known: Snapshot, tmp_path: Path
) -> None:
    store, other = opened(tmp_path, "store"), opened(tmp_path, "other")
    store.upsert(
        records_of([*small_park(), *(row for row in known.all(model.Park) if row.id == PARK)]), "test"
    )
    first, _ = keep_outline(store, written(polygon(OUTER, HOLE)), PARK, Datum.WGS84, "outline.json")
    assert rings_of(store) == ["outlined--1-0", "outlined--1-1"]
    version = store.version()
    with pytest.raises(SymbioflowError):
        keep_outline(store, written(polygon(BOW)), PARK, Datum.WGS84, "bow.json")
    assert store.version() == version
    second, _ = keep_outline(store, written(polygon(OUTER)), PARK, Datum.WGS84, "outline.json")
    assert rings_of(store) == ["outlined--1-0"]
    copy(store, other)
    assert rings_of(other) == ["outlined--1-0"]
    store.undo(second.number, "2026-11-27T00:00:00+00:00")
    assert rings_of(store) == ["outlined--1-0", "outlined--1-1"]
    assert first.number < second.number
    remove_outline(store, PARK)
    assert rings_of(store) == []
    with pytest.raises(SymbioflowError) as refused:
        remove_outline(store, PARK)
    assert refused.value.code == "OUTLINE_NONE"
    store.close()
    other.close()
