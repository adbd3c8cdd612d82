from __future__ import annotations

import html
import io
import json
import re

import httpx
import openpyxl
import pytest

from api.web.pages.pictures.year import read_year
from api.web.pages.tradeoffs.front import PAIRS, as_excel, values
from api.web.reading import Reading
from api.web.state import State
from tests.api.running import run

BROWSER = {"Accept": "text/html,application/xhtml+xml"}


@pytest.mark.parametrize("pair", PAIRS)
def test_the_points_are_those_of_the_command(reading: Reading, anning_url: str, pair: str) -> None:
    names = ",".join(aim.value for aim in PAIRS[pair])
    document = run("pareto", "--objectives", names, "--json", store=anning_url)
    wanted = json.loads(document.stdout)["paretoFront"]["points"]
    shown = values(reading, State("/front", "en", {"between": pair}))["points"]
    assert [point.tonnes for point in shown] == pytest.approx([point["tonnes"] for point in wanted])
    assert [point.linkages for point in shown] == [len(point["flows"]) for point in wanted]
    assert [point.money for point in shown] == [point["coverage"]["money"] for point in wanted]
    file = as_excel(reading, State("/front.xlsx", "en", {"between": pair}))
    _, *rows = openpyxl.load_workbook(io.BytesIO(bytes(file.body))).active.iter_rows(values_only=True)
    assert [row[1] for row in rows] == pytest.approx([point["tonnes"] for point in wanted])
    ends = [[point["benefitRange"][end] for end in ("low", "middle", "high")] for point in wanted]
    assert [list(row[2:5]) for row in rows] == [pytest.approx(end) for end in ends]


def test_a_point_of_the_picture_is_a_row_of_the_table_and_one_end_has_the_most_of_each(
    reading: Reading,
) -> None:
    shown = values(reading, State("/front", "zh", {}))
    dots, points = shown["picture"].dots, shown["points"]
    assert [dot.number for dot in dots] == [point.number for point in points]
    assert max(points, key=lambda point: point.tonnes).number == 1
    assert min(dots, key=lambda dot: dot.y).number == len(points)


def test_what_is_opened_is_the_plan_of_that_point_linkage_by_linkage(
    reading: Reading, anning_url: str
) -> None:
    document = run("pareto", "--json", store=anning_url)
    wanted = json.loads(document.stdout)["paretoFront"]["points"]
    for number in (1, len(wanted)):
        shown = values(reading, State("/front", "en", {"point": str(number)}))
        flows = wanted[number - 1]["flows"]
        assert sorted(row.amount for row in shown["linkages"]) == pytest.approx(
            sorted(flow["amount"] for flow in flows)
        )


@pytest.mark.parametrize(
    ("language", "itself", "same", "other"),
    [
        ("zh", "这正是规划页上的规划", "净利用量相同", "没有这个规划的选项"),
        ("en", "This is the plan of the page", "has the same net use", "cannot be asked for this plan"),
    ],
)
def test_a_link_to_the_plan_has_the_tonnes_of_the_point_or_the_page_says_otherwise(
    reading: Reading, pages: httpx.Client, language: str, itself: str, same: str, other: str
) -> None:
    year = read_year(reading, None, None)
    net = next(total.net for total in year.totals if total.unit == "t")
    points = values(reading, State("/front", language, {}))["points"]
    for point in points:
        text = html.unescape(
            pages.get(f"/front?point={point.number}&language={language}", headers=BROWSER).text
        )
        assert re.search(r'href="/plan[?"]', text)
        alike = abs(point.tonnes - net) <= 1.0
        assert (other in text) == (not alike)
        assert (itself in text) == point.is_plan
        assert (same in text) == (alike and not point.is_plan)
    # The first has the most tonnes, and so has the plan.
    assert points[0].tonnes == pytest.approx(net, abs=1.0)


def test_a_plan_that_is_the_plan_is_known_as_such(reading: Reading) -> None:
    """No point of Anning carries the same water as its plan; compared with itself a plan is the plan."""
    from api.web.pages.tradeoffs.front import _alike

    flows = read_year(reading, None, None).plan["flows"]
    less = [{**flow, "amount": flow["amount"] - 1.0} for flow in flows]
    assert _alike(flows, list(reversed(flows)))
    assert not _alike(flows, less)
    assert not _alike(flows, flows[1:])
