"""What prospective receivers could take, as a table of its own: assumed, and to be asked before it counts."""

from __future__ import annotations

from rich.table import Table

from api.commands.common import Session, headed
from api.figures import ask_words, room_words
from api.views import View
from graph import model
from graph.planning import TechnicalPotential
from graph.units import show_amount
from graph.wording import message
from viz.words import value_words


def prospective_table(run: Session, view: View, potential: TechnicalPotential) -> Table:
    """Return who of no facility on record could take what, why, how much, and what has to be asked."""
    words = ("plan.prospective_waste", "plan.prospective_firm", "plan.prospective_basis")
    amounts = ("plan.per_year", "plan.prospective_room")
    table = headed(run, message("plan.prospective"), [*map(message, words)], [*map(message, amounts)])
    table.add_column(run.read(message("plan.prospective_ask")), overflow="fold")
    for found in potential.prospective:
        given = None if found.flow.stream is None else view.get(model.WasteStream, found.flow.stream)
        material = view.get(model.Material, found.flow.material)
        source = given or material
        table.add_row(
            str(found.flow.material) if source is None else run.name(source),
            run.named(view, model.Enterprise, found.enterprise),
            f"{run.read(found.what)} ({run.read(value_words(found.basis.value))})",
            show_amount(found.flow.amount, found.flow.unit.value, run.language),
            run.read(room_words(found)),
            run.read(ask_words(found)),
        )
    return table
