"""What a plan sells in which market, and which markets nobody knows: the questions to ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.model import Market
from graph.planning.options import PlanOptions
from graph.planning.programme import Column, Layout, room_in
from graph.planning.solver import Floats
from graph.planning.tolerances import NO_REASON
from graph.snapshot import Snapshot
from graph.value import Markets
from graph.vocabulary import MarketId, MaterialId, TechnologyId, Unit


@dataclass(frozen=True, slots=True)
class MarketTaken:
    """What a plan takes of one market, per year in `unit`.

    Attributes
    ----------
    material : MaterialId
        What it takes.
    sold : float
        Newly sold by all sellers of the plan, in its parts too.
    room : float or None
        What it is not served with today; None: nothing bounds it.
    demand : float or None
        Taken per year by everybody together, at likely numbers of the market's own year; None: not known, or
        too large to bind.
    served : float or None
        The part of the demand that is served today, at the numbers of the market's own year; None: not known.
    share : float or None
        `sold` of the whole demand, 0 to 1; None: the demand is not known.
    within : MarketId or None
        The market of the plan that this one is a part of: what is sold here is in `sold` there too, so who
        sums leaves it out.
    full : bool
        Whether the plan fills it: with more room more would be sold, or nothing else would have to give.
    """

    market: MarketId
    material: MaterialId
    unit: Unit
    sold: float
    room: float | None
    demand: float | None
    served: float | None
    share: float | None
    full: bool
    within: MarketId | None = None


@dataclass(frozen=True, slots=True)
class MarketToday:
    """What today's flows sell in one market, per year in `unit`.

    Attributes
    ----------
    material : MaterialId
        What it takes.
    sold : float
        By facilities of the plan, on record or estimated, in its parts too.
    said : float or None
        What its row says that it is served with; None: it names no demand.
    beyond : bool
        Whether the row says less than is sold: they contradict each other.
    """

    market: MarketId
    material: MaterialId
    unit: Unit
    sold: float
    said: float | None
    beyond: bool


@dataclass(frozen=True, slots=True)
class MarketQuestion:
    """A product of the plan's facilities whose market nobody knows, and which therefore is not planned.

    Attributes
    ----------
    material : MaterialId
        The product.
    technologies : tuple of TechnologyId
        What makes it.
    question_zh : str
        What to ask, in Chinese; empty where no row says it.
    question_en : str
        What to ask, in English; empty where no row says it.
    """

    material: MaterialId
    technologies: tuple[TechnologyId, ...]
    question_zh: str
    question_en: str


def markets_taken(layout: Layout, amounts: Floats, options: PlanOptions) -> tuple[MarketTaken, ...]:
    """Return every market that the plan sells in, the fullest first."""
    sold = layout.sold(amounts)
    ids, unit = (layout.snapshot.strings("materials", column) for column in ("id", "unit"))
    units = dict(zip(ids, unit, strict=True))
    taken = [
        _taken(market, float(sold[at]), Unit(units[market.material]), options)
        for at, market in enumerate(layout.markets)
        if sold[at] > 0.0
    ]
    return tuple(sorted(taken, key=lambda one: (not one.full, -(one.share or 0.0), one.market)))


def _taken(market: Market, sold: float, unit: Unit, options: PlanOptions) -> MarketTaken:
    found = room_in(market, options)
    demand = None if market.demand is None else market.demand.likely
    return MarketTaken(
        market=market.id,
        material=market.material,
        unit=unit,
        sold=sold,
        room=None if found is None else found.likely,
        demand=demand,
        served=None if demand is None or market.served is None else demand * market.served.likely,
        share=sold / demand if demand else None,
        full=found is not None and sold >= found.likely * (1.0 - NO_REASON),
        within=market.within,
    )


def markets_today(snapshot: Snapshot, sold: Mapping[str, float]) -> tuple[MarketToday, ...]:
    """Return what is sold today in each market, by id."""
    units, markets = snapshot.lookup("materials", "unit"), snapshot.by_id(Market)
    found = []
    for name, amount in sorted(sold.items()):
        market = markets[MarketId(name)]
        said = None
        if market.demand is not None:
            said = market.demand.likely * (0.0 if market.served is None else market.served.likely)
        beyond = said is not None and amount > said * (1.0 + NO_REASON)
        unit = Unit(units[market.material])
        found.append(MarketToday(market.id, market.material, unit, amount, said, beyond))
    return tuple(found)


def market_questions(layout: Layout, markets: Markets) -> tuple[MarketQuestion, ...]:
    """Return the products without a known market that facilities of the plan would make, by material.

    None where the graph says nothing of markets at all. What a market of another place asks is asked there.
    """
    snapshot, flows = layout.snapshot, layout.flows
    if not snapshot.count("markets"):
        return ()
    ids, technology = snapshot.strings("materials", "id"), snapshot.strings("technologies", "id")
    selling = flows.where(Column.SELL)
    selling = selling[(flows.market[selling] < 0) & ~layout.outputs.settled[flows.output[selling]]]
    zone = markets.factors.zones.of_enterprise[layout.sites.enterprise_row[layout.source(selling)]]
    makers: dict[str, dict[str, int]] = {}
    for column, at in zip(selling.tolist(), zone.tolist(), strict=True):
        maker = str(technology[layout.sites.technology_row[layout.outputs.site[flows.output[column]]]])
        makers.setdefault(str(ids[flows.material[column]]), {}).setdefault(maker, at)
    found = []
    for material, some in sorted(makers.items()):
        said = (markets.of_product(maker, material, at) for maker, at in sorted(some.items()))
        row = next((one for one in said if one is not None), None)
        found.append(
            MarketQuestion(
                MaterialId(material),
                tuple(TechnologyId(maker) for maker in sorted(some)),
                "" if row is None else row.question_zh,
                "" if row is None else row.question_en,
            )
        )
    return tuple(found)
