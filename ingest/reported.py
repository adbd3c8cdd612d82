"""The shipped back-test: what was known otherwise at its day, and what was reported since."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from graph.evidence import Grade
from graph.model import ScenarioChange
from graph.planning import Reported, ReportedKind
from graph.vocabulary import MaterialId, RowId, ScenarioId, TechnologyId
from ingest.strict import SEED_FOLDER

#: The day of the shipped back-test: the last one before the park's plan for green industry was written.
DAY = date(2022, 12, 31)
_FOLDER = SEED_FOLDER / "backtest"


def shipped_changes() -> tuple[ScenarioChange, ...]:
    """Return what was known otherwise at `DAY`, in the order in which it is changed."""
    return tuple(
        ScenarioChange(
            id=RowId(f"known-then-{number:03}"),
            scenario=ScenarioId("known-then"),
            table_name=row["table_name"],
            row_id=row["row_id"],
            field=row["field"],
            value=row["value"],
            note=row["note"],
        )
        for number, row in enumerate(_rows(_FOLDER / "changes.csv"))
    )


def shipped_reported() -> tuple[Reported, ...]:
    """Return what was reported, each figure as a share of what arose.

    A share of what was used is multiplied by the utilisation rate of the same region, materials and year.
    """
    rows = list(_rows(_FOLDER / "reported.csv"))
    rates = {
        (row["region"], row["materials"], row["year"]): float(row["low"]) / 100.0
        for row in rows
        if row["kind"] == ReportedKind.UTILISATION.value and row["low"]
    }
    return tuple(_reported(row, rates) for row in rows)


def _reported(row: dict[str, str], rates: dict[tuple[str, str, str], float]) -> Reported:
    key = row["region"], row["materials"], row["year"]
    times = (rates[key] if row["basis"] == "use" else 1.0) / 100.0
    low, high = (float(row[end]) * times if row[end] else None for end in ("low", "high"))
    return Reported(
        id=row["id"],
        region=row["region"],
        materials=tuple(MaterialId(name) for name in row["materials"].split(";")),
        year=row["year"],
        kind=ReportedKind(row["kind"]),
        use=row["use"],
        technologies=tuple(TechnologyId(name) for name in row["recipes"].split(";") if name),
        low=low,
        high=high,
        source=row["source"],
        grade=Grade(row["grade"]) if row["grade"] else None,
        note=row["note"],
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
