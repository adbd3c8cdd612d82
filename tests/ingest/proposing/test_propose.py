"""The shipped cases: files as their owners have them, into a store that has the library and nothing else."""

from __future__ import annotations

import pytest

from graph.model import Enterprise, WasteStream
from graph.snapshot import Snapshot
from ingest.proposing import proposal_document, propose
from ingest.understanding import Source, understand
from tests.ingest.proposing.files import library, proposed, proposed_case


def test_a_statutory_list_with_title_signature_and_total_gives_its_rows() -> None:
    """B3: the header is in row 3, the total row is left out and said so."""
    proposal = proposed_case("c01_产生清单.xlsx")
    assert [(waste.text, waste.supply.likely if waste.supply else None) for waste in proposal.wastes] == [
        ("高炉渣", 400_000.0),
        ("钢渣", 300_000.0),
    ]
    (sheet,) = proposal_document(proposal, False)["sheets"]
    assert (sheet["kind"], sheet["headerRow"]) == ("general_waste_1", 3)
    assert {"row": 6, "reason": "TOTAL", "words": "a total"} in sheet["leftOut"]


def test_a_hazardous_ledger_in_gb18030_is_summed_and_keeps_its_codes() -> None:
    """B4."""
    found = {waste.text: waste for waste in proposed_case("c03_危废台账.csv").wastes}
    assert found["废矿物油"].code.startswith("900-249-08")
    assert found["废矿物油"].supply is not None
    assert found["废矿物油"].supply.likely == pytest.approx(2.05)


@pytest.mark.parametrize("name", ["c06_flat.xlsx", "c06b_flat_sheet1.xlsx"])
def test_one_flat_list_makes_enterprises_streams_and_ids(name: str) -> None:
    """B5: the cement works, which lists no waste, is a firm too."""
    proposal = proposed_case(name)
    assert {firm.id for firm in proposal.firms} == {"红星钢厂", "滨河电厂", "滨河水泥厂"}
    assert {waste.material for waste in proposal.wastes} == {"steel-slag", "blast-furnace-slag", "fly-ash"}
    assert not proposal.problems


@pytest.mark.parametrize(
    "name", ["c11_extras.xlsx", "c26_notes_one_line.xlsx", "c26_notes_two_lines.xlsx", "full_park.xlsx"]
)
def test_notes_line_numbers_and_hidden_sheets_are_left_aside(name: str) -> None:
    """B10, B1."""
    proposal = proposed_case(name)
    assert not proposal.problems
    assert proposal.wastes


def test_a_material_s_own_name_goes_before_another_s_synonym() -> None:
    """B9."""
    found = {waste.text: waste.material for waste in proposed_case("c25_own_name_ambiguous.xlsx").wastes}
    assert found["高炉煤气"] == "blast-furnace-gas"


def test_dry_matter_without_a_moisture_is_asked_for_and_not_loaded() -> None:
    """B12."""
    proposal = proposed_case("c31_dry_header.xlsx")
    assert "waste_streams" not in proposal.records
    assert [question.code for question in proposal.understood.questions] == ["MOISTURE"]


def test_what_is_gone_since_the_last_load_is_named() -> None:
    """B14, and a changed amount cell by cell."""
    header = "企业名称,固废名称,年产生量（吨）\n"
    first = proposed(("a.csv", header + "甲厂,粉煤灰,5\n甲厂,钢渣,7\n"))
    known = library().with_records(first.records)
    earlier = {name: part["id"].to_pylist() for name, part in first.records.items()}
    files = [Source("a.csv", (header + "甲厂,粉煤灰,6\n").encode())]
    again = propose(understand(files), known, {}, "test", "", earlier, True)
    assert again.changes.gone == (("waste_streams", "甲厂:钢渣"),)
    assert {(cell.column, cell.new) for cell in again.changes.changed if cell.column.endswith("likely")} == {
        ("supply_likely", 6.0)
    }


def test_the_same_file_again_changes_nothing() -> None:
    text = "企业名称,所属行业,固废名称,年产生量（吨）\n甲水泥厂,水泥制造,粉煤灰,5\n"
    first = proposed(("a.csv", text))
    again = proposed(("a.csv", text), known=library().with_records(first.records), park="")
    assert (again.changes.new, again.changes.changed) == ((), ())


def test_a_file_that_holds_nothing_proposes_nothing() -> None:
    proposal = proposed(("a.csv", "\n\n"))
    assert (proposal.records, proposal.firms) == ({}, ())


def test_the_rows_keep_every_rule_of_the_graph() -> None:
    proposal = proposed_case("min_park.xlsx")
    assert proposal.problems == ()
    assert Snapshot.from_records(proposal.records).count("waste_streams") == 4


def test_every_row_is_told_by_the_file_that_it_stands_in() -> None:
    proposal = proposed(
        ("firms.csv", "企业名称,行业\n红星钢厂,炼钢\n新华水泥厂,水泥制造\n"),
        ("wastes.csv", "企业名称,固废名称,产生量（吨）\n红星钢厂,转炉渣,1000\n"),
    )
    told = Snapshot.from_records(proposal.records)
    assert {row.evidence.sources for row in told.all(Enterprise)} == {("file:firms.csv",)}
    assert [row.evidence.sources for row in told.all(WasteStream)] == [("file:wastes.csv",)]
