"""Which rows of the graph a list shows: by park, material, enterprise, state, code, grade and text.

A park stands for its areas too, a material for its kinds; what a text means is read by `graph.knowledge`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from api.views.ranked import RankedRows
from api.views.service import View
from graph import model
from graph.evidence import Grade
from graph.matching import Refusal, refusals_of
from graph.tables import table_of
from graph.taxonomy import upward
from graph.vocabulary import Hazard, LinkageState, OperatingState
from graph.wording import ListedWord, plain

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Filter:
    """What rows must be like; None leaves it open."""

    text: str | None = None
    park: str | None = None
    enterprise: str | None = None
    material: str | None = None
    state: OperatingState | None = None
    code: str | None = None
    grades: tuple[Grade, ...] = ()


class SizeOrder(ListedWord):
    """What a list is ordered by."""

    ID = "id", "Identifier."
    LARGEST = "largest", "Amount per year, the largest first; what is not known comes last."


class LinkageOrder(ListedWord):
    """What the register is ordered by."""

    ID = "id", "Identifier."
    LARGEST = "largest", "Amount per year, the largest first."
    LATEST = "latest", "When the state changed last, the latest first; what never changed comes last."


class SuggestionOrder(ListedWord):
    """What suggestions are ordered by."""

    STREAM = "stream", "Streams by identifier, the best of each first."
    SCORE = "score", "Score, the best of all first."


def named_like(view: View, entity: type[Row], text: str | None) -> Sequence[Row]:
    """Return the rows of one kind whose names or identifier hold the text, else those spelt like it."""
    rows = view.all(entity)
    if not text or not text.strip():
        return rows
    kept = view.reader().rows(table_of(entity).name, text)
    return [row for row in rows if row.id in kept]  # type: ignore[attr-defined]  # every row has an id


def enterprises(view: View, wanted: Filter) -> Sequence[model.Enterprise]:
    """Return the enterprises of a park in a state."""
    return [
        row
        for row in named_like(view, model.Enterprise, wanted.text)
        if _in_park(view, row, wanted.park)
        and wanted.state in (None, row.state)
        and _coded((row.gbt4754, row.isic, row.nace), wanted.code)
        and _graded(row, wanted)
    ]


def waste_streams(view: View, wanted: Filter, order: SizeOrder = SizeOrder.ID) -> Sequence[model.WasteStream]:
    """Return the streams of a material, an enterprise or a park."""
    found = [
        row
        for row in named_like(view, model.WasteStream, wanted.text)
        if _owned(view, row.enterprise, wanted)
        and is_kind(view, row.material, wanted.material)
        and _coded(_codes(view.get(model.Material, row.material)), wanted.code)
        and _graded(row, wanted)
    ]
    if order is SizeOrder.LARGEST:
        found.sort(key=lambda row: -row.supply.likely)
    return found


def facilities(view: View, wanted: Filter, order: SizeOrder = SizeOrder.ID) -> Sequence[model.Facility]:
    """Return the facilities of an enterprise or a park, in a state, with a port for a material.

    Those whose capacity is not known come last where the largest come first.
    """
    found = [
        row
        for row in named_like(view, model.Facility, wanted.text)
        if _owned(view, row.enterprise, wanted)
        and wanted.state in (None, row.state)
        and _has_port(view, row.technology, wanted.material)
        and _graded(row, wanted)
    ]
    if order is SizeOrder.LARGEST:
        found.sort(key=lambda row: -1.0 if row.capacity is None else row.capacity.likely, reverse=True)
    return found


def technologies(view: View, wanted: Filter) -> Sequence[model.Technology]:
    """Return the technologies with a port for a material."""
    return [
        row
        for row in named_like(view, model.Technology, wanted.text)
        if _has_port(view, row.id, wanted.material)
    ]


def materials(view: View, wanted: Filter, hazard: Hazard | None) -> Sequence[model.Material]:
    """Return the kinds of a material, itself included, of a hazard class."""
    return [
        row
        for row in named_like(view, model.Material, wanted.text)
        if is_kind(view, row.id, wanted.material)
        and hazard in (None, row.hazard)
        and _coded(_codes(row), wanted.code)
        and _graded(row, wanted)
    ]


def markets(view: View, wanted: Filter, wastes: bool | None) -> Sequence[model.Market]:
    """Return the markets of a material, of wastes as they are or of products."""
    return [
        row
        for row in named_like(view, model.Market, wanted.text)
        if is_kind(view, row.material, wanted.material) and wastes in (None, row.waste)
    ]


def linkages(
    view: View,
    state: LinkageState | None,
    changed_since: date | None = None,
    grades: Sequence[Grade] = (),
    order: LinkageOrder = LinkageOrder.ID,
) -> Sequence[model.Linkage]:
    """Return the registered linkages in a state, or whose state changed on a day (UTC) or later."""
    since = "" if changed_since is None else changed_since.isoformat()
    wanted = Filter(grades=tuple(grades))
    found = [
        row
        for row in view.all(model.Linkage)
        if state in (None, row.state) and _graded(row, wanted) and (not since or _changed(view, row) >= since)
    ]
    if order is LinkageOrder.LARGEST:
        found.sort(key=lambda row: -row.amount)
    elif order is LinkageOrder.LATEST:
        found.sort(key=lambda row: _changed(view, row), reverse=True)
    return found


def suggestions(
    view: View,
    wanted: Filter,
    stream: str | None,
    facility: str | None,
    top: int,
    least: float = 0.0,
    order: SuggestionOrder = SuggestionOrder.STREAM,
) -> RankedRows:
    """Return suggestions, streams by id and the best first, no more than `top` of each stream (0: all).

    Parameters
    ----------
    least : float
        The lowest score.
    """
    ranking = view.ranking()
    kept = _streams_like(view, wanted, stream)[ranking.stream]
    if top:
        kept &= ranking.place <= top
    if facility is not None:
        kept &= ranking.facility == ranking.columns.snapshot.positions("facilities", [facility])[0]
    if least > 0.0:
        kept &= ranking.score >= least
    rows = np.flatnonzero(kept)
    if order is SuggestionOrder.SCORE:
        rows = rows[np.argsort(-ranking.score[rows], kind="stable")]
    return RankedRows(ranking, rows)


def refusals(view: View, wanted: Filter, stream: str | None) -> Sequence[Refusal]:
    """Return the facilities that take a material but must refuse a stream of it, by stream."""
    return refusals_of(view.ranking(), np.flatnonzero(_streams_like(view, wanted, stream)).tolist())


def untaken(view: View, wanted: Filter, stream: str | None) -> Sequence[model.WasteStream]:
    """Return the streams that are suggested to nobody, by id."""
    alone = np.diff(view.ranking().start) == 0
    rows = np.flatnonzero(_streams_like(view, wanted, stream) & alone)
    return [view.snapshot.at(model.WasteStream, int(row)) for row in rows]


def _streams_like(view: View, wanted: Filter, stream: str | None) -> NDArray[np.bool_]:
    """Return which streams are of a material, an enterprise or a park, by their row; no object is built."""
    table = view.snapshot.tables["waste_streams"]
    kept = np.ones(table.num_rows, dtype=bool)
    if stream is not None:
        kept &= _among(table["id"], [stream])
    if wanted.material is not None:
        kinds = [row.id for row in view.all(model.Material) if is_kind(view, row.id, wanted.material)]
        kept &= _among(table["material"], kinds)
    if wanted.enterprise is not None:
        kept &= _among(table["enterprise"], [wanted.enterprise])
    if wanted.park is not None:
        inside = [row.id for row in view.all(model.Park) if _lies_in(view, row.id, wanted.park)]
        owners = view.snapshot.tables["enterprises"]
        owners = owners.filter(pa.array(_among(owners["park"], inside)))
        kept &= _among(table["enterprise"], owners["id"].combine_chunks())
    return kept


def _among(values: pa.ChunkedArray, wanted: Sequence[str] | pa.Array) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = pc.is_in(values, value_set=pa.array(wanted, pa.string())).to_numpy()
    return found


def is_kind(view: View, material: str, of: str | None) -> bool:
    """Return whether a material is `of`, or a kind of it; true where nothing is wanted."""
    return of is None or of in upward(material, lambda id: _above(view.get(model.Material, id), "kind_of"))


def _codes(material: model.Material | None) -> tuple[str, ...]:
    if material is None:
        return ()
    return material.ewc_codes + material.sw_codes + material.hw_codes + material.hs_codes


def _coded(codes: Sequence[str], wanted: str | None) -> bool:
    """Return whether one of the codes is the wanted one or of its class, however both are spelt."""
    return wanted is None or any(code_letters(code).startswith(wanted) for code in codes)


def code_letters(code: str) -> str:
    """Return a code's letters and digits alone, as codes are compared.

    Examples
    --------
    >>> code_letters("10 02 02*"), code_letters("hw 31")
    ('100202', 'HW31')
    """
    return "".join(letter for letter in plain(code).upper() if letter.isascii() and letter.isalnum())


def _graded(row: Any, wanted: Filter) -> bool:
    return not wanted.grades or row.evidence.grade in wanted.grades


def _changed(view: View, linkage: model.Linkage) -> str:
    """Return when a linkage's state changed last; empty if never."""
    return max((event.at for event in view.pointing(model.LinkageEvent, "linkage", linkage.id)), default="")


def _owned(view: View, enterprise: str, wanted: Filter) -> bool:
    if wanted.enterprise not in (None, enterprise):
        return False
    row = view.get(model.Enterprise, enterprise)
    return row is not None and _in_park(view, row, wanted.park)


def _in_park(view: View, enterprise: model.Enterprise, park: str | None) -> bool:
    return park is None or _lies_in(view, enterprise.park, park)


def _lies_in(view: View, area: str | None, park: str) -> bool:
    if area is None:
        return False
    return park in upward(area, lambda id: _above(view.get(model.Park, id), "part_of"))


def _above(row: model.Material | model.Park | None, by: str) -> str | None:
    above: str | None = getattr(row, by, None)
    return above


def _has_port(view: View, technology: str, material: str | None) -> bool:
    ports = view.pointing(model.Port, "technology", technology)
    return material is None or any(is_kind(view, port.material, material) for port in ports)
