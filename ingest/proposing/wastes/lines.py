"""Lines of foreign sheets that name a waste: one a row, or a year's records of a firm summed to one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph.errors import SymbioflowError
from graph.units import CANONICAL, parse_unit
from graph.wording import folded
from ingest.proposing.firms import firm_of
from ingest.proposing.ids import is_serial
from ingest.proposing.result import Place
from ingest.quantities import NOTHING, read_written
from ingest.understanding import Amount, Row, Sheet, amount_of, kind_named, year_sums
from ingest.understanding.layout import is_firm

#: What kinds of sheets list that name no waste.
_NO_WASTE = frozenset({"parks", "facilities", "analyses", "uses"})
#: Fields that are tonnes generated, the surest first: what left is at least what was made.
SUPPLY = ("supply", "sent", "received", "stored", "taken_out")
#: What kinds of sheets list that name wastes nobody there gives off so much of -> why they are left aside.
_ASIDE: Mapping[str, str] = {"firms": "NO_AMOUNT", "needs": "A_NEED", "products": "A_PRODUCT"}
#: Words of a row's kind that say so of it alone.
_SAYS_KIND: Mapping[str, re.Pattern[str]] = {
    "products": re.compile(
        r"(?:主要?|最终)?(?:产品|成品)|(?:main |final )?products?|Produkte?"
        r"|(?:out(?:puts?)?|产出|输出)\s*[-–:：/(（]?\s*(?:products?|产品)[)）]?",
        re.IGNORECASE,
    ),
    "materials_used": re.compile(
        r"(?:主要)?(?:原料|原材料|原辅料|原辅材料|辅料|辅助材料|燃料|能源)"
        r"|(?:raw |auxiliary )?materials?(?: used)?|fuels?"
        r"|in(?:puts?)?(?:\s+[-–:/(].*|[:/(].*)?|(?:投入|输入|进料|消耗|购入|进厂).*|进",
        re.IGNORECASE,
    ),
}
#: Fields that say who takes a waste, or where it goes.
_OUTLETS = ("taker", "destination")
#: Questions about the amount of one row.
_OF_AMOUNTS = frozenset({"NUMBER", "NEGATIVE", "MARK", "UNIT_WORD", "LOAD"})
_SO_MUCH = re.compile(r"(.*?[^\d.\s约近/])\s*[(（:：/]?\s*((?:约|近)?\d[\d.]*\s*[^\d\s()（）]*)[)）]?")
#: Nothing that is thrown away is denser, in t/m3.
_DENSEST = 20.0
#: What parts the wastes that one cell of a list of firms names.
_SEVERAL = re.compile(
    r"[、;；,，\n]|/(?!\s*(?:a|y|yr|年|月|d|天|日)(?![a-z])|\s*[\d约近])|\s+(?:and|und|et)\s+"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One waste of one firm in one year, as a row or the records of a year say it."""

    kind: str
    own_id: str
    firm: str
    text: str
    material_text: str
    code: str
    year: int
    amounts: Mapping[str, Amount]
    verified: bool
    place: Place
    headers: Mapping[str, str]
    fate: str = ""
    #: False of a sheet that is of a part of the year: such add up however alike they are.
    whole: bool = True
    #: Unit of each field as its header writes it.
    units: Mapping[str, str] = field(default_factory=dict)
    #: What the same row says of earlier years.
    before: tuple[Amount, ...] = ()
    #: Whether sentences tell it, which tell of products too.
    told: bool = False
    #: Who takes it and where it goes as the row says them, each behind its header, and how it is used.
    outlets: tuple[tuple[str, str], ...] = ()
    way: str = ""
    #: Fields whose amounts wait for an answer, or that nobody knows, so that none of them is nothing.
    waiting: frozenset[str] = frozenset()
    #: Fields of which the row says that there is none.
    nothing: frozenset[str] = frozenset()
    #: Tonnes of one m3, as its row says it.
    density: str = ""


def lines_of(sheet: Sheet) -> Iterator[Line]:
    """Yield the lines of a sheet that name a waste; none where its rows are something else."""
    kind = kind_named(sheet.kind)
    if kind is None or kind.lists in _NO_WASTE:
        return
    headers = {column.field: column.header for column in sheet.columns if not column.aside}
    units = {column.field: column.unit for column in sheet.columns if not column.aside}
    if kind.record:
        yield from _sums(sheet, headers, units)
        return
    waiting = _fields_waiting(sheet)
    for row in sheet.rows:
        text, code = _text(row.texts, kind.name), _code(row.texts)
        listed_as = kind.name if kind.lists in _ASIDE else _listed_as(row.texts)
        if listed_as:
            yield from _only_named(sheet, row, text, listed_as)
            continue
        yield from _only_named(sheet, row, row.texts.get("need", ""), "needs")
        if text or code:
            amounts = _with_ends(
                {amount.field: amount for amount in sorted(row.amounts, key=lambda item: item.year)}
            )
            year = max((amount.year for amount in row.amounts), default=0) or row.year or sheet.year
            place = Place(sheet.file, sheet.sheet, row.number)
            own_id, of_kind = row.texts.get("id", ""), row.texts.get("material", "")
            own_id = "" if is_serial(own_id) else own_id
            firm = firm_of(sheet, row)
            # Where no other column does, the way may say who takes it: 外售甲公司20万吨用于制砖.
            outlets = [name for name in _OUTLETS if name in row.texts] or ["way"] * ("way" in row.texts)
            fate = f"{row.texts.get('destination', '')} {row.texts.get('way', '')}".casefold()
            whole = not sheet.facts.get("months")
            yield Line(
                kind.name,
                own_id,
                firm,
                text,
                of_kind,
                code,
                year,
                amounts,
                False,
                place,
                headers,
                fate,
                whole,
                units,
                tuple(amount for amount in row.amounts if amount.year < year),
                bool(sheet.facts.get("told")),
                tuple((headers.get(name, ""), row.texts[name]) for name in outlets),
                row.texts.get("way", "") if outlets != ["way"] else "",
                waiting | row.unknown,
                row.nothing,
                _density(row.texts.get("density", ""), units.get("density", "")),
            )


def why_only_named(kind: str) -> str:
    """Return why what a kind of sheet names is left aside, by code; empty where it gives amounts."""
    return _ASIDE.get(_lists(kind), "")


def _lists(kind: str) -> str:
    known = kind_named(kind)
    return known.lists if known is not None else ""


def _density(text: str, unit: str) -> str:
    """Return tonnes of one m3; empty for what is no density.

    Examples
    --------
    >>> _density("1.6", "t/m3"), _density("1600", "kg/m3"), _density("1.6", ""), _density("600", "")
    ('1.6', '1.6', '1.6', '')
    """
    try:
        written = read_written(text, ".") if text else None
        if written is None:
            return ""
        found = written.in_unit("t/m3", unit or "t/m3").likely
    except SymbioflowError:
        return ""
    return f"{found:.12g}" if 0.0 < found <= _DENSEST else ""


def _listed_as(texts: Mapping[str, str]) -> str:
    """Return which list a row belongs to that says itself that it is no waste; empty for all others.

    Examples
    --------
    >>> _listed_as({"waste": "碳酸锂", "waste_class": "产品"}), _listed_as({"waste": "锂渣", "kind": "固废"})
    ('products', '')
    >>> _listed_as({"waste": "salt", "kind": "In"}), _listed_as({"waste": "grits", "kind": "Out - waste"})
    ('materials_used', '')
    """
    said = [texts[name].strip() for name in ("waste_class", "kind") if name in texts]
    return next((kind for kind, words in _SAYS_KIND.items() if any(map(words.fullmatch, said))), "")


def _with_ends(amounts: dict[str, Amount]) -> dict[str, Amount]:
    """Return amounts with the least and the most of a supply, which stand in columns of their own, in it."""
    low, high = amounts.get("supply_low"), amounts.get("supply_high")
    if low is None or high is None or low.unit != high.unit or low.likely > high.likely:
        return amounts
    middle = replace(low, field="supply", likely=(low.likely + high.likely) / 2)
    supply = amounts.get("supply", middle)
    if supply.unit != low.unit or not low.likely <= supply.likely <= high.likely:
        return amounts
    return {**amounts, "supply": replace(supply, low=low.low, high=high.high)}


def _only_named(sheet: Sheet, row: Row, text: str, kind: str) -> Iterator[Line]:
    """Return what a list of firms only names, or what firms need: none is passed over in silence."""
    place = Place(sheet.file, sheet.sheet, row.number)
    of_header = next(
        (column.unit for column in sheet.columns if column.field in ("waste", "material") and column.unit), ""
    )
    for name in filter(None, (part.strip() for part in _SEVERAL.split(text))):
        if name.casefold() not in NOTHING:
            amounts: dict[str, Amount] = {}
            if kind == "enterprises" and (said := _SO_MUCH.fullmatch(name)):
                # 钢渣30万吨: a name and an amount in one word, with its unit or that of the header.
                written = written_amount(said[2], of_header)
                name, amounts = (said[1].strip(), {"supply": written}) if written else (name, {})
            yield Line(kind, "", firm_of(sheet, row), name, "", "", 0, amounts, False, place, {})


def written_amount(text: str, unit: str = "") -> Amount | None:
    """Return a year's amount that carries its unit; None for what is none.

    Parameters
    ----------
    unit : str
        Of amounts that carry none, or only a scale.

    Examples
    --------
    >>> written_amount("30万吨").likely, written_amount("3号线"), written_amount("4.5万", "吨/年").likely
    (300000.0, None, 45000.0)
    """
    try:
        written = read_written(text, ".")
        if written is not None and unit and (not written.unit or parse_unit(written.unit).bare):
            written = replace(written, unit=f"{written.unit}{unit}")
        if written is None or not written.unit:
            return None
        dimensions = dict(parse_unit(written.unit).dimensions)
        counted = next(CANONICAL[name] for name, power in dimensions.items() if power == 1)
        timed = written if "time" in dimensions else replace(written, unit=f"{written.unit}/yr")
        found = timed.in_unit(f"{counted}/yr")
    except (SymbioflowError, KeyError, StopIteration):
        return None
    return amount_of("supply", 0, found)


def _sums(sheet: Sheet, headers: Mapping[str, str], units: Mapping[str, str]) -> Iterator[Line]:
    """Return the waste of each firm by year, the records of a year being summed."""
    groups: dict[tuple[str, str, str, int], dict[str, Amount]] = defaultdict(dict)
    rows: dict[tuple[str, str, str, int], int] = {}
    by_number = {row.number: row for row in sheet.rows}
    waiting = _waiting(sheet)
    sent: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in sheet.rows:
        where = row.texts.get("destination", "")
        # A store or a yard of its own is no taker.
        if is_firm(where) and where != firm_of(sheet, row):
            sent[firm_of(sheet, row), row.texts.get("waste", "") or row.texts.get("material", "")].add(where)
    for total in year_sums(sheet):
        first: Row = by_number[total.rows[0]]
        text = total.waste or first.texts.get("material", "")
        key = (total.enterprise or sheet.firm, text, total.waste_code or total.waste_class, total.year)
        groups[key][total.field] = Amount(
            total.field,
            total.year,
            total.low,
            total.likely,
            total.high,
            total.unit,
            total.basis,
            first.amounts[0].note,
        )
        rows[key] = min(rows.get(key, total.rows[0]), total.rows[0])
    for (firm, text, code, year), amounts in groups.items():
        place = Place(sheet.file, sheet.sheet, rows[firm, text, code, year])
        # A year's sum without a record whose amount is asked for is no year's sum.
        amounts = {} if (firm, text, year) in waiting else amounts
        fate = "; ".join(sorted(sent.get((firm, text), ())))
        yield Line(
            sheet.kind, "", firm, text, "", code, year, amounts, True, place, headers, fate, units=units
        )


def _waiting(sheet: Sheet) -> frozenset[tuple[str, str, int]]:
    """Return firm, waste and year of the records whose amount is asked about."""
    asked = {question.row for question in sheet.questions if question.code in _OF_AMOUNTS}
    return frozenset(
        (firm_of(sheet, row), row.texts.get("waste", "") or row.texts.get("material", ""), row.year)
        for row in sheet.rows
        if row.number in asked and not row.amounts
    )


def _fields_waiting(sheet: Sheet) -> frozenset[str]:
    """Return the fields whose columns wait for their unit, for what they mean, or for which of two counts."""
    asked = {question.code for question in sheet.questions}
    headers = {question.column for question in sheet.questions if question.code in ("TWICE", "FIELD")}
    return frozenset(
        column.field
        for column in sheet.columns
        if column.header in headers or ("UNIT" in asked and not column.unit and not column.aside)
    )


def _text(texts: Mapping[str, str], kind: str) -> str:
    """Return what a row calls its waste; in a list of needs, what is needed."""
    own = {"products": "products", "needs": "need"}.get(_lists(kind), "")
    return (texts.get("waste", "") or texts.get("material", "") or texts.get(own, "")).strip()


def _code(texts: Mapping[str, str]) -> str:
    return " ".join(filter(None, (texts.get("waste_code", "").strip(), texts.get("waste_class", "").strip())))


def of_one_waste(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Return the lines of each firm's waste of the latest year there is, those of earlier years left out.

    Sheets of one kind add up; where several kinds speak of a waste, a list of the year goes before records.
    """
    groups: dict[tuple[str, ...], list[Line]] = {}
    for line in lines:
        words = (folded(line.text), "" if line.text else folded(line.code), str(_lists(line.kind) == "needs"))
        groups.setdefault((line.own_id, folded(line.firm), *words), []).append(line)
    for group in groups.values():
        latest = max(line.year for line in group)
        kept = [line for line in group if line.year in (latest, 0)]
        earlier = [amount for line in group if 0 < line.year < latest for amount in line.amounts.values()]
        if earlier:
            kept[0] = replace(kept[0], before=(*kept[0].before, *earlier))
        yield kept


def counted_once(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Return the lines that count and those that say them again: a summary beside the sheets it sums up.

    Of two sheets with the same amount the first counts; of several the one that is the sum of the others.
    """
    sheets: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        sheets.setdefault((line.place.file, line.place.sheet), []).append(line)
    alike = all(line.whole and not line.verified and line.kind == lines[0].kind for line in lines)
    if len(sheets) < 2 or not alike:
        return lines, []
    sums: list[float] = []
    units: set[str] = set()
    for group in sheets.values():
        amounts = [
            next((line.amounts[name] for name in SUPPLY if name in line.amounts), None) for line in group
        ]
        held = [amount for amount in amounts if amount is not None]
        units |= {amount.unit for amount in held}
        sums.append(sum(amount.likely for amount in held))
    largest = max(sums)
    if len(units) != 1 or largest <= 0.0 or abs(sum(sums) - 2.0 * largest) > 1e-6 * largest:
        return lines, []
    groups = list(sheets.values())
    kept = groups.pop(sums.index(largest))
    return kept, [line for group in groups for line in group]


def of_one_kind(lines: Sequence[Line], field: str) -> list[Line]:
    """Return the lines of the one kind of sheet that counts for a field: a year's list before records."""
    having = [line for line in lines if field in line.amounts]
    if not having:
        return []
    first = min(having, key=lambda line: line.verified).kind
    return [line for line in having if line.kind == first]
