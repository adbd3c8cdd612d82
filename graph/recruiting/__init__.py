"""Missing links: which facility at which site the park lacks, what it is worth, and the proof of the list.

Beside it, how whole each product chain is in the park.
"""

from graph.recruiting.brief import Brief, BriefSection, BriefTable, brief_of
from graph.recruiting.chains import ChainReport, StepBalance, StepReport, StepState, chain_reports
from graph.recruiting.lead import (
    Certificate,
    CostItem,
    Lead,
    LeadDonor,
    LeadEconomics,
    LeadGate,
    LeadProduct,
    Leads,
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
from graph.recruiting.leads import DRAWS, LeadOptions, find_leads
from graph.recruiting.steps import Shown, StepFirm

__all__ = [
    "DRAWS",
    "Brief",
    "BriefSection",
    "BriefTable",
    "Certificate",
    "ChainReport",
    "CostItem",
    "Lead",
    "LeadDonor",
    "LeadEconomics",
    "LeadGate",
    "LeadOptions",
    "LeadProduct",
    "LeadScale",
    "LeadSite",
    "LeadValue",
    "Leads",
    "NoLead",
    "OtherSite",
    "OutletKind",
    "PassedOver",
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
    "chain_reports",
    "find_leads",
]
