"""A library small enough to work a cold start out by hand: cullet, its family, one recipe, two exchanges."""

from __future__ import annotations

from typing import Any

from graph import model
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.vocabulary import Direction, Hazard, Phase, Unit, UseRole
from tests.parks import made

WEIGHTS = {
    "cold.knowledge": 0.5,
    "cold.division": 0.0,
    "cold.technology": 0.1,
    "cold.precedent": 0.1,
    "cold.donor": 0.2,
    "cold.popularity": 0.1,
    "cold.sharpness": 4.0,
    "cold.per-step-up": 0.8,
    "cold.per-step-down": 0.5,
    "cold.donor-lift": 1.0,
    "cold.inherited": 1.0,
    "cold.shrinkage": 1.0,
    "cold.main-input": 1.0,
    "cold.auxiliary-input": 0.5,
}


def substance(name: str, kind_of: str | None = None, **values: Any) -> model.Material:
    """A material called `name` in English."""
    return made(
        model.Material,
        id=name.replace(" ", "-"),
        name_en=name,
        kind_of=kind_of,
        phase=Phase.SOLID,
        unit=Unit.TONNE,
        hazard=Hazard.NONE,
        **values,
    )


def industry(code: str, isic: str, *gbt: str) -> model.Industry:
    """A NACE class."""
    return made(
        model.Industry,
        id=f"nace-{code}",
        scheme="nace",
        code=code,
        isic=isic,
        gbt4754=gbt,
        parent=code[:3],
        name_en=f"class {code}",
    )


def exchange(case: str, nace: str, **values: Any) -> model.Precedent:
    """Cullet going to a class of industry, reported in a case."""
    return made(
        model.Precedent,
        id=f"case-{case}-{nace}",
        case=case,
        **{"waste": "cullet", "receiver_nace": (nace,), **values},
    )


def glass_library(*exchanges: model.Precedent) -> Snapshot:
    """Cullet (a glass waste) with its uses and the given exchanges."""
    return Snapshot.of(
        [
            industry("1105", "1103", "1513"),
            industry("2313", "2310", "3055"),
            industry("2351", "2394", "3011"),
            industry("2352", "2394", "3012"),
            industry("2399", "2399"),
            substance("glass waste", synonyms_zh=("废玻璃",)),
            substance("cullet", "glass-waste", ewc_codes=("150107",), donor_isic=("1103",)),
            made(
                model.MaterialUse,
                id="use-cullet",
                material="cullet",
                role=UseRole.RAW_MATERIAL,
                use_zh="瓶罐",
                use_en="containers",
                nace=("2313",),
                commonness=3,
            ),
            made(
                model.MaterialUse,
                id="use-glass-waste",
                material="glass-waste",
                role=UseRole.AGGREGATE,
                use_zh="混合材",
                use_en="cement",
                nace=("2351",),
                commonness=3,
            ),
            made(
                model.Technology,
                id="foam-glass",
                name_en="Foam glass",
                name_zh="泡沫玻璃",
                nace=("2399",),
                trl=9,
            ),
            made(
                model.Port,
                id="foam-glass-in",
                technology="foam-glass",
                direction=Direction.MAIN_INPUT,
                material="cullet",
                ratio=Range.exact(1.0),
            ),
            *(made(model.Weight, id=name, value=value) for name, value in WEIGHTS.items()),
            *exchanges,
        ]
    )
