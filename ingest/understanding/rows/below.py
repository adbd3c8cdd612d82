"""What a header means by what stands below it, or by the headers beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from graph.errors import SymbioflowError
from ingest.grids import Cell
from ingest.quantities import NOTHING, read_written
from ingest.understanding.heads import TAKEN, Header, field_types, is_amount, is_unit, read_header
from ingest.understanding.layout import Table, cell_at, is_firm
from ingest.words import meanings

#: Rows that are looked at to tell what a column holds.
SAMPLE = 200
#: Amounts of a waste that is used.
USED = frozenset({"in_use", "own_use", "sent_to_use"})
#: Amounts of what becomes of a waste -> the field of words below the same header.
_SAYING_HOW: Mapping[str, str] = {
    "in_use": "way",
    "disposal": "way",
    "sent": "destination",
    "own_use": "own_use_way",
    "sent_to_use": "sent_to_use_way",
    "own_disposal": "own_disposal_way",
    "sent_to_disposal": "sent_to_disposal_way",
}
#: Names of things -> the amounts that stand below such a header with a unit.
_OF_NUMBERS: Mapping[str, str] = {"waste": "quantity", "material": "quantity", "need": "need_amount"}
#: What stands between the least and the most.
_MIDDLE = re.compile(
    "|".join(re.escape(word) + (r"\b" if word.isascii() else "") for word in meanings("middle")),
    re.IGNORECASE,
)
#: So many words are more than a number and its unit.
_SENTENCE = 2
#: Works that take waste, or carry it.
_TAKES = re.compile(r"处理|处置|填埋|焚烧|利用|收|运|去|受|下游|买|购")
#: Answers below 危废 that say whether it is one.
_YES_NO = re.compile(r"\s*(?:是|否|有|无|y|n|yes|no|√|×)\s*", re.IGNORECASE)


def unit_or_firm(header: Header, cells: Sequence[Cell]) -> Header:
    """Return what 单位 heads: units of measure, or firms."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    if not texts or 2 * sum(map(is_unit, texts)) >= len(texts):
        return header
    return replace(header, field="enterprise", likeness=0.9)


def amounts_or_words(header: Header, levels: Sequence[str], cells: Sequence[Cell]) -> Header:
    """Return what a header means by what stands below it.

    Words below 处置 or Disposal say how, not how much; numbers below 固废（吨） are how much.
    """
    type_ = field_types().get(header.field, "")
    held = [cell for cell in cells if cell is not None]
    if not held:
        return header
    lowest = read_header(levels[-1:])
    if len(levels) > 1 and type_ == "text" and field_types().get(lowest.field) == "amount":
        # 去向 above 综合利用: where it goes, or how much of it goes there.
        count = sum(isinstance(cell, int | float) for cell in held)
        if 2 * count > len(held) and lowest.likeness >= TAKEN:
            return replace(header, field=lowest.field, likeness=0.95, others=())
    if type_ == "amount" and (header.unit == "%" or "%" in levels[-1] or "％" in levels[-1]):
        # A share of something is no amount of tonnes.
        return replace(header, field="use_rate" if header.field in USED else "", unit="")
    if type_ == "amount" and header.field in _SAYING_HOW:
        words = [cell for cell in held if isinstance(cell, str) and _is_said(cell)]
        words = [cell for cell in words if cell.strip().casefold() not in NOTHING]
        if 2 * len(words) > len(held):
            return replace(header, field=_SAYING_HOW[header.field], unit="")
    if header.field == "waste" and all(isinstance(cell, str) and _YES_NO.fullmatch(cell) for cell in held):
        return replace(header, field="hazard")
    if header.field in _OF_NUMBERS and header.unit and header.likeness >= TAKEN:
        numbers = [cell for cell in held if not isinstance(cell, str) or re.match(r"\s*[<>~≈约]?\s*\d", cell)]
        if 2 * len(numbers) > len(held):
            return replace(header, field=_OF_NUMBERS[header.field])
    return header


def read_firms(table: Table, headers: dict[int, Header]) -> None:
    """Read 糖厂 or 钢厂 as firms where firms stand below it and in no other column; receivers are none."""
    if any(header.field in ("enterprise", "enterprise_id") for header in headers.values()):
        return
    for at, header in headers.items():
        name = table.headers[at][-1].strip()
        if header.field or not is_firm(name) or _TAKES.search(name):
            continue
        if are_firms([cell_at(cells, at) for _, cells in table.rows[:SAMPLE]]):
            headers[at] = replace(header, field="enterprise", likeness=0.9, others=())
            return


def read_middle(table: Table, headers: dict[int, Header]) -> None:
    """Read 平均 or *average* between the least and the most of what is given off as the likely amount."""
    fields = {header.field for header in headers.values() if header.likeness >= TAKEN}
    if not {"supply_low", "supply_high"} <= fields or "supply" in fields:
        return
    middle = [at for at in headers if _MIDDLE.match(table.headers[at][-1].strip())]
    if len(middle) == 1:
        headers[middle[0]] = replace(headers[middle[0]], field="supply", likeness=0.9, others=())


def are_firms(cells: Sequence[Cell]) -> bool:
    """Whether most of the cells below each other are names of firms."""
    held = [cell for cell in cells if cell is not None]
    return bool(held) and 2 * sum(isinstance(cell, str) and is_firm(cell) for cell in held) > len(held)


def _is_said(cell: str) -> bool:
    """Whether a cell says something in words, with amounts or without.

    Examples
    --------
    >>> _is_said("12000 MT to Sun Cement; balance in pond"), _is_said("sold"), _is_said("12,000 t/yr")
    (True, True, False)
    """
    if not re.search(r"\d", cell):
        return True
    try:
        written = read_written(cell, ".")
        counts = written is None or not written.unit or is_unit(written.unit) or is_amount(written.unit)
    except SymbioflowError:
        counts = False
    return not counts and len(re.findall(r"[A-Za-z]{3,}", cell)) >= _SENTENCE
