"""Product chains: their steps, who takes each in a park, and what is missing."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.graphql.context import Info
from api.graphql.nodes import (
    DomainNode,
    OfPark,
    UnderScenario,
    computed,
    described,
    exposed,
    resolved,
    shown,
    view_of,
    window_of,
)
from api.graphql.park import Enterprise, Facility
from api.graphql.values import Quantity, quantity_or_null, spanned
from graph import model, recruiting
from graph.recruiting import Shown

#: What a query's cost takes the chains of a library and the steps of one for.
CHAINS, STEPS = 6, 15


@window_of(model.Chain)
class Chain(DomainNode):
    """A product chain that a park may have whole, in part, or not at all."""


@window_of(model.ChainStep, hides="chain")
class ChainStep:
    """A step of a chain, and what in a park's data shows that a firm takes it."""

    local_id: str = exposed("Identifier in files and stores.", of="id")
    sign_ratio: Quantity | None = spanned(
        "Units of the sign per unit of the material; null: the sign does not tell the amount.", "unit/unit"
    )


@window_of(model.ChainLink)
class ChainLink:
    """What one step hands to another."""

    ratio: Quantity | None = spanned("Units handed on per unit made, where no recipe says it.", "unit/unit")


@described
class StepFirm:
    """An enterprise that takes a step of a chain."""

    enterprise: Enterprise | None = strawberry.field(description="Who.")
    shown: Shown = strawberry.field(description="What shows it.")
    runs: bool = strawberry.field(description="False where it is built or planned.")
    amount: Quantity | None = strawberry.field(description="Of the step's material; null: nobody could say.")
    facilities: list[Facility] = strawberry.field(description="Those that take the step.")


@described
class StepBalance:
    """What a step makes against what the steps after it need."""

    made: Quantity | None = strawberry.field(description="By those whose amount is known; null: none is.")
    unknown_makers: int = strawberry.field(description="Firms that make it, nobody knows how much.")
    needed: Quantity | None = strawberry.field(
        description="By the firms of the next steps whose needs are known; null: none is."
    )
    unknown_takers: int = strawberry.field(
        description="Firms of the next steps that need it, nobody knows how much."
    )
    short: Quantity | None = strawberry.field(
        description="Needed and not made, at least; null: cannot be told."
    )
    spare: Quantity | None = strawberry.field(
        description="Made and not needed by the next steps, at least; null: cannot be told."
    )
    import_dependence: float | None = strawberry.field(
        description="Share of the need that has to come from outside, 0 to 1; null: cannot be told."
    )


@window_of(recruiting.StepReport)
class StepReport:
    """A step of a chain in a park."""

    firms: list[StepFirm] = computed(
        "Who takes it, those that run first.",
        lambda value, info: tuple(_firm(value, firm, info) for firm in value.firms),
    )
    today: StepBalance = computed("Of what runs.", lambda value, info: _balance(value, value.today))
    planned: StepBalance = computed(
        "With all that is built or planned.", lambda value, info: _balance(value, value.planned)
    )
    waiting: Quantity | None = spanned(
        "For a step that nobody runs: what the steps before it could hand to it today.", "t/yr"
    )


@window_of(recruiting.ChainReport)
class ChainReport:
    """How whole a product chain is in a park."""

    steps: list[StepReport] = exposed("By stage.", size=STEPS)
    links: list[ChainLink] = exposed("What the steps hand on.", size=STEPS)


@strawberry.type
class ChainsQuery:
    """The part of `Query` that tells about product chains."""

    @resolved(size=CHAINS)
    def chains(
        self,
        info: Info,
        chain: Annotated[
            str | None, strawberry.argument(description="Only this one, by id or name in either language.")
        ] = None,
        park: OfPark = None,
        scenario: UnderScenario = None,
    ) -> list[ChainReport]:
        """How whole each product chain is in a park.

        Errors: UNKNOWN_CHAIN, UNKNOWN_PARK, UNKNOWN_SCENARIO.
        """
        return [shown(report) for report in view_of(info, park, scenario).chains(chain)]


def _firm(step: recruiting.StepReport, firm: recruiting.StepFirm, info: Info) -> StepFirm:
    view = info.context.view
    found = (view.get(model.Facility, id) for id in firm.facilities)
    return StepFirm(
        enterprise=shown(view.get(model.Enterprise, firm.enterprise)),
        shown=firm.shown,
        runs=firm.runs,
        amount=quantity_or_null(firm.amount, _unit(step)),
        facilities=[shown(facility) for facility in found if facility is not None],
    )


def _unit(step: recruiting.StepReport) -> str:
    return "" if step.unit is None else f"{step.unit.value}/yr"


def _balance(step: recruiting.StepReport, balance: recruiting.StepBalance) -> StepBalance:
    unit = _unit(step)
    return StepBalance(
        made=quantity_or_null(balance.made, unit),
        unknown_makers=balance.unknown_makers,
        needed=quantity_or_null(balance.needed, unit),
        unknown_takers=balance.unknown_takers,
        short=quantity_or_null(balance.short, unit),
        spare=quantity_or_null(balance.spare, unit),
        import_dependence=balance.import_dependence,
    )
