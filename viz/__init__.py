"""Pictures of the park: the network page, the Sankey, and their words; no HTTP, and no result is computed."""

from viz.network import NetworkFlow, network_page, write_network_page
from viz.sankey import (
    OTHER_ENDS,
    OTHER_SOURCES,
    OTHER_TAKERS,
    ROUND_AGAIN,
    Hop,
    Hops,
    Picture,
    around,
    largest,
    pooled,
    unrolled,
)
from viz.words import number, price, value_words

__all__ = [
    "OTHER_ENDS",
    "OTHER_SOURCES",
    "OTHER_TAKERS",
    "ROUND_AGAIN",
    "Hop",
    "Hops",
    "NetworkFlow",
    "Picture",
    "around",
    "largest",
    "network_page",
    "number",
    "pooled",
    "price",
    "unrolled",
    "value_words",
    "write_network_page",
]
