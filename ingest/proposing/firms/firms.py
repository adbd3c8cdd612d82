"""Firms of foreign sheets: who they are, known to the store or new, of which industry, and where."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from graph.errors import SymbioflowError
from graph.evidence import Evidence
from graph.knowledge import (
    MARGIN,
    Decision,
    GrowingIndex,
    Reader,
    Reading,
    Why,
    normalised,
)
from graph.model import Enterprise, Industry, Park, Position
from graph.parks import areas_of
from graph.snapshot import Snapshot
from graph.taxonomy import upward
from graph.vocabulary import EnterpriseId, OperatingState, ParkId
from graph.wording import company_core, folded
from ingest.proposing.asking import LIKELY, Asker
from ingest.proposing.desk import Desk
from ingest.proposing.firms.licences import licence_codes
from ingest.proposing.ids import free_id, id_of, is_chinese, is_serial
from ingest.proposing.places import Parks, Reach, position_of, reach_of
from ingest.proposing.result import Doubt, FirmFound, Place, told_in
from ingest.understanding import Row, Sheet

#: The code of an industry, with its section's letter or without, and its name: C2619 其他基础化学原料制造.
_CODE_AND_WORDS = re.compile(r"(?P<digits>[A-Ta-t]?\d{2,4})[\s.、:：()（）-]*(?P<words>[^\d]*)")
#: Fields of a row that say something of its firm.
_FIELDS = (
    "industry",
    "industry_code",
    "nace_code",
    "isic_code",
    "products",
    "position",
    "latitude",
    "longitude",
    "address",
    "datum",
    "licences",
    "rail",
    "quay",
    "enterprise_id",
    "park",
)
#: Characters of a place at the head of a firm's name, and the fewest of a name behind it.
_PLACES, _SHORTEST = (2, 3), 4
#: How like an industry's word at the end of a firm's name is to its industry.
_LAST_WORD = 0.75
#: A new firm as like a known one as this is asked about.
_NEARLY_THE_SAME = 0.65


@dataclass(slots=True)
class _Named:
    """What all sheets say of one firm: the first text of each field."""

    name: str
    place: Place
    texts: dict[str, str] = field(default_factory=dict)
    short: str = ""
    serial: str = ""


@dataclass(frozen=True, slots=True)
class Firms:
    """The firms of all sheets.

    Attributes
    ----------
    found : tuple of FirmFound
    rows : tuple of Enterprise
        Those that are new, or of which the files say more than the store knows.
    called : mapping of str to tuple of str
        What `id_of` makes of a name, or of an id in the files -> ids; several where firms share a name.
    doubts : tuple of Doubt
        Short names taken for a firm's full one.
    """

    found: tuple[FirmFound, ...]
    rows: tuple[Enterprise, ...]
    called: Mapping[str, tuple[str, ...]]
    doubts: tuple[Doubt, ...] = ()

    def ids_of(self, name: str) -> tuple[str, ...]:
        """Return the ids of the firms called `name`; none, one, or several that share it."""
        return self.called.get(id_of(name), ())

    def id_of(self, name: str, asker: Asker, place: Place) -> str:
        """Return the id of the firm called `name`; empty for none, and where it has to be asked which."""
        ids = self.ids_of(name)
        if len(ids) <= 1:
            return ids[0] if ids else ""
        answer = asker.answer("WHICH_FIRM", name)
        if answer in ids:
            return str(answer)
        asker.ask("WHICH_FIRM", name, place, (name,), [(id_, "") for id_ in ids])
        return ""


def firm_of(sheet: Sheet, row: Row) -> str:
    """Return the name of the firm that a row is of: its own, else the sheet's."""
    return row.texts.get("enterprise", "") or row.texts.get("enterprise_id", "") or sheet.firm


def find_firms(sheets: Iterable[Sheet], parks: Parks, desk: Desk) -> Firms:
    """Return the firms that sheets name; a known one keeps its id and what the files do not say."""
    known, asker, reader = desk.known, desk.asker, desk.reader
    everywhere = {enterprise.id: enterprise for enterprise in known.all(Enterprise)}
    gathered = _gathered(sheets)
    here = _parks_around(known, {parks.of(named.texts.get("park", "")) for named in gathered})
    # A firm of the same name in another park is another works, unless somebody says that it is the same.
    there = {id_: row for id_, row in everywhere.items() if row.park in here}
    known_as, elsewhere = (
        {id_of(name): id_ for id_, row in rows.items() for name in (row.name_zh, row.name_en, id_) if name}
        for rows in (there, {id_: row for id_, row in everywhere.items() if row.park not in here})
    )
    names = {row.name_zh or row.name_en: str(id_) for id_, row in there.items() if row.name_zh or row.name_en}
    cores: dict[str, list[str]] = defaultdict(list)
    for name in names:
        for core in _cores(name):
            cores[core].append(name)
    alike = GrowingIndex(map(normalised, names), _NEARLY_THE_SAME)
    industries = known.by_id(Industry)
    titles = {id_: f"{row.code} {row.name_zh or row.name_en}" for id_, row in industries.items()}
    found: list[FirmFound] = []
    rows: list[Enterprise] = []
    called: dict[str, tuple[str, ...]] = {}
    taken: set[str] = set()
    used: set[str] = set(everywhere)
    doubts: list[Doubt] = []
    for named in gathered:
        own = named.texts.get("enterprise_id", "")
        own = "" if is_serial(own) else own
        id_ = (own if own in there else "") or known_as.get(id_of(named.name), "")
        id_ = id_ if id_ not in taken else ""
        other = "" if own or id_ else elsewhere.get(id_of(named.name), "")
        if other:
            id_ = _of_other_park(named, everywhere[EnterpriseId(other)], asker)
        same = "" if own or id_ or other else _same_firm(named, names, cores, alike, asker, doubts)
        if same in taken:
            called[id_of(named.name)] = (same,)
            continue
        id_ = id_ or same
        is_known = bool(id_)
        id_ = id_ or free_id(own or id_of(named.name), used)
        taken.add(id_)
        used.add(id_)
        if named.name not in names:
            alike.add(normalised(named.name))
        names[named.name] = id_
        for core in _cores(named.name):
            cores[core].append(named.name)
        numbered = named.serial or named.name
        for name in {id_of(named.name), id_of(own or id_), id_of(named.short or named.name), id_of(numbered)}:
            called[name] = tuple(dict.fromkeys((*called.get(name, ()), id_)))
        park = parks.of(named.texts.get("park", ""))
        before = everywhere.get(EnterpriseId(id_))
        reading, industry = _industry(named, before, desk, industries, titles)
        position = position_of(named.name, named.texts, named.place, parks.positions.get(park), asker)
        said = told_in(desk.evidence, [named.place])
        reach = reach_of(named.texts, before)
        if reach.nameless:
            doubts.append(Doubt(named.place, "NAMELESS_QUAY", (named.name,)))
        row = _enterprise(id_, named, before, park, industry, reading, position, reach, reader, said)
        if row != before:
            rows.append(row)
        found.append(
            FirmFound(
                id=id_,
                name=named.name,
                park=row.park,
                known=is_known,
                industry_text=named.texts.get("industry", "") or named.texts.get("industry_code", ""),
                industry=row.gbt4754 or row.nace,
                classes=_classes(row, reader),
                candidates=reading.candidates[:3],
                place=named.place,
            )
        )
    return Firms(tuple(found), tuple(rows), called, tuple(doubts))


def _parks_around(known: Snapshot, parks: Iterable[str]) -> frozenset[str]:
    """Return parks with their areas and with what they are areas of."""
    above: dict[str, str | None] = {str(row.id): row.part_of for row in known.all(Park)}
    found = frozenset[str]().union(*(areas_of(known, park) for park in parks))
    return found.union(*(upward(park, above.get) for park in parks))


def _of_other_park(named: _Named, other: Enterprise, asker: Asker) -> str:
    """Return the id of a firm of that name in another park if somebody said that it is the same; else ask."""
    answer = asker.answer("SAME_FIRM", named.name)
    if answer is None:
        shown = f"{other.name_zh or other.name_en} ({other.park})"
        options = [("new", ""), (other.id, shown)]
        asker.ask("SAME_FIRM", named.name, named.place, (named.name, shown), options)
    return other.id if answer == other.id else ""


def _gathered(sheets: Iterable[Sheet]) -> list[_Named]:
    """Return every firm that is listed, then those that other sheets name and no list does."""
    listed: list[_Named] = []
    called: dict[str, _Named] = {}
    in_order = sorted(sheets, key=lambda sheet: sheet.kind != "enterprises")
    in_full = _tabs_in_full(in_order)
    serials: set[str] = set()
    short = {full: tab for tab, full in in_full.items()}
    for sheet in in_order:
        for row in sheet.rows if sheet.kind != "parks" else ():
            name = firm_of(sheet, row).strip()
            name = in_full.get(name, name)
            own = row.texts.get("enterprise_id", "").strip() if sheet.kind == "enterprises" else ""
            serial = own if name and is_serial(own) else ""
            own = "" if serial else own
            if id_of(name) in serials and is_serial(name):
                # Another sheet names firms by their numbers in the list.
                continue
            serials |= {id_of(serial)} if serial else set()
            is_there = id_of(own or name) in called
            if not (name or own):
                continue
            if not is_there:
                place = Place(sheet.file, sheet.sheet, row.number)
                listed.append(_Named(name or own, place, short=short.get(name, ""), serial=serial))
                called.update({id_of(word): listed[-1] for word in (name, own) if word})
            if not is_there or sheet.kind == "waste_list":
                of_name = called[id_of(name)] if name else listed[-1]
                # What titles say is of the firm that they name.
                said = {**sheet.facts, **row.texts} if name == sheet.firm else row.texts
                _fill(of_name, said, with_place=sheet.kind != "facilities")
    return listed


def _tabs_in_full(sheets: Sequence[Sheet]) -> dict[str, str]:
    """Return the short names by which sheets are called after the firm that their title names in full."""
    named: dict[str, set[str]] = {}
    for sheet in sheets:
        tab = sheet.sheet.strip()
        if sheet.firm and len(tab) > 1 and folded(tab) == company_core(sheet.firm) != folded(sheet.firm):
            named.setdefault(tab, set()).add(sheet.firm)
    return {tab: next(iter(firms)) for tab, firms in named.items() if len(firms) == 1}


def _fill(named: _Named, texts: Mapping[str, str], with_place: bool) -> None:
    for of_firm in _FIELDS:
        text = texts.get(of_firm, "").strip()
        if text and (with_place or of_firm not in ("products", "address")):
            named.texts.setdefault(of_firm, text)


def _same_firm(
    named: _Named,
    names: Mapping[str, str],
    cores: Mapping[str, Sequence[str]],
    alike: GrowingIndex,
    asker: Asker,
    doubts: list[Doubt],
) -> str:
    """Return the firm whose name a new one nearly bears, if somebody said so; ask about it otherwise.

    Where what is likely is taken, a short name is that of the one firm whose full name it begins, or ends
    behind its place, and that is said.

    Parameters
    ----------
    names : mapping of str to str
        Name -> id of the firms that are known or listed.
    cores : mapping of str to sequence of str
        What is left of names without the form of the company -> the names.
    alike : GrowingIndex
        Their names in the same order.
    """
    answer = asker.answer("SAME_FIRM", named.name)
    if answer is not None:
        return answer if answer in names.values() else ""
    core = company_core(named.name)
    likely = cores.get(core, ())
    near = next(iter(likely), "")
    is_core = core in map(folded, (named.name, near))
    if asker.takes_likely and len(likely) == 1 and len(core) > 2 and is_core:
        doubts.append(Doubt(named.place, "SAME_FIRM", (named.name, near)))
        return names[near]
    if not near:
        nearest = alike.nearest(normalised(named.name))
        near = "" if nearest is None else next(islice(names, nearest, None))
    if near:
        options = [("new", ""), (names[near], near)]
        asker.ask("SAME_FIRM", named.name, named.place, (named.name, near), options)
    return ""


def _cores(name: str) -> tuple[str, ...]:
    """Return what a firm may be called for short: its core, and of a Chinese one that behind its place.

    Examples
    --------
    >>> _cores("江州中兴热电有限公司"), _cores("Alpha Steel Co., Ltd")
    (('江州中兴热电', '中兴热电'), ('alpha steel',))
    """
    core = company_core(name) or name
    behind = (core[length:] for length in _PLACES) if is_chinese(core) else ()
    return (core, *(short for short in behind if len(short) >= _SHORTEST))


def _industry(
    named: _Named,
    before: Enterprise | None,
    desk: Desk,
    rows: Mapping[str, Industry],
    names: Mapping[str, str],
) -> tuple[Reading, Industry | None]:
    """Return what a firm's industry may be, and the row taken: of its code, its words, else its name."""
    reader, asker = desk.reader, desk.asker
    readings = [
        (text, _read_industry(field, text, named.name, reader))
        for field in ("industry_code", "nace_code", "isic_code", "industry")
        if (text := named.texts.get(field, ""))
    ]
    for text, reading in readings:
        if not reading.candidates:
            # A code or word that says nothing is asked about, and the next one may still say it.
            asker.ask("INDUSTRY", text, named.place, (text,), ())
    for text, reading in readings:
        if reading.candidates:
            reading = _parted_by_name(reading, named.name, reader)
            return reading, rows.get(asker.meant("INDUSTRY", text, reading, named.place, names))
    if before is not None and (before.gbt4754 or before.nace or before.isic):
        return Reading("", Decision.UNKNOWN, ()), None
    reading = _by_end_of_name(named.name, reader)
    sure = reading.decision is Decision.CERTAIN
    if sure or asker.answer("INDUSTRY", named.name) is not None or reading.candidates:
        taken = asker.meant("INDUSTRY", named.name, reading, named.place, names)
        return reading, rows.get(taken)
    return reading, None


def _by_end_of_name(name: str, reader: Reader) -> Reading:
    """Read a firm's name as an industry; of a Chinese one its last word where the whole says nothing.

    云天电厂 and 宏图铝业 are too short for their names to be like those of industries.
    """
    reading = reader.industry(name)
    core = company_core(name)
    unlike = not reading.candidates or reading.candidates[0].likeness < LIKELY
    for length in range(min(4, len(core) - 1), 1, -1) if unlike and is_chinese(name) else ():
        word = core[-length:]
        found = reader.industry(word)
        if found.decision is Decision.CERTAIN and found.candidates[0].text.casefold() == word:
            likely = tuple(replace(item, likeness=_LAST_WORD * item.likeness) for item in found.candidates)
            return Reading(name, Decision.ASK, likely)
    return reading


def _read_industry(field: str, text: str, firm: str, reader: Reader) -> Reading:
    """Read an industry's code in the list that its column or its firm follows, else its words.

    A bare code of a Chinese firm is of GB/T 4754, below ISIC of ISIC; beside words it counts before them.
    """
    coded = _CODE_AND_WORDS.fullmatch(text.strip())
    digits, words = (coded["digits"], coded["words"].strip()) if coded else ("", text)
    scheme = "ISIC" if field == "isic_code" else "GB/T 4754:" if is_chinese(firm) else ""
    if digits and field != "nace_code":
        of_code = reader.industry(f"{scheme} {digits}".strip())
        if of_code.candidates:
            return of_code
    return reader.industry(words or text)


def _parted_by_name(reading: Reading, firm: str, reader: Reader) -> Reading:
    """Return the one industry of those a code means that the firm's name means too, if there is one.

    A class of ISIC is several of NACE: of 2394 a cement company makes cement, not lime.
    """
    if reading.decision is Decision.CERTAIN or any(item.why is not Why.CODE for item in reading.candidates):
        return reading
    by_name = {item.id: item.likeness for item in reader.industry(firm).candidates}
    both = sorted((item for item in reading.candidates if item.id in by_name), key=lambda it: -by_name[it.id])
    if not both or (len(both) > 1 and by_name[both[0].id] - by_name[both[1].id] < MARGIN):
        return reading
    return Reading(reading.text, Decision.CERTAIN, tuple(both[:1]))


def _classes(row: Enterprise, reader: Reader) -> tuple[str, ...]:
    """Return the NACE classes of a firm: 3011 is cement in one list and ships in the other."""
    if row.nace or not row.gbt4754:
        return reader.industries.resolve(f"nace:{row.nace}") if row.nace else ()
    try:
        return reader.industries.resolve(f"gbt4754:{row.gbt4754}")
    except SymbioflowError:
        return ()


def _enterprise(
    id_: str,
    named: _Named,
    before: Enterprise | None,
    park: ParkId,
    industry: Industry | None,
    reading: Reading,
    position: Position | None,
    reach: Reach,
    reader: Reader,
    evidence: Evidence,
) -> Enterprise:
    """Return the firm's row: what the files say, else what the store knows."""
    gbt4754 = isic = nace = ""
    if industry is not None:
        classes = reader.industries.classes_of(industry)
        nace = classes[0] if len(classes) == 1 else ""
        isic = next(iter(reader.industries.isic_of(classes[:1])), "") if nace else ""
        gbt4754 = industry.code if industry.scheme == "gbt4754" else _of_several(industry, reading)
    return Enterprise(
        id=EnterpriseId(id_),
        name_zh=(before.name_zh if before else "") or (named.name if is_chinese(named.name) else ""),
        name_en=(before.name_en if before else "") or ("" if is_chinese(named.name) else named.name),
        park=before.park if before else park,
        state=before.state if before else OperatingState.OPERATING,
        gbt4754=gbt4754 or (before.gbt4754 if before else ""),
        isic=isic or (before.isic if before else ""),
        nace=nace or (before.nace if before else ""),
        position=position or (before.position if before else None),
        licences=licence_codes(named.texts.get("licences", "")) or (before.licences if before else ()),
        rail_km=reach.rail_km,
        sea_km=reach.sea_km,
        river_km=reach.river_km,
        river=reach.river,
        products=named.texts.get("products", "") or (before.products if before else ""),
        note=before.note if before else "",
        evidence=before.evidence if before else evidence,
    )


def _of_several(industry: Industry, reading: Reading) -> str:
    """Return the class of GB/T 4754 that a class of NACE is: of several the one that the words mean too."""
    named = [item.id.removeprefix("gbt4754-") for item in reading.candidates]
    return next((code for code in named if code in industry.gbt4754), next(iter(industry.gbt4754), ""))
