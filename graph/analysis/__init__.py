"""What the network of a park is made of, what it can lose, and where its flows go and come from."""

from graph.analysis.bundles import (
    MOST_BUNDLES,
    BundleState,
    Group,
    GroupFlow,
    ParkBundles,
    SmallerFlows,
    park_bundles,
)
from graph.analysis.conversions import Conversion, conversion_ways
from graph.analysis.engine import Library, betweenness, closeness, strongly_connected
from graph.analysis.groups import Grouping, Groups, groups_of
from graph.analysis.indicators import Indicator, NetworkIndicators, network_indicators
from graph.analysis.likely_links import LikelyLink, likely_links
from graph.analysis.matrix import OUTSIDE, FlowMatrix, flow_matrix
from graph.analysis.meanings import MEANINGS, IndicatorName, Meaning
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
from graph.analysis.resilience import TOLERANCE, Cascade, Resilience, cascade, cut_points, park_resilience
from graph.analysis.states import NetworkState, flows_planned, flows_possible, flows_today
from graph.analysis.tracing import Trace, TracedFlow, TraceDirection, TraceStart, trace, trace_graph

__all__ = [
    "LONGEST_LOOP",
    "MEANINGS",
    "MOST_BUNDLES",
    "OUTSIDE",
    "TOLERANCE",
    "Broker",
    "BundleState",
    "Cascade",
    "Communities",
    "Community",
    "Conversion",
    "FlowMatrix",
    "Group",
    "GroupFlow",
    "Grouping",
    "Groups",
    "Indicator",
    "IndicatorName",
    "Library",
    "LikelyLink",
    "Loop",
    "Loops",
    "Meaning",
    "NetworkIndicators",
    "NetworkState",
    "ParkBundles",
    "Resilience",
    "SmallerFlows",
    "Trace",
    "TraceDirection",
    "TraceStart",
    "TracedFlow",
    "ascendency",
    "betweenness",
    "brokers",
    "cascade",
    "closeness",
    "conversion_ways",
    "cut_points",
    "cyclicity",
    "development_capacity",
    "eco_connectance",
    "exchange_communities",
    "exchange_graph",
    "finn_cycling_index",
    "flow_matrix",
    "flows_planned",
    "flows_possible",
    "flows_today",
    "groups_of",
    "likely_links",
    "linked_pairs",
    "mutual_information",
    "network_indicators",
    "park_bundles",
    "park_resilience",
    "robustness",
    "strongly_connected",
    "symbiosis_loops",
    "symbiotic_share",
    "trace",
    "trace_graph",
]
