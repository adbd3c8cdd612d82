"""Analyses of foreign sheets: which component, how much of it, of which firm's waste."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.model import StreamComponent
from graph.ranges import Range
from graph.vocabulary import RowId, StreamId
from graph.wording import folded
from ingest.proposing.components import component_of, components_known
from ingest.proposing.desk import Desk
from ingest.proposing.firms import Firms, firm_of
from ingest.proposing.result import LeftAside, Place, WasteFound, told_in
from ingest.understanding import Sheet


@dataclass(frozen=True, slots=True)
class Analyses:
    """The analyses of all sheets, and what was left aside."""

    rows: tuple[StreamComponent, ...]
    left_aside: tuple[LeftAside, ...]


def find_analyses(
    sheets: Iterable[Sheet], firms: Firms, wastes: Sequence[WasteFound], desk: Desk
) -> Analyses:
    """Return the analyses that sheets list, each tied to the waste it names.

    A component analysed twice is two analyses: none is thrown away and none is meant by another. One that no
    limit names is kept under its own name, and said.
    """
    carried = components_known(desk.known)
    by_name = {
        (waste.enterprise, folded(waste.text or waste.code)): waste.id for waste in wastes if waste.material
    }
    found: dict[str, StreamComponent] = {}
    left_aside: list[LeftAside] = []
    for sheet in sheets:
        for row in sheet.rows if sheet.kind == "analyses" else ():
            place = Place(sheet.file, sheet.sheet, row.number)
            # A report of one sample names it above its table.
            texts = {**sheet.facts, **row.texts}
            text = texts.get("waste", "") or texts.get("sample", "")
            firm = firms.id_of(firm_of(sheet, row), desk.asker, place)
            stream = by_name.get((firm, folded(text)), "") or _only(by_name, text, firm)
            amount, component = row.amount("content"), row.texts.get("component", "")
            if not stream or amount is None or not component:
                reason = "NO_AMOUNT" if stream else "NO_STREAM"
                left_aside.append(LeftAside(place, f"{text} {component}".strip(), reason))
                continue
            component, unit, factor = component_of(component, amount.unit, carried)
            if component not in carried:
                left_aside.append(LeftAside(place, f"{text} {component}".strip(), "UNKNOWN_COMPONENT"))
            basis = unit + (" dry" if amount.basis == "dry" and "dry" not in unit else "")
            basis = "mass % dry" if basis == "% dry" else basis
            laboratory = row.texts.get("laboratory", "")
            day = "" if row.on is None else row.on.isoformat()
            known = ":".join(part for part in (day, laboratory) if part)
            id_ = f"{stream}:{component}:{basis}" + (f":{known}" if known else "")
            again = sum(other == id_ or other.startswith(f"{id_}#") for other in found)
            id_ += f"#{again + 1}" if again else ""
            found[id_] = StreamComponent(
                id=RowId(id_),
                stream=StreamId(stream),
                component=component,
                basis=basis,
                amount=Range(amount.low * factor, amount.likely * factor, amount.high * factor),
                sampled_on=row.on,
                laboratory=laboratory,
                evidence=told_in(desk.evidence, [place]),
            )
    return Analyses(tuple(found.values()), tuple(left_aside))


def _only(by_name: dict[tuple[str, str], str], text: str, firm: str) -> str:
    """Return the one waste of that name where the sheet does not say whose it is."""
    of_name = [id_ for (_, name), id_ in by_name.items() if name == folded(text)]
    return of_name[0] if len(of_name) == 1 and not firm else ""
