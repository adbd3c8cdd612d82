from __future__ import annotations

import html
from collections.abc import Callable

import httpx
import pytest

from api.web.pages.tradeoffs.tradeoffs import PAIRS, opened, values
from api.web.reading import Reading
from api.web.state import State
from graph import model
from tests.build import WEIGHTS
from tests.graph.park import small_park as park_rows

BROWSER = {"Accept": "text/html,application/xhtml+xml"}


def test_the_page_offers_every_pair_and_target_and_begins_with_the_main_ones(reading: Reading) -> None:
    shown = values(reading, State("/tradeoffs", "en", {}))
    assert shown["pair"] == "tonnes-benefit"
    assert shown["pairs"] == tuple(PAIRS)
    assert shown["target"] in shown["targets"]
    assert shown["target"].unit == "t"


def test_what_is_open_in_one_half_stays_open_when_the_other_half_is_opened() -> None:
    state = State("/front", "zh", {"between": "tonnes-co2", "point": "2", "park": "a"})
    assert opened(state, step=3) == "/tradeoffs?park=a&between=tonnes-co2&point=2&step=3"


@pytest.mark.parametrize(
    ("address", "status", "zh", "en"),
    [
        ("/tradeoffs?between=money", 400, "不是可选项", "is no choice"),
        ("/tradeoffs?point=x", 400, "不是可选项", "is no choice"),
        ("/tradeoffs?step=-1", 400, "不是可选项", "is no choice"),
        ("/tradeoffs?target=moon", 404, "没有目标“moon”", "no target 'moon'"),
        ("/tradeoffs?scenario=nowhere", 404, "没有情景“nowhere”", "nowhere"),
        ("/front?point=99999", 200, "不是可选项", "is no choice"),
        ("/steps?step=99", 200, "不是可选项", "is no choice"),
        ("/front.xlsx?between=money", 400, "不是可选项", "is no choice"),
        ("/steps.xlsx?target=moon", 404, "没有目标“moon”", "no target 'moon'"),
    ],
)
def test_an_address_edited_by_hand_is_answered_in_words(
    pages: httpx.Client, address: str, status: int, zh: str, en: str
) -> None:
    for language, said in (("zh", zh), ("en", en)):
        answer = pages.get(f"{address}&language={language}", headers=BROWSER)
        assert answer.status_code == status
        assert said in html.unescape(answer.text)


def test_without_a_target_the_page_says_so_and_still_trades_off(
    serving: Callable[..., httpx.Client],
) -> None:
    client = serving(
        [row for row in park_rows() if not isinstance(row, model.Weight | model.Target)] + list(WEIGHTS)
    )
    for address in ("/tradeoffs?language=zh", "/steps?language=zh"):
        answer = client.get(address, headers=BROWSER)
        assert answer.status_code == 200
        assert "没有登记目标" in answer.text
    assert client.get("/front?language=zh", headers=BROWSER).status_code == 200
    assert client.get("/steps.xlsx", headers=BROWSER).status_code == 200


def test_a_park_without_facilities_has_words_for_both_halves(serving: Callable[..., httpx.Client]) -> None:
    kept = (model.Park, model.Enterprise, model.Material, model.WasteStream, model.Target, model.Source)
    client = serving([*(row for row in park_rows() if isinstance(row, kept)), *WEIGHTS])
    assert client.get("/tradeoffs?language=en", headers=BROWSER).status_code == 200
    assert "no plans to compare" in client.get("/front?language=en", headers=BROWSER).text
    steps = client.get("/steps?language=en", headers=BROWSER).text
    assert "There is no step" in steps or "No target is on record" in steps
