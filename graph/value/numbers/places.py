"""Of which place a price speaks, and which parks have the same prices: zones.

A row counts by how near its `place` is to a park: the park itself, then the parks it is part of, then its
county, prefecture and province, then no place at all. A row of another place counts last.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.geography import above, division
from graph.model import Park
from graph.snapshot import Snapshot

#: How near a row is that names no place, or the whole country.
ANYWHERE = 1_000
#: How near a row is that names another place.
ELSEWHERE = ANYWHERE + 1

_WHOLE_COUNTRY = frozenset({"", "generic", "national", "china", "中国", "全国"})

#: Provinces by the first two digits of GB/T 2260, as `place` may name them.
_PROVINCES = (
    "11 北京 beijing,12 天津 tianjin,13 河北 hebei,14 山西 shanxi,15 内蒙古 inner mongolia,21 辽宁 liaoning,"
    "22 吉林 jilin,23 黑龙江 heilongjiang,31 上海 shanghai,32 江苏 jiangsu,33 浙江 zhejiang,34 安徽 anhui,"
    "35 福建 fujian,36 江西 jiangxi,37 山东 shandong,41 河南 henan,42 湖北 hubei,43 湖南 hunan,"
    "44 广东 guangdong,45 广西 guangxi,46 海南 hainan,50 重庆 chongqing,51 四川 sichuan,52 贵州 guizhou,"
    "53 云南 yunnan,54 西藏 tibet,61 陕西 shaanxi,62 甘肃 gansu,63 青海 qinghai,64 宁夏 ningxia,"
    "65 新疆 xinjiang,71 台湾 taiwan,81 香港 hong kong,82 澳门 macao"
)
_CODES = {
    name: code
    for code, zh, en in (entry.split(" ", 2) for entry in _PROVINCES.split(","))
    for name in (en, zh, f"{zh}省", f"{zh}市", f"{zh}自治区")
}


def nearness(place: str, parks: Sequence[Park]) -> int:
    """Return how near the place of a row is to a park: the smaller, the nearer.

    Parameters
    ----------
    place : str
        Empty, the country, a park's id or name, a province's name, or the digits of a division (GB/T 2260).
        It is compared as a whole; any other text is another place.
    parks : sequence of Park
        The park, then the parks it is part of.

    Examples
    --------
    >>> from graph.evidence import Evidence, Grade
    >>> anning = Park(id="anning", name_en="Anning", region="530181", evidence=Evidence((), Grade.OFFICIAL))
    >>> [nearness(place, [anning]) for place in ("Anning", "5301", "云南省", "China", "Hubei")]
    [0, 996, 998, 1000, 1001]
    """
    text = _plain(place)
    if text in _WHOLE_COUNTRY:
        return ANYWHERE
    for steps, park in enumerate(parks):
        if text in (_plain(park.id), _plain(park.name_zh), _plain(park.name_en)):
            return steps
    code = division(text) or _CODES.get(text, "")
    region = division(next((park.region for park in parks if park.region), ""))
    return ANYWHERE - len(code) if code and region.startswith(code) else ELSEWHERE


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@dataclass(frozen=True)
class Zones:
    """Parks put together where the same prices and the same electricity hold.

    Attributes
    ----------
    of_enterprise : int array
        Zone of each enterprise, by row.
    near : tuple of dict of str to int
        By zone: how near each place of a row is.
    grid : tuple of Park or None
        By zone: the park whose grid factor counts; None where none says one.
    in_china : tuple of bool
        By zone: whether a park says in which division it stands, so that the country's own figures hold.

    Notes
    -----
    Zone 0 is for who asks without a place. Where all enterprises are in one zone it is that; else it knows
    the prices of no place, and a grid factor only if all zones have the same.
    """

    of_enterprise: NDArray[np.int64]
    near: tuple[dict[str, int], ...]
    grid: tuple[Park | None, ...]
    in_china: tuple[bool, ...]

    @property
    def count(self) -> int:
        """How many zones there are."""
        return len(self.near)


def zones_of(snapshot: Snapshot, places: Iterable[str]) -> Zones:
    """Return the zones of a graph.

    Parameters
    ----------
    snapshot : Snapshot
    places : iterable of str
        Every place that some price or rate names.
    """
    named = sorted(set(places))
    parks = snapshot.by_id(Park)
    standing = snapshot.tables["enterprises"]["park"].combine_chunks().dictionary_encode()
    stands_in = standing.dictionary.to_pylist()
    kinds: dict[tuple[object, ...], int] = {}
    kind_of: list[int] = []
    near: list[dict[str, int]] = []
    grid: list[Park | None] = []
    in_china: list[bool] = []
    for park in stands_in or sorted(parks):
        line = above(parks, park)
        found = {place: nearness(place, line) for place in named}
        source = next((one for one in line if one.grid_factor is not None), None)
        # Two parks are one zone where the same rows come first, by whatever names they are near.
        order = np.unique([ANYWHERE, *found.values()], return_inverse=True)[1].tolist()
        placed = any(one.region for one in line)
        kind = (None if source is None else source.grid_factor, placed, *order)
        if kind not in kinds:
            kinds[kind] = len(kinds)
            near.append(found)
            grid.append(source)
            in_china.append(placed)
        kind_of.append(kinds[kind])
    if len(kinds) != 1:
        factors = {None if park is None else park.grid_factor for park in grid}
        near.insert(0, {place: nearness(place, ()) for place in named})
        grid.insert(0, grid[0] if len(factors) == 1 else None)
        in_china.insert(0, factors == {None} and all(in_china))
        kind_of = [kind + 1 for kind in kind_of]
    zone = np.array(kind_of, dtype=np.int64)[standing.indices.to_numpy(zero_copy_only=False).astype(np.int64)]
    return Zones(zone, tuple(near), tuple(grid), tuple(in_china))
