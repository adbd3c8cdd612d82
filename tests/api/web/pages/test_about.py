from __future__ import annotations

import httpx
import pytest

from api.web.pages.about import KINDS, about
from api.web.reading import Reading
from api.web.state import State
from graph.errors import SymbioflowError

SAMPLES = {
    "firm": "kunming-steel",
    "stream": "kunming-steel--steel-slag",
    "facility": "xiangfeng-environmental--pg-wash-purification",
    "material": "phosphogypsum",
    "market": "market-beta-building-plaster",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_about_the_thing_of_its_address(reading: Reading, kind: str) -> None:
    shown = about(kind)(reading, State(f"/{kind}", "zh", {"id": SAMPLES[kind]}))
    assert shown["subject"].key == f"{kind}:{SAMPLES[kind]}"


@pytest.mark.parametrize("kind", KINDS)
def test_a_thing_of_another_kind_is_not_there(reading: Reading, kind: str) -> None:
    other = SAMPLES["material" if kind == "firm" else "firm"]
    for id in (other, "", "a:b", "../x"):
        with pytest.raises(SymbioflowError, match=f"there is no .*{id}") as refused:
            about(kind)(reading, State(f"/{kind}", "en", {"id": id}))
        assert refused.value.code == "NOT_FOUND"


@pytest.mark.parametrize("kind", KINDS)
def test_a_thing_that_is_not_there_is_named_by_its_kind(pages: httpx.Client, kind: str) -> None:
    """Renamed, deleted or mistyped: not a page that is missing."""
    for language, said in (
        ("zh", "可能输错，或已改名、删除"),
        ("en", "mistyped, or renamed or deleted since"),
    ):
        answer = pages.get(f"/{kind}?id=nowhere&language={language}", headers={"Accept": "text/html"})
        assert answer.status_code == 404
        assert said in answer.text
        assert "nowhere" in answer.text
        assert "/nowhere" not in answer.text


def test_a_place_in_focus_that_nothing_flows_to_is_named(pages: httpx.Client) -> None:
    text = pages.get("/flows?focus=firm:nowhere&language=en").text
    assert "Nothing flows from or to “firm:nowhere”" in text
    assert 'href="/flows?language=en"' in text
    assert "the plan adds none" not in text
