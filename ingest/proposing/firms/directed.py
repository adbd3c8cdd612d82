"""Exemptions for directed use in foreign sheets: who may use which waste of which firm without a licence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.model import DirectedUse, Enterprise
from graph.vocabulary import EnterpriseId, RowId
from graph.wording import folded
from ingest.proposing.desk import Desk
from ingest.proposing.firms.firms import Firms, firm_of
from ingest.proposing.firms.licences import exempt_clauses
from ingest.proposing.ids import id_of
from ingest.proposing.result import Doubt, LeftAside, Place, told_in
from ingest.understanding import Sheet


@dataclass(frozen=True, slots=True)
class Exemptions:
    """What sheets say of directed use.

    Attributes
    ----------
    rows : tuple of DirectedUse
    doubts : tuple of Doubt
        Those that name no firm whose waste it is.
    left_aside : tuple of LeftAside
        Clauses that name no code of a waste.
    """

    rows: tuple[DirectedUse, ...]
    doubts: tuple[Doubt, ...]
    left_aside: tuple[LeftAside, ...]


def find_directed_uses(sheets: Iterable[Sheet], firms: Firms, desk: Desk) -> Exemptions:
    """Return the exemptions that cells of licences hold; each firm that a clause names is one giver."""
    names = [
        (folded(name), str(row.id))
        for row in (*firms.rows, *desk.known.all(Enterprise))
        for name in (row.name_zh, row.name_en)
        if name
    ]
    names += [(folded(firm.name), firm.id) for firm in firms.found]
    rows: dict[str, DirectedUse] = {}
    doubts: list[Doubt] = []
    left_aside: list[LeftAside] = []
    for sheet in sheets:
        for row in sheet.rows:
            place = Place(sheet.file, sheet.sheet, row.number)
            for clause, codes in exempt_clauses(row.texts.get("licences", "")):
                taker = firms.id_of(firm_of(sheet, row), desk.asker, place)
                if not taker or not codes:
                    left_aside.append(LeftAside(place, clause, "EXEMPT_OF_WHAT"))
                    continue
                givers = _named(folded(clause), names, taker)
                if not givers:
                    doubts.append(Doubt(place, "FOR_WHOM", (firm_of(sheet, row), ", ".join(codes))))
                for giver in givers or (None,):
                    id_ = id_of(f"{giver or 'unknown'}-{taker}-{'-'.join(codes)}")
                    rows[id_] = DirectedUse(
                        id=RowId(id_),
                        giver=None if giver is None else EnterpriseId(giver),
                        taker=EnterpriseId(taker),
                        hw_codes=codes,
                        note=clause,
                        evidence=told_in(desk.evidence, [place]),
                    )
    return Exemptions(tuple(rows.values()), tuple(doubts), tuple(left_aside))


def _named(clause: str, names: Iterable[tuple[str, str]], taker: str) -> tuple[str, ...]:
    """Return the firms that a clause names; a name inside a longer one that stands there too names nobody."""
    there = {(name, id_) for name, id_ in names if name in clause and id_ != taker}
    longest = {id_ for name, id_ in there if not any(name in other and name != other for other, _ in there)}
    return tuple(sorted(longest))
