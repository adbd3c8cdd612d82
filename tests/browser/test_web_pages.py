"""What people do on the pages in a real browser: look, filter, focus, stop, print, keep."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PUSHED, WIDTHS, Opened, findings
from tests.web import ADDRESSES, FIRST_SECONDS, with_language

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("address", ["/", "/flows", "/flows?least=0", "/flows?unit=m3&least=0&group=firm"])
def test_no_label_of_a_picture_lies_on_another(
    visit: Callable[..., Opened], anning: str, address: str, language: str, width: str
) -> None:
    size = {"width": WIDTHS[width], "height": 900}
    page = visit(anning + with_language(address, language), viewport=size).page
    if width == "telephone":
        # There the picture is a list, and stands behind a switch.
        expect(page.locator("flow-picture")).to_be_hidden()
        assert page.locator(".reading > li > ul > li").count() > 4
        page.locator(".see input").check()
        expect(page.locator(".reading")).to_be_hidden()
    expect(page.locator("flow-picture text").first).to_be_visible()
    boxes = page.evaluate(
        """() => [...document.querySelectorAll("flow-picture text")].map(text => {
            const { x, y, width, height } = text.getBBox();
            return [x, y, x + width, y + height, text.textContent];
        })"""
    )
    assert len(boxes) > 4
    overlapping = [
        (one[4], other[4])
        for place, one in enumerate(boxes)
        for other in boxes[place + 1 :]
        if min(one[2], other[2]) - max(one[0], other[0]) > 0.5
        and min(one[3], other[3]) - max(one[1], other[1]) > 0.5
    ]
    assert overlapping == []
    picture = page.locator("flow-picture svg").first
    room = page.evaluate("picture => picture.viewBox.baseVal.width", picture.element_handle())
    assert all(box[0] >= 0 and box[2] <= room for box in boxes)


def test_the_overview_answers_where_we_stand_the_largest_flow_and_the_first_step(
    visit: Callable[..., Opened], anning: str
) -> None:
    page = visit(f"{anning}/?language=zh").page
    expect(page.locator("#said")).to_have_text(re.compile(r"今天，.+为 \d+(\.\d)?%，目标 60%"))
    expect(page.locator(".headline")).to_contain_text("这是规划值，不是预期")
    expect(page.locator("#spread")).to_contain_text("十分之八的年份", timeout=60_000)
    expect(page.locator("#spread strong").first).to_contain_text("的机会")
    expect(page.locator("main")).to_contain_text("规划中最大的新增流量：")
    expect(page.locator(".steps li")).to_have_count(5)
    expect(page.locator(".targets li")).to_have_count(11)
    expect(page.locator("flow-picture path.band").nth(10)).to_be_attached()
    page.get_by_text("图中数据（表格）").click()
    rows = page.locator("section[aria-labelledby=flows] details tbody tr")
    expect(rows).to_have_count(page.locator("flow-picture path.band").count())


def test_a_click_on_a_place_of_the_picture_shows_it_alone(visit: Callable[..., Opened], anning: str) -> None:
    page = visit(f"{anning}/flows?language=zh").page
    page.locator("flow-picture a", has_text="祥丰磷石膏水洗净化线").first.click()
    page.wait_for_url(re.compile("focus="))
    expect(page.locator(".focus")).to_contain_text("祥丰磷石膏水洗净化线")
    page.locator(".focus a").click()
    page.wait_for_url(lambda address: "focus" not in address)


def test_a_filter_swaps_keeps_the_focus_and_stands_in_the_address(
    visit: Callable[..., Opened], anning: str
) -> None:
    opened = visit(f"{anning}/flows?language=zh")
    page = opened.page
    page.locator("#show").focus()
    page.locator("#show").select_option("difference")
    page.wait_for_url(re.compile("show=difference"))
    expect(page.locator("flow-picture path.band.today")).to_have_count(0)
    expect(page.locator("flow-picture path.band.planned").first).to_be_visible()
    expect(page.locator("#show")).to_be_focused()
    page.go_back()
    expect(page.locator("flow-picture path.band.today").first).to_be_visible()
    expect(page.locator("#show")).to_have_value("plan")
    assert opened.complaints == []


def test_park_scenario_and_language_go_along(visit: Callable[..., Opened], anning: str) -> None:
    page = visit(f"{anning}/?language=zh").page
    page.locator("#scenario").select_option("phosphogypsum-projects-late")
    page.wait_for_url(re.compile("scenario=phosphogypsum-projects-late"))
    page.get_by_role("link", name="流向", exact=True).click()
    page.wait_for_url(re.compile("/flows.*scenario=phosphogypsum-projects-late"))
    page.get_by_role("link", name="English").click()
    page.wait_for_url(re.compile("language=en"))
    expect(page).to_have_url(re.compile("scenario=phosphogypsum-projects-late"))
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_everything_can_be_reached_and_used_with_the_keyboard(
    visit: Callable[..., Opened], anning: str
) -> None:
    page = visit(f"{anning}/flows?language=zh").page
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                """() => { const at = document.activeElement, title = at.querySelector("title");
                    return at.id || title?.textContent || at.textContent.trim(); }"""
            )
        )
    assert {"show", "unit", "group", "least", "存为 SVG", "存为 CSV"} <= reached
    assert any(name and name.startswith("祥丰磷石膏水洗净化线 · ") for name in reached)


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_the_picture_can_be_kept_and_needs_nothing_of_the_page(
    visit: Callable[..., Opened], anning: str, kind: str, tmp_path: Path
) -> None:
    opened = visit(f"{anning}/flows?language=en")
    with opened.page.expect_download() as download:
        opened.page.get_by_role("button", name=f"Save as {kind.upper()}").click()
    path = tmp_path / f"kept.{kind}"
    download.value.save_as(path)
    if kind == "png":
        assert path.read_bytes().startswith(b"\x89PNG")
        assert path.stat().st_size > 20_000
    else:
        text = path.read_text(encoding="utf-8")
        assert "Xiangfeng phosphogypsum" in text
        assert "var(" not in text
        kept = visit(path.as_uri())
        assert kept.complaints == []
        filled = kept.page.evaluate(
            "() => [...document.querySelectorAll('text, rect.node')].every(part => part.getAttribute('fill'))"
        )
        assert filled
    assert opened.complaints == []


def test_the_explanation_prints_on_two_pages_in_black_on_white(
    visit: Callable[..., Opened], anning: str
) -> None:
    page = visit(anning + ADDRESSES["match"], color_scheme="dark").page
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    printed = page.pdf(format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "12mm"))
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2


def test_without_scripts_the_pages_say_the_same(visit: Callable[..., Opened], anning: str) -> None:
    page = visit(f"{anning}/flows?language=zh", java_script_enabled=False).page
    expect(page.locator("flow-picture noscript")).to_be_attached()
    page.locator("#show").select_option("difference")
    page.locator(".filters button").click()
    page.wait_for_url(re.compile("show=difference"))
    expect(page.locator("tbody tr").nth(20)).to_be_attached()


def test_a_place_in_two_columns_is_found_in_the_data_of_the_picture(
    visit: Callable[..., Opened], anning: str
) -> None:
    """The steel slag works takes slag and, at the second hop, what comes back to it: drawn forward only."""
    page = visit(f"{anning}/flows?language=en&least=0").page
    data = json.loads(page.locator("flow-picture script").text_content() or "")
    columns = [node["column"] for node in data["nodes"]]
    assert all(columns[link["source"]] < columns[link["target"]] for link in data["links"])
    names = [node["name"] for node in data["nodes"]]
    assert len(names) > len(set(names))


def test_a_person_finds_the_slag_sees_where_it_goes_and_why_and_prints_the_first_brief(
    visit: Callable[..., Opened], anning: str
) -> None:
    """Ledgers write 转炉渣; the park calls its stream 昆钢钢渣."""
    opened = visit(f"{anning}/?language=zh")
    page = opened.page
    page.locator("#q").fill("转炉渣")
    page.keyboard.press("Enter")
    page.locator("main").get_by_role("link", name="钢渣", exact=True).click()
    expect(page.locator("main")).to_contain_text("转炉渣")
    page.locator("main").get_by_role("link", name="昆钢钢渣", exact=True).click()
    expect(page.locator("h1")).to_have_text("昆钢钢渣")
    expect(page.locator(".facts")).to_contain_text("67.5万吨/年")
    page.get_by_role("link", name="为什么: 昆钢钢渣热闷磁选").click()
    expect(page.locator(".sentence")).to_contain_text("昆钢钢渣可以给")
    page.get_by_role("link", name="昆钢钢渣", exact=True).click()
    page.get_by_role("link", name="在流向图中看").click()
    page.wait_for_url(re.compile("focus="))
    expect(page.locator(".focus")).to_contain_text("昆钢钢渣")
    expect(page.locator("flow-picture text").first).to_contain_text("昆钢钢渣")
    page.get_by_role("link", name="招商", exact=True).click()
    first = page.locator("long-work .whole tbody tr").first
    expect(first).to_be_visible(timeout=60_000)
    called = first.locator("th").text_content() or ""
    first.get_by_role("link", name="两页简报").click()
    expect(page.locator("h1")).to_contain_text("招商简报")
    assert (page.locator("h1").text_content() or "").split("：")[1].split("（")[0] in called
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True))) <= 2
    assert opened.complaints == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_brief_of_the_first_lead_prints_on_two_pages(
    visit: Callable[..., Opened], anning: str, language: str
) -> None:
    opened = visit(anning + with_language("/brief?lead=1", language), color_scheme="dark")
    assert findings(opened.page) == []
    opened.page.emulate_media(media="print")
    printed = opened.page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2
    assert opened.complaints == []
    wide = opened.page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    assert wide


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("address", ["/brief?lead=1", "/report.html"])
def test_what_is_kept_as_a_file_fits_a_telephone_and_says_of_each_cell_what_it_is(
    visit: Callable[..., Opened], anning: str, tmp_path: Path, address: str, language: str
) -> None:
    size = {"width": WIDTHS["telephone"], "height": 844}
    path = tmp_path / "kept.html"
    kept = httpx.get(anning + with_language(address, language), timeout=FIRST_SECONDS)
    path.write_text(kept.text, encoding="utf-8")
    opened = visit(path.as_uri(), viewport=size)
    page = opened.page
    assert page.evaluate(PUSHED) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert findings(page) == []
    said = page.evaluate(
        """() => [...document.querySelectorAll("table.cards td")]
            .map(cell => getComputedStyle(cell, "::before").content.replaceAll('"', ""))"""
    )
    assert len(said) > 20
    assert all(said)
    assert opened.complaints == []


def test_work_can_be_stopped_which_stands_in_the_address_and_begun_again(
    visit: Callable[..., Opened], anning: str
) -> None:
    """Under a scenario that no other test asks for, so that nothing was worked out before."""
    opened = visit(f"{anning}/data?language=zh")
    page = opened.page
    page.goto(f"{anning}/indicators?language=zh&scenario=kunming-steel-half")
    expect(page.get_by_role("progressbar", name="完成了多少")).to_be_visible()
    page.get_by_role("button", name="停止计算").click()
    page.wait_for_url(re.compile("stopped=losses"))
    expect(page.locator("main")).to_contain_text("已停止计算")
    page.reload()
    expect(page.locator("long-work")).to_have_count(0)
    page.get_by_role("link", name="开始计算").click()
    page.wait_for_url(lambda address: "stopped" not in address)
    expect(page.locator("long-work .whole")).to_contain_text("影响最大的企业", timeout=60_000)
    assert opened.complaints == []


def test_work_that_breaks_off_says_so_and_offers_to_begin_again(
    visit: Callable[..., Opened], anning: str
) -> None:
    page = visit(f"{anning}/data?language=en").page
    page.route("**/losses?*", lambda route: route.abort())
    page.goto(f"{anning}/indicators?language=en")
    expect(page.locator("long-work .broken")).to_be_visible()
    expect(page.locator("long-work .broken a")).to_have_text("Start")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_report_is_kept_as_one_page_that_prints_and_needs_nothing(
    visit: Callable[..., Opened], anning: str, language: str, tmp_path: Path
) -> None:
    opened = visit(anning + with_language("/report", language), color_scheme="dark")
    with opened.page.expect_download() as download:
        opened.page.locator("a[href^='/report.html']").click()
    path = tmp_path / "report.html"
    download.value.save_as(path)
    kept = visit(path.as_uri(), color_scheme="dark")
    assert kept.requests == [path.as_uri()]
    assert kept.complaints == []
    assert findings(kept.page) == []
    kept.page.emulate_media(media="print", color_scheme="dark")
    assert kept.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert (
        kept.page.evaluate("getComputedStyle(document.querySelector('thead')).display")
        == "table-header-group"
    )
    assert kept.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
