"""Objects of the graph as types: enterprises, streams, materials, technologies, standards."""

from api.graphql.park.aims import Policy, Project, Scenario, Target
from api.graphql.park.linkages import Linkage
from api.graphql.park.materials import Material
from api.graphql.park.parks import Enterprise, Park
from api.graphql.park.reference import Industry, Precedent, Standard
from api.graphql.park.streams import WasteStream
from api.graphql.park.technologies import Facility, Port, Technology
from api.graphql.park.worth import Market, ProcessClass

__all__ = [
    "Enterprise",
    "Facility",
    "Industry",
    "Linkage",
    "Market",
    "Material",
    "Park",
    "Policy",
    "Port",
    "Precedent",
    "ProcessClass",
    "Project",
    "Scenario",
    "Standard",
    "Target",
    "Technology",
    "WasteStream",
]
