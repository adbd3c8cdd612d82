"""Who of no facility on record could take what, as the command line prints it."""

from __future__ import annotations

import io

from rich.console import Console

from api.commands.common import session
from api.commands.planning.prospective_table import prospective_table
from api.views.service import View
from tests.build import cost_sheet, limit, market, process_class
from tests.graph.matching.prospects.parks import cement_works, firm, town


def printed(view: View, language: str) -> str:
    out = Console(file=io.StringIO(), width=400)
    run = session(language=language)
    out.print(prospective_table(run, view, view.technical_potential()))
    assert isinstance(out.file, io.StringIO)
    return out.file.getvalue()


def test_each_row_says_why_how_much_and_what_to_ask() -> None:
    """A usual mill takes 60 t; nobody measured MgO, and nobody is known to buy the cement."""
    view = View(
        town(
            cement_works(),
            firm("brickyard", nace="2332"),
            process_class("mill", scale=60.0),
            cost_sheet("slag-cement", "mill"),
            limit("slag-cement", "MgO", maximum=5.0),
            market("other", "ash", 1.0),
        ),
        1,
    )
    title, *_ = (lines := printed(view, "en").splitlines())
    assert title.strip().endswith("in no plan and nothing expected")
    slag, ash = ([cell.strip() for cell in line.split("│")[1:-1]] for line in lines if "steel-slag" in line or
                 "power-ash" in line)  # fmt: skip
    assert slag == [
        "steel-slag",
        "cement-works",
        "slag-cement (its industry runs this)",
        "60 t",
        "6 t – 100 t",
        "capacity a year; composition (magnesia (MgO)); who buys the product",
    ]
    assert ash[2:] == ["bricks (its industry takes it)", "50 t", "0 t – 50 t", "capacity a year; composition"]
    assert "同行业工艺" in printed(view, "zh")
