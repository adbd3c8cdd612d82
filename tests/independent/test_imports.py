"""This model shares nothing with what it checks but the tables."""

from __future__ import annotations

import ast
from pathlib import Path

HERE = Path(__file__).parent
#: Rooms whose results are compared, and therefore must not be borrowed.
COMPARED = ("graph.matching", "graph.planning", "graph.value", "graph.knowledge")
#: The one file that speaks to the product.
DOOR = "product.py"


def imported(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


def test_only_one_file_imports_what_is_compared() -> None:
    for file in sorted(HERE.glob("*.py")):
        borrowed = {name for name in imported(file) if name.startswith(COMPARED)}
        assert file.name == DOOR or not borrowed, f"{file.name}: {borrowed}"


def test_the_model_itself_reads_tables_and_nothing_of_the_product() -> None:
    """Neither directly nor by way of the file that compares."""
    rules = (
        "tables",
        "worth",
        "costs",
        "markets",
        "limits",
        "loops",
        "carried",
        "candidates",
        "today",
        "ways",
    )
    for name in (*rules, "programme", "solving", "answers"):
        borrowed = {
            entry for entry in imported(HERE / f"{name}.py") if entry.startswith(("graph", "ingest", "api"))
        }
        doors = {
            entry for entry in imported(HERE / f"{name}.py") if ".product" in entry or ".comparison" in entry
        }
        assert not borrowed | doors, name
