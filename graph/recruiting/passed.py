"""The technologies that are no leads, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.recruiting.field import Option
from graph.recruiting.lead import LeadScale, NoLead, PassedOver
from graph.recruiting.scale import Sized
from graph.recruiting.search import Found
from graph.vocabulary import TechnologyId

_WORDS = {
    NoLead.NO_SUPPLY: ("园区现有的物料都通不过它的准入", "nothing that the park has passes its gates"),
    NoLead.TOO_SMALL: (
        "可达规模 {scale:,.0f} 小于最小规模 {minimum:,.0f}",
        "its scale of {scale:,.0f} would be below the least that is built, {minimum:,.0f}",
    ),
    NoLead.NO_MARKET: ("产品由谁购买不清楚", "nobody knows who buys its product"),
    NoLead.MARKET_FULL: ("产品市场没有余量", "the market of its product has no room"),
    NoLead.CAPACITY_UNKNOWN: (
        "园区已有，处理能力不清楚",
        "the park has it, and nobody knows how much it can take",
    ),
    NoLead.NO_GAIN: ("有它规划也不更好", "the plan is no better with it"),
}


def passed_over(technology: str, reason: NoLead, scale: LeadScale | None = None) -> PassedOver:
    """Return a technology with the reason why it is no lead, in words."""
    numbers = {
        "scale": 0.0 if scale is None else scale.amount.likely,
        "minimum": 0.0 if scale is None or scale.minimum is None else scale.minimum,
    }
    zh, en = (text.format(**numbers) for text in _WORDS[reason])
    return PassedOver(TechnologyId(technology), reason, zh, en)


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
