"""Missing links: which facility at which site the park lacks, what it is worth, and the proof of the list.

Beside it, how whole each product chain is in the park.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.recruiting.brief import Brief, BriefSection, BriefTable, brief_of
    from graph.recruiting.chains import ChainReport, StepBalance, StepReport, StepState, chain_reports
    from graph.recruiting.choosing import (
        DRAWS,
        YEARS,
        Budget,
        LeadOptions,
        LeadPair,
        LeftOut,
        NotBuilt,
        PairMember,
        Portfolio,
        PortfolioStep,
        budget_of,
    )
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
        OtherSite,
        OutletKind,
        Presence,
        PriceStep,
        ScaleBound,
        TargetGain,
        Trigger,
        UnlockedChain,
    )
    from graph.recruiting.leads import find_leads
    from graph.recruiting.listing import Certificate, Challenger, Leads
    from graph.recruiting.no_lead import NoLead, PassedOver
    from graph.recruiting.steps import Shown, StepFirm
else:
    from graph.tools import opened

    __all__, __dir__, __getattr__ = opened(__name__)
