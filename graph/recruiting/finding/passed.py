"""The technologies that are no leads, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.recruiting.finding.field import Option
from graph.recruiting.finding.scale import Sized
from graph.recruiting.finding.search import Found
from graph.recruiting.lead import LeadScale, NoLead, PassedOver
from graph.vocabulary import TechnologyId
from graph.wording.messages import message


def passed_over(technology: str, reason: NoLead, scale: LeadScale | None = None) -> PassedOver:
    """Return a technology with the reason why it is no lead."""
    detail = message(
        f"passed.{reason.name.lower()}",
        scale=0.0 if scale is None else scale.amount.likely,
        minimum=0.0 if scale is None or scale.minimum is None else scale.minimum,
    )
    return PassedOver(TechnologyId(technology), reason, detail)


def unsized(sized: Mapping[Option, Sized]) -> list[PassedOver]:
    """Return the technologies that no place gives a size, each by the place that came furthest."""
    best: dict[TechnologyId, Sized] = {}
    for option, size in sized.items():
        name = TechnologyId(option.technology.id)
        if name not in best or size.reached > best[name].reached:
            best[name] = size
    return [
        passed_over(name, size.reason, size.scale) for name, size in best.items() if size.reason is not None
    ]


def worthless(chosen: Sequence[Option], found: Found, listed: set[str]) -> list[PassedOver]:
    """Return the technologies that have a size and are worth nothing."""
    most: dict[TechnologyId, float] = {}
    for at, option in enumerate(chosen):
        name = TechnologyId(option.technology.id)
        most[name] = max(most.get(name, 0.0), found.worth(at))
    return [
        passed_over(name, NoLead.NO_GAIN)
        for name, worth in most.items()
        if worth <= found.equal and name not in listed
    ]
