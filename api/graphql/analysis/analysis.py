"""What a park's network is made of, what it can lose, and where its flows go and come from."""

from __future__ import annotations

from typing import Any

from api.graphql.context import Info
from api.graphql.nodes import PARK_LIST, PLAN_WEIGHT, computed, exposed, window_of
from api.graphql.park import Enterprise
from graph import analysis, model, planning
from graph.analysis import IndicatorName, NetworkState
from graph.planning import LostKind
from graph.wording import Words, names_of

#: Two plans, and little beside.
INDICATORS_COST = {"weight": 2 * PLAN_WEIGHT, "size": len(NetworkState)}
#: A plan, and a short step of it for each part that can be lost.
RESILIENCE_COST = {"weight": 4 * PLAN_WEIGHT}
#: Parts that a park loses one after the other; enterprises with each other's names are short lists.
_FEW = 4


def _meaning(description: str, part: str) -> Any:
    return computed(description, lambda value, info: getattr(value.name.meaning, part))


def _words(description: str, part: str, language: str) -> Any:
    def said(value: Any, info: Info) -> str:
        words: Words = getattr(value.name.meaning, part)
        return words.text(language)

    return computed(description, said)


@window_of(analysis.Indicator)
class Indicator:
    """One number of a network, with what it means."""

    name_zh: str = _words("What it is called in Chinese.", "name", "zh")
    name_en: str = _words("What it is called in English.", "name", "en")
    formula: str = _words("How it is computed; see docs/analysis.md.", "formula", "en")
    formula_zh: str = _words("How it is computed, with its words in Chinese.", "formula", "zh")
    reference: str = _meaning("Where it is from.", "reference")
    low_zh: str = _words("What a low figure means, in Chinese.", "low", "zh")
    low_en: str = _words("What a low figure means, in English.", "low", "en")
    high_zh: str = _words("What a high figure means, in Chinese.", "high", "zh")
    high_en: str = _words("What a high figure means, in English.", "high", "en")


@window_of(analysis.Broker)
class Broker:
    """One enterprise in the network of who exchanges with whom."""


@window_of(analysis.Community)
class Community:
    """Enterprises that exchange more with each other than with the rest."""


@window_of(analysis.Loop)
class Loop:
    """A ring of enterprises, each giving to the next and the last to the first."""


@window_of(analysis.LikelyLink)
class LikelyLink:
    """A second opinion: two enterprises that might exchange, by the network alone."""


@window_of(analysis.NetworkIndicators)
class NetworkIndicators:
    """What one network is made of, in one unit."""

    indicators: list[Indicator] = exposed("Each once.", size=len(IndicatorName))
    brokers: list[Broker] = exposed("Who exchanges something; those between most first.", size=PARK_LIST)
    loops: list[Loop] = exposed("Rings of two to six; the shortest first.", size=20)
    likely_links: list[LikelyLink] = exposed(
        "A second opinion on who might exchange next: knows no material and no gate.", size=10
    )


def _lost_name(value: Any, info: Info) -> Words:
    entity = {
        LostKind.ENTERPRISE: model.Enterprise,
        LostKind.FACILITY: model.Facility,
        LostKind.MARKET: model.Market,
    }[value.kind]
    found = info.context.view.get(entity, value.lost)
    return Words(value.lost, value.lost) if found is None else names_of(found)


@window_of(planning.Replacement)
class Replacement:
    """A facility that takes more when another is lost."""


@window_of(planning.Loss)
class Loss:
    """What is lost without one part of a park, per year; below 0 what is gained."""

    name_zh: str = computed("Its name in Chinese.", lambda value, info: _lost_name(value, info).zh)
    name_en: str = computed("Its name in English.", lambda value, info: _lost_name(value, info).en)
    enterprise: Enterprise | None
    replacements: list[Replacement] = exposed("Who takes more, the most first.", size=_FEW)
    single_point: bool = exposed("Whether others gave it something and none of it finds another place.")
    solved: bool


@window_of(analysis.Cascade)
class Cascade:
    """Who stops after one enterprise if nobody looks for another partner."""


@window_of(analysis.Resilience)
class Resilience:
    """What a park can lose."""

    losses: list[Loss] = exposed(
        "Enterprises, facilities, markets; of each kind the largest in tonnes first.", size=2 * PARK_LIST
    )
    cascades: list[Cascade] = exposed("After whom most is lost first.", size=PARK_LIST)


@window_of(planning.FirmShare)
class FirmShare:
    """What one firm of a plan would have by each split, CNY per year."""


@window_of(planning.FairSplit)
class FairSplit:
    """Fair splits of what the firms of the plan of most benefit reach together."""

    shares: list[FirmShare] = exposed("Of each firm that exchanges something.", size=PARK_LIST)


@window_of(analysis.TracedFlow)
class TracedFlow:
    """One flow of a trace, per year."""


@window_of(analysis.Trace)
class Trace:
    """Where something goes and comes from."""

    flows: list[TracedFlow] = exposed("From the farthest up to the farthest down.", size=PARK_LIST)


@window_of(analysis.Conversion)
class Conversion:
    """One chain of technologies from one material to another."""
