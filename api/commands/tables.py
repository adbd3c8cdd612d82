"""Results as tables that a person can read, on a terminal of 80 columns or in a pipe."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from api.commands.common import Session
from api.views import View
from graph import model
from graph.evidence import Grade
from graph.matching import (
    LEAST_LOST,
    Basis,
    Content,
    GateName,
    GateResult,
    Outcome,
    PartName,
    Refusal,
    Suggestion,
)
from graph.units import show_amount
from graph.value import missing_number, unpriced
from graph.vocabulary import BESIDE_THE_ROAD, Unit
from graph.wording import Message, clause_words, component_words, measure_words, message, span
from viz.words import value_words

if TYPE_CHECKING:
    from graph.analysis import TracedFlow
    from graph.matching.coldstart import UseSuggestion
    from graph.planning import PlanFlow, TodayFlow

Row = TypeVar("Row")

_PARTS = {
    PartName.TECHNICAL: ("技术", "technical"),
    PartName.QUANTITY: ("数量", "quantity"),
    PartName.PROXIMITY: ("距离", "proximity"),
    PartName.ECONOMICS: ("经济", "economics"),
    PartName.CO2: ("减碳", "CO2"),
    PartName.READINESS: ("成熟", "readiness"),
    PartName.PRECEDENT: ("案例", "precedent"),
}
#: What stands behind a suggestion of whose facility nothing is on record.
_BASES = {
    Basis.INDUSTRY_TECHNOLOGY: ("潜在（同行业工艺）", "prospective (its industry runs this)"),
    Basis.USUAL_USE: ("潜在（行业惯常用途）", "prospective (its industry takes it)"),
}
#: So many rows of a table are shown at most: nobody reads more, and 100,000 take a minute to write.
MOST_ROWS = 1_000
#: How many open checks of a suggestion are named before they are only counted.
_NAMED = 4


def first_rows(run: Session, table: Table, rows: Sequence[Row]) -> Sequence[Row]:
    """Return the rows that a table shows; where they are not all, what stands below it says so."""
    if len(rows) > MOST_ROWS:
        table.caption = run.read(message("table.first_rows", shown=MOST_ROWS, count=len(rows)))
    return rows[:MOST_ROWS]


def by_stream(
    streams: Iterable[model.WasteStream], found: Iterable[Suggestion]
) -> Iterator[tuple[model.WasteStream, list[Suggestion]]]:
    """Yield each stream with its suggestions, both by id; no more of them are held than one stream has."""
    groups = itertools.groupby(found, key=lambda item: item.stream)
    name, mine = next(groups, (None, iter(())))
    for stream in streams:
        if stream.id == name:
            yield stream, list(mine)
            name, mine = next(groups, (None, iter(())))
        else:
            yield stream, []


def suggestion_block(
    run: Session, view: View, stream: model.WasteStream, found: Sequence[Suggestion]
) -> RenderableType:
    """Return the suggestions of one stream with their reasons."""
    head = Text.assemble((of_firm(run, view, stream), "bold"), "  ", _supply_words(run, view, stream))
    blocks: list[RenderableType] = [head]
    if not found:
        all_used = stream.in_use.likely >= stream.supply.likely > 0.0
        said = run.say("没有可行的去向", "nobody takes it")
        said = run.read(message("stream.all_used")) if all_used else said
        blocks.append(Text(f"  {said}", style="dim" if all_used else "yellow"))
        blocks.append(Text("  " + usual_takers(run, view.usual_takers(stream)), style="dim"))
    for item in found:
        blocks.append(_suggestion_lines(run, view, item))
    return Group(*blocks, Text(""))


def of_firm(run: Session, view: View, stream: model.WasteStream) -> str:
    """Return the name of a waste behind that of its firm: several firms of a park have the same waste."""
    firm, name = view.get(model.Enterprise, stream.enterprise), run.name(stream)
    if firm is None or run.name(firm) in name:
        return name
    return run.read(message("stream.of_firm", firm=run.name(firm), name=name))


def usual_takers(run: Session, found: Sequence[UseSuggestion]) -> str:
    """Return who usually takes such a waste, whoever the park has."""
    if not found:
        return run.say("通常的接收行业：不详", "usual takers: not known")
    words = []
    for item in found:
        use = run.say(item.use_zh, item.use_en)
        name = run.name(item.industry)
        words.append(f"{name} ({item.industry.code}{': ' + use if use else ''})")
    return run.say("通常的接收行业：", "usual takers: ") + run.clauses(words)


def _supply_words(run: Session, view: View, stream: model.WasteStream) -> str:
    unit = _unit(view, stream.material)
    free = max(stream.supply.likely - stream.in_use.likely, 0.0)
    likely, low, high, left, most = (
        show_amount(value, f"{unit}/yr", run.language)
        for value in (
            stream.supply.likely,
            stream.supply.low,
            stream.supply.high,
            free,
            stream.in_use.high,
        )
    )
    supply = likely if low == high else message("stream.spread", likely=likely, ends=span(low, high))
    grade = value_words(stream.evidence.grade.value)
    if stream.is_use_open:
        return run.read(message("stream.supply_open", supply=supply, most=most, grade=grade))
    return run.read(message("stream.supply", supply=supply, left=left, grade=grade))


def _suggestion_lines(run: Session, view: View, item: Suggestion) -> RenderableType:
    facility = view.get(model.Facility, item.facility)
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=4, justify="right")
    grid.add_column()
    name = run.named(view, model.Facility, item.facility)
    state = run.read(value_words(item.state.value))
    if item.basis is not Basis.FACILITY:
        state = run.say(*_BASES[item.basis])
    amount = show_amount(item.amount, item.unit.value, run.language)
    grade = weaker_grade(view.get(model.WasteStream, item.stream), facility)
    stands = "" if grade is None else f" ({run.read(value_words(grade.value))})"
    grid.add_row(
        Text(f"{item.rank}.", style="bold"),
        Text.assemble(
            (name, "bold"),
            f"  {state}  ",
            (f"{item.score:.2f}", "green"),
            run.say(
                f"（可信度 {item.confidence:.0%}）  至多 {amount}/年{stands}",
                f" (confidence {item.confidence:.0%})  up to {amount}/yr{stands}",
            ),
        ),
    )
    for line in _reasons(run, view, item):
        grid.add_row("", Text(line, style="dim"))
    return grid


def giver_of(
    flow: PlanFlow | TodayFlow | TracedFlow,
) -> tuple[type[model.WasteStream] | type[model.Facility], str]:
    """Return where a flow starts: of which kind, and its id."""
    if flow.stream is not None:
        return model.WasteStream, flow.stream
    return model.Facility, str(flow.from_facility)


def weaker_grade(*rows: model.WasteStream | model.Facility | None) -> Grade | None:
    """Return the grade of the row that is trusted least."""
    grades = [row.evidence.grade for row in rows if row is not None]
    return max(grades, key=list(Grade).index, default=None)


def _distance(item: Suggestion) -> Message:
    """Return how far it is; two firms of which only the seat of their district is known are not next door."""
    if not item.distance_known:
        return message("match.distance.same_point")
    return message(
        "match.distance.estimated" if item.distance_estimated else "match.distance", km=item.distance
    )


def _reasons(run: Session, view: View, item: Suggestion) -> Iterable[str]:
    if len(item.pathway) > 1:
        names = [view.get(model.Technology, step.technology) for step in item.pathway]
        yield run.say("路径：", "pathway: ") + " → ".join(
            run.name(name) for name in names if name is not None
        )
    yield run.say("得分：", "score: ") + "  ".join(
        f"{run.say(*_PARTS[part.name])} {part.value:.2f}{'' if part.known else '?'}" for part in item.parts
    )
    facts = []
    if item.distance is not None:
        facts.append(run.read(_distance(item)))
    if item.by in BESIDE_THE_ROAD:
        facts.append(run.read(message(f"travel.{item.by.value}")))
    # Of a unit of the stream the first step takes in what arrives.
    lost = 1.0 - item.pathway[0].amount_in
    if lost >= LEAST_LOST:
        facts.append(run.read(message("match.lost", share=lost)))
    if item.margin is not None:
        facts.append(run.say("联合收益 ", "joint gain ") + f"{item.margin:,.0f} CNY/{item.unit.value}")
    elif lacking := unpriced(item.missing):
        named = tuple(missing_number(view.snapshot, phrase) for phrase in lacking[:_NAMED])
        facts.append(run.read(message("match.unpriced", numbers=named)))
    if item.price.split is not None:
        unit = f"CNY/{item.unit.value}"
        price = f"{item.price.supplier:,.0f} … {item.price.receiver:,.0f} {unit}"
        facts.append(
            run.say(f"价格 {price}，均分 ", f"price {price}, even split ") + f"{item.price.split:,.0f}"
        )
    if item.co2_avoided is not None:
        facts.append(run.say("减碳 ", "CO2 avoided ") + f"{item.co2_avoided:,.0f} kg/{item.unit.value}")
    if facts:
        yield run.clauses(facts)
    measured = [gate for gate in item.gates if gate.outcome is Outcome.PASSED and gate.component]
    if measured:
        yield run.say("已核：", "passed: ") + run.clauses(gate_words(run, gate) for gate in measured[:_NAMED])
    if item.basis is not Basis.FACILITY:
        usual = "" if item.usual is None else f" ({item.usual:.2f})"
        yield run.say(
            f"无设施记录，需问：是否接收、每年多少、成分要求；行业惯用程度{usual}",
            "no facility on record; to ask: whether it takes this, how much a year, of what composition; "
            f"how usual it is{usual}",
        )
    open_checks = [gate for gate in item.gates if gate.outcome is Outcome.UNVERIFIED]
    if open_checks:
        more = len(open_checks) - _NAMED
        tail = run.say(f"，另 {more} 项", f", {more} more") if more > 0 else ""
        yield (
            run.say("待核：", "unverified: ")
            + run.clauses(gate_words(run, gate) for gate in open_checks[:_NAMED])
            + tail
        )
    cited = [view.get(model.Precedent, cited.precedent) for cited in item.precedents]
    for precedent in (found for found in cited if found is not None):
        place = " ".join(word for word in (precedent.country, precedent.year) if word)
        told = f"{precedent.waste} → {precedent.receiver}, {place} ({run.read(value_words(precedent.state))})"
        cited_as = f"; {precedent.reference}" if precedent.reference else ""
        yield run.say("案例：", "precedent: ") + told + cited_as


def gate_words(run: Session, gate: GateResult) -> str:
    """Return one check in words: what was found, the limit, its standard and grade."""
    reason = gate.reason.text(run.language)
    if gate.gate not in (GateName.COMPOSITION, GateName.MOISTURE):
        return reason
    bounds = []
    if gate.minimum is not None:
        bounds.append(f"≥ {gate.minimum:g}")
    if gate.maximum is not None:
        bounds.append(f"≤ {gate.maximum:g}")
    limit = (
        f"{', '.join(bounds)} {run.read(measure_words(gate.unit))}"
        if bounds
        else run.say("限值未知", "limit not known")
    )
    grade = "" if gate.grade is None else run.read(value_words(gate.grade.value))
    found = "" if gate.value is None else f"{gate.value:g} "
    analyses = run.clauses(_content(run, item) for item in gate.contents) if len(gate.contents) > 1 else ""
    clause = run.read(clause_words(gate.standard_text))
    said = run.clauses(part for part in (limit, clause, grade, reason, analyses) if part)
    return f"{run.read(component_words(gate.component))} {found}({said})"


def _content(run: Session, item: Content) -> str:
    """Return one of several analyses in words, so that a reader sees which of them rules."""
    day = "" if item.sampled_on is None else item.sampled_on.isoformat()
    notes = [part for part in (day, item.laboratory) if part]
    if not item.measured:
        notes.append(run.say("典型值", "typical"))
    elif item.decides:
        notes.append(run.say("以此为准", "rules"))
    return f"{run.read(component_words(item.component))} {item.amount.likely:g} {item.basis}" + (
        f" ({', '.join(notes)})" if notes else ""
    )


def refusal_lines(run: Session, view: View, refusals: Sequence[Refusal]) -> RenderableType:
    """Return refusals, those of the same stream for the same reason in one line."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for refusal in refusals:
        name = run.named(view, model.Facility, refusal.facility)
        reason = run.clauses(gate_words(run, gate) + _blend(run, gate) for gate in refusal.gates)
        grouped.setdefault((refusal.stream, reason), []).append(name)
    lines: list[RenderableType] = []
    for (stream, reason), names in grouped.items():
        title = run.named(view, model.WasteStream, stream)
        lines.append(Text.assemble((title, "bold"), " ✗ ", ", ".join(names)))
        lines.append(Text("    " + reason, style="dim"))
    return Group(*lines)


def _blend(run: Session, gate: GateResult) -> str:
    if not gate.blend_share:
        return ""
    share = f"{gate.blend_share:.0%}"
    return run.say(f"，掺比不超过 {share} 时或可", f"; a blend of at most {share} may pass")


def _unit(view: View, material: str) -> str:
    found = view.get(model.Material, material)
    return found.unit.value if found is not None else Unit.TONNE.value
