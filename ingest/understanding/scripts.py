"""Files in traditional characters, read in simplified ones; what they call things stays as they write it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from graph.wording import is_traditional, simplified
from ingest.grids import Cell, Grid
from ingest.understanding.result import Sheet

#: Fields whose texts are names.
_NAMES = frozenset({"enterprise", "waste", "material", "taker", "carrier", "facility", "park", "name"})
#: Cells that tell in which characters a file is written.
_LOOKED_AT = 2_000


def in_simplified(grids: Iterable[Grid]) -> tuple[tuple[Grid, ...], Mapping[str, str]]:
    """Return grids in simplified characters, and each text that this changed -> as it is written.

    Files in simplified characters, and those of other languages, come back as they are.

    Examples
    --------
    >>> grid = Grid("a.csv", "", ((1, ("廢棄物名稱", 5.0)),))
    >>> (changed,), written = in_simplified([grid])
    >>> changed.rows, written
    (((1, ('废弃物名称', 5.0)),), {'废弃物名称': '廢棄物名稱'})
    """
    grids = tuple(grids)
    texts = [cell for grid in grids for _, cells in grid.rows[:_LOOKED_AT] for cell in cells]
    if not is_traditional(text for text in texts[:_LOOKED_AT] if isinstance(text, str)):
        return grids, {}
    written: dict[str, str] = {}

    def changed(cell: Cell) -> Cell:
        if not isinstance(cell, str):
            return cell
        text = simplified(cell)
        if text != cell:
            written[text] = cell
        return text

    return tuple(
        replace(
            grid,
            sheet=str(changed(grid.sheet)),
            rows=tuple((number, tuple(map(changed, cells))) for number, cells in grid.rows),
            formats={place: simplified(unit) for place, unit in grid.formats.items()},
        )
        for grid in grids
    ), written


def as_written(sheet: Sheet, written: Mapping[str, str]) -> Sheet:
    """Return a sheet whose names, headers and rows left out stand as its file writes them.

    Parameters
    ----------
    written : mapping of str to str
        Text in simplified characters -> as it is written.
    """
    found = dict(written)

    def back(text: str) -> str:
        if text not in found:
            # A name in a title or beside its amount is a part of a cell, character for character.
            whole = next((cell for cell in written if text and text in cell), "")
            at = whole.find(text)
            found[text] = written[whole][at : at + len(text)] if whole else text
        return found[text]

    return replace(
        sheet,
        sheet=back(sheet.sheet),
        firm=back(sheet.firm),
        columns=tuple(
            replace(column, header="/".join(map(back, column.header.split("/")))) for column in sheet.columns
        ),
        rows=tuple(
            replace(row, texts={name: back(t) if name in _NAMES else t for name, t in row.texts.items()})
            for row in sheet.rows
        ),
        left_out=tuple(replace(item, text=back(item.text)) for item in sheet.left_out),
        remarks=tuple(replace(item, values=tuple(map(back, item.values))) for item in sheet.remarks),
        questions=tuple(
            replace(
                item, sheet=back(item.sheet), column=back(item.column), values=tuple(map(back, item.values))
            )
            for item in sheet.questions
        ),
    )
