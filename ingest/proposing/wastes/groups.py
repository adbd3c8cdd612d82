"""Words that say which group of wastes is meant and not which waste."""

from __future__ import annotations

import re

from graph.wording import folded

#: Words that name a group of wastes, and those that may stand beside them.
_GROUP = re.compile(
    r"hazardous|dangerous|industrial|other|general|special|solid|inert|一般|工业|危险|危废|固废|固体|其他|其它|其余"
)
_GROUP_WORDS = re.compile(
    r"\b(?:non|not|hazardous|dangerous|industrial|other|general|special|solid|inert|mixed|domestic|commercial|wastes?|and|total)\b"
    r"|一般|工业|危险|危废|固废|固体|废物|废弃物|其他|其它|其余|各类|类|的|第?[ⅰⅱi12一二]+类"
)


def is_group(text: str) -> bool:
    """Whether a text says which group of wastes is meant and not which waste.

    Examples
    --------
    >>> is_group("一般工业固体废物"), is_group("Non-hazardous waste"), is_group("其他"), is_group("废酸")
    (True, True, True, False)
    >>> is_group("Hazardous (domestic)"), is_group("domestic waste"), is_group("生活垃圾")
    (True, False, False)
    """
    words = folded(text)
    return bool(_GROUP.search(words)) and not _GROUP_WORDS.sub("", words).strip(" ,;:()/、-_")
