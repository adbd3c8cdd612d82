"""Made-up parks of any size for benchmarks and tests: same scale and seed, same park.

Materials are used as in a real park, a few very often and most rarely (Zipf); sites stand in clusters, as
towns do; amounts are lognormal. Nothing here is about a real place, and every row says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from graph.errors import EXIT_USAGE, SymbioflowError
from graph.evidence import Evidence, Grade
from graph.model import Park, Position, TransportRate
from graph.ranges import Range
from graph.snapshot import Records, records_of
from graph.tables import TABLES, Kind
from graph.vocabulary import Direction, LinkageState, OperatingState, ParkId, RowId, Sharing


@dataclass(frozen=True, slots=True)
class Scale:
    """How large a made-up park is; `extent` is the edge of the square it lies in, degrees."""

    enterprises: int
    streams: int
    facilities: int
    clusters: int
    extent: float


SCALES: Mapping[str, Scale] = MappingProxyType(
    {
        "park": Scale(600, 2_000, 900, 4, 0.6),
        "province": Scale(20_000, 100_000, 30_000, 120, 7.5),
        "nation": Scale(500_000, 2_000_000, 750_000, 2_500, 24.0),
    }
)

_MATERIALS = 300
_TECHNOLOGIES = 150
_ZIPF = 1.05
_CENTRE = (30.0, 108.0)
_MADE_UP = Evidence((), Grade.ESTIMATE)


def synthetic_records(scale: str, seed: int = 0, in_use: float = 0.0) -> Records:
    """Return a made-up park.

    Parameters
    ----------
    scale : {"park", "province", "nation"}
        600, 20,000 or 500,000 enterprises with 2,000, 100,000 or 2,000,000 waste streams.
    seed : int
    in_use : float
        Share of the streams, 0 to 1, of which half goes to a use today; of every second of them an operating
        linkage says to whom, where a facility takes the material.

    Raises
    ------
    SymbioflowError
        ``UNKNOWN_SCALE``, or ``BAD_OPTION`` for a share beyond 0 to 1.

    Examples
    --------
    >>> synthetic_records("park")["waste_streams"].num_rows
    2000
    """
    if scale not in SCALES:
        raise SymbioflowError("UNKNOWN_SCALE", given=scale, expected=tuple(SCALES))
    if not 0.0 <= in_use <= 1.0:
        raise SymbioflowError("BAD_OPTION.share", exit_code=EXIT_USAGE, name="in_use", given=in_use)
    size = SCALES[scale]
    random = np.random.default_rng(seed)
    material = _names("m", _MATERIALS)
    popular = 1.0 / np.arange(1, _MATERIALS + 1) ** _ZIPF
    popular /= popular.sum()
    enterprise = _names("e", size.enterprises)
    used = random.choice(_MATERIALS, size.streams, p=popular)
    run = random.integers(0, _TECHNOLOGIES, size.facilities)
    lat, lon = _clustered(random, size)
    records = {
        **_technologies(random, material, popular),
        "enterprises": _table(
            "enterprises",
            size.enterprises,
            id=enterprise,
            park="park",
            state=OperatingState.OPERATING.value,
            lat=lat,
            lon=lon,
            position_grade=Grade.ESTIMATE.value,
        ),
        "waste_streams": _table(
            "waste_streams",
            size.streams,
            id=_names("s", size.streams),
            enterprise=enterprise.take(pa.array(random.integers(0, size.enterprises, size.streams))),
            material=material.take(pa.array(used)),
            sharing=Sharing.PUBLIC.value,
            **_range("supply", random.lognormal(8.0, 1.2, size.streams)),
            **_range("in_use", np.zeros(size.streams)),
        ),
        "facilities": _table(
            "facilities",
            size.facilities,
            id=_names("f", size.facilities),
            enterprise=enterprise.take(pa.array(random.integers(0, size.enterprises, size.facilities))),
            technology=_names("t", _TECHNOLOGIES).take(pa.array(run)),
            state=OperatingState.OPERATING.value,
            sharing=Sharing.PUBLIC.value,
            **_range("capacity", random.lognormal(9.0, 1.2, size.facilities)),
        ),
    }
    if in_use:
        records |= _used(records, np.random.default_rng((seed, 1)), in_use)
    return {**records, **records_of([_park(), *_rates()])}


def _used(records: Records, random: np.random.Generator, share: float) -> Records:
    """Return streams of which half is in use, and the linkages that say where every second of them goes."""
    streams, facilities = records["waste_streams"], records["facilities"]
    used = np.sort(random.choice(len(streams), round(share * len(streams)), replace=False))
    amount = np.zeros(len(streams))
    amount[used] = 0.5 * streams["supply_likely"].to_numpy()[used]
    mains = records["ports"].filter(pc.equal(records["ports"]["direction"], Direction.MAIN_INPUT.value))
    accepting = mains.select(["id", "technology", "material"]).rename_columns(
        ["port", "technology", "material"]
    )
    running = facilities.select(["id", "technology"]).rename_columns(["facility", "technology"])
    takers = running.join(accepting, "technology", join_type="inner").sort_by(
        [("material", "ascending"), ("facility", "ascending"), ("port", "ascending")]
    )
    named = used[::2]
    material = streams["material"].combine_chunks().take(pa.array(named)).to_numpy(zero_copy_only=False)
    offered = takers["material"].to_numpy(zero_copy_only=False)
    first, last = (np.searchsorted(offered, material, side) for side in ("left", "right"))
    taken = first < last
    chosen = random.integers(first[taken], last[taken])
    named = named[taken]
    linkages = _table(
        "linkages",
        len(named),
        id=_names("l", len(named)),
        stream=streams["id"].combine_chunks().take(pa.array(named)),
        to_facility=takers["facility"].combine_chunks().take(pa.array(chosen)),
        port=takers["port"].combine_chunks().take(pa.array(chosen)),
        amount=amount[named],
        state=LinkageState.OPERATING.value,
        version=1,
    )
    for end, value in _range("in_use", amount).items():
        at = streams.schema.get_field_index(end)
        streams = streams.set_column(at, streams.schema.field(end), pa.array(value))
    return {"waste_streams": streams, "linkages": linkages}


def _names(prefix: str, count: int) -> pa.Array:
    """Return ids of equal length, so that they sort as their numbers do."""
    numbers = pc.utf8_lpad(pa.array(np.arange(count)).cast(pa.string()), len(str(count)), padding="0")
    return pc.binary_join_element_wise(prefix, numbers, "")


def _clustered(random: np.random.Generator, size: Scale) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return positions around random centres, about 10 km wide each."""
    centres = np.array(_CENTRE) + size.extent * (random.random((size.clusters, 2)) - 0.5)
    cluster = random.integers(0, size.clusters, size.enterprises)
    points = centres[cluster] + random.normal(0.0, 0.1, (size.enterprises, 2))
    return np.ascontiguousarray(points[:, 0]), np.ascontiguousarray(points[:, 1])


def _range(field: str, likely: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    return {f"{field}_low": 0.8 * likely, f"{field}_likely": likely, f"{field}_high": 1.2 * likely}


def _table(name: str, count: int, **given: Any) -> pa.Table:
    """Return a table of `count` rows; columns not given are empty text or list, or unknown."""
    columns = []
    for column in TABLES[name].columns:
        kind = TABLES[name].schema.field(column.name).type
        value = given.get(column.name)
        if column.name == "grade":
            value = Grade.ESTIMATE.value
        if isinstance(value, pa.Array):
            columns.append(value)
        elif isinstance(value, np.ndarray):
            columns.append(pa.array(value, kind))
        elif column.kind in (Kind.TEXTS, Kind.NUMBERS):
            offsets = pa.array(np.zeros(count + 1, dtype=np.int32))
            columns.append(pa.ListArray.from_arrays(offsets, pa.array([], kind.value_type)))
        elif value is None and column.kind is Kind.TEXT and not column.nullable:
            columns.append(pa.repeat(pa.scalar("", kind), count))
        else:
            columns.append(pa.repeat(pa.scalar(value, kind), count))
    return pa.Table.from_arrays(columns, schema=TABLES[name].schema)


def _materials(material: pa.Array) -> pa.Table:
    return _table(
        "materials", len(material), id=material, phase="solid", unit="t", hazard="none", status="waste"
    )


def _technologies(
    random: np.random.Generator, material: pa.Array, popular: NDArray[np.floating[Any]]
) -> dict[str, pa.Table]:
    """Return recipes: each takes one to three materials and makes one product that is no waste."""
    technology = _names("t", _TECHNOLOGIES)
    product = _names("p", _TECHNOLOGIES)
    rows: list[tuple[str, str, str, float]] = []
    for name, made in zip(technology.to_pylist(), product.to_pylist(), strict=True):
        count = int(random.integers(1, 4))
        for given in sorted(random.choice(len(material), count, replace=False, p=popular)):
            rows.append((name, Direction.MAIN_INPUT.value, str(material[int(given)]), 1.0))
        rows.append((name, Direction.PRODUCT.value, made, float(random.uniform(0.5, 1.2))))
    names, directions, materials, ratios = (
        np.array(column, dtype=object) for column in zip(*rows, strict=True)
    )
    ids = np.array([":".join(row[:3]) for row in rows], dtype=object)
    products = _table(
        "materials", len(product), id=product, phase="solid", unit="t", hazard="none", status="waste"
    )
    displaced = random.uniform(0.5, 1.0, _TECHNOLOGIES)
    return {
        "materials": pa.concat_tables([_materials(material), products]),
        "technologies": _table(
            "technologies",
            _TECHNOLOGIES,
            id=technology,
            trl=random.integers(6, 10, _TECHNOLOGIES),
            operating_cost=random.uniform(5.0, 60.0, _TECHNOLOGIES),
            electricity=random.uniform(0.0, 60.0, _TECHNOLOGIES),
            heat=np.zeros(_TECHNOLOGIES),
            direct_emissions=np.zeros(_TECHNOLOGIES),
            displaced_ratio=displaced,
            final_use=False,
            basis="wet",
        ),
        "ports": _table(
            "ports",
            len(rows),
            id=ids,
            technology=names,
            direction=directions,
            material=materials,
            **_range("ratio", ratios.astype(float)),
        ),
    }


def _park() -> Park:
    position = Position(*_CENTRE, Grade.ESTIMATE)
    return Park(
        id=ParkId("park"),
        name_zh="合成园区",
        name_en="Made-up park",
        position=position,
        grid_factor=0.5,
        evidence=_MADE_UP,
    )


def _rates() -> list[TransportRate]:
    return [
        TransportRate(
            id=RowId(name),
            mode=name,
            cargo=cargo,
            payload=payload,
            from_km=low,
            to_km=high,
            cost=cost,
            unit=unit,
            co2=co2,
            note="made up",
            evidence=_MADE_UP,
        )
        for name, cargo, payload, low, high, cost, unit, co2 in (
            ("near", "bulk", None, None, 30.0, Range.exact(0.8), "CNY/t-km", None),
            ("far", "bulk", None, 30.0, None, Range.exact(0.45), "CNY/t-km", None),
            ("loading", "loading-bulk", None, None, None, Range.exact(6.0), "CNY/t", None),
            ("lorry", "other", 30.0, None, None, None, "", 0.078),
        )
    ]
