"""Whether names are those of wastes or of firms, by how such names end; no list of either is needed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.understanding.layout.surroundings import is_firm

_WASTES = re.compile(
    r"废|固废|危废|垃圾|污泥|矸石|尾矿|(?:[渣灰泥膏尘屑皮粉胶剂桶焦油酸碱液矿料盐块丝片布木]|蒸汽|煤气|尾气|余热|石膏|废水|中水)(?:\d+#?)?$"
    r"|\b(?:ash|slag|sludge|gypsum|dust|wastes?|residues?|mud|oil|acid|scrap|sawdust|lime|cullet|brine|liquor|sand|stone"
    r"|tailings|gangue|manure|grain|peel|whey|gas|steam|heat|water|rubber|plastics?|paper|wood|bricks?|catalysts?)$",
    re.IGNORECASE,
)
_FIRMS = re.compile(
    r"(?:钢铁|[热火发]电|化工|水泥|纸业|铝业|铝电|锌业|铜业|冶炼|建材|药业|食品|钢|厂|矿|集团|股份|实业|科技|材料|能源)$"
    r"|\b(?:works|mills?|plant|company|co|ltd|inc|corp|gmbh|ag|spa|group|power|steel|cement|chemicals|refinery)\.?$",
    re.IGNORECASE,
)


def are_wastes(names: Iterable[str]) -> bool:
    """Whether most names are those of wastes and not of firms.

    Examples
    --------
    >>> are_wastes(["粉煤灰", "炉渣"]), are_wastes(["滨州热电", "魏桥铝电"]), are_wastes(["A", "B"])
    (True, False, False)
    """
    held = [name.strip() for name in names]
    wastes = sum(bool(_WASTES.search(name)) and not _is_one(name) for name in held)
    return 2 * wastes > len(held)


def are_firms(names: Iterable[str]) -> bool:
    """Whether most names are those of firms.

    Examples
    --------
    >>> are_firms(["宏大公司", "滨州热电"]), are_firms(["Power Co", "Steel Co"]), are_firms(["粉煤灰"])
    (True, True, False)
    """
    held = [name.strip() for name in names]
    return 2 * sum(map(_is_one, held)) > len(held)


def _is_one(name: str) -> bool:
    return is_firm(name) or bool(_FIRMS.search(name))
