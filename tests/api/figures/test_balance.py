from __future__ import annotations

from api.figures.balance import MaterialBalance, material_balance
from api.views.service import View


def test_planned_projects_want_more_steel_slag_than_the_steel_works_give_off(anning: View) -> None:
    assert material_balance(anning.snapshot, "steel-slag") == MaterialBalance(
        540_000.0, 810_000.0, 1_650_000.0
    )


def test_a_material_nobody_gives_off_or_wants_has_an_empty_balance(anning: View) -> None:
    assert material_balance(anning.snapshot, "no-such-material") == MaterialBalance(0.0, 0.0, 0.0)
