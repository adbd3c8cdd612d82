"""What a cell of licences names: codes of hazardous waste, and exemptions for directed use among them."""

from __future__ import annotations

import re

from graph.knowledge import CodeScheme, codes_in
from graph.wording import plain

#: Ranges of codes in a licence.
_TO = r"\s*(?:[-~－—–至到]|\bto\b)\s*"
_CLASSES = re.compile(rf"HW\s*(\d{{1,2}}){_TO}(?:HW\s*)?(\d{{1,2}})(?![\d-])", re.IGNORECASE)
_ITEMS = re.compile(rf"(\d{{3}})-(\d{{3}})-(?:\d{{2}}){_TO}\d{{3}}-(\d{{3}})-(\d{{2}})(?!\d)")
_CLASS_OF_ITEMS = re.compile(r"HW\s*\d{1,2}\s*[(:](?=[^():]*\d{3}-\d{3}-\d{2})", re.IGNORECASE)
_LONGEST_RANGE = 60
#: How an exemption for directed use is called, beside licences or alone.
_DIRECTED = re.compile(r"点对点|定向利用|豁免|directed use|exempt", re.IGNORECASE)
_CLAUSES = re.compile(r"[;；。\n]+")


def licence_codes(text: str) -> tuple[str, ...]:
    """Return the codes of hazardous waste that a cell of licences names, classes and items.

    From one code to another, all between are named: HW11-13, 336-054-17至336-064-17. A class with items in
    brackets behind it only says whose they are. What is exempt from a licence is none.

    Examples
    --------
    >>> licence_codes("HW02-HW04，HW08（900-249-08）"), licence_codes("HW17：336-054-17至336-056-17")
    (('HW02', 'HW03', 'HW04', '900-249-08'), ('336-054-17', '336-055-17', '336-056-17'))
    >>> licence_codes("HW08；点对点定向利用：HW17（来自甲厂）")
    ('HW08',)
    """
    return _codes(";".join(clause for clause in _CLAUSES.split(text) if not _DIRECTED.search(clause)))


def exempt_clauses(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the clauses of a cell that speak of exemptions for directed use, each with its codes.

    Examples
    --------
    >>> exempt_clauses("HW08；点对点定向利用：HW17（来自甲厂）")
    (('点对点定向利用：HW17（来自甲厂）', ('HW17',)),)
    """
    clauses = (clause.strip() for clause in _CLAUSES.split(text) if _DIRECTED.search(clause))
    return tuple((clause, _codes(clause)) for clause in clauses)


def _codes(text: str) -> tuple[str, ...]:
    text = _CLASS_OF_ITEMS.sub("(", plain(text))
    text = _CLASSES.sub(lambda found: _between(found, "HW{:02}"), text)
    text = _ITEMS.sub(lambda found: _between(found, "{}-{:03}-{}"), text)
    return tuple(code.code for code in codes_in(text) if code.scheme is CodeScheme.HW)


def _between(found: re.Match[str], written: str) -> str:
    """Return the codes of a range one by one; the range as it stands where it is none."""
    *before, first, last, after = ("", *found.groups(), "") if written.startswith("HW") else found.groups()
    low, high = int(first), int(last)
    if not low < high <= low + _LONGEST_RANGE:
        return found[0]
    ends = [(*filter(None, before), number, *filter(None, (after,))) for number in range(low, high + 1)]
    return "、".join(written.format(*parts) for parts in ends)
