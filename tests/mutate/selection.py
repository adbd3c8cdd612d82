"""Which modules make numbers, and which tests should see a mistake in them soonest."""

from __future__ import annotations

from pathlib import Path

#: Names of modules, or of rooms, that make numbers; looked up anywhere in `graph`.
NUMBERS = (
    *("value", "factors", "worth", "price", "places", "terms", "scoring", "geography", "pathways", "onward"),
    *("grouping", "taxonomy"),
    *("acceptance", "gates", "composition", "transfer", "standards"),
    *("programme", "columns", "credits", "mixes", "outcome", "diversion", "balance", "allocation", "result"),
)
#: Modules of those rooms that make words of numbers.
WORDS = ("conflicts", "families", "gate_words", "numbers", "plan", "printing", "reasons")
#: The other model on few cases: a mistake that moves the plan of Anning or of a small park is seen here.
INDEPENDENT = (
    "tests/independent/test_anning.py::test_both_models_find_the_same_best_plan",
    "tests/independent/test_random_parks.py::test_more_parks_agree_in_every_objective",
)


def modules(root: Path) -> list[Path]:
    """Return the modules that make numbers, from the root."""
    found = []
    for file in sorted((root / "graph").rglob("*.py")):
        where = file.relative_to(root)
        if file.stem not in ("__init__", *WORDS) and set(where.with_suffix("").parts) & set(NUMBERS):
            found.append(where)
    return found


def missing(root: Path) -> list[str]:
    """Return the names that no module or room bears any more."""
    parts = {part for file in modules(root) for part in file.with_suffix("").parts}
    return [name for name in NUMBERS if name not in parts]


def mirrored(root: Path, module: Path) -> list[str]:
    """Return the tests that mirror a module, or else those of its name, or of its room's, in any place."""
    exact = Path("tests") / module.parent / f"test_{module.stem}.py"
    if (root / exact).is_file():
        return [str(exact)]
    for name in (module.stem, module.parent.name):
        files = sorted((root / "tests" / "graph").rglob(f"test_{name}.py"))
        if files:
            return [str(file.relative_to(root)) for file in files]
    return []
