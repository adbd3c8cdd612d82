"""What is measured in a network, each alone: cycling, information, brokers, communities, loops."""

from graph.analysis.measures.brokers import Broker, brokers
from graph.analysis.measures.communities import Communities, Community, exchange_communities
from graph.analysis.measures.cycling import cyclicity, exchange_graph, finn_cycling_index
from graph.analysis.measures.exchanges import eco_connectance, linked_pairs, symbiotic_share
from graph.analysis.measures.information import (
    ascendency,
    development_capacity,
    mutual_information,
    robustness,
)
from graph.analysis.measures.loops import LONGEST_LOOP, Loop, Loops, symbiosis_loops

__all__ = [
    "LONGEST_LOOP",
    "Broker",
    "Communities",
    "Community",
    "Loop",
    "Loops",
    "ascendency",
    "brokers",
    "cyclicity",
    "development_capacity",
    "eco_connectance",
    "exchange_communities",
    "exchange_graph",
    "finn_cycling_index",
    "linked_pairs",
    "mutual_information",
    "robustness",
    "symbiosis_loops",
    "symbiotic_share",
]
