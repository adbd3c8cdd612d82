"""The words of Symbioflow as frozen dataclasses: one class, one meaning, everywhere.

Each class is also one table (`graph.tables` derives columns, files, store statements and checks from the
fields below), so a field's type says all there is to know about it: its unit, its bounds, whether it may
be unknown (`| None`) and which table it points at. Quantities are in the material's unit (t, m3 or GJ),
per year unless they say otherwise, tonnes wet as shipped. Money is CNY. An unknown number is None.
"""

from graph.model.chains import Chain, ChainLink, ChainStep
from graph.model.conveyances import Conveyance
from graph.model.materials import ElementContent, Material, MaterialComponent, MaterialUse
from graph.model.measures import Cost, Measure, Money, PerYear, Ratio, Share, Stock
from graph.model.park import (
    DirectedUse,
    Enterprise,
    Linkage,
    LinkageEvent,
    OutlineRing,
    Park,
    Policy,
    Position,
    Project,
    Scenario,
    ScenarioChange,
    StreamComponent,
    Target,
    WasteStream,
)
from graph.model.recruiting import CandidateFirm, EntryRule, EntryThreshold, ReferencePlant
from graph.model.reference import Industry, Precedent, Source, WasteCode, Weight
from graph.model.rules import Limit, Standard, StandardLimit, TransferRule
from graph.model.technologies import ComponentFate, Facility, Imbalance, Port, PortYield, Technology
from graph.model.worth import CostSheet, EmissionFactor, Market, Price, ProcessClass, TransportRate

__all__ = [
    "CandidateFirm",
    "Chain",
    "ChainLink",
    "ChainStep",
    "ComponentFate",
    "Conveyance",
    "Cost",
    "CostSheet",
    "DirectedUse",
    "ElementContent",
    "EmissionFactor",
    "Enterprise",
    "EntryRule",
    "EntryThreshold",
    "Facility",
    "Imbalance",
    "Industry",
    "Limit",
    "Linkage",
    "LinkageEvent",
    "Market",
    "Material",
    "MaterialComponent",
    "MaterialUse",
    "Measure",
    "Money",
    "OutlineRing",
    "Park",
    "PerYear",
    "Policy",
    "Port",
    "PortYield",
    "Position",
    "Precedent",
    "Price",
    "ProcessClass",
    "Project",
    "Ratio",
    "ReferencePlant",
    "Scenario",
    "ScenarioChange",
    "Share",
    "Source",
    "Standard",
    "StandardLimit",
    "Stock",
    "StreamComponent",
    "Target",
    "Technology",
    "TransferRule",
    "TransportRate",
    "WasteCode",
    "WasteStream",
    "Weight",
]
