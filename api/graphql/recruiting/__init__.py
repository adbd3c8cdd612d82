"""Leads, briefs and chains as types, and the fields that ask for them."""

from api.graphql.recruiting.briefs import BriefsQuery
from api.graphql.recruiting.chains import ChainsQuery
from api.graphql.recruiting.leads import LEADS_COST, LeadDraws, Leads, SiteName, TechnologyName, Top
from api.graphql.recruiting.portfolios import BudgetYears, CapitalBudget, EnergyBudget

__all__ = [
    "LEADS_COST",
    "BriefsQuery",
    "BudgetYears",
    "CapitalBudget",
    "ChainsQuery",
    "EnergyBudget",
    "LeadDraws",
    "Leads",
    "SiteName",
    "TechnologyName",
    "Top",
]
