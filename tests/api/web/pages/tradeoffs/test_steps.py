from __future__ import annotations

import io
import json

import httpx
import openpyxl
import pytest

from api.web.pages.tradeoffs.steps import _found as found
from api.web.pages.tradeoffs.steps import as_excel, values
from api.web.pages.tradeoffs.tradeoffs import target_of
from api.web.reading import Reading
from api.web.state import State
from graph.planning import UnplacedReason
from tests.api.running import run
from viz.words import value_words

BROWSER = {"Accept": "text/html,application/xhtml+xml"}
WATER = "anning-2025-water-reuse"


@pytest.mark.parametrize("target", [WATER, "anning-2025-solid-waste"])
def test_the_steps_are_those_of_the_command(reading: Reading, anning_url: str, target: str) -> None:
    document = run("targets", "--target", target, "--json", store=anning_url)
    (wanted,) = json.loads(document.stdout)["abatement"]
    shown = values(reading, State("/steps", "en", {"target": target}))
    steps = shown["steps"]
    assert [step.end for step in steps] == pytest.approx([step["end"] for step in wanted["steps"]])
    assert [step.share for step in steps] == pytest.approx([step["share"] for step in wanted["steps"]])
    assert sum(step.adds for step in steps) == pytest.approx(wanted["reachable"] - wanted["start"])
    file = as_excel(reading, State("/steps.xlsx", "zh", {"target": target}))
    _, *rows = openpyxl.load_workbook(io.BytesIO(bytes(file.body))).active.iter_rows(values_only=True)
    assert [row[2] for row in rows] == pytest.approx([step["end"] for step in wanted["steps"]])
    for row, step in zip(rows, wanted["steps"], strict=True):
        if row[4] is not None:
            assert row[4] == pytest.approx(step["costRange"]["low"])


def test_a_step_in_which_nothing_is_priced_costs_an_unknown_amount_and_is_not_drawn(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nearly every step of the park has a price somewhere: the second loses it."""
    state = State("/steps", "en", {"target": "anning-2025-solid-waste"})
    curve = dict(found(reading, state))
    nothing = {"low": 0.0, "middle": 0.0, "high": 0.0}
    first, second, *more = curve["steps"]
    curve["steps"] = [first, second | {"costRange": nothing}, *more]
    bare = [number for number, step in enumerate(curve["steps"], 1) if step["costRange"] == nothing]
    monkeypatch.setattr("api.web.pages.tradeoffs.steps._found", lambda *_: curve)
    shown = values(reading, state)
    assert 2 in bare
    assert [step.number for step in shown["steps"] if step.cost is None] == bare
    drawn = [number for number in range(1, len(shown["steps"]) + 1) if number not in bare]
    assert [bar.number for bar in shown["picture"].bars] == drawn


def test_what_is_opened_is_what_that_step_changes(reading: Reading, anning_url: str) -> None:
    document = run("targets", "--target", WATER, "--json", store=anning_url)
    steps = json.loads(document.stdout)["abatement"][0]["steps"]
    place, step = next(found for found in enumerate(steps, start=1) if found[1]["more"] and found[1]["less"])
    shown = values(reading, State("/steps", "en", {"target": WATER, "step": str(place)}))
    for side in ("more", "less"):
        assert sorted(row.amount for row in shown[side]) == pytest.approx(
            sorted(flow["amount"] for flow in step[side])
        )
        assert shown[side]


@pytest.mark.parametrize(
    ("language", "said", "left"),
    [
        ("zh", "规划页没有“走到第 4 步”的选项", "产品没有（更多）买家"),
        ("en", "cannot be asked to stop at step 4", "no (more) buyers of what it becomes"),
    ],
)
def test_the_page_says_what_is_short_why_and_that_a_step_is_no_plan_of_the_plan_page(
    pages: httpx.Client, language: str, said: str, left: str
) -> None:
    text = pages.get(f"/steps?target={WATER}&step=4&language={language}", headers=BROWSER).text
    assert said in text
    assert left in text
    assert ("仍缺" if language == "zh" else "short of it by") in text


def test_the_target_that_is_shown_first_is_the_one_that_covers_most_tonnes(reading: Reading) -> None:
    main = target_of(reading, State("/tradeoffs", "zh", {}))
    assert main is not None
    assert values(reading, State("/steps", "zh", {}))["curve"]["target"]["localId"] == main.id


@pytest.mark.parametrize("reason", [word for word in UnplacedReason if word is not UnplacedReason.NONE])
def test_a_reason_is_said_in_chinese_too(reason: UnplacedReason) -> None:
    """`symbioflow targets` once said "no market" in a Chinese sentence."""
    words = value_words(reason.value)
    assert words.zh != words.en
    assert not words.zh.isascii()
