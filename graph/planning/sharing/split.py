"""What each firm of a plan should have: the plan's linear programme as a game between the firms.

A group of firms reaches the best plan of its own streams and facilities, with every market open to it. What
firms have in use today is theirs before, and no part of the game.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from graph.planning.allocation import pose
from graph.planning.losses import Change, KeptPlan
from graph.planning.options import Objective, PlanOptions
from graph.planning.programme import CARRYING, NONE, Column, Row
from graph.planning.sharing.games import (
    CORE_ROUNDING,
    best_objection,
    groups_of,
    nucleolus,
    sampled_shapley,
    shapley_value,
)
from graph.planning.solver import Floats, Ints, summed
from graph.snapshot import Snapshot
from graph.vocabulary import EnterpriseId

#: With more firms groups are drawn: every further firm doubles their number.
MOST_EXACT = 8
#: Orders that are drawn, each with its reverse.
ORDERS = 60
_SEED = 0


@dataclass(frozen=True, slots=True)
class FirmShare:
    """What one firm would have, CNY per year.

    Attributes
    ----------
    enterprise : EnterpriseId
        Who.
    alone : float
        What it reaches alone.
    even : float
        Half of what each flow of the plan brings, as giver and as taker.
    shapley : float
        Shapley value: what it adds on average.
    shapley_error : float
        Its standard error; 0 where every group was asked.
    nucleolus : float or None
        Its part in the nucleolus; None with more firms than every group of can be asked.
    by_prices : float
        What its streams and facilities are worth at the plan's own prices.
    """

    enterprise: EnterpriseId
    alone: float
    even: float
    shapley: float
    shapley_error: float
    nucleolus: float | None
    by_prices: float


@dataclass(frozen=True, slots=True)
class FairSplit:
    """Fair splits of what the firms of a plan reach together.

    Attributes
    ----------
    whole : float
        CNY per year of all firms together.
    shares : tuple of FirmShare
        By enterprise; those that are in no flow between firms are no part of the game.
    exact : bool
        Whether every group of firms was asked; else groups were drawn.
    market_rent : float
        What full markets are worth at the plan's prices; at 0 the split by prices is in the core.
    even_objection : float
        The most that one of the groups asked would gain by leaving the even split; at most 0: it is in the
        core as far as asked.
    shapley_objection : float
        The same of the Shapley value.
    price_objection : float
        The same of the split by prices.
    """

    whole: float
    shares: tuple[FirmShare, ...]
    exact: bool
    market_rent: float
    even_objection: float
    shapley_objection: float
    price_objection: float

    def in_core(self, objection: float) -> bool:
        """Return whether a split is in the core as far as groups were asked."""
        return objection <= CORE_ROUNDING * max(abs(self.whole), 1.0)


def fair_split(snapshot: Snapshot, options: PlanOptions | None = None) -> FairSplit:
    """Return fair splits between the firms that exchange something in the plan of most benefit.

    Parameters
    ----------
    snapshot : Snapshot
    options : PlanOptions, optional
        Its objective is left out of account: money is split.

    References
    ----------
    Owen, G. (1975). On the core of linear production games. Mathematical Programming 9, 358-370.

    Examples
    --------
    >>> fair_split(Snapshot.of([])).shares
    ()
    """
    options = replace(options or PlanOptions(), objective=Objective.BENEFIT, mix=())
    game = _PlanGame(KeptPlan(pose(snapshot, options)))
    players = len(game.firms)
    everybody = frozenset(range(players))
    exact = players <= MOST_EXACT
    valued = (
        shapley_value(players, game.worth) if exact else sampled_shapley(players, game.worth, ORDERS, _SEED)
    )
    kernel = nucleolus(players, game.worth) if exact and players else None
    groups = list(groups_of(players)) if exact else sorted(game.asked - {everybody, frozenset()}, key=sorted)
    even, prices = game.even(), game.by_prices()
    names = snapshot.strings("enterprises", "id")
    return FairSplit(
        whole=game.worth(everybody),
        shares=tuple(
            FirmShare(
                enterprise=EnterpriseId(str(names[firm])),
                alone=game.worth(frozenset({place})),
                even=float(even[place]),
                shapley=float(valued.shares[place]),
                shapley_error=float(valued.errors[place]),
                nucleolus=None if kernel is None else float(kernel[place]),
                by_prices=float(prices[place]),
            )
            for place, firm in enumerate(game.firms.tolist())
        ),
        exact=exact,
        market_rent=game.market_rent(),
        even_objection=best_objection(even.tolist(), game.worth, groups),
        shapley_objection=best_objection(valued.shares.tolist(), game.worth, groups),
        price_objection=best_objection(prices.tolist(), game.worth, groups),
    )


class _PlanGame:
    """The firms that exchange something in a kept plan, and what groups of them reach."""

    def __init__(self, kept: KeptPlan) -> None:
        self._kept = kept
        layout = kept.problem.programme.layout
        flows = layout.flows
        self._giver = layout.giver(np.arange(len(flows)))
        self._taker: Ints = np.append(layout.sites.enterprise_row, NONE)[flows.site]
        carrying = np.isin(flows.kind, CARRYING) & (kept.amounts > 0.0) & (self._giver != self._taker)
        self.firms: Ints = np.unique(np.r_[self._giver[carrying], self._taker[carrying]])
        self._worths: dict[frozenset[int], float] = {frozenset(): 0.0}

    @property
    def asked(self) -> set[frozenset[int]]:
        """The groups whose worth is known."""
        return set(self._worths)

    def worth(self, group: frozenset[int]) -> float:
        """Return the most benefit that a group reaches with its own streams and facilities."""
        if group not in self._worths:
            amounts = self._kept.again(Change(self._closed(group)))
            self._worths[group] = float(self._kept.problem.credits.benefit @ amounts)
        return self._worths[group]

    def even(self) -> Floats:
        """Return half of what each flow between two brings to its giver and half to its taker.

        What a facility earns by what it sells, less what it disposes of, belongs to what feeds it, in
        proportion.
        """
        layout = self._kept.problem.programme.layout
        flows, amounts = layout.flows, self._together()
        brought = self._kept.problem.credits.benefit * amounts
        ending, feeding = flows.where(Column.SELL, Column.DISPOSE), flows.feeding
        earned = summed(layout.source(ending), brought[ending], len(layout.sites))
        fed = layout.fed(amounts)
        each = np.divide(earned, fed, out=np.zeros_like(earned), where=fed > 0.0)
        brought[ending] = 0.0
        brought[feeding] += each[flows.site[feeding]] * (amounts * flows.arrives)[feeding]
        place = np.full(self._kept.problem.snapshot.count("enterprises") + 1, len(self.firms))
        place[self.firms] = np.arange(len(self.firms))
        # What goes to nobody of the park is its giver's alone.
        taker = np.where(self._taker >= 0, self._taker, self._giver)
        halves = [summed(place[owner], brought / 2.0, len(self.firms) + 1) for owner in (self._giver, taker)]
        split: Floats = (halves[0] + halves[1])[:-1]
        return split

    def _together(self) -> Floats:
        """Return the plan of all firms of the game together."""
        return self._kept.again(Change(self._closed(frozenset(range(len(self.firms))))))

    def _closed(self, group: frozenset[int]) -> Ints:
        """Return the columns that others than a group have a hand in."""
        inside = np.append(self.firms[sorted(group)], -1)
        return np.flatnonzero(~(np.isin(self._giver, inside) & np.isin(self._taker, inside)))

    def by_prices(self) -> Floats:
        """Return what each firm's rows and bounds are worth at the plan's prices."""
        programme = self._kept.problem.programme
        layout = programme.layout
        rows, columns = self._kept.worths()
        owner = np.full(len(rows), -1)
        for kinds, by in (
            ((Row.SUPPLY, Row.MONTH_SUPPLY), layout.donor),
            ((Row.CAPACITY, Row.SHARE, Row.MONTH_CAPACITY), layout.sites.enterprise_row),
        ):
            mine = np.isin(programme.row_kind, kinds)
            owner[mine] = by[programme.row_a[mine]]
        split = np.array([float(rows[owner == firm].sum()) for firm in self.firms.tolist()])
        stock = layout.flows.kind == Column.STOCK
        for place, firm in enumerate(self.firms.tolist()):
            split[place] += float(columns[stock & (self._giver == firm)].sum())
        return split

    def market_rent(self) -> float:
        """Return what full markets are worth at the plan's prices."""
        rows, _ = self._kept.worths()
        full = np.isin(self._kept.problem.programme.row_kind, (Row.MARKET, Row.MARKET_MONTH, Row.MARKET_DAYS))
        rent = float(rows[full].sum())
        return max(rent, 0.0)
