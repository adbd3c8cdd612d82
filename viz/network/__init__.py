"""The interactive page of the network: cards, what they say, where they stand; large parks put together."""

from viz.network.aggregate import aggregated
from viz.network.network import (
    FLOW_KINDS,
    NODE_LIMIT,
    NetworkFlow,
    network_data,
    network_page,
    write_network_page,
)

__all__ = [
    "FLOW_KINDS",
    "NODE_LIMIT",
    "NetworkFlow",
    "aggregated",
    "network_data",
    "network_page",
    "write_network_page",
]
