"""The closed lists of words (states, phases, levels) and the ids that the model uses."""

from __future__ import annotations

from enum import StrEnum
from typing import NewType

from graph.wording import ListedWord

ParkId = NewType("ParkId", str)
EnterpriseId = NewType("EnterpriseId", str)
MaterialId = NewType("MaterialId", str)
StreamId = NewType("StreamId", str)
TechnologyId = NewType("TechnologyId", str)
PortId = NewType("PortId", str)
FacilityId = NewType("FacilityId", str)
LinkageId = NewType("LinkageId", str)
StandardId = NewType("StandardId", str)
RowId = NewType("RowId", str)
ScenarioId = NewType("ScenarioId", str)
MarketId = NewType("MarketId", str)
ProcessClassId = NewType("ProcessClassId", str)
ChainId = NewType("ChainId", str)
ChainStepId = NewType("ChainStepId", str)
CandidateFirmId = NewType("CandidateFirmId", str)
PolicyId = NewType("PolicyId", str)


class OperatingState(ListedWord):
    """Whether an enterprise or a facility runs today."""

    OPERATING = "operating", "Runs."
    BUILDING = "building", "Under construction."
    PLANNED = "planned", "Announced or planned."
    CLOSED = "closed", "Shut down."


class Phase(ListedWord):
    """The state in which a material is handed over."""

    SOLID = "solid", "Solid."
    SLUDGE = "sludge", "Sludge or paste."
    LIQUID = "liquid", "Liquid."
    GAS = "gas", "Gas."
    HEAT = "heat", "Heat carried by a medium."


class Unit(ListedWord):
    """What a material is counted in; only tonnes are summed as diverted tonnes."""

    TONNE = "t", "Metric tonnes, wet as shipped."
    CUBIC_METRE = "m3", "Cubic metres."
    GIGAJOULE = "GJ", "Gigajoules."


class Travel(ListedWord):
    """How something gets from one place to another."""

    SITE = "site", "Within one enterprise: nothing is carried."
    ROAD = "road", "By lorry."
    RAIL = "rail", "By rail between sidings or stations, with lorries up to them where they are elsewhere."
    SEA = "sea", "By ship between quays at the sea, with lorries up to them."
    RIVER = "river", "By boat between quays on one inland waterway, with lorries up to them."
    PIPE = "pipe", "By pipe or duct."
    WIRE = "wire", "By power line."


#: Ways that only some works have, and therefore worth saying.
BESIDE_THE_ROAD = (Travel.RAIL, Travel.SEA, Travel.RIVER)


class RecipeBasis(ListedWord):
    """What a unit of a recipe's main input is."""

    WET = "wet", "As received."
    DRY = "dry", "Without its free water."
    CONTAINED = "contained", "The valuable part only, such as SO2 of a gas or metal of a solution."


class FateBasis(ListedWord):
    """Of which content a factor of a component speaks."""

    ANY = "any", "Nobody says: of the content in whatever basis it was measured."
    WET = "wet", "Of the whole as received."
    DRY = "dry", "Of the dry matter."


class ImbalanceKind(ListedWord):
    """Why a recipe gives out another amount of something than it takes in."""

    YIELD = "yield", "A yield is too high or too low for the typical input."
    CONTENT = "content", "What an output typically contains cannot come from this input."
    IDENTITY = "identity", "An output stands for the input's part of a whole product."
    BASIS = "basis", "A dry amount stands beside a wet one, or a contained amount beside a solution."
    SHARED_YIELD = "shared yield", "Inputs that differ share one yield."
    #: Air, water, a flux.
    MISSING_INPUT = "missing input", "Something goes in that no port names."
    #: A gas, dust, waste water.
    LOST = "lost", "Something goes out that no port names."
    UNKNOWN = "unknown", "Nobody has said why yet."


class Hazard(ListedWord):
    """Whether the law treats a material as hazardous waste."""

    NONE = "none", "General solid waste, or no waste."
    POSSIBLE = "possible", "Depends on an identification test."
    HAZARDOUS = "hazardous", "Hazardous waste."


class TransferDuty(StrEnum):
    """What the law asks of a transfer of waste between two places."""

    FILING = "filing"
    PERMIT = "permit"
    BAN = "ban"


class Direction(ListedWord):
    """What a port of a technology does."""

    MAIN_INPUT = "in_main", "Takes in the main input; several such ports are alternatives."
    AUXILIARY_INPUT = "in_aux", "Takes in something that is needed besides."
    PRODUCT = "out_product", "Gives out a product."
    RESIDUE = "out_residue", "Gives out a residue."


class Sharing(ListedWord):
    """Who may see amounts and prices."""

    PUBLIC = "public", "Everybody."
    PARK = "park", "The park's managers; others see bands."
    OWNER = "owner", "The enterprise itself."


class ProjectStage(ListedWord):
    """How far a project has come, in the order of its permits."""

    FILED = "filed", "Put on record."  # 立项
    ASSESSED = "assessed", "Its environmental impact assessment was approved."  # 环评
    STARTED = "started", "Under construction."  # 开工
    COMMISSIONED = "commissioned", "In production."  # 投产


class LinkageState(ListedWord):
    """How far a linkage has come; every change is kept."""

    SUGGESTED = "suggested", "Proposed, nobody spoken to."
    CONTACTED = "contacted", "Both sides know of it."
    NEGOTIATING = "negotiating", "Terms are being talked over."
    CONTRACTED = "contracted", "Agreed."
    OPERATING = "operating", "Material flows."
    STOPPED = "stopped", "Flowed or was agreed, and ended."
    REJECTED = "rejected", "Turned down."


#: The changes a linkage may make; a rejected or stopped one may be taken up again.
LINKAGE_CHANGES: dict[LinkageState, frozenset[LinkageState]] = {
    LinkageState.SUGGESTED: frozenset({LinkageState.CONTACTED, LinkageState.REJECTED}),
    LinkageState.CONTACTED: frozenset({LinkageState.NEGOTIATING, LinkageState.REJECTED}),
    LinkageState.NEGOTIATING: frozenset({LinkageState.CONTRACTED, LinkageState.REJECTED}),
    LinkageState.CONTRACTED: frozenset({LinkageState.OPERATING, LinkageState.STOPPED}),
    LinkageState.OPERATING: frozenset({LinkageState.STOPPED}),
    LinkageState.STOPPED: frozenset({LinkageState.CONTACTED}),
    LinkageState.REJECTED: frozenset({LinkageState.CONTACTED}),
}


class UseRole(ListedWord):
    """What an industry takes a material as."""

    RAW_MATERIAL = "raw material", "Raw material of its product."
    AGGREGATE = "aggregate", "Aggregate or filler."
    RECOVERY = "recovery", "Something is recovered from it."
    REUSE = "reuse", "Used again as it is."
    REAGENT = "reagent", "Reagent of a process."
    REDUCTANT = "reducing agent", "Reducing agent."
    FUEL = "fuel", "Fuel."
    HEAT = "process heat", "Process heat."
    COOLING = "cooling", "Cooling."
    POWER = "power", "Power."
    WATER = "process water", "Process water."
    TREATMENT = "treatment", "Treatment of other wastes."
    FEED = "feed", "Animal feed."
    SOIL = "soil and fertiliser", "Soil improver or fertiliser."


class PriceKind(StrEnum):
    """What a price row prices."""

    MARKET = "market"
    DISPOSAL = "disposal"
    DISPOSAL_GENERAL = "disposal-general"
    """Any waste that is solid, or sludge, and not hazardous."""
    DISPOSAL_HAZARDOUS = "disposal-hazardous"
    """Any hazardous waste that is counted in tonnes."""
    DISPOSAL_LIQUID = "disposal-liquid"
    """Any other liquid."""
    DISPOSAL_AIR = "disposal-air"
    """Any gas, and heat."""
    TAX = "tax"
    UTILITY = "utility"
    CARBON = "carbon"


class MaterialStatus(ListedWord):
    """What the law and the owner's books call a material.

    Rates of waste use count waste alone.
    """

    WASTE = "waste", "Waste: it counts in rates of waste use."
    BY_PRODUCT = "by-product", "A by-product that is sold or used as such: no waste."
    PRODUCT = "product", "A product, an intermediate or a utility: no waste."


class MarketReach(ListedWord):
    """How far the buyers of a market are."""

    PARK = "park", "In the park."
    REGIONAL = "regional", "Within a day's haul."
    PROVINCIAL = "provincial", "In the province."
    NATIONAL = "national", "In the whole country."
    SINK = "sink", "A pit or a void: it keeps what it takes, and is full one day."
    UNKNOWN = "unknown", "No buyer is known."


class PriceAt(ListedWord):
    """Up to where the seller of a price has to bring what he sells."""

    GATE = "gate", "Ex works: the buyer fetches it."
    DELIVERED = "delivered", "To the buyer's gate: the freight is the seller's."
    UNKNOWN = "unknown", "The source does not say it: the freight counts between nothing and all of it."


class RevenueBasis(ListedWord):
    """What a technology's product is paid."""

    PRODUCT = "product price", "Its own price."
    DISPLACED = "displaced input", "What it replaces in a plant that stands and sells its own product."


class FactorKind(StrEnum):
    """What an emission factor counts."""

    PRODUCT = "product"
    ELECTRICITY = "electricity"
    HEAT = "heat"
    DISPOSAL = "disposal"
    OTHER = "other"


class EntryFigure(StrEnum):
    """What a park may demand of a new project, each in the unit that parks write it in."""

    INVESTMENT_PER_MU = "investment per mu"
    """10,000 CNY/mu."""
    OUTPUT_PER_MU = "output per mu"
    """10,000 CNY/mu a year."""
    TAX_PER_MU = "tax per mu"
    """10,000 CNY/mu a year."""
    ENERGY_PER_VALUE_ADDED = "energy per value added"
    """tce per 10,000 CNY."""
    WATER_PER_VALUE_ADDED = "water per value added"
    """m3 per 10,000 CNY."""
    JOBS_PER_MU = "jobs per mu"
    """Persons/mu."""


class EntryGate(StrEnum):
    """What a new project has to pass before a park may admit it."""

    ENERGY = "energy and emissions"
    """两高一低: high in energy use or emissions, or low in level."""
    ASSESSMENT = "environmental assessment"
    HAZARD = "hazardous waste route"
    PARK_LIST = "park list"


class EntryOutcome(StrEnum):
    """What a gate of admission says."""

    PASS = "passed"
    OPEN = "open"
    """Somebody has to look, or to grant something."""
    STOP = "stopped"
    """Not without a swap of capacity or a place in a national plan."""
