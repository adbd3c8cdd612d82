"""How large a missing link could be: the least of secured supply, market room and economic scale."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from graph.matching.gates import free_supply
from graph.model import Technology
from graph.planning import Additions, free_supply_over_draws
from graph.ranges import Range
from graph.recruiting.lead import LeadScale, ScaleBound
from graph.recruiting.no_lead import NoLead
from graph.value import Costs
from graph.vocabulary import MaterialId, Unit

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Ints = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

#: Draws of what streams give: the tenth percentile of so many is known to two percent of draws.
SUPPLY_DRAWS = 200
_PARTS = (0.1, 0.5, 0.9)


@dataclass(frozen=True, slots=True)
class Sized:
    """The scale of an option, or why it has none.

    Attributes
    ----------
    scale : LeadScale or None
    reason : NoLead or None
        Why it is no lead; None: it may be one.
    supply : float
        Main input that the park could feed it in five of ten draws.
    unsold : tuple of MaterialId
        Products without known buyers, or whose markets are full.
    """

    scale: LeadScale | None
    reason: NoLead | None
    supply: float = 0.0
    unsold: tuple[MaterialId, ...] = ()

    @property
    def reached(self) -> int:
        """How far it came, to tell which of several sites came furthest; 0 has no supply."""
        order = (NoLead.NO_SUPPLY, NoLead.NO_MARKET, NoLead.MARKET_FULL, NoLead.TOO_SMALL)
        return len(order) if self.reason is None else order.index(self.reason)


class Scales:
    """Sizes options from the links that they have (`graph.recruiting.finding.field.Field.linked`)."""

    def __init__(self, additions: Additions, seed: int) -> None:
        self.additions = additions
        problem = additions.problem
        self._layout = problem.programme.layout
        self._costs = Costs(problem.snapshot)
        self._likely = free_supply(problem.snapshot)
        self._drawn = free_supply_over_draws(problem, SUPPLY_DRAWS, seed)
        self._made = self._made_inside()
        self._room = additions.market_rooms()

    def of(
        self, site: int, technology: Technology, brought: float = 0.0, taken: frozenset[int] = frozenset()
    ) -> Sized:
        """Return the size of the option at a site (row of the layout).

        Parameters
        ----------
        brought : float
            Main input that a partner, which is not there either, would bring it.
        taken : frozenset of int
            Its outputs that a partner would take.
        """
        streams, inside = self._sources(site)
        supply = np.quantile(self._drawn[:, streams].sum(axis=1), _PARTS) + inside + brought
        if not supply[1] > 0.0:
            return Sized(None, NoLead.NO_SUPPLY)
        market, known = self._market(site, taken)
        if not market > 0.0:
            reason = NoLead.MARKET_FULL if known else NoLead.NO_MARKET
            return Sized(None, reason, float(supply[1]), self._unsold(site, taken))
        economic = self._costs.usual_scale(technology.id)
        bounds = {
            ScaleBound.SUPPLY: float(supply[1]),
            ScaleBound.MARKET: market,
            ScaleBound.ECONOMIC: math.inf if economic is None else economic,
        }
        bound = min(bounds, key=lambda name: bounds[name])
        least = bounds[bound]
        scale = LeadScale(
            amount=Range(
                min(float(supply[0]), least), least, max(min(float(supply[2]), *_rest(bounds)), least)
            ),
            unit=Unit(str(self._layout.sites.unit[site])),
            bound=bound,
            supply_p10=float(supply[0]),
            supply_p50=float(supply[1]),
            market=market if math.isfinite(market) else None,
            economic=economic,
            minimum=technology.minimum_scale,
            used=0.0,
        )
        if technology.minimum_scale is not None and least < technology.minimum_scale:
            return Sized(scale, NoLead.TOO_SMALL, float(supply[1]))
        return Sized(scale, None, float(supply[1]))

    def _sources(self, site: int) -> tuple[Ints, float]:
        """Return the streams that may feed a site, and what facilities of the park could bring it."""
        flows, own = self._layout.flows, self.additions.columns_of([site])
        feeding = own[(flows.site[own] == site) & flows.main[own]]
        # All campaigns of a site share its room.
        outputs = np.unique(self._layout.outputs.same[flows.output[feeding[flows.output[feeding] >= 0]]])
        streams = flows.stream[feeding]
        return np.unique(streams[streams >= 0]), float(self._made[outputs].sum())

    def _made_inside(self) -> Floats:
        """Return the most that facilities could make newly of each output, by their room and streams."""
        layout, flows = self._layout, self._layout.flows
        feeding = flows.feeding
        passed_on = feeding[flows.stream[feeding] < 0]
        feeding = feeding[flows.stream[feeding] >= 0]
        pairs = np.unique(np.stack([flows.site[feeding], flows.stream[feeding]]), axis=1)
        given = np.bincount(pairs[0], self._likely[pairs[1]], minlength=len(layout.sites))
        # What other facilities bring is bounded by the room alone.
        given[flows.site[passed_on]] = np.inf
        room = np.minimum(layout.sites.capacity, given)
        made: Floats = layout.outputs.ratio * room[layout.outputs.site]
        return np.where(self.additions.new[layout.outputs.site], 0.0, made)

    def _market(self, site: int, taken: frozenset[int]) -> tuple[float, bool]:
        """Return for how much main input the products find room, and whether their markets are known.

        Every product that nobody can get rid of needs room, and so does the main one: no plant is built for
        what it would throw away.
        """
        # It may work on what finds the most room.
        return max(
            (
                min(self._rooms(made, taken).values(), default=(math.inf, True))
                for made in self._made_by(site)
            ),
            default=(math.inf, True),
        )

    def _unsold(self, site: int, taken: frozenset[int]) -> tuple[MaterialId, ...]:
        """Return the products that find no room."""
        layout = self._layout
        outputs = [
            output
            for made in self._made_by(site)
            for output, (room, _) in self._rooms(made, taken).items()
            if not room > 0.0
        ]
        materials = dict.fromkeys(layout.outputs.material[outputs].tolist())
        return tuple(MaterialId(layout.text("materials", "id", material)) for material in materials)

    def _made_by(self, site: int) -> list[Ints]:
        """Return the outputs for sale of each campaign of a site."""
        outputs = self._layout.outputs
        selling = (outputs.site == site) & outputs.sold & (outputs.ratio > 0.0)
        campaigns = np.unique(outputs.campaign[selling])
        return [np.flatnonzero(selling & (outputs.campaign == one)) for one in campaigns]

    def _rooms(self, made: Ints, taken: frozenset[int]) -> dict[int, tuple[float, bool]]:
        """Return for how much main input each product of a campaign that needs room finds it."""
        outputs = self._layout.outputs
        main = made[np.argmax(outputs.ratio[made])]
        return {
            output: (room.amount / float(outputs.ratio[output]), room.known)
            for output in made.tolist()
            if output not in taken
            and (room := self._room[output])
            and (output == main or not room.disposable)
        }


def _rest(bounds: dict[ScaleBound, float]) -> tuple[float, ...]:
    return tuple(amount for name, amount in bounds.items() if name is not ScaleBound.SUPPLY)
