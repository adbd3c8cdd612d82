"""Objects of the graph as types: enterprises, streams, materials, technologies, standards."""

from api.graphql.park.costs import ProcessClass
from api.graphql.park.industries import Industry
from api.graphql.park.library import Policy, Precedent, Target
from api.graphql.park.linkages import Linkage
from api.graphql.park.markets import Market
from api.graphql.park.materials import Material
from api.graphql.park.parks import Enterprise, Park
from api.graphql.park.projects import Project
from api.graphql.park.scenarios import Scenario
from api.graphql.park.standards import Standard
from api.graphql.park.streams import WasteStream
from api.graphql.park.technologies import Facility, Port, Technology

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
