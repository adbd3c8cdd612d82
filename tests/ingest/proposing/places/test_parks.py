"""Parks of foreign files: which they are, and where they stand."""

from __future__ import annotations

from graph.model import Park
from ingest.proposing import Proposal, say_doubt
from tests.ingest.proposing.files import library, proposed

PARK = "福泉经开区"
LIST = """企业名称,地址,废物名称,年产生量（吨）
福泉水泥厂,贵州省福泉市马场坪,窑灰,3000
瓮安磷肥厂,贵州省瓮安县,磷石膏,90000
"""


def parks_of(proposal: Proposal) -> dict[str, str]:
    records = proposal.records["parks"]
    return dict(zip(records["id"].to_pylist(), records["region"].to_pylist(), strict=True))


def test_a_new_park_stands_in_what_the_addresses_of_its_firms_have_in_common_and_it_is_said() -> None:
    """Fuquan and Weng'an are counties of Qiannan."""
    proposal = proposed(("list.csv", LIST), park=PARK)
    assert list(parks_of(proposal).values()) == ["522700"]
    (said,) = [doubt for doubt in proposal.doubts if doubt.code == "PARK_REGION"]
    assert "Qiannan, Guizhou" in say_doubt(said, "en")
    assert "贵州省黔南布依族苗族自治州" in say_doubt(said, "zh")
    assert said.place.row == 2


def test_without_addresses_its_own_name_says_where_it_stands() -> None:
    text = "企业名称,废物名称,年产生量（吨）\n福泉水泥厂,窑灰,3000\n"
    assert list(parks_of(proposed(("list.csv", text), park=PARK)).values()) == ["522702"]
    assert list(parks_of(proposed(("list.csv", text), park="Park 3")).values()) == [""]


def test_a_park_that_says_where_it_stands_is_not_moved_by_an_address() -> None:
    first = proposed(("list.csv", LIST), park=PARK)
    stored = library().with_records(first.records)
    (park,) = [row for row in stored.all(Park) if row.region == "522700"]
    later = LIST.replace("贵州省福泉市马场坪", "云南省安宁市").replace("贵州省瓮安县", "云南省安宁市")
    again = proposed(("list.csv", later), known=stored, park=park.id)
    assert "parks" not in again.records
    assert not [doubt for doubt in again.doubts if doubt.code == "PARK_REGION"]
