"""Names of Chinese provinces, prefectures and counties: which division a text means, and about where it is.

The list is `districts.csv`; where it comes from and how exact it is says `districts.txt` beside it.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph.evidence import Grade
from graph.wording import plain
from ingest.positions import LatLon, wgs84_of_gcj02

_FILE = Path(__file__).with_name("districts.csv")
#: A division stands for a place in it, so that its position is never more than this.
POSITION_GRADE = Grade.ESTIMATE

_LEVELS = re.compile(
    r"\b(?:province|prefecture|autonomous|region|municipality|city|county|district|banner|prc|china)\b"
)
_COUNTRY = re.compile(r"^(?:中华人民共和国|中国)")
_SEPARATORS = re.compile(r"[\s,，、/·-]+")


@dataclass(frozen=True, slots=True)
class District:
    """A division of China.

    Attributes
    ----------
    code : str
        Six digits, GB/T 2260.
    name_zh, short_zh, name_en : str
        安宁市, 安宁, Anning.
    path : tuple of str
        Its codes from the province down, itself last.
    wgs84 : LatLon or None
        About where its seat is (`POSITION_GRADE`); None where the list has no position.
    """

    code: str
    name_zh: str
    short_zh: str
    name_en: str
    path: tuple[str, ...]
    wgs84: LatLon | None

    @property
    def level(self) -> int:
        """1 province, 2 prefecture, 3 county."""
        return 1 if self.code.endswith("0000") else 2 if self.code.endswith("00") else 3


@dataclass(frozen=True, slots=True)
class DistrictMatch:
    """A division that a text may mean.

    Attributes
    ----------
    whole : bool
        The text names it in full (安宁市), not by its short name (安宁).
    rest : str
        What stands behind it in an address.
    """

    district: District
    whole: bool
    rest: str


def district(text: str) -> tuple[DistrictMatch, ...]:
    """Return the divisions that a text may mean, the likeliest first; more than one must be asked about.

    Parameters
    ----------
    text : str
        A name or an address in Chinese, with or without its province and prefecture, a name in English
        (pinyin), or a code of six digits.

    Examples
    --------
    >>> [match.district.code for match in district("云南省昆明市安宁市")]
    ['530181']
    >>> [(match.district.code, match.rest) for match in district("安宁市草铺街道")]
    [('530181', '草铺街道')]
    >>> [match.district.name_zh for match in district("安宁")]
    ['安宁市', '安宁区']
    >>> [match.district.code for match in district("Anning, Yunnan")]
    ['530181']
    """
    written = plain(text).strip()
    if re.fullmatch(r"\d{6}", written):
        found = districts().get(written)
        return (DistrictMatch(found, True, ""),) if found else ()
    if written.isascii() or not re.search(r"[\u3400-\u9fff]", written):
        return _by_english(written)
    return _by_chinese(_COUNTRY.sub("", _SEPARATORS.sub("", written)))


@cache
def districts() -> Mapping[str, District]:
    """Return every division by its code."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = {row["code"] for row in rows}
    found = {}
    for row in rows:
        code = row["code"]
        above = [upper for upper in (f"{code[:2]}0000", f"{code[:4]}00") if upper in codes and upper != code]
        shown = (float(row["lat"]), float(row["lon"])) if row["lat"] else None
        found[code] = District(
            code,
            row["name_zh"],
            row["short_zh"] or row["name_zh"],
            row["name_en"],
            (*above, code),
            None if shown is None else _rounded(wgs84_of_gcj02(shown)),
        )
    return found


def _rounded(position: LatLon) -> LatLon:
    return round(position[0], 4), round(position[1], 4)


def _by_chinese(text: str) -> tuple[DistrictMatch, ...]:
    """Return the divisions at the start of a text: those that most of it names, in full before in short."""
    best: dict[str, tuple[int, bool]] = {}
    for code, read, whole in _ways(text, None):
        if (read, whole) > best.get(code, (0, False)):
            best[code] = (read, whole)
    if not best:
        return ()
    most = max(best.values())
    chosen = [code for code, way in best.items() if way == most]
    return tuple(
        DistrictMatch(item, best[item.code][1], text[best[item.code][0] :]) for item in _ordered(chosen)
    )


def _ways(text: str, upper: str | None, start: int = 0) -> Iterator[tuple[str, int, bool]]:
    """Yield how a text can be read as divisions one below the other: code, characters read, named in full."""
    for length in range(2, min(_longest(), len(text) - start) + 1):
        for code, whole in _by_name().get(text[start : start + length], ()):
            if upper is not None and upper not in districts()[code].path[:-1]:
                continue
            yield code, start + length, whole
            yield from _ways(text, code, start + length)


def _by_english(text: str) -> tuple[DistrictMatch, ...]:
    """Return the divisions whose pinyin a part of the text is, where its other parts are divisions above."""
    words = [_LEVELS.sub(" ", part.casefold()) for part in re.split(r"[,;/]", text)]
    parts = [name for name in (_letters(word) for word in words) if name]
    known = districts()
    if not parts:
        return ()
    meant = [_by_letters().get(part, ()) for part in parts]
    found: list[str] = []
    for codes in (meant[0], meant[-1]):
        for code in codes:
            others = [options for options in meant if options is not codes]
            if all(any(other in known[code].path for other in options) for options in others):
                found.append(code)
    return tuple(DistrictMatch(item, True, "") for item in _ordered(found))


def _ordered(codes: Collection[str]) -> list[District]:
    """Return divisions, higher ones first; a municipality, province and prefecture in one, stands once."""
    known = districts()
    items = sorted({known[code] for code in codes}, key=lambda item: (item.level, item.code))
    return [
        item
        for item in items
        if not any(upper in codes and known[upper].name_zh == item.name_zh for upper in item.path[:-1])
    ]


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return re.sub(r"[^a-z]", "", plain.casefold())


@cache
def _by_name() -> Mapping[str, tuple[tuple[str, bool], ...]]:
    named: dict[str, tuple[tuple[str, bool], ...]] = {}
    for code, item in districts().items():
        # 红河州 and 石林县 are what people call 红河哈尼族彝族自治州 and 石林彝族自治县.
        called = item.short_zh + item.name_zh[-1]
        for name, whole in {item.short_zh: False, called: True, item.name_zh: True}.items():
            named[name] = (*named.get(name, ()), (code, whole))
    return named


@cache
def _longest() -> int:
    return max(map(len, _by_name()))


@cache
def _by_letters() -> Mapping[str, tuple[str, ...]]:
    named: dict[str, tuple[str, ...]] = {}
    for code, item in districts().items():
        letters = _letters(item.name_en)
        named[letters] = (*named.get(letters, ()), code)
    return named
