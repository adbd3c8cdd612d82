"""What the network of a park is made of, what it can lose, and where its flows go and come from."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
    from graph.analysis.likely import LikelyLink, likely_links
    from graph.analysis.matrix import OUTSIDE, FlowMatrix, flow_matrix
    from graph.analysis.meanings import MEANINGS, IndicatorName, Meaning
    from graph.analysis.measures import (
        LONGEST_LOOP,
        Broker,
        Communities,
        Community,
        Loop,
        Loops,
        ascendency,
        brokers,
        cyclicity,
        development_capacity,
        eco_connectance,
        exchange_communities,
        exchange_graph,
        finn_cycling_index,
        linked_pairs,
        mutual_information,
        robustness,
        symbiosis_loops,
        symbiotic_share,
    )
    from graph.analysis.resilience import TOLERANCE, Cascade, Resilience, cascade, cut_points, park_resilience
    from graph.analysis.states import NetworkState, flows_planned, flows_possible, flows_today
    from graph.analysis.tracing import Trace, TracedFlow, TraceDirection, TraceStart, trace, trace_graph
else:
    from graph.tools import opened

    __all__, __dir__, __getattr__ = opened(__name__)
