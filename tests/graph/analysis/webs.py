"""Networks that others have published with their figures, and made-up ones of any size."""

from __future__ import annotations

import numpy as np

from graph.analysis import OUTSIDE, FlowMatrix, flow_matrix

#: Cone Spring (Tilly 1968, as Ulanowicz 1986 has it), kcal per square metre and year.
_BROUGHT = [(OUTSIDE, "plants", 11_184.0), (OUTSIDE, "detritus", 635.0)]
_EATEN = [
    ("plants", "detritus", 8_881.0),
    ("detritus", "bacteria", 5_205.0),
    ("detritus", "detritivores", 2_309.0),
    ("bacteria", "detritivores", 75.0),
    ("bacteria", "detritus", 1_600.0),
    ("detritivores", "detritus", 200.0),
    ("detritivores", "carnivores", 370.0),
    ("carnivores", "detritus", 167.0),
]
_CARRIED_OFF = [("plants", 300.0), ("detritus", 860.0), ("bacteria", 255.0)]
_BREATHED = [
    ("plants", 2_003.0),
    ("detritus", 3_109.0),
    ("bacteria", 3_275.0),
    ("detritivores", 1_814.0),
    ("carnivores", 203.0),
]


def cone_spring(breathed_to: str = OUTSIDE) -> FlowMatrix:
    """The spring; Ulanowicz tells what is breathed from what is carried off."""
    gone = [(name, OUTSIDE, amount) for name, amount in _CARRIED_OFF]
    breathed = [(name, breathed_to, amount) for name, amount in _BREATHED]
    return flow_matrix([*_BROUGHT, *_EATEN, *gone, *breathed])


def random_flows(size: int, links: int, seed: int) -> FlowMatrix:
    """Flows between firms drawn at random."""
    random = np.random.default_rng(seed)
    ends = random.integers(0, size, (links, 2))
    amounts = random.lognormal(5.0, 1.0, links)
    names = [f"e{number:05}" for number in range(size)]
    flows = [
        (names[one], names[other], float(amount)) for (one, other), amount in zip(ends, amounts, strict=True)
    ]
    return flow_matrix(flows, names=names)


def balanced(flow: FlowMatrix) -> FlowMatrix:
    """The same flows, with what each firm lacks from outside and what it has over to the outside."""
    count = len(flow.names)
    more = np.bincount(flow.target, flow.amount, minlength=count)
    more -= np.bincount(flow.source, flow.amount, minlength=count)
    ends = [
        (name, OUTSIDE, rest) if rest > 0.0 else (OUTSIDE, name, -rest)
        for name, rest in zip(flow.names[1:], more[1:].tolist(), strict=True)
    ]
    return flow_matrix([*flow.exchanges(), *ends], names=flow.names[1:])
