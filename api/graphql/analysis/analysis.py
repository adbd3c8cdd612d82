"""What a park's network is made of, what it can lose, and where its flows go and come from."""

from __future__ import annotations

from typing import Any

from api.graphql.context import Info
from api.graphql.nodes import PARK_LIST, PLAN_WEIGHT, computed, exposed, linked, linked_each, window_of
from api.graphql.park import Enterprise, Facility, Material, Technology, WasteStream
from graph import analysis, model, planning
from graph.analysis import IndicatorName, NetworkState, TraceDirection, TraceStart
from graph.planning import LostKind
from graph.vocabulary import Unit
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

    name: IndicatorName = exposed("Which.")
    figure: float | None = exposed("Its figure; null where it is not defined.")
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

    enterprise: Enterprise = linked("Who.", model.Enterprise)
    partners: int = exposed("How many others it gives to or takes from.")
    degree: float = exposed("Partners as a share of all other enterprises, 0 to 1.")
    betweenness: float = exposed("Share of shortest ways between two others that lead through it, 0 to 1.")
    closeness: float = exposed("How near it is to all others, 0 to 1.")
    given: float = exposed("What it gives others, per year.")
    taken: float = exposed("What it takes from others, per year.")


@window_of(analysis.Community)
class Community:
    """Enterprises that exchange more with each other than with the rest."""

    enterprises: list[Enterprise] = linked_each("Who, by id.", model.Enterprise)
    within: float = exposed("What they exchange among themselves, per year.")


@window_of(analysis.Loop)
class Loop:
    """A ring of enterprises, each giving to the next and the last to the first."""

    enterprises: list[Enterprise] = linked_each("Who, in order.", model.Enterprise)
    amount: float = exposed("The smallest flow on the ring, per year.")


@window_of(analysis.LikelyLink)
class LikelyLink:
    """A second opinion: two enterprises that might exchange, by the network alone."""

    enterprises: list[Enterprise] = linked_each("Both.", model.Enterprise)
    resource_allocation: float = exposed("Index of Zhou, Lu and Zhang; compare within one network only.")
    adamic_adar: float = exposed("Index of Adamic and Adar; compare within one network only.")
    common: list[Enterprise] = linked_each("Partners of both.", model.Enterprise)


@window_of(analysis.NetworkIndicators)
class NetworkIndicators:
    """What one network is made of, in one unit."""

    state: NetworkState = exposed("Which flows it is made of.")
    unit: Unit = exposed("Of all its amounts.")
    enterprises: int = exposed("How many operate or exchange something.")
    linked_pairs: int = exposed("How many pairs of them exchange something.")
    exchanged: float = exposed("Between enterprises, per year.")
    kept: float = exposed("Within one enterprise, per year: a use, and no exchange.")
    indicators: list[Indicator] = exposed("Each once.", size=len(IndicatorName))
    brokers: list[Broker] = exposed("Who exchanges something; those between most first.", size=PARK_LIST)
    communities: list[Community] = exposed("Groups, the largest first.")
    modularity: float | None = exposed("How far the groups are apart; null where nothing is exchanged.")
    loops: list[Loop] = exposed("Rings of two to six; the shortest first.", size=20)
    loops_complete: bool = exposed("False where there are more rings than were looked at.")
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

    facility: Facility = linked("Who.", model.Facility)
    amount: float = exposed("Tonnes per year more.")


@window_of(planning.Loss)
class Loss:
    """What is lost without one part of a park, per year; below 0 what is gained."""

    kind: LostKind = exposed("What is lost.")
    lost: str = exposed("`localId` of it.")
    name_zh: str = computed("Its name in Chinese.", lambda value, info: _lost_name(value, info).zh)
    name_en: str = computed("Its name in English.", lambda value, info: _lost_name(value, info).en)
    enterprise: Enterprise | None = linked("Whose it is; null for a market.", model.Enterprise)
    at_least: float = exposed("Of the plan's objective, by its dual values, before anything was solved.")
    of_plan: float = exposed("What the plan's objective loses, exactly.")
    tonnes: float = exposed("Net use of wastes, today's and the plan's.")
    cubic_metres: float = exposed("The same of water.")
    gigajoules: float = exposed("The same of heat.")
    benefit: float = exposed("CNY, by all as likely.")
    benefit_low: float = exposed("One in ten is below.")
    benefit_high: float = exposed("One in ten is above.")
    co2: float = exposed("kg CO2e no more avoided.")
    unvalued: float = exposed("Of today's lost flows what has no price here because a gate refuses it.")
    displaced: float = exposed("Tonnes that others gave it, or sold there.")
    replaced: float = exposed("What of them finds another place in the new plan.")
    replacements: list[Replacement] = exposed("Who takes more, the most first.", size=_FEW)
    stopped: list[Enterprise] = linked_each("Others that then exchange nothing.", model.Enterprise)
    single_point: bool = exposed("Whether others gave it something and none of it finds another place.")
    solved: bool = exposed("False where nothing goes to or from it.")


@window_of(analysis.Cascade)
class Cascade:
    """Who stops after one enterprise if nobody looks for another partner."""

    enterprise: Enterprise = linked("That is lost first.", model.Enterprise)
    stopped: list[Enterprise] = linked_each("Who stops, in order.", model.Enterprise)
    rounds: int = exposed("How many rounds follow each other.")
    lost: float = exposed("Tonnes per year that are no more exchanged.")


@window_of(analysis.Resilience)
class Resilience:
    """What a park can lose."""

    fingerprint: str = exposed("Of the snapshot it was computed from.")
    tolerance: float = exposed("Share of what others give it that an enterprise of a cascade can lose.")
    losses: list[Loss] = exposed(
        "Enterprises, facilities, markets; of each kind the largest in tonnes first.", size=2 * PARK_LIST
    )
    cascades: list[Cascade] = exposed("After whom most is lost first.", size=PARK_LIST)
    cut_points: list[Enterprise] = linked_each(
        "Without any one of them the network falls into more parts.", model.Enterprise
    )


@window_of(planning.FirmShare)
class FirmShare:
    """What one firm of a plan would have by each split, CNY per year."""

    enterprise: Enterprise = linked("Who.", model.Enterprise)
    alone: float = exposed("What it reaches alone.")
    even: float = exposed("Half of what each flow of the plan brings, as giver and as taker.")
    shapley: float = exposed("Shapley value: what it adds on average.")
    shapley_error: float = exposed("Its standard error; 0 where every group was asked.")
    nucleolus: float | None = exposed("Null with more firms than every group of can be asked.")
    by_prices: float = exposed("What its streams and facilities are worth at the plan's own prices.")


@window_of(planning.FairSplit)
class FairSplit:
    """Fair splits of what the firms of the plan of most benefit reach together."""

    whole: float = exposed("CNY per year of all firms together.")
    shares: list[FirmShare] = exposed("Of each firm that exchanges something.", size=PARK_LIST)
    exact: bool = exposed("Whether every group of firms was asked; else groups were drawn.")
    market_rent: float = exposed("What full markets are worth; at 0 the split by prices is in the core.")
    even_objection: float = exposed("The most that a group would gain by leaving the even split.")
    shapley_objection: float = exposed("The same of the Shapley value.")
    price_objection: float = exposed("The same of the split by prices.")


@window_of(analysis.TracedFlow)
class TracedFlow:
    """One flow of a trace, per year."""

    stream: WasteStream | None = linked("Where it starts, if at a stream.", model.WasteStream)
    from_facility: Facility | None = linked("Where it starts, if at a facility.", model.Facility)
    facility: Facility = linked("Where it goes.", model.Facility)
    material: Material = linked("What flows.", model.Material)
    amount: float = exposed("All that flows there.")
    traced: float = exposed("The part of it that comes from the start, or goes to it.")
    unit: Unit = exposed("Of both.")
    steps: int = exposed("Flows between it and the start; below 0 upward.")
    planned: bool = exposed("Whether it is the plan's; false: today's.")


@window_of(analysis.Trace)
class Trace:
    """Where something goes and comes from."""

    start: TraceStart = exposed("What it starts from.")
    origin: str = exposed("`localId` of that.")
    direction: TraceDirection = exposed("Which way it goes.")
    flows: list[TracedFlow] = exposed("From the farthest up to the farthest down.", size=PARK_LIST)


@window_of(analysis.Conversion)
class Conversion:
    """One chain of technologies from one material to another."""

    materials: list[Material] = linked_each("What goes in first, what comes out last.", model.Material)
    technologies: list[Technology] = linked_each("One after each material but the last.", model.Technology)
    ratio: float | None = exposed("Of the last material per unit of the first; null: not known.")
    running: list[Technology] = linked_each("Those that a facility of the park runs.", model.Technology)
