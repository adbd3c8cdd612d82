"""The closed lists of words that the graph is written in."""

from __future__ import annotations

from api.graphql.enums.described import described
from graph import evidence, vocabulary
from ingest.positions import Datum

described(
    evidence.Grade,
    "How far a number can be trusted, best first.",
    {
        "OFFICIAL": "A law, statistics or an official plan.",
        "STANDARD": "A national, industry or local standard.",
        "JOURNAL": "A scientific publication.",
        "TRADE": "Trade press or an industry association.",
        "COMPANY": "A firm's own claim.",
        "DERIVED": "Stoichiometry or arithmetic on better grades.",
        "TEXTBOOK": "Common engineering knowledge.",
        "CLASS": "The interval of the class of processes that it belongs to; nobody published its own.",
        "ESTIMATE": "A demo estimate: nobody could source it.",
    },
)
described(
    Datum,
    "What coordinates refer to.",
    {
        "WGS84": "GPS, WGS84; CGCS2000 differs by less than a metre.",
        "GCJ02": "A Chinese map service, which shifts positions by some hundred metres.",
    },
)
described(
    vocabulary.OperatingState,
    "Whether an enterprise or a facility runs today.",
    {
        "OPERATING": "Runs.",
        "BUILDING": "Under construction.",
        "PLANNED": "Announced or planned.",
        "CLOSED": "Shut down.",
    },
)
described(
    vocabulary.ProjectStage,
    "How far a project has come, in the order of its permits.",
    {
        "FILED": "Put on record.",
        "ASSESSED": "Its environmental impact assessment was approved.",
        "STARTED": "Under construction.",
        "COMMISSIONED": "In production.",
    },
)
described(
    vocabulary.Travel,
    "How something gets from one place to another.",
    {
        "SITE": "Within one enterprise: nothing is carried.",
        "ROAD": "By lorry.",
        "RAIL": "By rail between sidings or stations, with lorries up to them where they are elsewhere.",
        "SEA": "By ship between quays at the sea, with lorries up to them.",
        "RIVER": "By boat between quays on one inland waterway, with lorries up to them.",
        "PIPE": "By pipe or duct.",
        "WIRE": "By power line.",
    },
)
described(
    vocabulary.Phase,
    "The state in which a material is handed over.",
    {
        "SOLID": "Solid.",
        "SLUDGE": "Sludge or paste.",
        "LIQUID": "Liquid.",
        "GAS": "Gas.",
        "HEAT": "Heat carried by a medium.",
    },
)
described(
    vocabulary.Unit,
    "What a material is counted in; only tonnes are summed as diverted tonnes.",
    {
        "TONNE": "Metric tonnes, wet as shipped.",
        "CUBIC_METRE": "Cubic metres.",
        "GIGAJOULE": "Gigajoules.",
    },
)
described(
    vocabulary.Hazard,
    "Whether the law treats a material as hazardous waste.",
    {
        "NONE": "General solid waste, or no waste.",
        "POSSIBLE": "Depends on an identification test.",
        "HAZARDOUS": "Hazardous waste.",
    },
)
described(
    vocabulary.RecipeBasis,
    "What a unit of a recipe's main input is.",
    {
        "WET": "As received.",
        "DRY": "Without its free water.",
        "CONTAINED": "The valuable part only, such as SO2 of a gas or metal of a solution.",
    },
)
described(
    vocabulary.FateBasis,
    "Of which content a factor of a component speaks.",
    {
        "ANY": "Nobody says: of the content in whatever basis it was measured.",
        "WET": "Of the whole as received.",
        "DRY": "Of the dry matter.",
    },
)
described(
    vocabulary.ImbalanceKind,
    "Why a recipe gives out another amount of something than it takes in.",
    {
        "YIELD": "A yield is too high or too low for the typical input.",
        "CONTENT": "What an output typically contains cannot come from this input.",
        "IDENTITY": "An output stands for the input's part of a whole product.",
        "BASIS": "A dry amount stands beside a wet one, or a contained amount beside a solution.",
        "SHARED_YIELD": "Inputs that differ share one yield.",
        "MISSING_INPUT": "Something goes in that no port names.",
        "LOST": "Something goes out that no port names.",
        "UNKNOWN": "Nobody has said why yet.",
    },
)
described(
    vocabulary.MaterialStatus,
    "What the law and the owner's books call a material.",
    {
        "WASTE": "Waste: it counts in rates of waste use.",
        "BY_PRODUCT": "A by-product that is sold or used as such: no waste.",
        "PRODUCT": "A product, an intermediate or a utility: no waste.",
    },
)
described(
    vocabulary.MarketReach,
    "How far the buyers of a market are.",
    {
        "PARK": "In the park.",
        "REGIONAL": "Within a day's haul.",
        "PROVINCIAL": "In the province.",
        "NATIONAL": "In the whole country.",
        "SINK": "A pit or a void: it keeps what it takes, and is full one day.",
        "UNKNOWN": "No buyer is known.",
    },
)
described(
    vocabulary.PriceAt,
    "Up to where the seller of a price has to bring what he sells.",
    {
        "GATE": "Ex works: the buyer fetches it.",
        "DELIVERED": "To the buyer's gate: the freight is the seller's.",
        "UNKNOWN": "The source does not say it: the freight counts between nothing and all of it.",
    },
)
described(
    vocabulary.RevenueBasis,
    "What a technology's product is paid.",
    {
        "PRODUCT": "Its own price.",
        "DISPLACED": "What it replaces in a plant that stands and sells its own product.",
    },
)
described(
    vocabulary.Direction,
    "What a port of a technology does.",
    {
        "MAIN_INPUT": "Takes in the main input; several such ports are alternatives.",
        "AUXILIARY_INPUT": "Takes in something that is needed besides.",
        "PRODUCT": "Gives out a product.",
        "RESIDUE": "Gives out a residue.",
    },
)
described(
    vocabulary.Sharing,
    "Who may see amounts and prices.",
    {
        "PUBLIC": "Everybody.",
        "PARK": "The park's managers; others see bands.",
        "OWNER": "The enterprise itself.",
    },
)
described(
    vocabulary.LinkageState,
    "How far a linkage has come; every change is kept.",
    {
        "SUGGESTED": "Proposed, nobody spoken to.",
        "CONTACTED": "Both sides know of it.",
        "NEGOTIATING": "Terms are being talked over.",
        "CONTRACTED": "Agreed.",
        "OPERATING": "Material flows.",
        "STOPPED": "Flowed or was agreed, and ended.",
        "REJECTED": "Turned down.",
    },
)
described(
    vocabulary.UseRole,
    "What an industry takes a material as.",
    {
        "RAW_MATERIAL": "Raw material of its product.",
        "AGGREGATE": "Aggregate or filler.",
        "RECOVERY": "Something is recovered from it.",
        "REUSE": "Used again as it is.",
        "REAGENT": "Reagent of a process.",
        "REDUCTANT": "Reducing agent.",
        "FUEL": "Fuel.",
        "HEAT": "Process heat.",
        "COOLING": "Cooling.",
        "POWER": "Power.",
        "WATER": "Process water.",
        "TREATMENT": "Treatment of other wastes.",
        "FEED": "Animal feed.",
        "SOIL": "Soil improver or fertiliser.",
    },
)
