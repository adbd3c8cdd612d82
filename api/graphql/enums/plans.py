"""The closed lists of words that plans use, as GraphQL enums; importing this registers them."""

from __future__ import annotations

from api.graphql.enums.described import described
from graph import planning

described(
    planning.LinkageKind,
    "Linkages that are agreed to for like reasons.",
    {
        "HAZARDOUS": "Hazardous waste.",
        "SOLID": "Ordinary waste and by-products.",
        "WATER": "Water.",
        "HEAT": "Heat.",
    },
)
described(
    planning.FlowKind,
    "Where a flow of the plan starts and ends.",
    {
        "DIVERSION": "From a waste stream to a facility; counted as diverted.",
        "TRANSFER": "From one facility's output to another facility; not counted again.",
    },
)
described(
    planning.FlowChange,
    "What became of a flow between two plans.",
    {
        "APPEARED": "Only the second plan has it.",
        "VANISHED": "Only the first plan has it.",
        "CHANGED": "Both have it, in other amounts.",
    },
)
described(
    planning.Objective,
    "What a plan makes as large as it can.",
    {
        "TONNES": "Net tonnes diverted, additional to what is used today.",
        "BENEFIT": "Net benefit of all sides together, CNY.",
        "CO2": "CO2e avoided.",
        "WEIGHTED": "A mix of the three, each relative to the most it could be alone.",
    },
)
described(
    planning.Measure,
    "What is counted over the draws of an uncertain plan.",
    {
        "GROSS": "Newly leaving streams for a use, additional to what is used today.",
        "NET": "Gross less what facilities dispose of because of it.",
        "BENEFIT": "Net benefit of all sides together, CNY.",
        "CO2": "CO2e avoided, kg.",
    },
)
described(
    planning.UnplacedReason,
    "Why a remainder of a stream has no use in the plan.",
    {
        "NONE": "Nothing is left over.",
        "NO_CONSUMER": "No facility takes the material.",
        "GATE": "Facilities that take the material must refuse this stream.",
        "DISTANCE": "Every facility that takes it is beyond the radius.",
        "UNKNOWN_CAPACITY": "Nobody could say how much the facilities can take.",
        "CAPACITY": "The facilities are full.",
        "SEASON": "It comes in months in which nobody who takes it runs.",
        "BLENDING": "A mix that takes more of it would exceed a composition limit.",
        "MARKET": "Nobody is known to buy what it would become, or to buy more of it.",
        "UNECONOMIC": "Every use costs more than it brings.",
        "NO_GAIN": "Taking it would not bring the objective further.",
    },
)
described(
    planning.UnplacedHelp,
    "What would help a remainder of a stream to a use.",
    {
        "TAKER": "A firm that takes the material.",
        "COMPOSITION": "An analysis or a treatment that brings it within the limits that it breaks.",
        "MOISTURE": "Drying or dewatering to the limit.",
        "PHASE": "Another form, such as dried or dissolved.",
        "LICENCE": "A taker with the licence, or an exemption.",
        "TRANSFER": "A taker that the transfer rule lets it go to.",
        "DATES": "The day on which the taker runs.",
        "NEARER": "A taker within reach.",
        "CAPACITY": "Asking how much the takers can take.",
        "ROOM": "More room at the takers that are full.",
        "SEASON": "A user that runs in the months in which it comes.",
        "MIX": "Cleaner input beside it in the mix.",
        "BUYER": "A buyer of what it becomes.",
        "MARKET": "More demand where the market is full.",
        "PRICE": "A better price or a lower cost.",
        "DECISION": "Taking a rejection back, or larger lots.",
        "SIZE": "A larger budget, or enough input for facilities that stand still.",
        "USE": "A use of which more is left than residue.",
    },
)
described(
    planning.LostKind,
    "What a park loses.",
    {
        "ENTERPRISE": "An enterprise with its streams and facilities.",
        "FACILITY": "One facility.",
        "MARKET": "A market with those that are part of it.",
    },
)
