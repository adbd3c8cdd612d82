"""The network page in a real browser: drawn, offline, harmless, searchable, in two languages."""

from __future__ import annotations

import base64
import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from graph.model import Linkage, WasteStream
from graph.snapshot import Snapshot
from tests.browser.conftest import Opener
from tests.graph.park import small_park
from tests.viz.parks import HOSTILE, hostile_park, large_park
from viz.network import NetworkFlow, network_page

pytestmark = pytest.mark.browser

PARK = Snapshot.of(small_park())
FLOWS = (
    NetworkFlow("slag-1", "mill-1", 50_000.0, "t", "planned"),
    NetworkFlow("slag-1", "mill-1", 20_000.0, "t", "suggested"),
)


def colours(page: Page) -> dict[str, int]:
    """Return how many dots of each colour a screenshot of the picture has, counted in a page of its own."""
    picture = base64.b64encode(page.locator("#network").screenshot()).decode("ascii")
    counter = page.context.new_page()
    counted: dict[str, int] = counter.evaluate(
        """async source => {
            const image = new Image();
            image.src = source;
            await image.decode();
            const canvas = document.createElement("canvas");
            [canvas.width, canvas.height] = [image.width, image.height];
            const paint = canvas.getContext("2d");
            paint.drawImage(image, 0, 0);
            const dots = paint.getImageData(0, 0, image.width, image.height).data;
            const counted = {};
            for (let dot = 0; dot < dots.length; dot += 4) {
                const colour = dots.slice(dot, dot + 3).join(" ");
                counted[colour] = (counted[colour] ?? 0) + 1;
            }
            return counted;
        }""",
        f"data:image/png;base64,{picture}",
    )
    counter.close()
    return counted


def lists(page: Page, *names: str) -> None:
    """Wait until the list names exactly these; by its text, which is there before an entry is laid out."""
    expect(page.locator("#list li .what")).to_have_text(list(names))


def click_card(page: Page, key: str) -> None:
    """Click the middle of a card in the picture."""
    place = page.evaluate(
        """key => {
            const { network } = document.getElementById("network");
            return network.canvasToDOM(network.getPosition(key));
        }""",
        key,
    )
    page.locator("#network").click(position=place)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_asks_for_nothing_and_complains_of_nothing(
    open_page: Opener, scheme: str, language: str
) -> None:
    opened = open_page(network_page(PARK, FLOWS, language), color_scheme=scheme)
    opened.page.locator("#language").click()
    opened.page.locator("#list li button").first.click()
    assert opened.requests == [opened.page.url.partition("#")[0]]
    assert opened.complaints == []


def test_chinese_labels_are_drawn_in_the_picture(open_page: Opener) -> None:
    """The ink of the stream's label is there with its Chinese name and all but gone with a blank one."""
    blank = Snapshot.of(
        replace(item, name_zh="\u3000") if isinstance(item, WasteStream) else item for item in small_park()
    )
    ink = "74 43 15"  # --stream-ink
    named, unnamed = (open_page(network_page(park)).page for park in (PARK, blank))
    expect(named.get_by_role("button", name="转炉渣")).to_be_visible()
    assert len(colours(named)) > 100
    assert colours(named)[ink] > 1.3 * colours(unnamed)[ink] > 0


def test_the_list_holds_what_the_picture_shows(open_page: Opener) -> None:
    page = open_page(network_page(PARK)).page
    lists(page, "钢铁厂", "转炉渣", "粉磨站", "一号磨")
    assert page.evaluate(
        "document.getElementById('network').network.body.nodeIndices.filter("
        "key => !document.getElementById('network').network.body.nodes[key].options.hidden)"
    ) == ["enterprise:works", "stream:slag-1", "enterprise:mill", "facility:mill-1"]


def test_a_click_on_a_card_shows_its_tonnes_and_their_grade(open_page: Opener) -> None:
    page = open_page(network_page(PARK, FLOWS)).page
    click_card(page, "stream:slag-1")
    details = page.locator("#details")
    expect(details.locator("h3")).to_have_text("转炉渣")
    expect(details.locator(".figure")).to_have_text("11万吨/年")
    expect(details).to_contain_text("企业自述")
    expect(details).to_contain_text("50,000吨/年 · 规划")
    expect(details).to_contain_text("20,000吨/年 · 建议")
    expect(details).to_contain_text("50,000吨/年 · 已登记 · 建议")
    details.get_by_role("button", name="一号磨").first.click()
    expect(details.locator("h3")).to_have_text("一号磨")
    page.keyboard.press("Escape")
    expect(details).to_contain_text("点选图中或名录中的一项")


def test_a_demo_estimate_is_shown_as_one(open_page: Opener) -> None:
    page = open_page(network_page(large_park(1, 1, 1))).page
    page.get_by_role("button", name="钢渣0").click()
    expect(page.locator("#details .figure")).to_have_text("≈ 1,000吨/年")
    expect(page.locator("#details .badge.estimate")).to_have_text("≈ 演示估计值，无来源")


def test_hostile_names_do_nothing_but_stand_there(open_page: Opener) -> None:
    opened = open_page(network_page(hostile_park(), FLOWS))
    page = opened.page
    title = page.title()
    for button in page.locator("#list li button").all():
        button.click()
        expect(page.locator("#details h3")).to_have_text("".join(HOSTILE), use_inner_text=False)
    for key in ("enterprise:works", "stream:slag-1", "facility:mill-1"):
        page.locator("#fit").click()
        click_card(page, key)
        page.locator("#network").hover(position={"x": 5, "y": 5})
    page.locator("#language").click()
    expect(page).to_have_title(
        title.replace("园区物质流网络 · 共生流", "Material-flow network of the park · Symbioflow")
    )
    expect(page.locator("main img, main a, main script, main b")).to_have_count(0)
    expect(page.locator("script")).to_have_count(3)
    assert opened.requests == [page.url.partition("#")[0]]
    assert opened.complaints == []


@pytest.mark.parametrize(
    ("query", "found"),
    [("转炉", ["转炉渣"]), ("CONVERTER slag", ["转炉渣"]), ("mill", ["粉磨站", "一号磨"]), ("金", [])],
)
def test_search_finds_names_in_both_languages(open_page: Opener, query: str, found: list[str]) -> None:
    page = open_page(network_page(PARK)).page
    page.get_by_role("searchbox").fill(query)
    lists(page, *found)
    page.keyboard.press("Enter")
    expect(page.locator("#details h3")).to_have_count(min(1, len(found)))


def test_the_language_switch_turns_words_names_and_amounts(open_page: Opener) -> None:
    page = open_page(network_page(PARK)).page
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.get_by_role("button", name="转炉渣").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_title("Material-flow network of the park · Symbioflow")
    lists(page, "works", "converter slag", "mill", "mill 1")
    expect(page.locator("#details .figure")).to_have_text("110 kt/yr")
    expect(page.get_by_role("searchbox")).to_have_attribute(
        "placeholder", "Search names (Chinese or English)"
    )
    page.get_by_role("button", name="中文").click()
    lists(page, "钢铁厂", "转炉渣", "粉磨站", "一号磨")


def test_a_kind_can_be_put_away_and_brought_back(open_page: Opener) -> None:
    page = open_page(network_page(PARK)).page
    page.locator("[name=kind][value=facility]").uncheck()
    lists(page, "钢铁厂", "转炉渣", "粉磨站")
    page.locator("[name=kind][value=technology]").check()
    lists(page, "钢铁厂", "转炉渣", "粉磨站", "粉磨")


def test_a_waste_shows_its_streams_and_who_could_take_them(open_page: Opener) -> None:
    """Water of the works has no taker; the slag has the mill."""
    other = next(item for item in small_park() if getattr(item, "id", "") == "slag-1")
    water = replace(other, id="water-1", name_zh="循环水", material="water", enterprise="mill")
    without_linkage = [item for item in small_park() if not isinstance(item, Linkage)]
    page = open_page(network_page(Snapshot.of([*without_linkage, water]))).page
    page.get_by_label("废物", exact=True).select_option("slag")
    lists(page, "钢铁厂", "转炉渣", "粉磨站", "一号磨")
    page.get_by_label("废物", exact=True).select_option("water")
    lists(page, "粉磨站", "循环水")


def test_everything_can_be_reached_with_the_keyboard(open_page: Opener) -> None:
    page = open_page(network_page(PARK)).page
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("(({ id, value, dataset }) => id || value || dataset.key)(document.activeElement)")
        )
    assert {"search", "waste", "language", "enterprise", "zoom-in", "fit", "stream:slag-1"} <= reached
    page.get_by_role("button", name="转炉渣").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#details h3")).to_have_text("转炉渣")


def test_two_thousand_nodes_and_more_are_drawn_whole_and_without_physics(open_page: Opener) -> None:
    opened = open_page(network_page(large_park(300, 5, 3)))
    page = opened.page
    assert page.evaluate("document.getElementById('network').network.physics.physicsEnabled") is False
    assert page.evaluate("document.getElementById('network').network.body.nodeIndices.length") == 2700
    assert len(colours(page)) > 100
    assert opened.complaints == []


def test_the_page_fits_a_telephone(open_page: Opener) -> None:
    page = open_page(network_page(PARK, FLOWS), viewport={"width": 375, "height": 812}).page
    page.wait_for_function("() => document.documentElement.scrollWidth === 375")
    assert page.locator("#network").bounding_box()["width"] > 300  # type: ignore[index]
    page.get_by_role("button", name="转炉渣").click()
    expect(page.locator("#details .figure")).to_be_visible()


def test_a_telephone_shows_the_list_first_and_a_picture_that_can_be_read(open_page: Opener) -> None:
    page = open_page(network_page(PARK, FLOWS), viewport={"width": 390, "height": 844}).page
    page.locator("[name=view][value=firms]").check()
    lines_drawn(page)
    least = page.evaluate(
        """() => { const stage = document.getElementById("network");
            return stage.network.getScale() * stage.labels[0].tall; }"""
    )
    assert least >= 12.0
    lists, picture = (page.locator(part).bounding_box() for part in ("#list", "#network"))
    assert lists is not None
    assert picture is not None
    assert lists["y"] < picture["y"]


def test_a_swipe_over_the_picture_moves_the_page(open_page: Opener) -> None:
    page = open_page(
        network_page(large_park(5, 2, 2)),
        viewport={"width": 390, "height": 844},
        is_mobile=True,
        has_touch=True,
    ).page
    box = page.locator("#network").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, *points: dict[str, float]) -> None:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    touch("touchStart", {"x": x, "y": y})
    for step in range(1, 11):
        touch("touchMove", {"x": x, "y": y - 20 * step})
    touch("touchEnd")
    page.wait_for_function("() => scrollY > 100")


def lines_drawn(page: Page) -> list[list[object]]:
    """Return the ends of every line that the library draws, by their columns, once it draws any."""
    page.wait_for_function(
        "() => document.getElementById('network').network.body.data.edges.getIds().length > 0"
    )
    found: list[list[object]] = page.evaluate(
        """() => document.getElementById("network").network.body.data.edges.get()
            .map(({ from, to }) => [from, to])"""
    )
    return found


#: Labels of lines that cover another.
COVERED = """() => {
    const labels = document.getElementById("network").labels;
    return labels.filter((one, at) => labels.slice(at + 1).some(other =>
        Math.abs(one.x - other.x) < one.half + other.half && Math.abs(one.y - other.y) < one.tall)).length;
}"""


def test_a_firm_in_focus_stands_between_its_suppliers_and_its_takers(open_page: Opener) -> None:
    page = open_page(network_page(PARK, FLOWS, "en", full={"mill-1": 0.85})).page
    page.locator("[name=view][value=firms]").check()
    page.locator("#search").fill("slag")
    page.keyboard.press("Enter")
    # The address is told to us after the page has changed it.
    expect(page).to_have_url(re.compile("focus="))
    drawn = lines_drawn(page)
    assert drawn
    assert all(int(str(target)[0]) == int(str(source)[0]) + 1 for source, target in drawn)
    expect(page.locator("#list")).to_contain_text("50,000 t/yr · 85% full")
    page.wait_for_function(
        """() => document.querySelectorAll("#list li .what").length
            === Number(document.getElementById("shown").textContent.trim().split(" ").at(-1))"""
    )
    expect(page.locator("[data-count=suggested]")).to_have_text("1")
    page.locator("[name=flow][value=suggested]").uncheck()
    expect(page.locator("[data-count=suggested]")).to_have_text("0")
    expect(page.locator("#list")).not_to_contain_text("20,000")


def test_what_is_in_focus_stands_in_the_address(open_page: Opener) -> None:
    page = open_page(network_page(PARK, FLOWS, "zh")).page
    page.goto(page.url.partition("#")[0] + "#view=firms&focus=stream:slag-1")
    page.reload()
    expect(page.locator("[name=view][value=firms]")).to_be_checked()
    expect(page.locator("#details h3")).to_have_text("转炉渣")
    page.goto(page.url.partition("#")[0] + "#view=nothing&focus=stream:nobody")
    page.reload()
    expect(page.locator("[name=view][value=cards]")).to_be_checked()


def test_a_large_park_opens_with_few_lines_between_its_firms(open_page: Opener) -> None:
    park = large_park(60, 2, 2)
    streams, facilities = park.strings("waste_streams", "id"), park.strings("facilities", "id")
    flows = [
        NetworkFlow(stream, facility, 1_000.0 + place, "t", "planned")
        for place, (stream, facility) in enumerate(zip(streams, reversed(facilities), strict=True))
    ]
    page = open_page(network_page(park, flows, "en")).page
    expect(page.locator("[name=view][value=firms]")).to_be_checked()
    assert 0 < len(lines_drawn(page)) < 40
    assert page.evaluate(COVERED) == 0
    page.locator("[name=view][value=cards]").check()
    expect(page.locator("#shown")).to_contain_text("of")
