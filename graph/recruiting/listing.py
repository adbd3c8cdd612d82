"""What the search for missing links returns: the list, its proof, pairs, and a portfolio."""

from __future__ import annotations

from dataclasses import dataclass

from graph.planning import Objective
from graph.recruiting.choosing import LeadPair, Portfolio
from graph.recruiting.lead import Deciding, Lead, LeadSite
from graph.recruiting.no_lead import PassedOver
from graph.vocabulary import TechnologyId


@dataclass(frozen=True, slots=True)
class Certificate:
    """Why the list is certain.

    Attributes
    ----------
    candidates : int
        Technologies and chains at sites that could be anything at all.
    positive : int
        Those whose bound is above 0.
    solved : int
        Those whose worth was computed exactly until the list was certain.
    threshold : float
        Worth of the last lead; 0 where there are fewer than were asked for.
    rest_at_most : float
        What the best of all that were not solved could be worth, other sites of leads apart; 0 where none is
        left.
    certain : bool
        Whether nothing left out can belong into the list.
    """

    candidates: int
    positive: int
    solved: int
    threshold: float
    rest_at_most: float
    certain: bool


@dataclass(frozen=True, slots=True)
class Challenger:
    """A lead just behind the list, and how often it is among the first ten.

    Attributes
    ----------
    technology : TechnologyId
        Which.
    site : LeadSite
        Where.
    stability : float
        Share of draws in which it is among the first ten.
    deciding : Deciding or None
        What would bring it in; None: nothing drawn does.
    """

    technology: TechnologyId
    site: LeadSite
    stability: float
    deciding: Deciding | None


@dataclass(frozen=True, slots=True)
class Leads:
    """The missing links most worth recruiting, best first.

    Attributes
    ----------
    fingerprint : str
        Of the snapshot it was computed from.
    objective : Objective
        What ranks them.
    draws : int
        Worlds drawn; 0: none.
    seed : int
        Of the draws.
    without : float
        The objective of the plan without any lead.
    items : tuple of Lead
    challengers : tuple of Challenger
        Those just behind the list that are among the first ten in some draws, more often first.
    pairs : tuple of LeadPair
        Two that are worth more together than apart, those that gain most by it first.
    passed_over : tuple of PassedOver
        By reason, those that the park could feed most first.
    certificate : Certificate
        Why nothing is left out of `items`.
    portfolio : Portfolio or None
        What to recruit with the budget; None: none was given.
    """

    fingerprint: str
    objective: Objective
    draws: int
    seed: int
    without: float
    items: tuple[Lead, ...]
    challengers: tuple[Challenger, ...]
    pairs: tuple[LeadPair, ...]
    passed_over: tuple[PassedOver, ...]
    certificate: Certificate
    portfolio: Portfolio | None
