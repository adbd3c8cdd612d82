"""The closed lists of words that answers are written in: of suggestions, plans, leads and measures."""

from __future__ import annotations

from api.graphql.enums.described import described
from api.views import selection
from graph import analysis, knowledge, matching, recruiting
from graph.matching import coldstart

described(
    matching.Basis,
    "Why somebody is offered a waste; what is on record comes first.",
    {
        "FACILITY": "A facility on record takes it.",
        "INDUSTRY_TECHNOLOGY": "Its industry runs a recipe that takes it; no facility of it is on record.",
        "USUAL_USE": "Its industry is known to take it, by general knowledge or documented exchanges.",
    },
)
described(
    matching.Alternative,
    "What the owner does with a waste that nobody new takes.",
    {
        "SOLD": "A market takes it as it is: he forgoes the price.",
        "OWN_FEE": "He said what he pays to get rid of it.",
        "USUAL_FEE": "Such a waste costs so much to get rid of; nobody asked him.",
        "UNKNOWN": "Neither a price nor a fee is known: the first thing to ask.",
    },
)
described(
    matching.GateName,
    "The conditions that a linkage must meet.",
    {
        "MATERIAL": "The port takes the material, itself or by taxonomy.",
        "PHASE": "The material comes in a phase the port can take.",
        "HAZARD": "It is known whether the law treats the material as hazardous, and in which class.",
        "LICENCE": "The receiver is licensed for the hazard class.",
        "COMPOSITION": "No limit on composition is exceeded.",
        "MOISTURE": "No limit on free water is exceeded.",
        "CAPACITY": "The receiver can take something.",
        "DISTANCE": "The receiver is within reach.",
        "TRANSFER": "The law lets the waste go from one region to the other.",
        "DATES": "Both sides run on the day in question.",
    },
)
described(
    matching.Outcome,
    "What a gate says; unknown never passes silently.",
    {
        "PASSED": "Verified and met.",
        "UNVERIFIED": "A limit or a property is not known; confidence is lowered.",
        "REFUSED": "Not met.",
    },
)
described(
    matching.PartName,
    "The parts of a suggestion's score.",
    {
        "TECHNICAL": "Margin to the limits, and how much of it is verified.",
        "QUANTITY": "How well supply and capacity fit.",
        "PROXIMITY": "Cost of transport.",
        "ECONOMICS": "Joint margin of both sides.",
        "CO2": "Greenhouse gas avoided.",
        "READINESS": "Technology readiness and the facility's state.",
        "PRECEDENT": "How often the like was done elsewhere.",
    },
)
described(
    coldstart.UseSource,
    "What speaks for a receiving industry.",
    {
        "KNOWLEDGE": "General process knowledge: the industry takes the material.",
        "DIVISION": "Several industries of the same division take the material.",
        "TECHNOLOGY": "A recipe of the library that the industry runs takes the material.",
        "PRECEDENT": "Documented exchanges of like wastes.",
        "DONOR": "The industry takes what the donor's industry usually gives off.",
        "POPULARITY": "How often the industry receives anything.",
    },
)
described(
    knowledge.Why,
    "What of a row was recognised in a text, the surest first.",
    {
        "ID": "Its identifier.",
        "NAME": "Its own name.",
        "SYNONYM": "A synonym.",
        "CODE": "A code that it carries, or that is named like it.",
        "READING": "Words that are like one of its names.",
    },
)
described(
    knowledge.Decision,
    "Whether the best reading of a text may be taken.",
    {
        "CERTAIN": "It may.",
        "ASK": "A person should be asked which candidate is meant.",
        "UNKNOWN": "There is no candidate.",
    },
)
described(
    selection.SizeOrder,
    "What a list is ordered by.",
    {"ID": "Identifier.", "LARGEST": "Amount per year, the largest first; what is not known comes last."},
)
described(
    selection.LinkageOrder,
    "What the register is ordered by.",
    {
        "ID": "Identifier.",
        "LARGEST": "Amount per year, the largest first.",
        "LATEST": "When the state changed last, the latest first; what never changed comes last.",
    },
)
described(
    selection.SuggestionOrder,
    "What suggestions are ordered by.",
    {"STREAM": "Streams by identifier, the best of each first.", "SCORE": "Score, the best of all first."},
)
described(
    recruiting.StepState,
    "Whether a park takes a step of a product chain.",
    {
        "HAVE": "Somebody runs it.",
        "PLANNED": "Somebody builds or plans it.",
        "MISSING": "Nobody on record takes or plans it.",
    },
)
described(
    recruiting.Shown,
    "What shows that a firm takes a step of a chain, surest first.",
    {
        "FACILITY": "A facility on record.",
        "WASTE": "Its own waste: no phosphogypsum without phosphoric acid.",
        "INDUSTRY": "Its industry alone: to be asked.",
    },
)
described(
    analysis.Grouping,
    "What is put together in a park that is too large to be read flow by flow.",
    {
        "INDUSTRY": "Firms of one area and one division of industry.",
        "PARK": "Firms of one area.",
        "WASTE": "Wastes of one family at the giving end, facilities of one technology at the other.",
    },
)
described(
    analysis.BundleState,
    "Whether what is put together exists.",
    {
        "TODAY": "It runs: on record, or said to be in use by who gives it off.",
        "CONTRACTED": "A contract of the register says so.",
        "PLANNED": "The plan adds it.",
    },
)
described(
    analysis.NetworkState,
    "Which flows a network is made of.",
    {
        "TODAY": "What is in use today, on record or estimated.",
        "PLAN": "Today's flows and those of the plan.",
        "POTENTIAL": "Today's flows and those of the technical potential.",
    },
)
described(
    analysis.IndicatorName,
    "Which indicator of a network; docs/analysis.md has the formulas.",
    {
        "ECO_CONNECTANCE": "Linked pairs of enterprises over all pairs.",
        "CYCLICITY": "Largest eigenvalue of who gives to whom.",
        "FINN_CYCLING_INDEX": "Share of throughflow that is there because flows return.",
        "SYMBIOTIC_SHARE": "Share of throughflow that one enterprise gives to another.",
        "MUTUAL_INFORMATION": "What who gives says about who takes, bits.",
        "ASCENDENCY": "Sum of all flows times their mutual information.",
        "ROBUSTNESS": "How well order and reserve are balanced.",
    },
)
described(
    analysis.TraceStart,
    "What a trace starts from.",
    {
        "ENTERPRISE": "All that an enterprise gives off, makes and takes.",
        "MATERIAL": "Every flow of a material or of its kinds.",
        "LINKAGE": "The flow of one linkage of the register.",
    },
)
described(
    analysis.TraceDirection,
    "Which way a trace goes.",
    {"DOWN": "To where it goes.", "UP": "To where it comes from.", "BOTH": "Both ways."},
)
described(
    recruiting.Presence,
    "Why a technology is missing.",
    {
        "ABSENT": "No facility of the park runs or plans it.",
        "FULL": "Every facility of it is full in the plan without the lead.",
    },
)
described(
    recruiting.Trigger,
    "What speaks of a technology as missing.",
    {
        "REMAINDER": "A stream that the plan leaves a remainder of goes there.",
        "PATHWAY": "It is a new step of a way of some waste to a use.",
        "CAPACITY": "What the park has of it is full.",
    },
)
described(
    recruiting.ScaleBound,
    "What keeps a lead from being larger.",
    {
        "SUPPLY": "What streams and facilities could bring.",
        "MARKET": "The room for its products.",
        "ECONOMIC": "The size of a plant as they are usually built.",
    },
)
described(
    recruiting.OutletKind,
    "Where a product of a lead goes.",
    {
        "SOLD": "To its market.",
        "PASSED_ON": "To a facility of the park.",
        "DISPOSED": "It is got rid of.",
    },
)
described(
    recruiting.NoLead,
    "Why a technology is no lead.",
    {
        "NO_SUPPLY": "Nothing that the park has passes its gates.",
        "TOO_SMALL": "Its scale would be below the least that is built.",
        "NO_MARKET": "Nobody knows who buys its product.",
        "MARKET_FULL": "The market of its product has no room.",
        "CAPACITY_UNKNOWN": "The park has it, and nobody knows how much it can take.",
        "NO_GAIN": "The plan is no better with it.",
    },
)
described(
    recruiting.NotBuilt,
    "Why a lead of the short list is not in a portfolio.",
    {
        "CAPITAL_UNKNOWN": "Nobody knows what it costs: to be asked.",
        "ENERGY_UNKNOWN": "Energy is limited, and nobody knows how much it uses: to be asked.",
        "TOO_DEAR": "Alone it needs more than the budget has.",
        "OTHERS_BETTER": "The budget brings more without it.",
        "NO_MORE": "With the others there it adds nothing.",
    },
)
