"""Ways of a material to a use, over technologies that run, are planned or nobody has yet."""

from __future__ import annotations

from typing import Any

import strawberry

from api.graphql.context import Info
from api.graphql.nodes import computed, described, exposed, shown, window_of
from api.graphql.park import Material
from graph import matching, model

#: What the list of a material's pathways is taken for in a query's cost.
SHOWN = 10


@described
class RelativeAmount:
    """How much of a material per unit of what the pathway takes in."""

    material: Material | None = strawberry.field(description="What.")
    amount: float = strawberry.field(description="In the material's unit, per unit of the first input.")


def _relative(description: str) -> Any:
    def amounts(value: Any, info: Info) -> list[RelativeAmount]:
        found = getattr(value, info.python_name)
        view = info.context.view
        return [
            RelativeAmount(material=shown(view.get(model.Material, of)), amount=amount)
            for of, amount in found
        ]

    return computed(description, amounts, size=4)


@window_of(matching.Treatment, hides="told")
class Treatment:
    """One technology of a pathway."""


@window_of(matching.Pathway, hides="value")
class Pathway:
    """One way of a material through technologies to a use, per unit of it."""

    treatments: list[Treatment] = exposed("The technologies, in order.", size=4)
    net_value: float | None = exposed("What leaves the chain brings, less the cost, CNY.", of="value")
    co2_avoided: float | None
    residues: list[RelativeAmount] = _relative("What nobody takes and nobody buys.")
    auxiliaries: list[RelativeAmount] = _relative("What the steps need beside.")


@window_of(matching.Pathways)
class Pathways:
    """The ways of a material, those that need the fewest new technologies first."""

    items: list[Pathway] = exposed("The ways, best first.", size=SHOWN)
