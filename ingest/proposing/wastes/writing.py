"""Wastes of foreign sheets: whose, of which material, how much a year, and how much of it is used today.

Lists give a row a waste; records of single days are summed to a year first. The same waste of the same firm
in several rows of a list is one stream of their sum.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from graph.errors import SymbioflowError
from graph.evidence import Grade
from graph.knowledge import Candidate, CodeScheme, Decision, Reading, Why, codes_in
from graph.model import Facility, Material, WasteStream
from graph.ranges import Range
from graph.units import convert
from graph.vocabulary import EnterpriseId, MaterialId, MaterialStatus, Sharing, StreamId
from graph.wording import folded
from ingest.proposing.asking import LIKELY
from ingest.proposing.densities import converted
from ingest.proposing.desk import Desk
from ingest.proposing.firms import Firms
from ingest.proposing.ids import free_id, id_of, is_chinese
from ingest.proposing.result import Doubt, LeftAside, Place, WasteFound, told_in
from ingest.proposing.wastes.believing import Weighing, believed
from ingest.proposing.wastes.bilingual import read_in_two
from ingest.proposing.wastes.fates import (
    FATES,
    IN_USE,
    elsewhere_of,
    exceed,
    fates_of,
    in_use_by_words,
    within,
)
from ingest.proposing.wastes.groups import is_group
from ingest.proposing.wastes.lines import (
    SUPPLY,
    Line,
    counted_once,
    lines_of,
    of_one_kind,
    of_one_waste,
    why_only_named,
)
from ingest.proposing.wastes.outlets import Outlet, nobody_says, one_taker, outlets_of, some_in_use, told_by
from ingest.proposing.wastes.unsaid import UnsaidUse
from ingest.quantities import rounded
from ingest.understanding import (
    OF_A_PART,
    Amount,
    Sheet,
    WeighedFlow,
    weighed_flows,
)

#: SW59, HW08: the class of a waste and no item of it.
_CLASS = len("SW59")
#: Words as like as this to a trade's or a product's name are that name.
_NAMED = 0.9


@dataclass(frozen=True, slots=True)
class Wastes:
    """The wastes of all sheets: what was found, the rows for the store, what was left aside, and doubts."""

    found: tuple[WasteFound, ...]
    rows: tuple[WasteStream, ...]
    left_aside: tuple[LeftAside, ...]
    doubts: tuple[Doubt, ...]


def find_wastes(sheets: Iterable[Sheet], firms: Firms, facilities: Sequence[Facility], desk: Desk) -> Wastes:
    """Return the wastes that sheets name, each with its material and its amounts in the material's unit.

    Parameters
    ----------
    firms : Firms
        Their industries help to tell what they give off.
    facilities : sequence of Facility
        Of the same files, which tell how much of a waste can be believed.
    """
    sheets = tuple(sheets)
    flows = weighed_flows(sheets)
    listed = [line for sheet in sheets for line in lines_of(sheet)]
    unsaid = UnsaidUse(listed, flows, (firm.park for firm in firms.found), desk.asker)
    writer = _Writer(firms, desk, _used(flows), unsaid)
    for lines in of_one_waste(listed):
        writer.add(lines)
    unsaid.ask()
    rows, doubted, doubts = believed(writer.weighings, desk.known, facilities, desk.asker)
    amounts = {row.id: row for row in rows}
    found = (
        replace(waste, supply=row.supply, in_use=row.in_use)
        if (row := amounts.get(StreamId(waste.id))) and waste.supply != row.supply
        else waste
        for waste in writer.found
    )
    return Wastes(tuple(found), tuple(rows), (*writer.left_aside, *doubted), (*writer.doubts, *doubts))


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
        self, firms: Firms, desk: Desk, used: Mapping[tuple[str, str], list[WeighedFlow]], unsaid: UnsaidUse
    ) -> None:
        known, self._reader, self._asker = desk.known, desk.reader, desk.asker
        self._materials = known.by_id(Material)
        self._names = {id_: row.name_zh or row.name_en for id_, row in self._materials.items()}
        self._there = known.by_id(WasteStream)
        self._taken: set[str] = set()
        self._readings: dict[tuple[str, frozenset[str]], Reading] = {}
        self._both: dict[tuple[str, str, str, frozenset[str]], tuple[Candidate, ...]] = {}
        self._named: dict[tuple[str, str, str, bool], tuple[Outlet, ...]] = {}
        self._firms, self._evidence, self._used, self._unsaid = firms, desk.evidence, used, unsaid
        self._donors = {firm.id: self._reader.industries.isic_of(firm.classes) for firm in firms.found}
        self.found: list[WasteFound] = []
        self.weighings: list[Weighing] = []
        self.left_aside: list[LeftAside] = []
        #: Where the supply is the sum of a list's fates, by file and sheet.
        self.summed: dict[tuple[str, str], list[Place]] = {}

    @property
    def doubts(self) -> list[Doubt]:
        """What was derived and should be looked at, once a sheet."""
        return [
            Doubt(places[0], "FATES_SUMMED", (sheet or file, str(len(places))))
            for (file, sheet), places in self.summed.items()
        ]

    def add(self, lines: list[Line]) -> None:
        # A list of firms only names wastes: what another sheet says of one is said there.
        lines = [line for line in lines if line.amounts] or lines
        line = lines[0]
        shown = line.text or line.code
        if (why := why_only_named(line.kind)) and not line.amounts:
            self.left_aside.append(LeftAside(line.place, f"{line.firm}: {shown}", why))
            return
        if not (shown or line.material_text):
            self.left_aside.append(LeftAside(line.place, line.firm, "NO_WASTE"))
            return
        lines, again = counted_once(lines)
        self.left_aside += [
            LeftAside(item.place, f"{item.firm}: {shown}", "COUNTED_ALREADY") for item in again
        ]
        line = lines[0]
        enterprise = self._firms.id_of(line.firm, self._asker, line.place)
        if not enterprise:
            self.left_aside.append(LeftAside(line.place, shown, "NO_FIRM"))
            return
        reading = self._read(line, enterprise)
        asked = line.material_text or shown
        material = self._meant(line, enterprise, asked, reading)
        before = self._there.get(line.own_id)
        # An id that another firm's waste bears in the store is the number of a row in another list.
        own = line.own_id if before is None or before.enterprise == enterprise else ""
        id_ = free_id(own or id_of(enterprise, shown), self._taken)
        self._taken.add(id_)
        counted = self._materials.get(material)
        unit = counted.unit.value if counted else ""
        flows = self._flows(line)
        used = self._weighed(flows, unit) or self._total(lines, IN_USE, counted, only_one=False)
        supply, by_fates = self._supply(lines, shown, counted, used)
        outlets = self._outlets(lines)
        told = told_by(outlets, supply, lambda amount: self._ends(amount, line, counted))
        in_use = (
            within(used, supply)
            or _used_share(lines, supply)
            or within(told.in_use, supply)
            or in_use_by_words(lines, supply)
            or some_in_use(outlets, supply)
        )
        if supply is not None and any(line.waiting & {*IN_USE} for line in lines):
            # What waits for its unit is not nothing.
            least = in_use or Range.exact(0.0)
            in_use = Range(least.low, least.likely, supply.high)
        elif in_use is None and supply is not None and nobody_says(outlets, _is_hazardous(line.code)):
            in_use = Range(0.0, 0.0, supply.high)
        elif in_use is None and supply is not None and material:
            stored = self._there.get(id_)
            in_use = self._unsaid.of(lines, shown, supply, self._elsewhere(lines, counted), stored)
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
                takers=_takers(flows, unit) or told.takers or one_taker(outlets, in_use),
                place=line.place,
            )
        )
        if not material:
            self.left_aside.append(LeftAside(line.place, shown, "NO_MATERIAL"))
        elif line.told and counted is not None and counted.status is MaterialStatus.PRODUCT:
            self.left_aside.append(LeftAside(line.place, shown, "A_PRODUCT"))
        elif supply is None:
            self.left_aside.append(
                LeftAside(line.place, shown, "AMOUNT_DOUBTED" if by_fates else "NO_AMOUNT")
            )
        else:
            row = self._row(id_, enterprise, material, lines, supply, in_use, self.found[-1].takers)
            if by_fates:
                row = replace(row, evidence=replace(row.evidence, grade=Grade.DERIVED))
                self.summed.setdefault((line.place.file, line.place.sheet), []).append(line.place)
            fields = (*SUPPLY, *FATES)
            field = next(name for name in fields if any(name in item.amounts for item in lines))
            self.weighings.append(Weighing(row, tuple(lines), f"{line.firm}: {shown}", unit, field))

    def _meant(self, line: Line, enterprise: str, asked: str, reading: Reading) -> str:
        """Return the material of a reading; empty while it is asked, also because words and code differ."""
        best = next(iter(reading.candidates), None)
        if best and line.code:
            meant = self._by_both(best, asked, line.code, self._donors.get(enterprise, frozenset()))
            if len(meant) == 1:
                return meant[0].id
            if meant:
                return self._asker.contradicted(asked, line.code, meant, line.place, self._names)
        return self._asker.meant("MATERIAL", asked, reading, line.place, self._names)

    def _by_both(self, best: Candidate, text: str, code: str, donor: frozenset[str]) -> tuple[Candidate, ...]:
        """Return the one that both words and code mean, or what each means where that is not the same.

        The same few wastes stand in thousands of rows.
        """
        key = (best.id, text, code, donor)
        if key not in self._both:
            words = self._reading(text, donor).candidates
            self._both[key] = self._reader.contradictions.meant(best, words, text, code, donor)
        return self._both[key]

    def _read(self, line: Line, enterprise: str) -> Reading:
        """Read the words with what the donor's industry gives off, and the code where they are not sure."""
        donor = self._donors.get(enterprise, frozenset())
        name = line.material_text or line.text
        if (both := read_in_two(name, lambda part: self._reading(part, donor))) is not None:
            return both
        texts = [line.material_text, line.text, line.code]
        if line.code and not is_group(name):
            texts.append(f"{name} {line.code}")
        readings = [self._reading(text, donor) for text in dict.fromkeys(filter(str.strip, texts))]
        if codes := {code.code for code in codes_in(line.code)}:
            # Words that are those of another code say less than the code that stands there.
            readings = [reading for reading in readings if not _of_other_code(reading, codes)] or readings
            by_words = [reading for reading in readings if reading.text == name and reading.candidates]
            if by_words and all(len(code) == _CLASS for code in codes):
                # A class holds dozens of wastes: of these the words say more than the first of its list.
                likely = by_words[0].candidates[0]
                readings = by_words if likely.why is Why.READING and likely.likeness >= LIKELY else readings
        sure = (reading for reading in readings if reading.decision is Decision.CERTAIN)
        likeliest = max(readings, key=lambda item: item.candidates[0].likeness if item.candidates else 0.0)
        return next(sure, likeliest)

    def _reading(self, text: str, donor: frozenset[str]) -> Reading:
        """Return what a text means; the same few wastes of an industry stand in thousands of rows."""
        if (text, donor) not in self._readings:
            group = is_group(text)
            read = Reading(text, Decision.UNKNOWN, ()) if group else self._reader.materials.read(text, donor)
            self._readings[text, donor] = read
        return self._readings[text, donor]

    def _outlets(self, lines: Sequence[Line]) -> tuple[Outlet, ...]:
        """Return the outlets that a list's rows name; records have their own."""
        found: list[Outlet] = []
        for line in lines if not lines[0].verified else ():
            hazardous = _is_hazardous(line.code)
            for header, text in line.outlets:
                key = (text, header, line.way, hazardous)
                if key not in self._named:
                    self._named[key] = outlets_of(text, header, line.way, hazardous, self._is_trade)
                found += self._named[key]
        return tuple(dict.fromkeys(found)) if len(lines) == 1 else tuple(found)

    def _is_trade(self, name: str) -> bool:
        """Return whether a works' name without its ending only says what it makes or does: 砖厂, 水泥厂."""
        of_trade = (self._reader.material(name), self._reader.industry(name))
        return any(
            item.likeness >= _NAMED and item.text.casefold() == name.casefold()
            for reading in of_trade
            for item in reading.candidates[:1]
        )

    def _ends(self, amount: Amount, line: Line, material: Material | None) -> Range | None:
        ends = self._in_unit(amount, line, material)
        return None if ends is None else Range(*ends)

    def _flows(self, line: Line) -> list[WeighedFlow]:
        return self._used.get((folded(line.firm), folded(line.text)), [])

    def _supply(
        self, lines: list[Line], shown: str, material: Material | None, used: Range | None
    ) -> tuple[Range | None, bool]:
        """Return what is given off a year, and whether the list's fates say or contradict that.

        Where a list says both and its fates, or what is used alone, come to more, it is asked which holds,
        and None while it is.
        """
        said = self._total(lines, ("supply",), material, only_one=True)
        fields = fates_of(lines)
        fates = self._total(lines, fields, material, only_one=False) if fields else None
        if said is None:
            left = self._total(lines, SUPPLY, material, only_one=True)
            if fates is None or fates.high <= (left.high if left is not None else 0.0):
                return left, False
            return fates, True
        if fates is None or (used is not None and used.low > fates.low):
            fates = used
        if fates is None or material is None or not exceed(fates, said):
            return said, False
        before = self._total(lines, ("stock_before",), material, only_one=False)
        if before is not None and not exceed(fates, Range.exact(said.high + before.high)):
            # 年初贮存量: what goes beyond the year's was in store when it began.
            return said, False
        amounts = [f"{amount.likely:,.10g} {material.unit.value}" for amount in (said, fates)]
        about = f"{lines[0].firm}: {shown} {amounts[0]}"
        answer = self._asker.answer("AMOUNT_FATES", about)
        if answer == amounts[0]:
            return said, False
        if answer == amounts[1]:
            return fates, True
        values = (f"{lines[0].firm}: {shown}", *amounts)
        self._asker.ask("AMOUNT_FATES", about, lines[0].place, values, [(item, "") for item in amounts])
        return None, True

    def _elsewhere(self, lines: list[Line], material: Material | None) -> Range:
        """Return what is disposed of or stored of what the lines say is given off."""
        told = any("supply" in line.amounts for line in lines) or fates_of(lines)
        found = self._total(lines, elsewhere_of(lines), material, only_one=False) if told else None
        return found or Range.exact(0.0)

    def _total(
        self, lines: list[Line], fields: tuple[str, ...], material: Material | None, only_one: bool
    ) -> Range | None:
        """Return the sum over the lines of some fields; of the first of them that has amounts, if told so."""
        sums = [0.0, 0.0, 0.0]
        any_found = False
        for name in fields:
            for line in of_one_kind(lines, name):
                amount = line.amounts.get(name)
                ends = None if amount is None else self._in_unit(amount, line, material)
                if ends is not None:
                    any_found = True
                    sums = [total + end for total, end in zip(sums, ends, strict=True)]
            if any_found and only_one:
                break
        return Range(*(rounded(total) for total in sums)) if any_found else None

    def _in_unit(
        self, amount: Amount, line: Line, material: Material | None
    ) -> tuple[float, float, float] | None:
        """Return an amount per year in the material's unit, wet; None where that is not known."""
        unit = "" if material is None else material.unit.value
        source = amount.unit.removesuffix("/yr") or ("" if amount.high else unit)
        wet = self._wetness(amount, line)
        # Without a unit, or of a day, the sheet's question stands; a guess would be out by a hundred or more.
        if material is None or not source or source.endswith(("/d", "/h", OF_A_PART)) or wet is None:
            return None
        ends = (amount.low / wet, amount.likely / wet, amount.high / wet)
        about = f"{line.text} {source}"
        said = self._asker.answer("DENSITY", about) or (line.density if (source, unit) == ("m3", "t") else "")
        found = converted(ends, source, material, said)
        if found is None:
            self._asker.ask("DENSITY", about, line.place, (line.text, source, unit), ())
        return found

    def _wetness(self, amount: Amount, line: Line) -> float | None:
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
        return Range.exact(rounded(total)) if total else None

    def _row(
        self,
        id_: str,
        enterprise: str,
        material: str,
        lines: list[Line],
        supply: Range,
        in_use: Range | None,
        taken: Sequence[tuple[str, float]],
    ) -> WasteStream:
        line, before = lines[0], self._there.get(id_)
        named = line.text or line.code
        stock = self._total(lines, ("stock",), self._materials[material], only_one=True)
        moisture, cost = line.amounts.get("moisture"), line.amounts.get("disposal_cost")
        takers = "; ".join(f"{name} {amount:g}" for name, amount in taken if name)
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
            year=max((line.year for line in lines), default=0) or (before.year if before else None),
            monthly=_profile(lines) or (before.monthly if before else ()),
            sharing=before.sharing if before else Sharing.PARK,
            note=takers or (before.note if before else ""),
            evidence=told_in(self._evidence, [line.place for line in lines]),
        )


def _of_other_code(reading: Reading, codes: Set[str]) -> bool:
    best = next(iter(reading.candidates), None)
    return best is not None and best.why is Why.CODE and not any(code in best.text for code in codes)


def _used_share(lines: Sequence[Line], supply: Range | None) -> Range | None:
    """Return what is in use by the share that a sheet gives of it; one line has one, several have many."""
    share = lines[0].amounts.get("use_rate") if len(lines) == 1 else None
    if share is None or supply is None:
        return None
    return supply.times(Range(*(min(end, 100.0) / 100.0 for end in (share.low, share.likely, share.high))))


def _profile(lines: Sequence[Line]) -> tuple[float, ...]:
    """Return the months' shares of the year, where every line tells all of its months."""
    months = [amount.months for line in lines if (amount := line.amounts.get("supply")) is not None]
    if not months or not all(months):
        return ()
    sums = [sum(of_month) for of_month in zip(*months, strict=True)]
    year = sum(sums)
    return tuple(of_month / year for of_month in sums) if year > 0.0 else ()


def _range(amount: Amount | None) -> Range | None:
    return None if amount is None else Range(amount.low, amount.likely, amount.high)


def _is_hazardous(code: str) -> bool:
    return any(found.scheme is CodeScheme.HW for found in codes_in(code))


def _takers(flows: Sequence[WeighedFlow], unit: str) -> tuple[tuple[str, float], ...]:
    """Return who took how much in the material's unit, the largest first; none where that is not known."""
    sums: dict[str, float] = defaultdict(float)
    for flow in flows if unit else ():
        try:
            sums[flow.taker] += convert(flow.amount, flow.unit.removesuffix("/yr") or unit, unit)
        except SymbioflowError:
            return ()
    return tuple(sorted(sums.items(), key=lambda item: (-item[1], item[0])))
