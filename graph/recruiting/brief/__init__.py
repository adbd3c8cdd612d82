"""The brief of one lead (招商简报): nine sections on two pages, for a first talk with a firm."""

from __future__ import annotations

from collections.abc import Callable

from graph import model
from graph.planning import Plan
from graph.ranges import Range
from graph.recruiting.brief.admission import admission_section, factors_section
from graph.recruiting.brief.document import KG_PER_TONNE, Brief, BriefSection, BriefTable, Writer
from graph.recruiting.brief.economics import economics_section
from graph.recruiting.brief.project import project_section, targets_section
from graph.recruiting.brief.supply import gap_section, market_section
from graph.recruiting.brief.worth import next_section, worth_section
from graph.recruiting.lead import Lead
from graph.snapshot import Snapshot
from graph.vocabulary import Unit
from graph.wording import message, span

__all__ = ["Brief", "BriefSection", "BriefTable", "brief_of"]


def brief_of(snapshot: Snapshot, plan: Plan, lead: Lead, language: str) -> Brief:
    """Return the brief of a lead.

    Parameters
    ----------
    snapshot : Snapshot
        The graph that the lead was found in.
    plan : Plan
        The plan without the lead: where today's wastes go.
    lead : Lead
    language : {"zh", "en"}
    """
    writer = Writer(snapshot, language)
    sections = (
        gap_section(writer, plan, lead),
        project_section(writer, lead),
        targets_section(writer, lead),
        economics_section(writer, lead),
        factors_section(writer, lead),
        admission_section(writer, lead),
        worth_section(writer, lead),
        market_section(writer, lead),
        next_section(writer, lead),
    )
    technology = writer.technology(lead.technology)
    site = writer.name(model.Park, lead.site.park)
    return Brief(
        language,
        writer.sentence("brief.title", technology=technology, park=site),
        _summary(writer, lead),
        sections,
        (writer.sentence("brief.note"), writer.sentence("brief.note.sharing")),
        writer.asked,
        snapshot.fingerprint,
    )


def _summary(writer: Writer, lead: Lead) -> str:
    """Return the lead in one sentence: what, how large, and what the park gains."""
    value = lead.value
    tonnes = _spread(
        writer, value.tonnes, value.tonnes_spread, lambda amount: writer.amount(amount, Unit.TONNE)
    )
    gains = value.benefit >= 0.0
    drawn = value.benefit_spread
    if drawn is not None and not gains:
        drawn = Range(-drawn.high, -drawn.likely, -drawn.low)
    money = _spread(writer, abs(value.benefit), drawn, writer.money)
    benefit = message("brief.gain" if gains else "brief.loss", money=money)
    carbon = writer.amount(abs(value.co2) / KG_PER_TONNE, Unit.TONNE)
    return writer.sentence(
        "brief.summary",
        technology=writer.technology(lead.technology),
        scale=writer.amount(lead.scale.amount.likely, lead.scale.unit),
        tonnes=tonnes,
        benefit=benefit,
        co2=message("brief.less_co2" if value.co2 >= 0.0 else "brief.more_co2", amount=carbon),
    )


def _spread(writer: Writer, likely: float, drawn: Range | None, show: Callable[[float], str]) -> str:
    """Return a likely number with what the draws say of it; first what they say where it lies outside."""
    if drawn is None:
        return show(likely)
    inside = drawn.low <= likely <= drawn.high
    ends = span(show(drawn.low), show(drawn.high))
    key = "brief.spread" if inside else "brief.spread.outside"
    return writer.sentence(key, likely=show(likely), ends=ends)
