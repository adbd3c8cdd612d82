"""In which division of China a park stands, from the addresses of its firms, else from its own name."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.districts import district, districts

#: What follows the name of a place in the name of a park: 福泉经济开发区, not 东区工业园.
_PARK_WORDS = ("经济", "经开", "高新", "工业", "产业", "化工", "循环", "开发", "园区", "新材料", "技术")
_SHORTEST = 2
#: Level of a prefecture.
_LARGE = 2


def region_of(addresses: Iterable[str], name: str) -> str:
    """Return the code of the smallest division that all addresses lie in; empty where nothing says it.

    Parameters
    ----------
    addresses : iterable of str
        Of the park's firms. One that could be in several divisions says nothing. Firms of several provinces
        leave the park nowhere.
    name : str
        Of the park; it counts where no address says anything, and only with a place at its start.

    Examples
    --------
    >>> region_of(["贵州省福泉市马场坪", "贵州省黔南州都匀市"], "")
    '522700'
    >>> region_of([], "福泉经济开发区"), region_of([], "东区工业园"), region_of([], "Park 3")
    ('522702', '', '')
    """
    paths = [found[0].district.path for found in map(district, addresses) if len(found) == 1]
    if paths:
        shared = [code for code in paths[0] if all(code in path for path in paths)]
        return shared[-1] if shared else ""
    return _of_name(name)


def _of_name(name: str) -> str:
    found = district(name)
    if len(found) != 1:
        return ""
    match = found[0]
    read = name[: len(name) - len(match.rest)]
    # Short names of counties are ordinary words too; those of prefectures and provinces hardly are.
    large = match.district.level <= _LARGE and not read.endswith("区")
    sure = large or (
        (len(read) > _SHORTEST or not read.endswith("区")) and match.rest.startswith(_PARK_WORDS)
    )
    return match.district.code if sure else ""


def region_name(code: str, language: str) -> str:
    """Return what a division is called, from its province down.

    Examples
    --------
    >>> region_name("522702", "zh"), region_name("500115", "en")
    ('贵州省黔南布依族苗族自治州福泉市', 'Changshou, Chongqing')
    """
    known = districts()
    line = [known[upper] for upper in known[code].path]
    if language == "zh":
        return "".join(dict.fromkeys(one.name_zh for one in line))
    return ", ".join(dict.fromkeys(one.name_en for one in line[::-1]))
