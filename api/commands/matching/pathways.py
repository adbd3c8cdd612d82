"""Command that lists the ways of a material to a use."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Group
from rich.text import Text

from api.commands.common import (
    JsonOption,
    LanguageOption,
    Session,
    StoreOption,
    material_of,
    print_json,
    served,
    session,
)
from api.commands.tables import usual_takers
from api.graphql import answer
from api.views import View
from graph import model
from graph.errors import EXIT_USAGE, SymbioflowError
from graph.matching import Pathway, Weights

#: Usual takers that stand in for a way.
_TAKERS = 5


def pathways(
    waste: Annotated[str, typer.Argument(help="The material, by id, name or code.")],
    existing: Annotated[
        bool, typer.Option("--existing", help="Only technologies that the park runs or plans.")
    ] = False,
    top: Annotated[int, typer.Option(help="How many ways at most.")] = 10,
    store: StoreOption = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run ``symbioflow pathways``."""
    if top < 1:
        raise SymbioflowError("BAD_OPTION.at_least", exit_code=EXIT_USAGE, name="--top", given=top, least=1)
    run = session(store, language)
    with served(run.settings) as service:
        material = material_of(run, service.view(), waste)
        if as_json:
            print_json(
                answer(service, "pathways", {"material": material, "hypothetical": not existing, "top": top})
            )
            return
        view = service.view()
        found = view.pathways(material, not existing, top)
        run.out.print(run.named(view, model.Material, material), style="bold")
        for number, way in enumerate(found.items, start=1):
            run.out.print(_lines(run, view, number, way))
        if not found.items:
            run.out.print(run.say("没有已知的利用途径", "no way to a use is known"), style="yellow")
            _tell_instead(run, view, material, not existing, top)
        elif not found.complete:
            run.out.print(run.say("还有更多途径未列出", "there are more ways than are listed"), style="dim")


def _tell_instead(run: Session, view: View, material: str, hypothetical: bool, top: int) -> None:
    """Say what is known where no recipe takes a material: the ways of its kinds, and who usually takes it."""
    kinds = sorted((row for row in view.snapshot.all(model.Material) if row.kind_of == material), key=_id)
    ways = [(kind, view.pathways(kind.id, hypothetical, 1).items) for kind in kinds]
    shown = [(kind, items[0]) for kind, items in ways if items][:top]
    if shown:
        check = run.say(
            "其各种类的途径（须确认是哪一种）：", "ways of its kinds (which kind it is must be checked):"
        )
        run.out.print(check)
    for number, (kind, way) in enumerate(shown, start=1):
        run.out.print(run.name(kind), style="bold")
        run.out.print(_lines(run, view, number, way))
    if Weights.of(view.snapshot).for_cold_starts:
        named = view.get(model.Material, material)
        text = material if named is None else named.name_en or named.name_zh
        run.out.print(usual_takers(run, view.uses(text, "", _TAKERS).suggestions), markup=False)


def _id(row: model.Material) -> str:
    return str(row.id)


def _lines(run: Session, view: View, number: int, way: Pathway) -> Group:
    names = []
    for step in way.treatments:
        name = run.named(view, model.Technology, step.technology)
        names.append(name + (run.say("（新建）", " (new)") if step.technology in way.hypothetical else ""))
    facts = [f"TRL {way.trl}"]
    if way.value is not None:
        facts.append(run.say("净值 ", "net value ") + f"{way.value:,.0f} CNY")
    if way.co2_avoided is not None:
        facts.append(run.say("减碳 ", "CO2 avoided ") + f"{way.co2_avoided:,.0f} kg")
    facts.extend(
        run.say("残渣 ", "residue ") + f"{amount:.2g} {run.named(view, model.Material, of)}"
        for of, amount in way.residues
    )
    if way.missing:
        facts.append(run.say(f"缺 {len(way.missing)} 项数据", f"{len(way.missing)} numbers missing"))
    return Group(Text(f"{number:3}. " + " → ".join(names)), Text("     " + "; ".join(facts), style="dim"))
