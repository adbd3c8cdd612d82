"""Parks of names, wastes and industries: who is offered what, on the command line and in GraphQL."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from api.views.service import View
from graph.model import Facility, Port, Technology, WasteStream
from tests.api.running import run
from tests.graph.matching.prospects.parks import cement_works, firm, town

CASES = Path(__file__).parents[1] / "ingest" / "cases"


def matched(url: str, case: str) -> Any:
    loaded = run("import", str(CASES / case), "--yes", "--json", store=url)
    assert loaded.returncode == 0, loaded.stderr
    return json.loads(run("match", "--json", store=url).stdout)


def offers(answer: Any) -> dict[str, list[tuple[str, str]]]:
    """What each stream is offered to: enterprise and basis, best first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for item in answer["suggestions"]["nodes"]:
        facility = item["facility"]
        found.setdefault(item["material"]["localId"], []).append(
            (facility["enterprise"]["nameZh"], item["basis"])
        )
    return found


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'park.db'}"


def test_a_park_of_three_names_and_four_wastes_is_offered_to_its_cement_works(url: str) -> None:
    """B2: nobody wrote down a facility, and the industries stand in the names."""
    found = offers(matched(url, "min_park.xlsx"))
    assert found["steel-slag"][0] == ("滨河水泥厂", "INDUSTRY_TECHNOLOGY")
    assert found["fgd-gypsum"][0] == ("滨河水泥厂", "INDUSTRY_TECHNOLOGY")
    assert found["fly-ash"][0] == ("滨河水泥厂", "USUAL_USE")
    assert found["blast-furnace-slag"][0][0] == "滨河水泥厂"
    shown = run("match", "--language", "zh", store=url).stdout
    assert "潜在（同行业工艺）" in shown
    assert "无设施记录，需问：是否接收" in shown


def test_blast_furnace_slag_reaches_the_mill_that_grinds_it_and_is_asked_which_kind_it_is(url: str) -> None:
    """B15."""
    answer = matched(url, "bf_slag_no_outlet.xlsx")
    assert offers(answer)["blast-furnace-slag"][0] == ("滨河水泥厂", "FACILITY")
    first = next(
        item for item in answer["suggestions"]["nodes"] if item["material"]["localId"] == "blast-furnace-slag"
    )
    assert first["facility"]["technology"]["localId"] == "bfs-ggbs"
    assert any("say which kind it is" in word for word in first["missing"])


def test_a_waste_that_nobody_takes_says_who_usually_does() -> None:
    view = View(town(firm("shop")), 1)
    (ash, _) = view.all(WasteStream)
    assert ash.material == "ash"
    assert [item.industry.code for item in view.usual_takers(ash)][:2] == ["2332", "2361"]


def test_what_stands_behind_a_suggestion_is_found_by_its_id_though_nothing_stores_it() -> None:
    view = View(town(cement_works(), firm("brickyard", nace="2332")), 1)
    for item in view.suggestions_of("power-ash"):
        facility = view.get(Facility, item.facility)
        assert facility is not None
        assert facility.capacity is None
        assert view.get(Technology, facility.technology) is not None
        assert view.get(Port, item.port) is not None
        assert [row.id for row in view.suggestions_to(item.facility)] == [item.id]
    assert view.all(Facility) == ()
    assert view.get(Facility, "use:nobody:bricks") is None


def test_firms_known_by_the_seat_of_their_district_are_not_said_to_be_next_door(
    url: str, tmp_path: Path
) -> None:
    """The address of a district is a point on the map and no distance; another district is about so far."""
    file = tmp_path / "list.csv"
    file.write_text(
        "企业名称,地址,废物名称,年产生量（吨）\n福泉热电有限公司,贵州省福泉市,粉煤灰,3000\n"
        "福泉水泥有限公司,贵州省福泉市,废布袋,3\n都匀水泥有限公司,贵州省都匀市,废布袋,3\n",
        encoding="utf-8",
    )
    loaded = run("import", str(file), "--park", "福泉园区", "--yes", store=url)
    assert loaded.returncode == 0, loaded.stderr
    shown = "".join(run("match", "--language", "zh", "--waste", "粉煤灰", store=url).stdout.split())
    near, far = shown.split("2.都匀水泥有限公司")
    assert "实际路程未知" in near
    assert "0.0公里" not in shown
    assert "公里（至少一方的位置只是估计）" in far
