"""What is passed on from facility to facility, judged by where it came from."""

from graph.matching.gates.carried.carried import NO_CAMPAIGN, Arrival, Origins, follow_origins
from graph.matching.gates.carried.carrier import Carrier, Charge
from graph.matching.gates.carried.judging import Broken, Step

__all__ = [
    "NO_CAMPAIGN",
    "Arrival",
    "Broken",
    "Carrier",
    "Charge",
    "Origins",
    "Step",
    "follow_origins",
]
