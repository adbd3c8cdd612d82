"""Every page in a real browser: offline, silent, readable, for everybody, however it is looked at.

The pages are those of `tests.web`, which has one of each that the server knows, so a new page is covered by
itself. In each language and width a page is opened once; how it looks in the dark, in grey and in the colours
of the system is asked of the page that is open.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from api.settings import Settings
from api.web.routes import PAGES
from api.web.shell import NAVIGATION
from graph.snapshot import records_of
from tests import build
from tests.api.conftest import Running
from tests.api.running import run
from tests.browser.conftest import PUSHED, WIDTHS, Opened, address_of_park, findings, settled
from tests.viz.parks import hostile_rows
from tests.web import ADDRESSES, FIRST_SECONDS, WRONG, with_language

pytestmark = pytest.mark.browser

#: What a park of hostile names is asked for, where a page is about one thing.
HOSTILE = {
    "/firm": "?id=works",
    "/stream": "?id=slag-1",
    "/facility": "?id=mill-1",
    "/material": "?id=slag",
    "/flows": "?least=0",
    "/portfolio": "?budget=3e8",
    "/search": "?q=img",
}
#: Pages about things that the hostile park has none of.
NOT_THERE = {"/match", "/market"}
#: Grey of a colour over the paper (0 to 1), and how far two greys are apart.
GREYS = """
const grey = (colour, opacity = 1, paper = 1) => {
    const [red, green, blue, alpha = 1] = colour.match(/[\\d.]+/g).map(Number);
    const light = [red, green, blue].map(part => part / 255)
        .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    const whole = 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2];
    return whole * alpha * opacity + paper * (1 - alpha * opacity);
};
const apart = (one, other) => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
"""
#: Marks of the pictures that are not told from the paper; what only carries others is left out.
UNSEEN = f"""() => {{ {GREYS}
    const paper = grey(getComputedStyle(document.body).backgroundColor);
    const marks = [...document.querySelectorAll("main svg :is(rect, path, circle, line, text)")]
        .filter(mark => mark.checkVisibility() && !mark.closest("defs"))
        .filter(mark => !mark.matches(".track, .target"));
    const unseen = marks.filter(mark => {{
        const style = getComputedStyle(mark), least = mark.tagName === "text" ? 4.5 : 3;
        const fill = [style.fill, Number(style.fillOpacity)];
        const line = [style.stroke, Number(style.strokeOpacity)];
        const said = (mark.tagName === "text" ? [fill] : [fill, line]).filter(([paint]) => paint !== "none");
        return !said.some(([paint, opacity]) =>
            paint.startsWith("url") || apart(grey(paint, opacity, paper), paper) >= least);
    }});
    return [...new Set(unseen.map(mark => `${{mark.tagName}}.${{mark.getAttribute("class")}}`))];
}}"""
#: Entries of a legend that look the same without colour.
ALIKE = f"""() => {{ {GREYS}
    const look = entry => [...entry.querySelectorAll("svg :is(rect, circle, path)")].map(mark => {{
        const style = getComputedStyle(mark);
        const paint = (value, opacity) => value === "none" ? 1
            : value.startsWith("url") ? value : grey(value, Number(opacity));
        return {{ shape: `${{mark.tagName}} ${{mark.getAttribute("width")}}`, width: style.strokeWidth,
            dash: style.strokeDasharray, fill: paint(style.fill, style.fillOpacity),
            line: paint(style.stroke, 1) }};
    }});
    const same = (one, other) => one === other
        || (typeof one === "number" && typeof other === "number" && apart(one, other) < 1.25);
    const alike = (ones, others) => ones.length === others.length && ones.every((one, at) =>
        ["shape", "dash", "width"].every(part => one[part] === others[at][part])
        && same(one.fill, others[at].fill) && same(one.line, others[at].line));
    return [...document.querySelectorAll("ul.legend")].flatMap(legend => {{
        const entries = [...legend.querySelectorAll("li")].filter(entry => entry.querySelector("svg"));
        return entries.flatMap((one, at) => entries.slice(at + 1)
            .filter(other => alike(look(one), look(other)))
            .map(other => `${{one.textContent.trim()}} = ${{other.textContent.trim()}}`));
    }});
}}"""
#: Tables with a head and no row.
EMPTY = """() => [...document.querySelectorAll("main table")]
    .filter(table => !table.querySelector("tbody tr"))
    .map(table => table.closest(".wide")?.getAttribute("aria-label"))"""
#: Paper and ink of what is printed, and tables whose heads no second sheet repeats.
ON_PAPER = """() => ({
    paper: getComputedStyle(document.body).backgroundColor,
    ink: getComputedStyle(document.body).color,
    heads: [...document.querySelectorAll("main thead")]
        .filter(head => getComputedStyle(head).display !== "table-header-group")
        .map(head => head.textContent.trim()),
})"""
#: Further pages that tell a stranger what to do next.
TOLD = ("/tradeoffs", "/leads", "/indicators", "/report", "/data")
#: What a stranger has: firms, industries, wastes and tonnes.
STRANGER = """企业名称,行业,固废名称,年产生量(吨)
滨河热电有限公司,火力发电,粉煤灰,180000
宏远水泥有限公司,水泥制造,窑灰,5000
恒泰铝业有限公司,铝冶炼,赤泥,260000
"""
#: Cells of tables so narrow that a common word of Latin letters is broken in them.
BROKEN = """() => [...document.querySelectorAll(".wide tbody :is(th, td)")]
    .filter(cell => cell.checkVisibility() && /[A-Za-z]{8}/.test(cell.textContent))
    .filter(cell => cell.getBoundingClientRect().width < 70)
    .map(cell => cell.textContent.trim())"""
#: What only the program calls so: names of enumerations and of columns.
CODES = re.compile(r"\b(?:[A-Z]{2,}_[A-Z_]+|[a-z]+_[a-z_]+|optimal|null|undefined|NaN)\b")
#: Codes that stand where they belong: errors by their code, links of sources, formulas.
ALLOWED = re.compile(r"(?:错误代码：|Error code:) \w+|\b[anT]_i[ij]?\b|\S+\.(?:com|cn|org|htm|html)\S*")
#: Names in Chinese that are listed with a comma of the other script.
HALF = re.compile(r"[\u4e00-\u9fff）], [\u4e00-\u9fff].{0,20}")


def test_the_pages_looked_at_are_all_that_the_server_knows() -> None:
    assert {address.partition("?")[0] for address in ADDRESSES.values()} == set(PAGES)
    assert set(NAVIGATION.values()) <= {*PAGES, "/network"}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", [*ADDRESSES, "wrong"])
def test_a_page_asks_nobody_complains_of_nothing_and_can_be_used_by_anybody(
    visit: Callable[..., Opened], anning: str, page: str, language: str, width: str
) -> None:
    size = {"width": WIDTHS[width], "height": 900}
    opened = visit(anning + with_language(ADDRESSES.get(page, WRONG), language), viewport=size)
    shown = opened.page
    own = (anning, "blob:", "data:")
    assert [request for request in opened.requests if not request.startswith(own)] == []
    # A page that says that something is not there is told so by its status, which the console repeats.
    assert [word for word in opened.complaints if page != "wrong" or "404" not in word] == []
    assert findings(shown) == []
    assert shown.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width]
    if width == "telephone":
        # What a telephone shows as a list is a picture for whoever asks for it, pushed within its own frame.
        for switch in shown.locator(".see input").filter(visible=True).all():
            switch.check()
        assert shown.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width]
    smallest = shown.evaluate(
        """() => Math.min(...[...document.querySelectorAll("body *")]
            .filter(part => [...part.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
            .filter(part => part.checkVisibility())
            .map(part => parseFloat(getComputedStyle(part).fontSize)))"""
    )
    assert smallest >= 12.0
    expect(shown.locator("h1")).to_have_count(1)
    _reads_well(shown, language)
    if (language, width) == ("zh", "desk"):
        _however_it_is_looked_at(shown)
        _a_filter_keeps_the_focus(shown)


def _reads_well(shown: Page, language: str) -> None:
    """No table is pushed sideways, no word broken, and nothing is called as only the program calls it."""
    shown.evaluate("() => document.querySelectorAll('details').forEach(part => part.open = true)")
    # Pictures may be wider than a telephone; a table may not have to be pushed sideways.
    assert shown.evaluate(PUSHED) == []
    assert shown.evaluate(BROKEN) == []
    # Both at once, so that no part comes in between.
    words, quotes = shown.evaluate(
        """() => [document.body.innerText,
            [...document.querySelectorAll("main span[lang]")].map(part => part.innerText)]"""
    )
    # What data say in their own words stands as it was written.
    for quoted in quotes:
        words = words.replace(quoted, "")
    assert CODES.findall(ALLOWED.sub("", words)) == []
    if language == "zh":
        assert HALF.findall(words) == []


def _however_it_is_looked_at(page: Page) -> None:
    """In grey a legend tells its entries apart; dark, in the system's colours and on paper all is read."""
    assert page.evaluate(ALIKE) == []
    assert page.evaluate(UNSEEN) == []
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert page.evaluate(UNSEEN) == []
    assert findings(page, "color-contrast") == []
    page.emulate_media(color_scheme="light", forced_colors="active", reduced_motion="reduce")
    assert page.evaluate(UNSEEN) == []
    page.emulate_media(media="print", color_scheme="dark", forced_colors="none", reduced_motion="reduce")
    assert page.evaluate(ON_PAPER) == {"paper": "rgb(255, 255, 255)", "ink": "rgb(0, 0, 0)", "heads": []}
    page.emulate_media(media="screen", color_scheme="light", forced_colors="none", reduced_motion="reduce")


def _a_filter_keeps_the_focus(page: Page) -> None:
    """Where a page is filtered in place, whoever turns a switch stays on it."""
    switch = page.locator("#main form[hx-get] select").first
    if switch.count() == 0:
        return
    before = page.url
    name = switch.get_attribute("id")
    switch.focus()
    first = switch.evaluate("select => select.selectedIndex === 0")
    page.keyboard.press("ArrowDown" if first else "Home")
    page.wait_for_url(lambda address: address != before)
    expect(page.locator(f"#{name}")).to_be_focused()


def test_a_park_of_names_and_tonnes_alone_is_told_on_every_page_what_to_do_next(
    visit: Callable[..., Opened], tmp_path: Path
) -> None:
    """Imported from one sheet: no facility, no price, no position, no target."""
    sheet = tmp_path / "wastes.csv"
    sheet.write_text(STRANGER, encoding="utf-8")
    url = f"sqlite:///{tmp_path}/park.db"
    imported = run("import", str(sheet), "--park", "滨河工业园", "--yes", store=url)
    assert imported.returncode == 0, imported.stderr
    settings = Settings(store=url, language="zh", heavy_seconds=FIRST_SECONDS)
    with Running(settings) as client:
        here = str(client.base_url).rstrip("/")
        client.get("/lead-list", timeout=FIRST_SECONDS).raise_for_status()
        opened = visit(here + "/?language=zh", viewport={"width": WIDTHS["telephone"], "height": 900})
        shown = opened.page
        expect(shown.locator("#said")).to_have_text("每年产生 44.5万吨废物，登记在用 0吨（0%）。")
        expect(shown.locator(".steps")).to_contain_text("问宏远水泥有限公司是否接收恒泰铝业有限公司的赤泥")
        expect(shown.locator("main")).not_to_contain_text("立方米")
        for path in ("/", "/flows", "/matches", "/plan", *TOLD):
            shown.goto(here + with_language(path, "zh"))
            settled(shown)
            _reads_well(shown, "zh")
            assert shown.evaluate(EMPTY) == [], path
            assert opened.complaints == [], path
        expect(shown.locator("main")).not_to_contain_text("安宁")
        shown.goto(f"{here}/brief?lead=1&language=zh")
        expect(shown.locator("body")).not_to_contain_text("安宁")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_hostile_names_do_nothing_but_stand_there(
    visit: Callable[..., Opened], tmp_path: Path, language: str
) -> None:
    with Running(address_of_park(tmp_path, records_of(hostile_rows()))) as client:
        here = str(client.base_url).rstrip("/")
        opened = visit(here + with_language("/flows?least=0", language))
        expect(opened.page.locator("flow-picture text").first).to_contain_text("<img")
        # Names stand in one language or the other, what writes them is the same.
        paths = PAGES.keys() - NOT_THERE if language == "zh" else {"/", "/matches", "/stream"}
        for path in sorted(paths):
            opened.page.goto(here + with_language(path + HOSTILE.get(path, ""), language))
            settled(opened.page)
            assert opened.complaints == [], path
            assert "broken" not in opened.page.title().split("·")[-1]
            expect(opened.page.locator("main img")).to_have_count(0)
        assert [link for link in opened.requests if not link.startswith((here, "blob:"))] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_seventeen_firms_on_one_point_are_seventeen_targets_for_a_finger(
    visit: Callable[..., Opened], tmp_path: Path, width: str
) -> None:
    """Case C16: of each firm only the seat of the district is known."""
    others = [build.enterprise(f"works-{number:02}") for number in range(15)]
    sent = build.facility("mill", "works-00", "pave", 80.0)
    rows = (build.material("slag"), build.material("road"), build.recipe("pave", "slag", "road"), sent)
    park = build.park_of(*rows, others, build.stream("slag", "maker", "slag", 100.0))
    with Running(address_of_park(tmp_path, park.tables)) as client:
        size = {"width": WIDTHS[width], "height": 900}
        page = visit(f"{str(client.base_url).rstrip('/')}/map?language=zh", viewport=size).page
        if width == "telephone":
            expect(page.locator(".reading li")).to_have_count(1)
            page.locator(".see input").check()
        targets = page.locator("svg.map .target")
        expect(targets).to_have_count(17)
        boxes = [found for target in targets.all() if (found := target.bounding_box()) is not None]
        assert min(min(box["width"], box["height"]) for box in boxes) >= 24.0
        middles = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes]
        assert min(math.dist(*pair) for pair in combinations(middles, 2)) >= 24.0
        # Where the map is wider than its box, it opens where the firms are.
        assert sorted(x for x, _ in middles)[8] == pytest.approx(WIDTHS[width] / 2, abs=150.0)


def test_an_outline_is_looked_at_before_it_is_kept_and_a_bad_one_is_refused(
    visit: Callable[..., Opened], tmp_path: Path
) -> None:
    with Running(address_of_park(tmp_path, records_of(hostile_rows()))) as client:
        opened = visit(f"{str(client.base_url).rstrip('/')}/map?language=zh")
        page, form = opened.page, opened.page.locator("outline-form")
        corners = [[102.4, 24.9], [102.5, 24.9], [102.5, 25.0], [102.4, 25.0], [102.4, 24.9]]
        bow = [corners[0], corners[2], corners[1], corners[3], corners[0]]
        keep = form.get_by_role("button", name="保存")
        for ring, said in ((bow, "与自己相交"), (corners, "看懂了：4 个角点")):
            text = json.dumps({"type": "Polygon", "coordinates": [ring]}).encode()
            file = {"name": "park.json", "mimeType": "application/json", "buffer": text}
            form.locator("input[type=file]").set_input_files(files=[file])
            form.locator("select[name=datum]").select_option("GCJ02")
            expect(keep).to_be_disabled()
            form.get_by_role("button", name="先看看").click()
            expect(form.get_by_role("status")).to_contain_text(said)
        expect(form.locator(".preview svg path.outline")).to_have_count(1)
        # Another window of the same page, opened before: what it would keep is not what its reader saw.
        other = page.context.new_page()
        other.goto(page.url)
        keep.click()
        expect(page.locator("svg.map path.outline")).to_have_count(1)
        late = other.locator("outline-form")
        late.locator("input[type=file]").set_input_files(files=[file])
        late.locator("select[name=datum]").select_option("WGS84")
        late.get_by_role("button", name="先看看").click()
        expect(late.get_by_role("status")).to_contain_text("看懂了")
        late.get_by_role("button", name="保存").click()
        expect(late.get_by_role("status")).to_contain_text("在别处改过")
        assert findings(page) == []
        assert opened.complaints == []
