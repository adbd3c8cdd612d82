"""Foreign sheets gone odd: samples whose cells, rows and columns are moved, doubled or overwritten."""

from __future__ import annotations

import csv
import io
import random

from graph.errors import SymbioflowError
from graph.snapshot import Snapshot
from ingest.grids import Source, open_grids
from ingest.proposing import propose
from ingest.understanding import understand

_CELLS = (
    *(
        "",
        " ",
        "0",
        "-1",
        "1e400",
        "NaN",
        "inf",
        "１２万",
        "1.2万t",
        "100-200",
        "约5",
        "<3",
        "=1+1",
        "#REF!",
        "TRUE",
    ),
    *(
        "\u202e钢渣",
        "\ufeff",
        "a" * 5_000,
        "合计",
        "小计",
        "钢渣",
        "HW08",
        "900-249-08",
        "2026-13-45",
        "1/2/2026",
    ),
    *(
        "(a+)+$",
        "'; DROP TABLE",
        "🏭",
        "\\",
        '"',
        "企业名称",
        "年产生量（吨）",
        "吨",
        "m³",
        "30°N",
        "95%",
        "1,000,00",
    ),
)


def odd_sheet(dice: random.Random, sample: Source) -> Source:
    """Return a CSV made of the first sheet of a sample with some of it changed."""
    rows = [[str(cell) if cell is not None else "" for cell in cells] for _, cells in _first(sample)]
    for _ in range(dice.randint(1, 12)):
        if not rows:
            break
        row = dice.choice(rows)
        what = dice.randrange(7)
        if what == 0 and row:
            row[dice.randrange(len(row))] = dice.choice(_CELLS)
        elif what == 1:
            row.extend([dice.choice(_CELLS)] * dice.randint(1, 40))
        elif what == 2:
            rows.insert(dice.randrange(len(rows) + 1), list(row))
        elif what == 3:
            rows.remove(row)
        elif what == 4 and row:
            at = dice.randrange(len(row))
            for other in rows:
                other.insert(min(at, len(other)), other[at] if at < len(other) else "")
        elif what == 5:
            dice.shuffle(rows)
        elif what == 6 and row:
            at = dice.randrange(len(row))
            for other in rows:
                if at < len(other):
                    other[at] = dice.choice(_CELLS)
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return Source(
        f"{dice.choice(('台账', 'wastes', '企业'))}.csv", text.getvalue().encode("utf-8", "replace")
    )


def import_of(source: Source, known: Snapshot, park: str = "") -> None:
    """Understand a file and work out what it would do, as ``symbioflow import`` does."""
    found = understand([source])
    propose(found, known, {}, "odd", park, None, True)


def _first(sample: Source) -> list[tuple[int, tuple[object, ...]]]:
    try:
        return list(open_grids(sample).grids[0].rows)
    except (SymbioflowError, IndexError):
        return []
