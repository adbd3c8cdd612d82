"""The hard conditions of a linkage: what a port takes, and what refuses it or leaves it unverified."""

from graph.matching.gates.acceptance import (
    Accepted,
    Downward,
    accepted_materials,
    openable_kinds,
    require_supply,
    running_rows,
    running_technologies,
)
from graph.matching.gates.bases import averages, basis_family, comparable
from graph.matching.gates.carried import NO_CAMPAIGN, Arrival, Origins, follow_origins
from graph.matching.gates.carrier import Carrier, Charge
from graph.matching.gates.composition import check_limits, margins
from graph.matching.gates.contents import FREE_WATER, INDICES, stream_values
from graph.matching.gates.conveyance import (
    Conveyances,
    arriving,
    conveyances,
    distance_gate,
    road,
    warm_reach,
)
from graph.matching.gates.gates import (
    capacity_gate,
    date_gate,
    hazard_gate,
    open_ports,
    phase_gate,
    transfer_gate,
)
from graph.matching.gates.judging import Broken, Step
from graph.matching.gates.licences import Directed, is_waste_otherwise, licence_gate
from graph.matching.gates.room import (
    free_capacity,
    free_supply,
    operating_arrivals,
    operating_linkages,
    running_input,
)
from graph.matching.gates.seasons import MONTHS, STORABLE, Seasons, seasons_of, shares_of_year
from graph.matching.gates.standards import IN_FORCE, dated_limits
from graph.matching.gates.transfer import (
    OUTCOMES,
    TransferFinding,
    TransferTable,
    park_regions,
    transfer_table,
)
from graph.matching.gates.verdicts import PASSED, REFUSED, UNVERIFIED, LimitChecks, Reason, Verdict
from graph.matching.gates.yields import DRY_MATTER, Yield, Yields

__all__ = [
    "DRY_MATTER",
    "FREE_WATER",
    "INDICES",
    "IN_FORCE",
    "MONTHS",
    "NO_CAMPAIGN",
    "OUTCOMES",
    "PASSED",
    "REFUSED",
    "STORABLE",
    "UNVERIFIED",
    "Accepted",
    "Arrival",
    "Broken",
    "Carrier",
    "Charge",
    "Conveyances",
    "Directed",
    "Downward",
    "LimitChecks",
    "Origins",
    "Reason",
    "Seasons",
    "Step",
    "TransferFinding",
    "TransferTable",
    "Verdict",
    "Yield",
    "Yields",
    "accepted_materials",
    "arriving",
    "averages",
    "basis_family",
    "capacity_gate",
    "check_limits",
    "comparable",
    "conveyances",
    "date_gate",
    "dated_limits",
    "distance_gate",
    "follow_origins",
    "free_capacity",
    "free_supply",
    "hazard_gate",
    "is_waste_otherwise",
    "licence_gate",
    "margins",
    "open_ports",
    "openable_kinds",
    "operating_arrivals",
    "operating_linkages",
    "park_regions",
    "phase_gate",
    "require_supply",
    "road",
    "running_input",
    "running_rows",
    "running_technologies",
    "seasons_of",
    "shares_of_year",
    "stream_values",
    "transfer_gate",
    "transfer_table",
    "warm_reach",
]
