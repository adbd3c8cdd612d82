"""Dated records put together: a year's sum of each firm's waste, and what was used, disposed of or sent."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ingest.quantities import rounded
from ingest.understanding.heads import Kind, kind_named
from ingest.understanding.result import Row, Sheet

#: Field of a record -> what became of the waste.
_STAGES: Mapping[str, str] = {
    "own_use": "use",
    "sent_to_use": "use",
    "in_use": "use",
    "own_disposal": "disposal",
    "sent_to_disposal": "disposal",
    "disposal": "disposal",
    "sent": "sent",
}
#: Codes of ways as manifests write them (R4, D10).
_WAY = re.compile(r"[RD]\d{1,2}(?!\d)")


@dataclass(frozen=True, slots=True)
class YearSum:
    """What the records of one year say of one firm's waste.

    Attributes
    ----------
    field : str
        The quantity summed, for example ``supply``.
    low, likely, high : float
        In `unit`, of the year.
    months : tuple of float
        Twelve sums of the likely values, January first; empty where days or months are not known.
    rows : tuple of int
        Rows of the sheet that are in it.
    """

    file: str
    sheet: str
    year: int
    enterprise: str
    waste: str
    waste_class: str
    waste_code: str
    field: str
    low: float
    likely: float
    high: float
    unit: str
    basis: str
    months: tuple[float, ...]
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WeighedFlow:
    """Tonnes on record as used, disposed of or sent out.

    Attributes
    ----------
    became : {"use", "disposal", "sent"}
        ``sent`` where the record says who took it and not what for.
    taker : str
        Empty where the record names none; own use and disposal have the firm itself as taker.
    """

    year: int
    enterprise: str
    waste: str
    became: str
    taker: str
    amount: float
    unit: str


def year_sums(sheet: Sheet) -> tuple[YearSum, ...]:
    """Return the sums of a sheet of dated records, by year, firm and waste; empty for other kinds.

    The months that a year's records cover are left to the reader: half a year's sum is not a year's.
    """
    kind = kind_named(sheet.kind)
    if kind is None or not kind.record:
        return ()
    groups: dict[tuple[int, str, str, str, str, str, str, str], list[tuple[Row, int]]] = defaultdict(list)
    for row in sheet.rows:
        named = (
            row.texts.get("enterprise", ""),
            row.texts.get("waste", "") or row.texts.get("material", ""),
            row.texts.get("waste_class", ""),
            row.texts.get("waste_code", ""),
        )
        for at, amount in enumerate(row.amounts):
            if amount.field not in ("stock", "stock_before", "moisture", "price", "disposal_cost"):
                key = (row.year, *named, amount.field, amount.unit, amount.basis)
                groups[key].append((row, at))
    sums = []
    for (year, firm, waste, group, code, field, unit, basis), members in sorted(groups.items()):
        amounts = [row.amounts[at] for row, at in members]
        months = [0.0] * 12
        for (row, _), amount in zip(members, amounts, strict=True):
            if row.month:
                months[row.month - 1] += amount.likely
        sums.append(
            YearSum(
                sheet.file,
                sheet.sheet,
                year,
                firm,
                waste,
                group,
                code,
                field,
                rounded(sum(amount.low for amount in amounts)),
                rounded(sum(amount.likely for amount in amounts)),
                rounded(sum(amount.high for amount in amounts)),
                unit if "/" in unit or not unit else f"{unit}/yr",
                basis,
                tuple(months) if all(row.month for row, _ in members) else (),
                tuple(row.number for row, _ in members),
            )
        )
    return tuple(sums)


def weighed_flows(sheets: Iterable[Sheet]) -> tuple[WeighedFlow, ...]:
    """Return what the records of all sheets say was used, disposed of or sent out."""
    records = ((sheet, kind) for sheet in sheets if (kind := kind_named(sheet.kind)) is not None)
    return tuple(
        flow
        for sheet, kind in records
        if kind.record and kind.lists == "wastes"
        for row in sheet.rows
        for flow in _flows(kind, row)
    )


def _flows(kind: Kind, row: Row) -> Iterable[WeighedFlow]:
    enterprise = row.texts.get("enterprise", "")
    waste = row.texts.get("waste", "") or row.texts.get("material", "")
    for amount in row.amounts:
        received = (kind.received or "sent") if amount.field == "received" else ""
        became = _by_way(row, received or _STAGES.get(amount.field, ""))
        if not became or amount.likely == 0:
            continue
        inside = amount.field.startswith("own_") or kind.received
        taker = enterprise if inside else row.texts.get("taker", "")
        yield WeighedFlow(row.year, enterprise, waste, became, taker, amount.likely, amount.unit)


def _by_way(row: Row, became: str) -> str:
    """Return what became of a waste that was sent, by the letter of its way: R is a use, D a disposal."""
    way = row.texts.get("way", "").strip().upper()
    if became != "sent" or not _WAY.match(way):
        return became
    return "use" if way.startswith("R") else "disposal"
