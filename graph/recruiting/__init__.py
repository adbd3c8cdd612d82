"""Missing links: which facility at which site the park lacks, what it is worth, and the proof of the list.

Beside it, how whole each product chain is in the park.
"""

from graph.recruiting.brief import Brief, BriefSection, BriefTable, brief_of
from graph.recruiting.chains import ChainReport, StepBalance, StepReport, StepState, chain_reports
from graph.recruiting.choosing.options import DRAWS, YEARS, Budget, LeadOptions, budget_of
from graph.recruiting.choosing.pairs import LeadPair, PairMember
from graph.recruiting.choosing.portfolio import LeftOut, NotBuilt, Portfolio, PortfolioStep
from graph.recruiting.lead import (
    CostItem,
    Deciding,
    Lead,
    LeadDonor,
    LeadEconomics,
    LeadGate,
    LeadProduct,
    LeadReturns,
    LeadScale,
    LeadSite,
    LeadValue,
    NoLead,
    OtherSite,
    OutletKind,
    PassedOver,
    Presence,
    ScaleBound,
    TargetGain,
    Trigger,
    UnlockedChain,
)
from graph.recruiting.leads import find_leads
from graph.recruiting.listing import Certificate, Challenger, Leads
from graph.recruiting.steps import Shown, StepFirm

__all__ = [
    "DRAWS",
    "YEARS",
    "Brief",
    "BriefSection",
    "BriefTable",
    "Budget",
    "Certificate",
    "ChainReport",
    "Challenger",
    "CostItem",
    "Deciding",
    "Lead",
    "LeadDonor",
    "LeadEconomics",
    "LeadGate",
    "LeadOptions",
    "LeadPair",
    "LeadProduct",
    "LeadReturns",
    "LeadScale",
    "LeadSite",
    "LeadValue",
    "Leads",
    "LeftOut",
    "NoLead",
    "NotBuilt",
    "OtherSite",
    "OutletKind",
    "PairMember",
    "PassedOver",
    "Portfolio",
    "PortfolioStep",
    "Presence",
    "ScaleBound",
    "Shown",
    "StepBalance",
    "StepFirm",
    "StepReport",
    "StepState",
    "TargetGain",
    "Trigger",
    "UnlockedChain",
    "brief_of",
    "budget_of",
    "chain_reports",
    "find_leads",
]
