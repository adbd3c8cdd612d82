"""A long table on a telephone: its first rows, the way to all of them, and all of them on paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import Opened

pytestmark = pytest.mark.browser

TELEPHONE = {"width": 390, "height": 800}
#: Pages with a table of more than ten rows -> the ids of these tables.
LONG = {
    "/plan": ["all-left", "all-taken", "all-runs", "all-new"],
    "/flows": ["all-flows"],
    "/matches": ["all-matches"],
    "/matches?tab=refused": ["all-refused"],
    "/data": ["all-firms"],
    "/map": ["all-firms"],
    "/report": ["all-plan", "all-left"],
    "/bundles?group=waste": ["all-t"],
}
#: Rows of a table that are seen, and all there are.
SEEN = """id => [...document.querySelectorAll(`#${id} > table > tbody > tr`)]
    .map(row => row.checkVisibility()).reduce(([seen, all], shown) => [seen + shown, all + 1], [0, 0])"""


@pytest.mark.parametrize("address", LONG)
def test_the_first_rows_are_shown_and_then_all_by_an_address(
    visit: Callable[..., Opened], anning: str, address: str
) -> None:
    page = visit(f"{anning}{address}", viewport=TELEPHONE).page
    for id in LONG[address]:
        seen, every = page.evaluate(SEEN, id)
        assert seen == 10 < every, id
    first = LONG[address][0]
    link = page.locator(f"#{first} + .unfold a")
    assert link.inner_text() == f"Show all {page.evaluate(SEEN, first)[1]} rows"
    link.click()
    assert page.url.endswith(f"#{first}")
    seen, every = page.evaluate(SEEN, first)
    assert seen == every
    assert not link.is_visible()


@pytest.mark.parametrize("address", ["/plan", "/flows", "/matches", "/data"])
def test_no_script_is_needed_and_who_is_sent_the_address_sees_all(
    visit: Callable[..., Opened], anning: str, address: str
) -> None:
    for id in LONG[address]:
        page = visit(f"{anning}{address}#{id}", viewport=TELEPHONE, java_script_enabled=False).page
        rows = page.locator(f"#{id} > table > tbody > tr")
        assert rows.count() > 10
        assert rows.last.is_visible()
        page.goto(f"{anning}{address}")
        assert not rows.last.is_visible()
        page.locator(f"#{id} + .unfold a").click()
        assert rows.last.is_visible()


@pytest.mark.parametrize("address", LONG)
def test_all_rows_are_printed_and_shown_on_a_desk(
    visit: Callable[..., Opened], anning: str, address: str
) -> None:
    page = visit(f"{anning}{address}", viewport=TELEPHONE).page
    page.emulate_media(media="print")
    for id in LONG[address]:
        seen, every = page.evaluate(SEEN, id)
        assert seen == every > 10, id
        assert not page.locator(f"#{id} + .unfold").is_visible()
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1280, "height": 800})
    for id in LONG[address]:
        seen, every = page.evaluate(SEEN, id)
        assert seen == every, id
        assert not page.locator(f"#{id} + .unfold").is_visible()


def test_the_page_of_the_plan_is_half_as_long_on_a_telephone(
    visit: Callable[..., Opened], anning: str
) -> None:
    """It was 29,000 pixels: four tables of 18 to 45 rows, each a card of 130 to 270 pixels."""
    page = visit(f"{anning}/plan", viewport=TELEPHONE).page
    assert page.evaluate("document.documentElement.scrollHeight") < 16_000
