"""How whole a chain is, on small parks whose figures are worked out by hand, and on Anning."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph import model
from graph.errors import SymbioflowError
from graph.ranges import Range
from graph.recruiting import Shown, StepReport, StepState, chain_reports
from graph.snapshot import Snapshot
from graph.vocabulary import Direction, OperatingState
from ingest import shipped_records
from tests.build import enterprise, facility, material, park_of, port, recipe, stream
from tests.parks import made

CHAIN = made(model.Chain, id="c", name_zh="磷酸铁锂链", name_en="LFP chain")


def step(name: str, stage: int, **values: Any) -> model.ChainStep:
    return made(model.ChainStep, id=name, chain="c", stage=stage, name_en=name, **values)


def link(before: str, after: str, ratio: Range | None = None) -> model.ChainLink:
    return made(model.ChainLink, id=f"{before}>{after}", before=before, after=after, ratio=ratio)


def acid_to_cathode(*more: object) -> Snapshot:
    """acid (known by its gypsum) --0.5 t--> iron phosphate (0.8 t of acid per t) --1 t--> cathode

    250 t of gypsum at 2.5 t per t of acid are 100 t of acid; 100 t of iron in the iron phosphate works give
    200 t of iron phosphate and take 160 t of acid; the cathode works takes 300 t of iron phosphate.
    """
    return park_of(
        [material(name) for name in ("gypsum", "acid", "iron", "fp", "cathode", "cell")],
        recipe("fp-from-iron", "iron", "fp", 2.0, auxiliary=[("acid", 1.6)]),
        recipe("lfp", "fp", "cathode", 1.0),
        [stream("pg", "maker", "gypsum", 250.0)],
        [facility("fp-works", "user", "fp-from-iron", 100.0), facility("lfp-works", "user", "lfp", 300.0)],
        CHAIN,
        step("acid", 1, material="acid", sign="gypsum", sign_ratio=Range.exact(2.5)),
        step("fp", 2, material="fp", technologies=("fp-from-iron",)),
        step("cathode", 3, material="cathode", technologies=("lfp",)),
        link("acid", "fp"),
        link("fp", "cathode"),
        *more,
    )


def by_name(snapshot: Snapshot) -> dict[str, StepReport]:
    (report,) = chain_reports(snapshot)
    return {str(found.step.id): found for found in report.steps}


def test_a_waste_tells_how_much_of_a_product_its_maker_makes() -> None:
    acid = by_name(acid_to_cathode())["acid"]
    (firm,) = acid.firms
    assert (firm.enterprise, firm.shown, firm.amount) == ("maker", Shown.WASTE, Range.exact(100.0))
    assert acid.state is StepState.HAVE


def test_what_the_next_step_needs_and_nobody_makes_comes_from_outside() -> None:
    steps = by_name(acid_to_cathode())
    assert steps["acid"].today.needed == Range.exact(160.0)
    assert steps["acid"].today.short == Range.exact(60.0)
    assert steps["acid"].today.import_dependence == pytest.approx(60.0 / 160.0)
    assert steps["fp"].today.short == Range.exact(100.0)
    assert steps["cathode"].today.needed is None
    assert steps["cathode"].today.spare is None  # it is the last step


def test_the_weakest_step_covers_the_smallest_share_and_the_chain_adds_its_needs() -> None:
    (report,) = chain_reports(acid_to_cathode())
    assert report.weakest == "acid"  # 62.5 % of its need, the iron phosphate 66.7 %
    assert report.import_dependence == pytest.approx((60.0 + 100.0) / (160.0 + 300.0))
    assert (report.completeness, report.completeness_planned) == (1.0, 1.0)


def test_a_step_that_nobody_takes_is_missing_and_what_waits_for_it_is_told() -> None:
    cells = [
        step("cell", 4, material="cell", technologies=("cells",)),
        link("cathode", "cell"),
        *recipe("cells", "cathode", "cell", 2.5),
    ]
    snapshot = acid_to_cathode(*cells)
    cell = by_name(snapshot)["cell"]
    assert (cell.state, cell.firms) == (StepState.MISSING, ())
    assert cell.waiting == Range.exact(300.0)
    (report,) = chain_reports(snapshot)
    assert (report.weakest, report.completeness) == ("cell", 0.75)


def test_what_is_only_planned_is_counted_apart() -> None:
    second = facility("fp-2", "maker", "fp-from-iron", 100.0, state=OperatingState.PLANNED)
    steps = by_name(acid_to_cathode([second]))
    assert steps["fp"].today.made == Range.exact(200.0)
    assert steps["fp"].planned.made == Range.exact(400.0)
    assert steps["fp"].planned.spare == Range.exact(100.0)
    assert steps["acid"].planned.short == Range.exact(220.0)
    assert [firm.runs for firm in steps["fp"].firms] == [True, False]


def test_a_maker_of_unknown_amount_makes_the_shortage_unknown_and_never_nothing() -> None:
    other = replace(enterprise("acid-works"), gbt4754="2611")
    acid = step("acid", 1, material="acid", sign="gypsum", sign_ratio=Range.exact(2.5), industries=("261",))
    snapshot = acid_to_cathode([other])
    snapshot = snapshot.with_records(Snapshot.of([acid]).tables)
    found = by_name(snapshot)["acid"]
    assert [(firm.enterprise, firm.shown) for firm in found.firms] == [
        ("acid-works", Shown.INDUSTRY),
        ("maker", Shown.WASTE),
    ]
    assert (found.today.unknown_makers, found.today.short) == (1, None)
    assert found.today.import_dependence is None


def test_a_taker_of_unknown_need_leaves_nothing_to_spare_that_one_could_know_of() -> None:
    third = facility("lfp-2", "maker", "lfp", None)
    fp = by_name(acid_to_cathode([third]))["fp"]
    assert (fp.today.unknown_takers, fp.today.needed, fp.today.spare) == (1, Range.exact(300.0), None)
    assert fp.today.short == Range.exact(100.0)  # at least


def test_a_main_input_that_has_an_alternative_may_not_be_needed_at_all() -> None:
    scrap = [material("scrap"), port("lfp", Direction.MAIN_INPUT, "scrap")]
    assert by_name(acid_to_cathode(scrap))["fp"].today.needed == Range(0.0, 300.0, 300.0)


def test_a_ratio_of_the_link_stands_where_no_recipe_says_it() -> None:
    ore = [material("ore"), step("ore", 1, material="ore"), link("ore", "acid", Range(3.0, 3.5, 4.0))]
    found = by_name(acid_to_cathode(ore))["ore"]
    assert found.today.needed == Range(300.0, 350.0, 400.0)
    assert found.state is StepState.MISSING
    assert found.today.import_dependence == 1.0


def test_what_is_closed_takes_no_step() -> None:
    shut = [facility("fp-3", "maker", "fp-from-iron", 900.0, state=OperatingState.CLOSED)]
    assert by_name(acid_to_cathode(shut))["fp"].today.made == Range.exact(200.0)


def test_a_chain_is_found_by_id_and_by_either_name() -> None:
    snapshot = acid_to_cathode()
    for name in ("c", "磷酸铁锂链", "lfp CHAIN"):
        assert [report.chain.id for report in chain_reports(snapshot, name)] == ["c"]
    with pytest.raises(SymbioflowError) as refused:
        chain_reports(snapshot, "wool")
    assert refused.value.code == "UNKNOWN_CHAIN"
    assert "expected one of c" in refused.value.text("en")


def test_a_park_without_chains_or_without_firms_is_answered() -> None:
    assert chain_reports(Snapshot.of([])) == ()
    (report,) = chain_reports(Snapshot.of([CHAIN, step("acid", 1)]))
    assert (report.completeness, report.weakest) == (0.0, "acid")
    assert chain_reports(Snapshot.of([CHAIN]))[0].weakest is None


def test_anning_has_the_coke_and_the_anode_but_not_the_calcining_between_them() -> None:
    reports = {report.chain.id: report for report in chain_reports(Snapshot.from_records(shipped_records()))}
    assert set(reports) == {"battery", "coke-anode", "phosphate-lfp", "phosphogypsum", "steel-slag-cement"}
    steps = {found.step.id: found for found in reports["coke-anode"].steps}
    assert steps["coke-anode:green-coke"].today.made == Range(240_000.0, 300_000.0, 360_000.0)
    assert steps["coke-anode:calcining"].state is StepState.MISSING
    assert reports["coke-anode"].weakest == "coke-anode:calcining"
    # Cells are signed for and nobody builds them: neither there nor missing without a word.
    battery = {found.step.id: found.state for found in reports["battery"].steps}
    assert battery["battery:cell"] is StepState.PLANNED
    # 1.2 Mt of admixture and 0.45 Mt of powder are planned on what 5.4 Mt of steel cannot give.
    stewing = {found.step.id: found for found in reports["steel-slag-cement"].steps}
    assert stewing["steel-slag-cement:stewing"].planned.import_dependence > 0.5


def test_every_link_of_the_shipped_chains_stays_inside_its_chain_and_leads_onward() -> None:
    snapshot = Snapshot.from_records(shipped_records())
    steps = snapshot.by_id(model.ChainStep)
    for found in snapshot.all(model.ChainLink):
        before, after = steps[found.before], steps[found.after]
        assert before.chain == after.chain
        assert before.stage <= after.stage
