"""The technologies that are no leads, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.model import Material, Port, Technology
from graph.recruiting.finding.field import Option
from graph.recruiting.finding.scale import Sized
from graph.recruiting.finding.search import Found
from graph.recruiting.finding.sites import Place
from graph.recruiting.no_lead import NoLead, PassedOver
from graph.snapshot import Snapshot
from graph.units import show_amount, significant
from graph.vocabulary import Direction, TechnologyId, Unit
from graph.wording import Words, message, names_of


def passed_over(technology: str, reason: NoLead) -> PassedOver:
    """Return a technology with a reason that says everything why it is no lead."""
    return PassedOver(TechnologyId(technology), reason, message(f"passed.{reason.name.lower()}"))


def unsized(
    snapshot: Snapshot, sized: Mapping[Option, Sized], firms: Mapping[str, Sequence[Place]]
) -> list[PassedOver]:
    """Return the technologies that no place gives a size, each by the place that came furthest.

    Parameters
    ----------
    firms : mapping
        Those that could extend, by technology: they are the first to be asked who buys.
    """
    best: dict[Technology, Sized] = {}
    for option, size in sized.items():
        known = best.get(option.technology)
        if known is None or (size.reached, size.supply) > (known.reached, known.supply):
            best[option.technology] = size
    return [
        _without_size(snapshot, technology, size, firms.get(technology.id, ()))
        for technology, size in best.items()
        if size.reason is not None
    ]


def _without_size(
    snapshot: Snapshot, technology: Technology, size: Sized, firms: Sequence[Place]
) -> PassedOver:
    # As only such are asked for.
    assert size.reason is not None
    unit = next(
        Unit(material.unit)
        for port in snapshot.all(Port)
        if port.technology == technology.id and port.direction is Direction.MAIN_INPUT
        if (material := snapshot.by_id(Material)[port.material])
    )
    fed = _amount(size.supply, unit)
    materials = snapshot.by_id(Material)
    arguments: dict[str, object] = {}
    if size.reason in (NoLead.NO_MARKET, NoLead.MARKET_FULL):
        arguments = {
            "products": tuple(names_of(materials[product]) for product in size.unsold),
            "supply": fed,
            "firms": message("passed.firms", firms=tuple(names_of(place.enterprise) for place in firms))
            if firms
            else "",
        }
    elif size.scale is not None:
        arguments = {
            "scale": _amount(size.scale.amount.likely, unit),
            "minimum": _amount(size.scale.minimum or 0.0, unit),
        }
    if technology.final_use and size.reason is NoLead.NO_MARKET:
        detail = message("passed.no_market.final", **arguments)
    else:
        detail = message(f"passed.{size.reason.name.lower()}", **arguments)
    supply = size.supply if size.supply > 0.0 else None
    return PassedOver(
        TechnologyId(technology.id), size.reason, detail, supply, None if supply is None else unit
    )


def _amount(amount: float, unit: Unit) -> Words:
    """Return an amount a year."""
    zh, en = (show_amount(significant(amount), f"{unit.value}/yr", language) for language in ("zh", "en"))
    return Words(zh, en)


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
