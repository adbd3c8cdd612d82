"""Wastes of foreign sheets: whose, of which material, how much a year, and how much of it is used today.

Lists give a row a waste; records of single days are summed to a year first. The same waste of the same firm
in several rows of a list is one stream of their sum.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from graph.errors import SymbioflowError
from graph.evidence import Evidence
from graph.knowledge import Decision, Reader, Reading, Why, codes_in
from graph.model import Material, WasteStream
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.units import CANONICAL, convert, parse_unit
from graph.vocabulary import EnterpriseId, MaterialId, Sharing, StreamId
from graph.wording.folding import folded
from ingest.proposing.asking import Asker
from ingest.proposing.densities import converted
from ingest.proposing.firms import Firms, firm_of
from ingest.proposing.ids import free_id, id_of, is_chinese
from ingest.proposing.result import LeftAside, Place, WasteFound
from ingest.quantities import NOTHING, read_written
from ingest.understanding import Amount, Row, Sheet, WeighedFlow, kind_named, weighed_flows, year_sums

#: Kinds of sheets whose rows are wastes.
_NO_WASTE = frozenset({"parks", "facilities", "analyses", "general_waste_6_2"})
#: Fields that are tonnes generated, the surest first: what left is at least what was made.
_SUPPLY = ("supply", "sent", "received", "stored")
#: Words of a destination or way that mean a use.
_USE_WORDS = ("利用", "外售", "出售", "销售", "回收", "sold", "recycl", "recover", "reuse", "verwert")
#: Kinds of sheets that name wastes nobody there gives off so much of, and why they are left aside.
_ONLY_NAMED: Mapping[str, str] = {"enterprises": "NO_AMOUNT", "needs": "A_NEED"}
_SO_MUCH = re.compile(r"(.*?[^\d.\s约近])\s*[(（:：]?\s*((?:约|近)?\d[\d.]*\s*[^\d\s()（）]+)[)）]?")
#: What parts the wastes that one cell of a list of firms names.
_SEVERAL = re.compile(r"[、;；,，/\n]|\s+(?:and|und|et)\s+")
_NOT_USED = re.compile(
    r"[未无不没][^，,;；]{0,4}?(?:利用|回收|外售|出售|销售)"
    r"|\b(?:not|un|non)[ -]?(?:recycl|recover|reuse|sold)\w*"
)
#: Fields that are tonnes used today.
_IN_USE = ("in_use", "own_use", "sent_to_use")


@dataclass(frozen=True, slots=True)
class _Line:
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


@dataclass(frozen=True, slots=True)
class Wastes:
    """The wastes of all sheets: what was found, the rows for the store, and what was left aside."""

    found: tuple[WasteFound, ...]
    rows: tuple[WasteStream, ...]
    left_aside: tuple[LeftAside, ...]


def find_wastes(
    sheets: Iterable[Sheet],
    known: Snapshot,
    firms: Firms,
    donors: Mapping[str, frozenset[str]],
    reader: Reader,
    asker: Asker,
    evidence: Evidence,
) -> Wastes:
    """Return the wastes that sheets name, each with its material and its amounts in the material's unit.

    Parameters
    ----------
    donors : mapping of str to frozenset of str
        Firm id -> its ISIC classes, which help to tell what it gives off.
    """
    sheets = tuple(sheets)
    writer = _Writer(known, firms, donors, reader, asker, evidence, _used(weighed_flows(sheets)))
    for lines in _of_one_waste(line for sheet in sheets for line in _lines(sheet)):
        writer.add(lines)
    return Wastes(tuple(writer.found), tuple(writer.rows), tuple(writer.left_aside))


def _lines(sheet: Sheet) -> Iterator[_Line]:
    kind = kind_named(sheet.kind)
    if kind is None or kind.name in _NO_WASTE:
        return
    headers = {column.field: column.header for column in sheet.columns if not column.aside}
    if kind.record:
        yield from _sums(sheet, headers)
        return
    for row in sheet.rows:
        text, code = _text(row.texts), _code(row.texts)
        if kind.name in ("enterprises", "needs"):
            yield from _only_named(sheet, row, text, kind.name)
            continue
        yield from _only_named(sheet, row, row.texts.get("need", ""), "needs")
        if text or code:
            amounts = {amount.field: amount for amount in sorted(row.amounts, key=lambda item: item.year)}
            year = max((amount.year for amount in row.amounts), default=0) or row.year or sheet.year
            place = Place(sheet.file, sheet.sheet, row.number)
            own_id, of_kind = row.texts.get("id", ""), row.texts.get("material", "")
            firm = firm_of(sheet, row)
            fate = f"{row.texts.get('destination', '')} {row.texts.get('way', '')}".casefold()
            yield _Line(
                kind.name, own_id, firm, text, of_kind, code, year, amounts, False, place, headers, fate
            )


def _only_named(sheet: Sheet, row: Row, text: str, kind: str) -> Iterator[_Line]:
    """Return what a list of firms only names, or what firms need: none is passed over in silence."""
    place = Place(sheet.file, sheet.sheet, row.number)
    for name in filter(None, (part.strip() for part in _SEVERAL.split(text))):
        if name.casefold() not in NOTHING:
            amounts: dict[str, Amount] = {}
            if kind == "enterprises" and (said := _SO_MUCH.fullmatch(name)):
                # 钢渣30万吨: a name and an amount with its unit in one word.
                written = _written(said[2])
                name, amounts = (said[1].strip(), {"supply": written}) if written else (name, {})
            yield _Line(kind, "", firm_of(sheet, row), name, "", "", 0, amounts, False, place, {})


def _written(text: str) -> Amount | None:
    """Return a year's amount that carries its unit; None for what is none."""
    try:
        written = read_written(text, ".")
        unit = CANONICAL[parse_unit(written.unit).dimensions[0][0]] if written and written.unit else ""
        found = written.in_unit(f"{unit}/yr", f"{written.unit}/yr") if written and unit else None
    except (SymbioflowError, KeyError, IndexError):
        return None
    if found is None:
        return None
    return Amount("supply", 0, found.low, found.likely, found.high, found.unit, found.basis, found.note)


def _sums(sheet: Sheet, headers: Mapping[str, str]) -> Iterator[_Line]:
    """Return the waste of each firm by year, the records of a year being summed."""
    groups: dict[tuple[str, str, str, int], dict[str, Amount]] = defaultdict(dict)
    rows: dict[tuple[str, str, str, int], int] = {}
    by_number = {row.number: row for row in sheet.rows}
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
        yield _Line(sheet.kind, "", firm, text, "", code, year, amounts, True, place, headers)


def _text(texts: Mapping[str, str]) -> str:
    return (texts.get("waste", "") or texts.get("material", "") or texts.get("need", "")).strip()


def _code(texts: Mapping[str, str]) -> str:
    return " ".join(filter(None, (texts.get("waste_code", "").strip(), texts.get("waste_class", "").strip())))


def _of_one_waste(lines: Iterable[_Line]) -> Iterator[list[_Line]]:
    """Return the lines of each firm's waste of the latest year there is, those of earlier years left out.

    Sheets of one kind add up; where several kinds speak of a waste, a list of the year goes before records.
    """
    groups: dict[tuple[str, ...], list[_Line]] = {}
    for line in lines:
        words = (folded(line.text), "" if line.text else folded(line.code), str(line.kind == "needs"))
        groups.setdefault((line.own_id, folded(line.firm), *words), []).append(line)
    for group in groups.values():
        latest = max(line.year for line in group)
        yield [line for line in group if line.year in (latest, 0)]


def _used(flows: Iterable[WeighedFlow]) -> dict[tuple[str, str], list[WeighedFlow]]:
    """Return what records say went to a use in the latest year, by folded firm and waste."""
    used: dict[tuple[str, str], list[WeighedFlow]] = defaultdict(list)
    for flow in flows:
        if flow.became == "use":
            used[folded(flow.enterprise), folded(flow.waste)].append(flow)
    return {
        key: [flow for flow in group if flow.year == max(item.year for item in group)]
        for key, group in used.items()
    }


class _Writer:
    """Turns the lines of one waste into a found waste and, where all is known, a row."""

    def __init__(
        self,
        known: Snapshot,
        firms: Firms,
        donors: Mapping[str, frozenset[str]],
        reader: Reader,
        asker: Asker,
        evidence: Evidence,
        used: Mapping[tuple[str, str], list[WeighedFlow]],
    ) -> None:
        self._materials = known.by_id(Material)
        self._names = {id_: row.name_zh or row.name_en for id_, row in self._materials.items()}
        self._there = known.by_id(WasteStream)
        self._taken: set[str] = set()
        self._readings: dict[tuple[str, frozenset[str]], Reading] = {}
        self._firms, self._donors, self._reader, self._asker = firms, donors, reader, asker
        self._evidence, self._used = evidence, used
        self.found: list[WasteFound] = []
        self.rows: list[WasteStream] = []
        self.left_aside: list[LeftAside] = []

    def add(self, lines: list[_Line]) -> None:
        # A list of firms only names wastes: what another sheet says of one is said there.
        lines = [line for line in lines if line.amounts] or lines
        line = lines[0]
        shown = line.text or line.code
        if line.kind in _ONLY_NAMED and not line.amounts:
            self.left_aside.append(LeftAside(line.place, f"{line.firm}: {shown}", _ONLY_NAMED[line.kind]))
            return
        enterprise = self._firms.id_of(line.firm, self._asker, line.place)
        if not enterprise:
            self.left_aside.append(LeftAside(line.place, shown, "NO_FIRM"))
            return
        reading = self._read(line, enterprise)
        asked = line.material_text or shown
        material = self._asker.meant("MATERIAL", asked, reading, line.place, self._names, self._materials)
        id_ = free_id(line.own_id or id_of(enterprise, shown), self._taken)
        self._taken.add(id_)
        counted = self._materials.get(material)
        unit = counted.unit.value if counted else ""
        supply = self._total(lines, _SUPPLY, counted, only_one=True)
        flows = self._flows(line)
        in_use = self._weighed(flows, unit) or self._total(lines, _IN_USE, counted, only_one=False)
        in_use = in_use or _used_share(lines, supply) or _perhaps_in_use(lines, supply)
        self.found.append(
            WasteFound(
                id=id_,
                enterprise=enterprise,
                text=line.text,
                code=line.code,
                material=material,
                candidates=reading.candidates[:3],
                supply=supply,
                in_use=in_use,
                unit=unit,
                year=line.year,
                verified=line.verified,
                takers=_takers(flows, unit),
                place=line.place,
            )
        )
        if not material:
            self.left_aside.append(LeftAside(line.place, shown, "NO_MATERIAL"))
        elif supply is None:
            self.left_aside.append(LeftAside(line.place, shown, "NO_AMOUNT"))
        else:
            self.rows.append(self._row(id_, enterprise, material, lines, supply, in_use, flows))

    def _read(self, line: _Line, enterprise: str) -> Reading:
        """Read the words with what the donor's industry gives off, and the code where they are not sure."""
        donor = self._donors.get(enterprise, frozenset())
        texts = [line.material_text, line.text, line.code]
        if line.code:
            texts.append(f"{line.material_text or line.text} {line.code}")
        readings = [self._reading(text, donor) for text in dict.fromkeys(filter(str.strip, texts))]
        if codes := {code.code for code in codes_in(line.code)}:
            # Words that are those of another code say less than the code that stands there.
            readings = [reading for reading in readings if not _of_other_code(reading, codes)] or readings
        sure = (reading for reading in readings if reading.decision is Decision.CERTAIN)
        likeliest = max(readings, key=lambda item: item.candidates[0].likeness if item.candidates else 0.0)
        return next(sure, likeliest)

    def _reading(self, text: str, donor: frozenset[str]) -> Reading:
        """Return what a text means; the same few wastes of an industry stand in thousands of rows."""
        if (text, donor) not in self._readings:
            self._readings[text, donor] = self._reader.material(text, donor)
        return self._readings[text, donor]

    def _flows(self, line: _Line) -> list[WeighedFlow]:
        return self._used.get((folded(line.firm), folded(line.text)), [])

    def _total(
        self, lines: list[_Line], fields: tuple[str, ...], material: Material | None, only_one: bool
    ) -> Range | None:
        """Return the sum over the lines of some fields; of the first of them that has amounts, if told so."""
        sums = [0.0, 0.0, 0.0]
        any_found = False
        for name in fields:
            for line in _of_one_kind(lines, name):
                amount = line.amounts.get(name)
                ends = None if amount is None else self._in_unit(amount, line, material)
                if ends is not None:
                    any_found = True
                    sums = [total + end for total, end in zip(sums, ends, strict=True)]
            if any_found and only_one:
                break
        return Range(*(float(f"{total:.12g}") for total in sums)) if any_found else None

    def _in_unit(
        self, amount: Amount, line: _Line, material: Material | None
    ) -> tuple[float, float, float] | None:
        """Return an amount per year in the material's unit, wet; None where that is not known."""
        unit = "" if material is None else material.unit.value
        source = amount.unit.removesuffix("/yr") or ("" if amount.high else unit)
        wet = self._wetness(amount, line)
        # Without a unit, or of a day, the sheet's question stands; a guess would be out by a hundred or more.
        if material is None or not source or source.endswith(("/d", "/h")) or wet is None:
            return None
        ends = (amount.low / wet, amount.likely / wet, amount.high / wet)
        about = f"{line.text} {source}"
        found = converted(ends, source, material, self._asker.answer("DENSITY", about) or "")
        if found is None:
            self._asker.ask("DENSITY", about, line.place, (line.text, source, unit), ())
        return found

    def _wetness(self, amount: Amount, line: _Line) -> float | None:
        """Return the dry share by which an amount of dry matter becomes wet; None where nobody knows it."""
        if amount.basis != "dry":
            return 1.0
        moisture = line.amounts.get("moisture")
        if moisture is not None:
            wet = moisture.likely
        else:
            answer = self._asker.answer("MOISTURE", line.headers.get(amount.field, "")) or ""
            wet = float(answer) if answer.replace(".", "", 1).isdecimal() else 100.0
        return None if wet >= 100.0 else 1.0 - wet / 100.0

    def _weighed(self, flows: list[WeighedFlow], unit: str) -> Range | None:
        total = sum(amount for _, amount in _takers(flows, unit))
        return Range.exact(float(f"{total:.12g}")) if total else None

    def _row(
        self,
        id_: str,
        enterprise: str,
        material: str,
        lines: list[_Line],
        supply: Range,
        in_use: Range | None,
        flows: list[WeighedFlow],
    ) -> WasteStream:
        line, before = lines[0], self._there.get(id_)
        named = line.text or line.code
        unit = self._materials[material].unit.value
        stock = self._total(lines, ("stock",), self._materials[material], only_one=True)
        moisture, cost = line.amounts.get("moisture"), line.amounts.get("disposal_cost")
        takers = "; ".join(f"{name} {amount:g}" for name, amount in _takers(flows, unit) if name)
        return WasteStream(
            id=StreamId(id_),
            name_zh=named if is_chinese(named) else (before.name_zh if before else ""),
            name_en="" if is_chinese(named) else named,
            enterprise=EnterpriseId(enterprise),
            material=MaterialId(material),
            supply=supply,
            in_use=in_use or Range.exact(0.0),
            stock=stock or (before.stock if before else None),
            moisture=_range(moisture) or (before.moisture if before else None),
            disposal_cost=_range(cost) or (before.disposal_cost if before else None),
            monthly=_profile(lines) or (before.monthly if before else ()),
            sharing=before.sharing if before else Sharing.PARK,
            note=takers or (before.note if before else ""),
            evidence=self._evidence,
        )


def _of_other_code(reading: Reading, codes: Set[str]) -> bool:
    best = next(iter(reading.candidates), None)
    return best is not None and best.why is Why.CODE and not any(code in best.text for code in codes)


def _of_one_kind(lines: Sequence[_Line], field: str) -> list[_Line]:
    """Return the lines of the one kind of sheet that counts for a field: a year's list before records."""
    having = [line for line in lines if field in line.amounts]
    if not having:
        return []
    first = min(having, key=lambda line: line.verified).kind
    return [line for line in having if line.kind == first]


def _used_share(lines: Sequence[_Line], supply: Range | None) -> Range | None:
    """Return what is in use by the share that a sheet gives of it; one line has one, several have many."""
    share = lines[0].amounts.get("use_rate") if len(lines) == 1 else None
    if share is None or supply is None:
        return None
    low, likely, high = (min(end, 100.0) / 100.0 for end in (share.low, share.likely, share.high))
    return Range(supply.low * low, supply.likely * likely, supply.high * high)


def _perhaps_in_use(lines: Sequence[_Line], supply: Range | None) -> Range | None:
    """Return what may be in use where words say that a waste is used or sold, and nothing says how much."""
    fates = [_NOT_USED.sub("", line.fate) for line in lines]
    said = any(word in fate for fate in fates for word in _USE_WORDS)
    return Range(0.0, 0.0, supply.high) if said and supply is not None else None


def _profile(lines: Sequence[_Line]) -> tuple[float, ...]:
    """Return the months' shares of the year, where every line tells all of its months."""
    months = [amount.months for line in lines if (amount := line.amounts.get("supply")) is not None]
    if not months or not all(months):
        return ()
    sums = [sum(of_month) for of_month in zip(*months, strict=True)]
    year = sum(sums)
    return tuple(of_month / year for of_month in sums) if year > 0.0 else ()


def _range(amount: Amount | None) -> Range | None:
    return None if amount is None else Range(amount.low, amount.likely, amount.high)


def _takers(flows: Sequence[WeighedFlow], unit: str) -> tuple[tuple[str, float], ...]:
    """Return who took how much in the material's unit, the largest first; none where that is not known."""
    sums: dict[str, float] = defaultdict(float)
    for flow in flows if unit else ():
        try:
            sums[flow.taker] += convert(flow.amount, flow.unit.removesuffix("/yr") or unit, unit)
        except SymbioflowError:
            return ()
    return tuple(sorted(sums.items(), key=lambda item: (-item[1], item[0])))
