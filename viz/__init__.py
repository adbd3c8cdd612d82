"""Pictures of the park: network, Sankey, map, chains, and their words; no HTTP, and no result is computed."""

from viz.aggregate import aggregated
from viz.brief import brief_page, brief_policy
from viz.chains import ChainBox, ChainPicture, chain_picture
from viz.map import Map, Point, Way, mapped
from viz.network import NODE_LIMIT, NetworkFlow, network_page, write_network_page
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
from viz.standing import hash_of, text_of
from viz.tradeoffs import CostStep, FrontPicture, StepPicture, front_picture, step_picture
from viz.words import known_language, number, price, value_words

__all__ = [
    "NODE_LIMIT",
    "OTHER_ENDS",
    "OTHER_SOURCES",
    "OTHER_TAKERS",
    "ROUND_AGAIN",
    "ChainBox",
    "ChainPicture",
    "CostStep",
    "FrontPicture",
    "Hop",
    "Hops",
    "Map",
    "NetworkFlow",
    "Picture",
    "Point",
    "StepPicture",
    "Way",
    "aggregated",
    "around",
    "brief_page",
    "brief_policy",
    "chain_picture",
    "front_picture",
    "hash_of",
    "known_language",
    "largest",
    "mapped",
    "network_page",
    "number",
    "pooled",
    "price",
    "step_picture",
    "text_of",
    "unrolled",
    "value_words",
    "write_network_page",
]
