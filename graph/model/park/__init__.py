"""What a park is made of and wants: firms, what they give off, who takes it, what is built and aimed at."""

from graph.model.park.aims import Policy, Scenario, ScenarioChange, Target
from graph.model.park.linkages import Linkage, LinkageEvent
from graph.model.park.places import DirectedUse, Enterprise, OutlineRing, Park, Position
from graph.model.park.projects import Project
from graph.model.park.streams import StreamComponent, WasteStream

__all__ = [
    "DirectedUse",
    "Enterprise",
    "Linkage",
    "LinkageEvent",
    "OutlineRing",
    "Park",
    "Policy",
    "Position",
    "Project",
    "Scenario",
    "ScenarioChange",
    "StreamComponent",
    "Target",
    "WasteStream",
]
