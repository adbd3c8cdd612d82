"""The closed lists of words (states, phases, levels) and the ids that the model uses."""

from __future__ import annotations

from enum import StrEnum
from typing import NewType

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


class OperatingState(StrEnum):
    """Whether an enterprise or a facility runs today."""

    OPERATING = "operating"
    BUILDING = "building"
    PLANNED = "planned"
    CLOSED = "closed"


class Phase(StrEnum):
    """The state in which a material is handed over."""

    SOLID = "solid"
    SLUDGE = "sludge"
    LIQUID = "liquid"
    GAS = "gas"
    HEAT = "heat"


class Unit(StrEnum):
    """What a material is counted in; only tonnes are summed as diverted tonnes."""

    TONNE = "t"
    CUBIC_METRE = "m3"
    GIGAJOULE = "GJ"


class Travel(StrEnum):
    """How something gets from one place to another."""

    SITE = "site"
    """Inside one enterprise nothing is carried."""
    ROAD = "road"
    RAIL = "rail"
    """Between sidings or goods stations, with lorries up to them."""
    SEA = "sea"
    """Between quays at the sea, with lorries up to them."""
    RIVER = "river"
    """Between quays on one inland waterway, with lorries up to them."""
    PIPE = "pipe"
    WIRE = "wire"


#: Ways that only some works have, and therefore worth saying.
BESIDE_THE_ROAD = (Travel.RAIL, Travel.SEA, Travel.RIVER)


class RecipeBasis(StrEnum):
    """What a unit of a recipe's main input is."""

    WET = "wet"
    """As received."""
    DRY = "dry"
    """Without its free water."""
    CONTAINED = "contained"
    """The valuable part only: H2SiF6 of an acid, SO2 of a gas, metal of a solution."""


class FateBasis(StrEnum):
    """Of which content a factor of a component speaks."""

    ANY = "any"
    """Nobody says: of the content in whatever basis it was measured."""
    WET = "wet"
    """Of the whole as received."""
    DRY = "dry"
    """Of the dry matter."""


class ImbalanceKind(StrEnum):
    """Why a recipe gives out another amount of something than it takes in."""

    YIELD = "yield"
    """A yield is too high or too low for the typical input."""
    CONTENT = "content"
    """What an output typically contains cannot come from this input."""
    IDENTITY = "identity"
    """An output stands for the input's part of a whole product and is not the product itself."""
    BASIS = "basis"
    """A dry amount stands beside a wet one, or a contained amount beside a solution."""
    SHARED_YIELD = "shared yield"
    """Inputs that differ share one yield."""
    MISSING_INPUT = "missing input"
    """Something goes in that no port names: air, water, a flux."""
    LOST = "lost"
    """Something goes out that no port names: a gas, dust, waste water."""
    UNKNOWN = "unknown"
    """Nobody has said why yet."""


class Hazard(StrEnum):
    """Whether the law treats a material as hazardous waste."""

    NONE = "none"
    POSSIBLE = "possible"
    HAZARDOUS = "hazardous"


class TransferDuty(StrEnum):
    """What the law asks of a transfer of waste between two places."""

    FILING = "filing"
    PERMIT = "permit"
    BAN = "ban"


class Direction(StrEnum):
    """What a port of a technology does."""

    MAIN_INPUT = "in_main"
    AUXILIARY_INPUT = "in_aux"
    PRODUCT = "out_product"
    RESIDUE = "out_residue"


class Sharing(StrEnum):
    """Who may see tonnes and prices."""

    PUBLIC = "public"
    PARK = "park"
    OWNER = "owner"


class ProjectStage(StrEnum):
    """How far a project has come, in the order of its permits."""

    FILED = "filed"
    """Put on record (立项)."""
    ASSESSED = "assessed"
    """Its environmental impact assessment was approved (环评)."""
    STARTED = "started"
    """Work on the site has begun (开工)."""
    COMMISSIONED = "commissioned"
    """In production (投产)."""


class LinkageState(StrEnum):
    """How far a linkage has come; every change is kept."""

    SUGGESTED = "suggested"
    CONTACTED = "contacted"
    NEGOTIATING = "negotiating"
    CONTRACTED = "contracted"
    OPERATING = "operating"
    STOPPED = "stopped"
    REJECTED = "rejected"


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


class UseRole(StrEnum):
    """What an industry takes a material as."""

    RAW_MATERIAL = "raw material"
    AGGREGATE = "aggregate"
    RECOVERY = "recovery"
    REUSE = "reuse"
    REAGENT = "reagent"
    REDUCTANT = "reducing agent"
    FUEL = "fuel"
    HEAT = "process heat"
    COOLING = "cooling"
    POWER = "power"
    WATER = "process water"
    TREATMENT = "treatment"
    FEED = "feed"
    SOIL = "soil and fertiliser"


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


class MaterialStatus(StrEnum):
    """What the law and the owner's books call a material; rates of waste use count waste alone."""

    WASTE = "waste"
    BY_PRODUCT = "by-product"
    PRODUCT = "product"


class MarketReach(StrEnum):
    """How far the buyers of a market are."""

    PARK = "park"
    REGIONAL = "regional"
    PROVINCIAL = "provincial"
    NATIONAL = "national"
    SINK = "sink"
    """A pit or a void: what it takes it keeps, and it is full one day."""
    UNKNOWN = "unknown"
    """No buyer is known."""


class PriceAt(StrEnum):
    """Up to where the seller of a price has to bring what he sells."""

    GATE = "gate"
    """Ex works: the buyer fetches it."""
    DELIVERED = "delivered"
    """To the buyer's gate: the freight is the seller's."""
    UNKNOWN = "unknown"
    """The source does not say it."""


class RevenueBasis(StrEnum):
    """What a technology's product is paid."""

    PRODUCT = "product price"
    DISPLACED = "displaced input"
    """What it replaces: the technology is an addition to a plant that stands and sells its own product."""


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
