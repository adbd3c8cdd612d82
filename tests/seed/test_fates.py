"""No recipe's outputs keep more of a component than came in, of the whole or of dry matter."""

from __future__ import annotations

from collections import defaultdict

from graph.model import ComponentFate, ElementContent, Material, MaterialComponent, Port, Technology
from graph.snapshot import Snapshot
from graph.vocabulary import Direction, FateBasis, RecipeBasis, Unit

#: What digits of ratios and factors hide.
_ROUNDED = 1.025
#: Of moist coke the ratio to dry coke is not settled: it may be of dry matter.
_OPEN = {"petcoke-calcining", "petcoke-cfb-power"}


def kept(snapshot: Snapshot) -> dict[tuple[str, str, str], float]:
    """Return what the outputs keep of a unit that came in, by technology, component and basis of the factor.

    Of recipes with one main input in tonnes and of outputs in tonnes, where the water of both is known.
    """
    materials, technologies = snapshot.by_id(Material), snapshot.by_id(Technology)
    water = {str(row.material): row.free_water for row in snapshot.by_id(ElementContent).values()}
    for content in snapshot.by_id(MaterialComponent).values():
        if content.component == "free-water" and content.amount is not None:
            water[str(content.material)] = content.amount.likely
    mains, made = defaultdict(list), {}
    for port in snapshot.by_id(Port).values():
        if materials[port.material].unit is not Unit.TONNE:
            continue
        if port.direction is Direction.MAIN_INPUT:
            mains[port.technology].append(port)
        elif port.direction in (Direction.PRODUCT, Direction.RESIDUE):
            made[port.technology, port.material] = port.ratio.likely
    found: dict[tuple[str, str, str], float] = defaultdict(float)
    for fate in snapshot.by_id(ComponentFate).values():
        amount = made.get((fate.technology, fate.material))
        if amount is None or len(mains[fate.technology]) != 1:
            continue
        if fate.basis is FateBasis.DRY:
            before = water.get(mains[fate.technology][0].material)
            after = water.get(fate.material)
            wet = technologies[fate.technology].basis is RecipeBasis.WET
            if before is None or after is None or not wet:
                continue
            amount *= (100.0 - after) / (100.0 - before)
        found[fate.technology, fate.component, fate.basis.value] += amount * fate.factor.likely
    return dict(found)


def test_no_fate_keeps_more_than_came_in(anning: Snapshot) -> None:
    """Compost that kept 1.96 of the mercury of dry matter had three times of it: 1.96 x 0.31 / 0.2."""
    shares = kept(anning)
    assert len(shares) > 1000
    assert {key[0] for key, share in shares.items() if share > _ROUNDED} == _OPEN


def test_a_treatment_of_sludge_says_which_matter_its_shares_are_of(anning: Snapshot) -> None:
    """Sludge is four fifths water and what is made of it is not: of any content no one factor holds."""
    unsaid = {
        (fate.technology, fate.component)
        for fate in anning.by_id(ComponentFate).values()
        if fate.technology in ("sludge-drying", "sludge-ad", "sludge-compost-landscape")
        and fate.basis is FateBasis.ANY
    }
    assert unsaid == set()
