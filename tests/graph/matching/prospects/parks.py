"""A park of names, industries and tonnes, and a library small enough to see through.

Slag goes into cement by a recipe of class 3011; ash is a main outlet of bricks (NACE 2332) and practised here
and there in concrete (2361). Nobody has a facility unless a test adds one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from graph import model
from graph.snapshot import Snapshot
from graph.vocabulary import EnterpriseId, MaterialId, OperatingState, RowId, UseRole
from tests.build import ESTIMATE, enterprise, material, park_of, recipe, stream
from tests.cold import WEIGHTS as COLD
from tests.cold import industry
from tests.parks import made


def firm(name: str, **values: Any) -> model.Enterprise:
    """An enterprise of an industry."""
    return replace(enterprise(name), **values)


def use(name: str, of: str, nace: str, commonness: int = 3) -> model.MaterialUse:
    """What an industry is known to do with a material."""
    return model.MaterialUse(
        id=RowId(name),
        material=MaterialId(of),
        role=UseRole.RAW_MATERIAL,
        use_zh=f"{name}用途",
        use_en=name,
        nace=(nace,),
        commonness=commonness,
        evidence=ESTIMATE,
    )


def cement_recipe(name: str = "slag-cement", takes: str = "slag") -> list[Any]:
    """A recipe that cement works run."""
    technology, *ports = recipe(name, takes, "cement")
    assert isinstance(technology, model.Technology)
    return [replace(technology, gbt4754=("3011",), nace=("2351",), isic=("2394",)), *ports]


def town(*parts: Any) -> Snapshot:
    """Steel works giving off slag and a power station giving off ash, beside whoever is added."""
    weights = [
        made(model.Weight, id=name, value=value, unit="-")
        for name, value in {**COLD, "constant.usual-power": 4.0}.items()
    ]
    return park_of(
        weights,
        [
            industry("2351", "2394", "3011"),
            industry("2332", "2392", "3031"),
            industry("2361", "2395", "3021"),
        ],
        [industry("2410", "2410", "3120"), industry("3511", "3510", "4411")],
        [material("slag"), material("granulated-slag", kind_of="slag"), material("ash"), material("cement")],
        cement_recipe(),
        [use("bricks", "ash", "2332"), use("concrete", "ash", "2361", 1)],
        [firm("steel", nace="2410"), firm("power", gbt4754="4411")],
        [stream("steel-slag", "steel", "slag", 100.0), stream("power-ash", "power", "ash", 50.0)],
        *parts,
    )


def closed(name: str, **values: Any) -> model.Enterprise:
    """An enterprise that is closed."""
    return firm(name, state=OperatingState.CLOSED, **values)


def cement_works(name: str = "cement-works") -> model.Enterprise:
    """An enterprise of which only its class is known."""
    return firm(EnterpriseId(name), gbt4754="3011")
