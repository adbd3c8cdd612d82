"""Parks of foreign sheets: as told, as the sheets say, the only one, else one named after the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from graph.evidence import Evidence
from graph.model import Park, Position
from graph.parks import find_park
from graph.vocabulary import ParkId
from graph.wording import folded
from ingest.positions import LatLon
from ingest.proposing.asking import Asker
from ingest.proposing.desk import Desk
from ingest.proposing.ids import free_id, id_of, is_chinese, is_serial
from ingest.proposing.places.regions import region_name, region_of
from ingest.proposing.places.sites import position_of
from ingest.proposing.result import Doubt, Place
from ingest.understanding import Sheet


@dataclass(frozen=True, slots=True)
class Parks:
    """The parks that firms may stand in.

    Attributes
    ----------
    default : ParkId
        Of firms of which nothing says where they stand.
    called : mapping of str to ParkId
        Folded name or id -> id.
    rows : tuple of Park
        Those that are new, or of which the files say for the first time in which division they stand.
    regions : tuple of Doubt
        Where each of these stands, as the addresses or its name have it.
    positions : mapping of str to (float, float)
        Id -> latitude and longitude, where known.
    """

    default: ParkId
    called: Mapping[str, ParkId]
    rows: tuple[Park, ...]
    regions: tuple[Doubt, ...]
    positions: Mapping[str, LatLon]

    def of(self, text: str) -> ParkId:
        """Return the park that a text names, the default for none."""
        return self.called.get(folded(text), self.default)


def find_parks(sheets: Sequence[Sheet], told: str, desk: Desk) -> Parks:
    """Return the parks of the sheets.

    Parameters
    ----------
    told : str
        Id or name that somebody gave; new if the store has no such park.
    """
    there = desk.known.all(Park)
    called = {folded(name): row.id for row in there for name in (row.id, row.name_zh, row.name_en) if name}
    new: dict[str, Park] = {}
    taken = {str(row.id) for row in there}
    for own, name, position in (*_listed(sheets, desk.asker), *_named(sheets)):
        if folded(name) not in called and folded(own) not in called:
            row = _park(free_id(own or id_of(name), taken), name, position, desk.evidence)
            taken.add(row.id)
            new[row.id] = row
            called.update({folded(key): row.id for key in (name, own, row.id) if key})
    default = _default(sheets, told, new, desk)
    if default.id not in {row.id for row in there}:
        new.setdefault(default.id, default)
    positions = {
        str(row.id): (row.position.lat, row.position.lon)
        for row in (*there, *new.values())
        if row.position is not None
    }
    rows, regions = _placed(sheets, [*there, *new.values()], called, default.id)
    changed = {row.id: row for row in (*new.values(), *rows)}
    return Parks(default.id, called, tuple(changed.values()), regions, positions)


def _placed(
    sheets: Sequence[Sheet], parks: Sequence[Park], called: Mapping[str, ParkId], default: ParkId
) -> tuple[list[Park], tuple[Doubt, ...]]:
    """Return the parks that the files place for the first time, and what should be looked at of each."""
    standing: dict[ParkId, list[tuple[Place, str]]] = {}
    for sheet in sheets:
        for row in sheet.rows:
            if row.texts.get("address"):
                stands_in = called.get(folded(row.texts.get("park", "")), default)
                place = Place(sheet.file, sheet.sheet, row.number)
                standing.setdefault(stands_in, []).append((place, row.texts["address"]))
    found: list[Park] = []
    doubts = []
    first = Place(sheets[0].file, sheets[0].sheet, 0)
    for park in parks:
        told = standing.get(park.id, [])
        if park.region or park.part_of is not None or not (told or park.id == default):
            continue
        own = park.name_zh or park.name_en
        if code := region_of([address for _, address in told], own):
            found.append(replace(park, region=code))
            names = (own, region_name(code, "zh"), region_name(code, "en"))
            doubts.append(Doubt(told[0][0] if told else first, "PARK_REGION", names))
    return found, tuple(doubts)


def _listed(sheets: Sequence[Sheet], asker: Asker) -> list[tuple[str, str, Position | None]]:
    """Return (own id, name, position) of the parks that sheets list."""
    found = []
    for sheet in sheets:
        for row in sheet.rows if sheet.kind == "parks" else ():
            texts = row.texts
            name = texts.get("park", "") or texts.get("name", "")
            place = Place(sheet.file, sheet.sheet, row.number)
            own = texts.get("id", "")
            if name:
                found.append(
                    ("" if is_serial(own) else own, name, position_of(name, texts, place, None, asker))
                )
    return found


def _named(sheets: Sequence[Sheet]) -> list[tuple[str, str, Position | None]]:
    """Return the parks that rows of other sheets name."""
    rows = (row for sheet in sheets if sheet.kind != "parks" for row in sheet.rows)
    return [("", row.texts["park"], None) for row in rows if row.texts.get("park")]


def _default(sheets: Sequence[Sheet], told: str, new: Mapping[str, Park], desk: Desk) -> Park:
    known, asker = desk.known, desk.asker
    there = {str(row.id): row for row in known.all(Park)}
    if told:
        found = find_park(known, told)
        named = (
            row for row in new.values() if folded(told) in (folded(row.name_zh), folded(row.name_en), row.id)
        )
        return there[found] if found else next(named, None) or _park(id_of(told), told, None, desk.evidence)
    if new:
        return next(iter(new.values()))
    tops = [row for row in there.values() if row.part_of is None]
    if len(tops) == 1:
        return tops[0]
    answer = find_park(known, asker.answer("PARK", "") or "")
    if answer:
        return there[answer]
    file = sheets[0].file if sheets else "park"
    name = file.rpartition(".")[0] or file
    if tops:
        names = [(str(row.id), row.name_zh or row.name_en) for row in tops]
        asker.ask("PARK", "", Place(file, "", 0), (name,), [("new", name), *names])
    return _park(id_of(name), name, None, desk.evidence)


def _park(id_: str, name: str, position: Position | None, evidence: Evidence) -> Park:
    zh, en = (name, "") if is_chinese(name) else ("", name)
    return Park(id=ParkId(id_), name_zh=zh, name_en=en, position=position, evidence=evidence)
