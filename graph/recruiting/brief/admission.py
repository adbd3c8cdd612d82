"""What the brief says of what a plant needs (要素), and what the park must ask before it comes (准入)."""

from __future__ import annotations

from graph import model
from graph.geography import above
from graph.matching import Outcome
from graph.ranges import Range
from graph.recruiting.brief.document import BriefSection, BriefTable, Writer
from graph.recruiting.brief.project import hazards_of
from graph.recruiting.lead import Lead, LeadGate
from graph.taxonomy import parents_in, upward
from graph.tools import grouped
from graph.units import significant
from graph.value import Costs, Policies
from graph.vocabulary import Direction, EntryFigure, EntryGate, EntryOutcome, MaterialId, StreamId, Unit
from graph.wording import Message, message, with_ends

#: Wastes whose open gates have a row; the rest are counted.
_WASTES = 3
_KWH_PER_MWH, _MJ_PER_GJ, _CNY_PER_WAN = 1000.0, 1000.0, 10_000.0
#: Material that process water is a kind of.
_WATER = MaterialId("water")
_FIGURES = {
    EntryFigure.INVESTMENT_PER_MU: (message("brief.figure.investment"), message("brief.unit.investment")),
    EntryFigure.OUTPUT_PER_MU: (message("brief.figure.output"), message("brief.unit.output")),
    EntryFigure.TAX_PER_MU: (message("brief.figure.tax"), message("brief.unit.output")),
    EntryFigure.ENERGY_PER_VALUE_ADDED: (message("brief.figure.energy"), message("brief.unit.energy")),
    EntryFigure.WATER_PER_VALUE_ADDED: (message("brief.figure.water"), message("brief.unit.water")),
    EntryFigure.JOBS_PER_MU: (message("brief.figure.jobs"), message("brief.unit.jobs")),
}
_STRICTEST = (EntryOutcome.STOP, EntryOutcome.OPEN, EntryOutcome.PASS)


def factors_section(writer: Writer, lead: Lead) -> BriefSection:
    """Return land, power, steam, water and jobs, and the figures per mu against the park's thresholds."""
    costs = Costs(writer.snapshot)
    power, heat = costs.electricity(lead.technology), costs.heat(lead.technology)
    yearly = lead.scale.amount.likely
    head = tuple(
        map(writer.sentence, ("brief.land", "brief.power", "brief.steam", "brief.water", "brief.jobs"))
    )
    row = (
        writer.question("brief.ask.land"),
        writer.question("brief.ask.power")
        if power is None
        else _power(writer, power.amount.scaled(yearly / _KWH_PER_MWH)),
        writer.question("brief.ask.steam")
        if heat is None
        else writer.amounts(heat.amount.scaled(yearly / _MJ_PER_GJ), Unit.GIGAJOULE),
        _water(writer, lead),
        writer.question("brief.ask.jobs"),
    )
    needs = BriefTable(head, (row,))
    return writer.section("brief.factors", (needs, _thresholds(writer, lead)))


def _power(writer: Writer, yearly: Range) -> str:
    ends = (f"{significant(end):,.0f}" for end in (yearly.low, yearly.likely, yearly.high))
    return writer.sentence("brief.power.text", amount=with_ends(*ends))


def _water(writer: Writer, lead: Lead) -> str:
    kind_of = parents_in(writer.snapshot, "materials", "kind_of")
    taken = [
        port.ratio
        for port in writer.snapshot.all(model.Port)
        if port.technology == lead.technology
        and port.direction is Direction.AUXILIARY_INPUT
        and _WATER in upward(port.material, kind_of.get)
    ]
    if not taken:
        return writer.question("brief.ask.water")
    return writer.amounts(Range.total(taken).scaled(lead.scale.amount.likely), Unit.CUBIC_METRE)


def _thresholds(writer: Writer, lead: Lead) -> BriefTable:
    """Return the figures per mu beside the thresholds of the park, nearest area first."""
    parks = writer.snapshot.by_id(model.Park)
    line = [park.id for park in above(parks, lead.site.park)]
    classes = writer.snapshot.by_id(model.Technology)[lead.technology].gbt4754
    rows = []
    for figure, (name, unit) in _FIGURES.items():
        fitting = [
            row
            for row in writer.snapshot.all(model.EntryThreshold)
            if row.figure is figure and row.park in line and _is_for(row, classes)
        ]
        fitting.sort(key=lambda row: (line.index(row.park), -len(row.gbt4754), row.id))
        rows.append(
            (
                f"{writer.say(name)} ({writer.say(unit)})",
                _bounds(writer, fitting[0]) if fitting else writer.question("brief.ask.threshold"),
                _own_figure(writer, lead, figure, fitting[0].minimum if fitting else None),
            )
        )
    head = ("figure", "threshold", "own")
    return writer.table(head, rows)


def _own_figure(writer: Writer, lead: Lead, figure: EntryFigure, minimum: float | None) -> str:
    """Return what the investor has to say, and how much land the project may take to reach the threshold."""
    asked, economics = writer.ask(_own_question(figure)), lead.economics
    money = {
        EntryFigure.INVESTMENT_PER_MU: economics.capital,
        EntryFigure.OUTPUT_PER_MU: economics.revenue,
    }.get(figure)
    if money is None or not minimum:
        return asked
    land = money.scaled(1.0 / (minimum * _CNY_PER_WAN))
    ends = (f"{significant(end):,g}" for end in (land.low, land.likely, land.high))
    return writer.sentence("brief.land.at_most", land=with_ends(*ends), asked=asked)


def _own_question(figure: EntryFigure) -> Message:
    if figure is EntryFigure.INVESTMENT_PER_MU:
        return message("brief.ask.own.investment")
    if figure in (EntryFigure.ENERGY_PER_VALUE_ADDED, EntryFigure.WATER_PER_VALUE_ADDED):
        return message("brief.ask.own.value_added")
    return message("brief.ask.own.land")


def _bounds(writer: Writer, row: model.EntryThreshold) -> str:
    words = []
    if row.minimum is not None:
        words.append(writer.sentence("brief.at_least", amount=f"{row.minimum:g}"))
    if row.maximum is not None:
        words.append(writer.sentence("brief.at_most", amount=f"{row.maximum:g}"))
    return writer.listed(words) if words else writer.question("brief.ask.threshold")


def admission_section(writer: Writer, lead: Lead) -> BriefSection:
    """Return what each gate of admission says, with its article, and the gates that its wastes leave open."""
    rows = [_gate_row(writer, lead, gate) for gate in EntryGate]
    wastes = grouped(lead.gates, lambda gate: gate.stream)
    rows.extend(_waste_row(writer, stream, gates) for stream, gates in list(wastes.items())[:_WASTES])
    sentences: tuple[str, ...] = ()
    if len(wastes) > _WASTES:
        sentences = (writer.sentence("brief.more_gates", count=len(wastes) - _WASTES),)
    head = ("gate", "outcome", "asks", "article")
    table = writer.table(head, rows)
    return writer.section("brief.admission", (table,), sentences)


def _waste_row(writer: Writer, stream: StreamId, gates: list[LeadGate]) -> tuple[str, ...]:
    refused = any(gate.outcome is Outcome.REFUSED for gate in gates)
    reasons = dict.fromkeys(gate.reason.text(writer.language) for gate in gates)
    return (
        writer.sentence("brief.gate.waste", waste=writer.name(model.WasteStream, stream)),
        writer.sentence("brief.outcome.stop" if refused else "brief.outcome.open"),
        writer.short(writer.listed(list(reasons))),
        writer.sentence("brief.article.match"),
    )


def _gate_row(writer: Writer, lead: Lead, gate: EntryGate) -> tuple[str, ...]:
    rule = rule_of(writer, lead, gate)
    if rule is None:
        return (
            writer.sentence(f"brief.gate.{gate.name.lower()}"),
            writer.sentence("brief.outcome.open"),
            writer.question("brief.ask.rule"),
            "",
        )
    said = rule.said_zh if writer.language == "zh" else rule.said_en
    return (
        writer.sentence(f"brief.gate.{gate.name.lower()}"),
        writer.sentence(f"brief.outcome.{rule.outcome.name.lower()}"),
        said or rule.said_zh or rule.said_en,
        _article(writer, lead, rule),
    )


def rule_of(writer: Writer, lead: Lead, gate: EntryGate) -> model.EntryRule | None:
    """Return the rule of a gate that counts: of those with the most conditions the strictest."""
    classes = writer.snapshot.by_id(model.Technology)[lead.technology].gbt4754
    hazards = hazards_of(writer, lead)
    holding = [
        row
        for row in writer.snapshot.all(model.EntryRule)
        if row.gate is gate
        and _is_for(row, classes)
        and (not row.technologies or lead.technology in row.technologies)
        and (row.hazard is None or row.hazard in hazards)
    ]
    return min(holding, key=_weight, default=None)


def _is_for(row: model.EntryThreshold | model.EntryRule, classes: tuple[str, ...]) -> bool:
    return not row.gbt4754 or any(code.startswith(row.gbt4754) for code in classes)


def _weight(rule: model.EntryRule) -> tuple[int, int, str]:
    conditions = bool(rule.gbt4754) + 2 * bool(rule.technologies) + 2 * (rule.hazard is not None)
    return -conditions, _STRICTEST.index(rule.outcome), rule.id


def _article(writer: Writer, lead: Lead, rule: model.EntryRule) -> str:
    policy = None if rule.policy is None else writer.snapshot.by_id(model.Policy).get(rule.policy)
    if policy is None or not Policies(writer.snapshot).holds(policy, lead.site.park):
        return writer.question("brief.ask.article")
    parts = [part for part in (policy.document_number, policy.year) if part]
    title = f"《{policy.title_zh}》"
    return title + (" " + writer.listed(parts) if parts else "")
