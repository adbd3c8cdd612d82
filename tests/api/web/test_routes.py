"""Every page over HTTP: in both languages, with a strict policy, and with words where it cannot be shown."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.graphql.running.documents import DOCUMENTS, answer
from api.lane import Unserved
from api.pages import ERROR_CODE
from api.plan_options import AIM, asked
from api.settings import Settings
from api.views.service import View
from api.web.pages.about import global_id
from api.web.routes import PARTS
from graph import model
from graph.ranges import Range
from graph.snapshot import Snapshot, records_of
from graph.stores import Change, open_store
from tests import build
from tests.api.conftest import Running
from tests.graph.park import small_park as park_rows
from tests.viz.parks import HOSTILE, hostile_rows
from tests.web import ADDRESSES, FIRST_SECONDS, SUGGESTION, with_language

BROWSER = {"Accept": "text/html,application/xhtml+xml"}
#: How a plan is made where nothing else is said.
DEFAULT = asked({}).variables(AIM | {"horizon"})
ALL_OPTIONS = asked({}).variables()
#: What the pages read -> variables it is read with.
READ = {
    "shell": {},
    "year": {},
    "spread": {},
    "figures": {"unit": "TONNE"},
    "losses": {},
    "pareto": {"objectives": ["TONNES", "BENEFIT"], "points": 10} | DEFAULT,
    "targets": {"target": "anning-2025-solid-waste"} | DEFAULT,
    "report": {},
    "stream_grounds": {},
    "facility_grounds": {},
    "step": {"id": SUGGESTION},
    "matches": {"top": 0},
    "refusals": {},
    "explanation": {"id": SUGGESTION},
    "firm": {"id": global_id("Enterprise", "kunming-steel")},
    "stream": {"id": global_id("WasteStream", "kunming-steel--steel-slag")},
    "facility": {"id": global_id("Facility", "xiangfeng-environmental--pg-wash-purification")},
    "material": {"id": global_id("Material", "phosphogypsum")},
    "market": {"id": global_id("Market", "market-beta-building-plaster")},
    "find": {"text": "slag"},
    "firms": {},
    "size": {},
    "bundles": {"planned": True},
    "sites": {},
    "recruiting": {},
    "brief": {"lead": 1, "language": "zh"},
    "chains": {},
    "outlines": {},
    "material_names": {},
    "portfolio": {"budget": 3e8, "years": 5},
}
#: What commands read besides -> variables it is read with.
ASKED = {
    "comparison": ALL_OPTIONS | {"scenario": "kunming-steel-closes"},
    "conversions": {"source": "phosphogypsum", "target": "gypsum-cement-retarder", "top": 3},
    "fairsplit": ALL_OPTIONS,
    "indicators": ALL_OPTIONS | {"unit": "TONNE"},
    "leads": ALL_OPTIONS | {"top": 3, "draws": 10, "seed": 0},
    "match": {"top": 3, "weights": [], "explain": True},
    "pathways": {"material": "phosphogypsum", "hypothetical": True, "top": 3},
    "plan": ALL_OPTIONS,
    "resilience": ALL_OPTIONS | {"tolerance": 0.5},
    "roadmap": ALL_OPTIONS | {"from": 2026, "to": 2028},
    "scenarios": {},
    "search": {"text": "slag", "limit": 5},
    "trace": ALL_OPTIONS | {"enterprise": "kunming-steel", "direction": "BOTH"},
    "uncertainty": ALL_OPTIONS | {"draws": 20, "seed": 1},
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_a_page_is_there_in_both_languages_and_lets_nothing_in(
    pages: httpx.Client, address: str, language: str
) -> None:
    answer = pages.get(with_language(address, language), headers=BROWSER)
    assert answer.status_code == 200
    assert f'<html lang="{"zh-CN" if language == "zh" else "en"}">' in answer.text
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert re.findall(r"<script(?! type=\"application/json\"| src=| type=\"module\" src=)", answer.text) == []
    assert re.findall(r"\son\w+=|\sstyle=|javascript:|https?://", re.sub(r">[^<]*<", "><", answer.text)) == []


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_every_link_of_a_page_leads_to_a_page(pages: httpx.Client, address: str) -> None:
    text = pages.get(address, headers=BROWSER).text
    links = {html.unescape(link) for link in re.findall(r'(?:href|src|hx-get)="([^"]+)"', text)}
    # One link for each page and set of names in its address; the rest differ in what they ask about.
    by_shape: dict[tuple[str, ...], str] = {}
    for link in sorted(links - {"#main"}):
        path, _, query = link.partition("?")
        by_shape.setdefault((path, *sorted(part.split("=")[0] for part in query.split("&"))), link)
    assert len(by_shape) > 5
    for link in by_shape.values():
        if link not in PARTS:
            assert pages.get(link, headers=BROWSER).status_code == 200, link


def test_every_shipped_document_that_reads_is_tried() -> None:
    shipped = {path.stem for path in DOCUMENTS.glob("*.graphql")}
    assert READ.keys() | ASKED.keys() | {"set_outline"} == shipped


@pytest.mark.parametrize("document", sorted(READ | ASKED))
def test_what_pages_and_commands_read_a_partner_may_ask_for_too(pages: httpx.Client, document: str) -> None:
    """Case D9: over HTTP and under the limit of a partner's costs."""
    query = (DOCUMENTS / f"{document}.graphql").read_text(encoding="utf-8")
    asked = {"query": query, "variables": (READ | ASKED)[document]}
    answer = pages.post("/graphql", json=asked, timeout=FIRST_SECONDS).json()
    assert "errors" not in answer
    assert all(answer["data"].values())


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/flows?scenario=nowhere", 404, "没有情景“nowhere”"),
        ("/?park=nowhere", 404, "没有叫“nowhere”的园区"),
        ("/flows?unit=kg", 400, "应为：t, m3, GJ"),
        ("/flows?show=all", 400, "plan, today, difference"),
        ("/flows?least=-1", 400, "-1"),
        ("/matches?top=7", 400, "7"),
        ("/matches?page=x", 400, "x"),
        ("/match?id=a>b>c", 404, "不是候选连接"),
        ("/match", 404, "没有页面"),
        ("/firm?id=nobody", 404, "数据中没有企业“nobody”"),
        ("/firm", 404, "没有页面"),
        ("/firm?id=" + "%00" * 9, 404, "数据中没有企业"),
    ],
)
def test_an_address_that_asks_wrongly_is_answered_in_words_with_a_next_step(
    pages: httpx.Client, address: str, status: int, said: str
) -> None:
    answer = pages.get(address, headers=BROWSER | {"Accept-Language": "zh"})
    assert answer.status_code == status
    text = html.unescape(answer.text)
    assert said in text
    assert "下一步" in text
    assert 'class="button"' in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_not_there_is_told_with_the_names_of_what_is(
    pages: httpx.Client, anning: Snapshot, language: str
) -> None:
    for name, rows in (("scenario", anning.all(model.Scenario)), ("park", anning.all(model.Park))):
        answer = pages.get(with_language(f"/flows?{name}=nowhere", language), headers=BROWSER)
        found = re.search(r'<p class="sentence">(.*?)</p>', html.unescape(answer.text))
        assert found is not None
        for row in rows:
            assert (row.name_zh if language == "zh" else row.name_en or row.name_zh) in found[1]
            assert str(row.id) not in found[1]


@pytest.mark.parametrize(("language", "said"), [("zh", "可能多至 90万吨/年"), ("en", "up to 900 kt/yr more")])
@pytest.mark.parametrize("path", ["/", "/plan"])
def test_a_use_of_which_nobody_knows_how_much_is_asked_about_where_the_sums_stand(
    serving: Callable[..., httpx.Client], path: str, language: str, said: str
) -> None:
    open_use = Range(0.0, 0.0, 900_000.0)
    rows = [
        replace(row, supply=Range.exact(900_000.0), in_use=open_use)
        if isinstance(row, model.WasteStream)
        else row
        for row in park_rows()
        if not isinstance(row, model.Linkage | model.LinkageEvent | model.Weight)
    ] + list(build.WEIGHTS)
    text = html.unescape(serving(rows).get(with_language(path, language), headers=BROWSER).text)
    assert said in text


def test_a_place_without_flows_is_said_to_have_none(pages: httpx.Client) -> None:
    answer = pages.get("/flows?focus=facility:nobody", headers=BROWSER)
    assert answer.status_code == 200
    assert "“facility:nobody”在此单位和范围内没有流量" in answer.text


def test_a_stale_page_number_shows_the_last_page(pages: httpx.Client) -> None:
    last = pages.get("/matches?top=0&page=999999&language=en", headers=BROWSER)
    assert re.search(r"Page (\d+) of \1", last.text)


def test_a_store_without_a_park_says_how_to_load_one(serving: Callable[..., httpx.Client]) -> None:
    empty = serving([row for row in park_rows() if isinstance(row, model.Park | model.Source)])
    for address in ("/", "/flows", "/matches", "/plan"):
        answer = empty.get(address, headers=BROWSER)
        assert answer.status_code == 200
        assert "还没有园区数据" in answer.text
        assert "symbioflow import" in answer.text


def test_a_park_without_a_plan_says_why_and_what_to_do(serving: Callable[..., httpx.Client]) -> None:
    bare = serving([row for row in park_rows() if not isinstance(row, model.Weight)])
    answer = bare.get("/", headers=BROWSER)
    assert answer.status_code == 409
    assert "symbioflow library update" in answer.text
    assert bare.get("/firm?id=works", headers=BROWSER).status_code == 200


@pytest.mark.parametrize("language", ["zh", "en"])
def test_hostile_names_are_text_on_every_page(serving: Callable[..., httpx.Client], language: str) -> None:
    client = serving(hostile_rows())
    addresses = ("/", "/flows", "/matches", "/plan", "/data", "/firm?id=works", "/stream?id=slag-1")
    addresses += ("/facility?id=mill-1", "/material?id=slag", f"/search?q={HOSTILE[1]}", "/flows?least=0")
    for address in addresses:
        answer = client.get(with_language(address, language), headers=BROWSER)
        assert answer.status_code == 200
        text = answer.text
        for hostile in (HOSTILE[0], HOSTILE[1], '<a href="javascript'):
            assert hostile not in text, address
        assert text.count("<script") == 2 + text.count("<flow-picture"), address


def test_pictures_and_scripts_are_served_and_nothing_beside_them(pages: httpx.Client) -> None:
    script = re.search(r'src="(/static/web\.js\?v=\w+)"', pages.get("/").text)
    assert script is not None
    named = pages.get(script[1])
    assert "immutable" in named.headers["cache-control"]
    assert "javascript" in named.headers["content-type"]
    assert pages.get("/static/sankey.js").headers["cache-control"] == "no-cache"
    for outside in ("/static/../routes.py", "/static/%2e%2e/routes.py", "/static/vendor"):
        assert pages.get(outside).status_code == 404


def test_turning_a_filter_reads_nothing_anew(pages: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    pages.get("/matches?top=0", headers=BROWSER)
    pages.get("/flows", headers=BROWSER)
    asked: list[str] = []

    def counted(service: Any, document: str, *more: Any) -> Any:
        asked.append(document)
        return answer(service, document, *more)

    monkeypatch.setattr("api.web.reading.answer", counted)
    for address in ("/matches?top=0&unit=t&sort=amount", "/flows?show=difference"):
        assert pages.get(address, headers=BROWSER).status_code == 200
    assert set(asked) == {"shell"}


@pytest.mark.parametrize(
    ("raised", "status"), [(RuntimeError("a secret"), 500), (Unserved("BUSY", places=1), 429)]
)
def test_a_page_that_goes_wrong_is_no_success_and_no_fault_of_the_data(
    serving: Callable[..., httpx.Client], monkeypatch: pytest.MonkeyPatch, raised: Exception, status: int
) -> None:
    """What nobody expected was once answered as 409, as data that contradict each other are."""

    def fails(*_: Any, **__: Any) -> Any:
        raise raised

    monkeypatch.setattr(View, "plan", fails)
    # A server of its own: one that planned before answers from what it kept.
    answer = serving(park_rows()).get("/plan", headers=BROWSER)
    assert answer.status_code == status
    assert answer.headers["x-error-code"] in ("INTERNAL_ERROR", "BUSY")
    assert "secret" not in answer.text


def test_the_overview_says_what_the_last_load_changed_and_each_page_of_which_day_the_data_are(
    tmp_path: Path,
) -> None:
    """A park is loaded, then one of its firms renamed; once that is undone the first load holds."""
    url = f"sqlite:///{tmp_path}/park.db"
    rows = [*(row for row in park_rows() if not isinstance(row, model.Weight)), *build.WEIGHTS]
    works = next(row for row in rows if isinstance(row, model.Enterprise))
    with closing(open_store(url)) as store:
        store.ensure_schema()
        store.apply(Change("park", "2026-03-01T08:00:00Z", "park.csv", records_of(rows)))
        store.apply(
            Change("names", "2026-04-02T08:00:00Z", "names.csv", records_of([replace(works, name_zh="新名")]))
        )
    with Running(Settings(store=url, language="zh")) as client:
        assert (
            "第 2 次载入（2026-04-02）：新增 0 条，改动 1 条，删除 0 条"
            in client.get("/", headers=BROWSER).text
        )
        assert "2026-04-02 载入" in client.get("/data", headers=BROWSER).text
        with closing(open_store(url)) as store:
            store.undo(2, "2026-04-03T08:00:00Z")
        assert "第 1 次载入（2026-03-01）" in client.get("/", headers=BROWSER).text


@pytest.mark.parametrize(
    ("language", "said", "step"),
    [
        ("zh", "此园区有 50 条废物流；网页至多计算 49 条", "请在页面上方只选其中一个园区或片区"),
        ("en", "this park has 50 waste streams; pages work with at most 49", "Choose one park or area"),
    ],
)
def test_a_park_that_no_page_could_draw_is_refused_at_once_with_what_to_do(
    pages: httpx.Client, monkeypatch: pytest.MonkeyPatch, language: str, said: str, step: str
) -> None:
    monkeypatch.setattr("api.web.routes.MOST_STREAMS", 49)
    for path in ("/", "/flows", "/plan", "/matches", "/report.xlsx", "/spread"):
        answer = pages.get(with_language(path, language), headers=BROWSER)
        assert answer.headers[ERROR_CODE] == "PARK_TOO_LARGE", path
        assert said in answer.text
        assert step in answer.text
        assert answer.status_code == (200 if path == "/spread" else 409)
    # What tells of one thing, or of one area, is there.
    for path in ("/data", "/search?q=slag", "/firm?id=kunming-steel", "/matches?park=xianjie"):
        assert pages.get(with_language(path, language), headers=BROWSER).status_code == 200, path
