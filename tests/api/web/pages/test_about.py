from __future__ import annotations

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
        with pytest.raises(SymbioflowError, match="no page"):
            about(kind)(reading, State(f"/{kind}", "en", {"id": id}))
