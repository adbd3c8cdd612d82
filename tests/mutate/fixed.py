"""Mutations that no test saw once, each worth tens or hundreds of millions: they must be seen for ever.

They are looked up by pattern over the whole of `graph`, so that they outlive a move.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tests.mutate.operators import Mutation


@dataclass(frozen=True)
class Known:
    """A mutation by name.

    Attributes
    ----------
    patterns : tuple of str
        Spellings of the right line, the first that is found counts; the group ``wrong`` is replaced.
    after : str
        What stands there instead.
    question : str
        A test that answers it wrongly, and soon.
    """

    name: str
    patterns: tuple[str, ...]
    after: str
    question: str


_ANNING = "tests/independent/test_anning.py::test_both_models_find_the_same_best_plan"
_SMALL = "tests/independent/test_random_parks.py::test_more_parks_agree_in_every_objective"


KNOWN = (
    Known(
        "what a product is sold for is not divided by the ratio of the main product",
        (
            r"return displaced, ratio(?P<wrong> / main\.ratio\.likely)",
            r"per_product = 1\.0(?P<wrong> / main\.ratio\.likely)",
            r"return [\w.]*displaced[\w.]*, [\w.]*ratio[\w.]*(?P<wrong> / [\w.]+)",
            r"displaced_ratio(?:\.likely)?(?P<wrong> / \w*(?:main|product)\w*\.ratio(?:\.likely|\b))",
        ),
        "",
        f"{_ANNING}[benefit]",
    ),
    Known(
        "all instead of any product must have a price of its own",
        (r"(?P<wrong>any)\(\s*self\.(?:factors\.)?market_price\(", r"(?P<wrong>any)\([^\n]*\bprice[\w.]*\("),
        "all",
        "tests/graph/value/test_worth.py"
        "::test_where_any_product_has_a_price_none_is_paid_as_what_it_displaces",
    ),
    Known(
        "stock takes from supply instead of adding to it",
        (r"np\.r_\[_?ones\(given\), (?P<wrong>-_?ones\(stock\))\]", r"(?P<wrong>-_?ones\(stock\w*\))"),
        "np.ones(len(stock))",
        f"{_SMALL}[25]",
    ),
    Known(
        "an input without a share of its own counts as two of an equal share",
        (r"\"share_max\"\), nan=(?P<wrong>1\.0)",),
        "2.0",
        "tests/graph/planning/programme/test_programme.py"
        "::test_an_input_without_a_share_of_its_own_may_be_all_of_the_mix",
    ),
    Known(
        "residue handed back is not divided by throughput",
        (
            r"owed(?P<wrong> / np\.where\(throughput > 0\.0, throughput, 1\.0\))",
            r"owed\w*(?P<wrong> / [^\n]*throughput[^\n]*)",
        ),
        "",
        f"{_ANNING}[tonnes]",
    ),
)


def planted(known: Known, root: Path) -> Mutation | None:
    """Return a known mutation where its pattern stands; None where no file of `graph` has it any more."""
    for pattern in known.patterns:
        for file in sorted((root / "graph").rglob("*.py")):
            text = file.read_text(encoding="utf-8")
            found = re.search(pattern, text)
            if found is not None:
                start, end = (len(text[:place].encode()) for place in found.span("wrong"))
                line = text.count("\n", 0, found.start("wrong")) + 1
                where = file.relative_to(root)
                return Mutation(where, line, start, end, known.name, found["wrong"], known.after)
    return None
