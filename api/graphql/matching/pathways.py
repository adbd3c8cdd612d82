"""Ways of a material to a use, over technologies that run, are planned or nobody has yet."""

from __future__ import annotations

from typing import Any

import strawberry

from api.graphql.context import Info
from api.graphql.nodes import computed, described, exposed, linked, linked_each, shown, window_of
from api.graphql.park import Material, Technology
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


@window_of(matching.Treatment)
class Treatment:
    """One technology of a pathway."""

    technology: Technology = linked("What is done.", model.Technology)
    takes: Material = linked("What it takes in.", model.Material)
    gives: Material = linked("What goes on, or the main product at the end.", model.Material)
    amount_in: float = exposed("Taken in per unit of the first input.")
    amount_out: float = exposed("Given out per unit of the first input.")


@window_of(matching.Pathway)
class Pathway:
    """One way of a material through technologies to a use, per unit of it."""

    treatments: list[Treatment] = exposed("The technologies, in order.", size=4)
    hypothetical: list[Technology] = linked_each(
        "Those of them that no facility of the park runs or plans.", model.Technology
    )
    cost: float = exposed(
        "Operating cost, energy, bought inputs and disposal of residues as far as known, CNY."
    )
    net_value: float | None = exposed("What leaves the chain brings, less the cost, CNY.", of="value")
    co2_avoided: float | None = exposed(
        "kg CO2e, without transport and the disposal avoided; null: not known."
    )
    electricity: float = exposed("kWh that the steps use, as far as known.")
    heat: float = exposed("MJ that the steps use, as far as known.")
    residues: list[RelativeAmount] = _relative("What nobody takes and nobody buys.")
    auxiliaries: list[RelativeAmount] = _relative("What the steps need beside.")
    trl: int = exposed("The lowest readiness of the technologies.")
    missing: list[str] = exposed("Numbers that are not known and count 0.")


@window_of(matching.Pathways)
class Pathways:
    """The ways of a material, those that need the fewest new technologies first."""

    material: Material = linked("What is to be used.", model.Material)
    items: list[Pathway] = exposed("The ways, best first.", size=SHOWN)
    complete: bool = exposed(
        "False where there are more ways than could be looked at, or than were asked for."
    )
