"""What the network page holds, and what its text may never do."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from graph.errors import SymbioflowError
from graph.model import Linkage, WasteStream
from graph.snapshot import Snapshot
from graph.vocabulary import LinkageState, Unit
from tests import build
from tests.graph.park import material, small_park
from tests.viz.parks import HOSTILE, hostile_park, large_park, without_capacity
from viz.network import NODE_LIMIT, NetworkFlow, network_data, network_page, write_network_page

PARK = Snapshot.of(small_park())


class Reader(HTMLParser):
    """Collects a page's elements and the text of its scripts and styles as a browser would see them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[tuple[str, str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self.raw.append((tag, ""))

    def handle_data(self, data: str) -> None:
        tag, _ = self.elements[-1] if self.elements else ("", {})
        if tag in ("script", "style") and self.raw:
            self.raw[-1] = (tag, self.raw[-1][1] + data)

    def handle_endtag(self, tag: str) -> None:
        self.elements.append((f"/{tag}", {}))

    @property
    def data(self) -> Any:
        return json.loads(next(text for tag, text in self.raw if tag == "script"))

    @property
    def policy(self) -> dict[str, list[str]]:
        (content,) = (
            attributes["content"] or ""
            for tag, attributes in self.elements
            if attributes.get("http-equiv") == "Content-Security-Policy"
        )
        return {words[0]: words[1:] for words in (part.split() for part in content.split(";"))}


def flow(amount: float, kind: str = "planned", source: str = "slag-1", target: str = "mill-1") -> NetworkFlow:
    return NetworkFlow(source, target, amount, "t", kind)


def test_the_policy_allows_the_own_scripts_and_styles_by_hash_and_nothing_else() -> None:
    page = Reader(network_page(PARK))
    assert page.policy["default-src"] == ["'none'"]
    hashes = {
        tag: [
            f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
            for found, text in page.raw
            if found == tag
        ]
        for tag in ("script", "style")
    }
    assert page.policy["script-src"] == hashes["script"][1:]  # the first block is data, which never runs
    assert page.policy["style-src"] == hashes["style"]
    assert not [attribute for _, found in page.elements for attribute in found if attribute.startswith("on")]
    assert not [found for _, found in page.elements if "style" in found]


def test_the_page_points_at_nothing_outside_itself() -> None:
    page = Reader(network_page(PARK))
    pointers = [
        found.get(name) for _, found in page.elements for name in ("src", "href", "action") if name in found
    ]
    assert pointers == ["data:,"]
    styles = "".join(text for tag, text in page.raw if tag == "style")
    assert "url(" not in styles
    assert "@import" not in styles


def test_the_drawing_library_keeps_its_licence() -> None:
    page = network_page(PARK)
    assert "@license" in page
    assert "vis.js is dual licensed" in page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_hostile_names_stay_text(language: str) -> None:
    plain, hostile = (
        Reader(network_page(PARK, (), language)),
        Reader(network_page(hostile_park(), (), language)),
    )
    assert [tag for tag, _ in hostile.elements] == [tag for tag, _ in plain.elements]
    assert [len(text) for _, text in hostile.raw][2:] == [len(text) for _, text in plain.raw][2:]
    assert hostile.data["cards"]["stream:slag-1"]["name"] == {"zh": "".join(HOSTILE), "en": "".join(HOSTILE)}


def test_no_node_has_a_title_that_vis_would_show_as_markup() -> None:
    assert not [node for node in network_data(hostile_park())["nodes"] if "title" in node]


@pytest.mark.parametrize(("language", "tag"), [("zh", "zh-CN"), ("en", "en")])
def test_the_page_opens_in_its_language_and_holds_both(language: str, tag: str) -> None:
    page = Reader(network_page(PARK, (), language))
    assert page.elements[0] == ("html", {"lang": tag})
    assert page.data["language"] == language
    assert page.data["cards"]["stream:slag-1"]["name"] == {"zh": "转炉渣", "en": "converter slag"}


def test_a_language_without_a_page_is_refused() -> None:
    with pytest.raises(SymbioflowError) as refused:
        network_page(PARK, (), "fr")
    assert refused.value.code == "UNKNOWN_LANGUAGE"


def test_the_browser_computes_no_positions() -> None:
    data = network_data(PARK)
    assert data["options"]["physics"] == {"enabled": False}
    assert data["options"]["layout"] == {"improvedLayout": False}
    assert all({"x", "y"} <= set(node) for node in data["nodes"])


def test_the_page_draws_the_park_and_of_the_library_what_occurs_in_it() -> None:
    data = network_data(PARK)
    assert [node["id"] for node in data["nodes"]] == [
        "enterprise:works",
        "stream:slag-1",
        "enterprise:mill",
        "facility:mill-1",
        "material:powder",
        "material:slag",
        "technology:grinding",
    ]
    assert [panel["area"] for panel in data["panels"]] == ["anning", "material", "technology"]
    assert data["panels"][0]["counts"] == {
        "zh": "企业 2 · 废物流 1 · 利用设施 1",
        "en": "Enterprises 2 · Waste streams 1 · Facilities 1",
    }


def test_a_card_says_how_much_and_how_sure() -> None:
    card = network_data(PARK)["cards"]["stream:slag-1"]
    facts = {name["en"]: text["en"] for name, text in card["facts"]}
    assert card["amount"] == {"zh": "11万吨/年", "en": "110 kt/yr"}
    assert card["estimate"] is False
    assert card["owner"] == "enterprise:works"
    assert facts["Generated"] == "110 kt/yr (90,000 t – 130 kt)"
    assert facts["Stock on hand"] == "not known"
    assert facts["Grade of the numbers"] == "company claim"
    assert facts["Sources"] == "survey of firms"


def test_a_demo_estimate_says_so() -> None:
    estimated = [
        replace(item, evidence=build.ESTIMATE) if isinstance(item, WasteStream) else item
        for item in small_park()
    ]
    card = network_data(Snapshot.of(estimated))["cards"]["stream:slag-1"]
    assert card["estimate"] is True
    assert [
        {"zh": "数据等级", "en": "Grade of the numbers"},
        {"zh": "演示估计值，无来源", "en": "demo estimate, no source"},
    ] in card["facts"]


def test_an_unknown_capacity_says_so() -> None:
    card = network_data(without_capacity())["cards"]["facility:mill-1"]
    assert "amount" not in card
    assert [
        {"zh": "处理能力（主料）", "en": "Capacity (main input)"},
        {"zh": "未知", "en": "not known"},
    ] in card["facts"]


def test_a_facility_that_accepts_the_parent_is_found_from_the_child() -> None:
    """Converter slag --kind_of--> slag, which the mill accepts"""
    child = material("converter-slag", "slag")
    park = [
        replace(item, material=child.id) if isinstance(item, WasteStream) else item for item in small_park()
    ]
    data = network_data(Snapshot.of([*park, child]))
    assert data["cards"]["stream:slag-1"]["lineage"] == ("converter-slag", "slag")
    assert data["cards"]["facility:mill-1"]["takes"] == ("slag",)


def test_wastes_to_filter_by_are_those_of_streams_and_what_joins_them() -> None:
    more = [
        material("ash", "mineral"),
        material("mineral", "anything"),
        material("anything"),
        replace(material("slag"), kind_of="mineral"),
        build.stream("ash-1", "works", "ash", 5.0),
    ]
    data = network_data(PARK.with_records(Snapshot.of(more).tables))
    assert [waste["id"] for waste in data["wastes"]] == ["anything", "mineral", "slag", "ash"]
    assert [waste["id"] for waste in network_data(PARK)["wastes"]] == ["slag"]


def test_plan_flows_are_as_wide_as_their_tonnes_and_suggestions_dashed() -> None:
    flows = (flow(40_000.0), flow(10_000.0), flow(40_000.0, "suggested"))
    planned, smaller, suggested = network_data(PARK, flows)["edges"][:3]
    assert (planned["width"], smaller["width"]) == (11.0, 6.25)  # the square root of a quarter is a half
    assert (planned["dashes"], suggested["dashes"]) == (False, [8, 6])
    assert planned["amount"] == {"zh": "40,000吨/年", "en": "40,000 t/yr"}


def test_linkages_of_the_register_are_drawn_unless_they_ended() -> None:
    def kinds(state: LinkageState) -> list[str]:
        park = [replace(item, state=state) if isinstance(item, Linkage) else item for item in small_park()]
        return [
            edge["kind"] for edge in network_data(Snapshot.of(park))["edges"] if edge["kind"] != "relation"
        ]

    assert kinds(LinkageState.OPERATING) == ["linkage"]
    assert kinds(LinkageState.STOPPED) == []
    assert kinds(LinkageState.REJECTED) == []


def test_a_flow_may_start_at_a_facility() -> None:
    (edge,) = (
        edge
        for edge in network_data(PARK, [flow(1.0, source="mill-1")])["edges"]
        if edge["kind"] == "planned"
    )
    assert (edge["from"], edge["to"]) == ("facility:mill-1", "facility:mill-1")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (flow(1.0, "wished"), "UNKNOWN_FLOW_KIND"),
        (flow(1.0, source="nothing"), "UNKNOWN_FLOW_END"),
        (flow(1.0, target="slag-1"), "UNKNOWN_FLOW_END"),
    ],
)
def test_a_flow_that_cannot_be_drawn_is_refused(wrong: NetworkFlow, code: str) -> None:
    with pytest.raises(SymbioflowError) as refused:
        network_page(PARK, [wrong])
    assert refused.value.code == code


def test_a_page_holds_its_limit_and_says_how_many_there_are() -> None:
    data = network_data(large_park(10, 2, 1), limit=8)
    assert [node["id"] for node in data["nodes"]] == [
        "enterprise:e0000",
        "stream:e0000-s1",
        "stream:e0000-s0",
        "facility:e0000-f0",
        "enterprise:e0001",
        "stream:e0001-s1",
        "stream:e0001-s0",
        "facility:e0001-f0",
    ]
    assert data["total"] == 43  # ten times four, two materials and a technology


def test_what_has_flows_is_drawn_before_what_is_large() -> None:
    data = network_data(large_park(10, 2, 1), [flow(5.0, source="e0009-s0", target="e0008-f0")], limit=5)
    assert {"stream:e0009-s0", "facility:e0008-f0"} <= {node["id"] for node in data["nodes"]}
    assert data["flowsLeftOut"] == 0


def test_flows_whose_end_is_cut_off_are_counted() -> None:
    data = network_data(large_park(3, 1, 1), [flow(1.0, source="e0000-s0", target="e0001-f0")], limit=3)
    assert data["flowsLeftOut"] == 1


def test_a_page_draws_no_more_nodes_than_its_limit() -> None:
    data = network_data(large_park(300, 5, 3), limit=2000)
    assert len(data["nodes"]) == 2000 < NODE_LIMIT
    assert data["total"] == 2703


def test_a_prospective_receiver_is_an_enterprise_and_its_flow_is_dotted() -> None:
    to_works = NetworkFlow("e0000-s0", "e0001", 5.0, "t", "prospective")
    data = network_data(large_park(2, 1, 1), [to_works])
    (edge,) = [edge for edge in data["edges"] if edge["kind"] != "relation"]
    assert (edge["kind"], edge["to"], edge["dashes"]) == ("prospective", "enterprise:e0001", [2, 6])
    with pytest.raises(SymbioflowError):
        network_data(large_park(2, 1, 1), [replace(to_works, target_id="e0001-f0")])


def test_an_empty_park_has_a_page() -> None:
    page = Reader(network_page(Snapshot.of([])))
    assert (page.data["nodes"], page.data["panels"]) == ([], [])


def test_the_same_park_gives_the_same_page() -> None:
    assert network_page(PARK) == network_page(Snapshot.of(reversed(small_park())))


def test_every_word_that_template_and_script_ask_for_is_there() -> None:
    folder = Path(sys.modules["viz"].__file__ or "").parent / "templates"
    asked = re.findall(
        r"""word\(["'](\w+)["']\)""", "".join(p.read_text("utf-8") for p in folder.glob("*.js"))
    )
    words = Reader(network_page(PARK)).data["words"]
    assert set(asked) <= set(words)
    assert all(set(texts) == {"zh", "en"} and all(texts.values()) for texts in words.values())


def test_a_page_is_written_as_utf_8_under_any_locale(tmp_path: Path) -> None:
    program = """if True:
        import sys
        from graph.snapshot import Snapshot
        from tests.graph.park import small_park
        from viz.network import write_network_page
        write_network_page(sys.argv[1], Snapshot.of(small_park()))
    """
    target = tmp_path / "page.html"
    root = Path(__file__).parents[3]
    environment = os.environ | {
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONPATH": str(root),
    }
    subprocess.run(
        [sys.executable, "-W", "error", "-c", program, str(target)], env=environment, cwd=root, check=True
    )
    assert target.read_bytes() == network_page(PARK).encode("utf-8")


def test_a_page_that_cannot_be_written_is_a_coded_error(tmp_path: Path) -> None:
    with pytest.raises(SymbioflowError) as refused:
        write_network_page(tmp_path / "missing" / "page.html", PARK)
    assert refused.value.code == "CANNOT_WRITE"
    assert write_network_page(tmp_path / "page.html", PARK) == tmp_path / "page.html"


def test_the_wastes_of_a_firm_stand_unit_by_unit_the_largest_first() -> None:
    """9 t, 5 t and 900 m3 of one mill: the water is no larger than the slag."""
    park = build.park_of(
        build.material("slag"),
        build.material("dust"),
        replace(build.material("brine"), unit=Unit.CUBIC_METRE),
        build.stream("brine", "maker", "brine", 900.0),
        build.stream("dust", "maker", "dust", 5.0),
        build.stream("slag", "maker", "slag", 9.0),
    )
    cards = network_data(park)["cards"]
    assert [key for key in cards if key.startswith("stream:")] == [
        "stream:slag",
        "stream:dust",
        "stream:brine",
    ]
