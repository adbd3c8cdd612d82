"""Where a missing link could stand: at a firm of the park that could extend, or as a newcomer in an area."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.errors import SymbioflowError
from graph.evidence import Evidence, Grade
from graph.matching.prospects import industry_of, is_of_class
from graph.model import Enterprise, Facility, Park, Position, Technology
from graph.recruiting.lead import LeadSite
from graph.snapshot import Snapshot
from graph.tools import grouped
from graph.vocabulary import EnterpriseId, OperatingState, ParkId
from graph.wording import folded, is_called, message, names_of

#: What the id of a newcomer begins with.
NEWCOMER = "newcomer:"


@dataclass(frozen=True, slots=True)
class Place:
    """A site with the enterprise that would run the facility.

    Attributes
    ----------
    enterprise : Enterprise
        The firm that is there, or a newcomer that stands nowhere yet.
    """

    site: LeadSite
    enterprise: Enterprise

    @property
    def name(self) -> str:
        """Of the firm or the area, whatever its ids are."""
        return self.enterprise.name_en or self.enterprise.name_zh


def areas(snapshot: Snapshot) -> tuple[Place, ...]:
    """Return the areas where a newcomer could stand: those that no other is part of, or that have firms.

    An area whose position nobody gave stands where its firms do on average. One that has neither is left out
    where others are known: no distance could be counted from it.
    """
    there = (row for row in snapshot.all(Enterprise) if row.state is not OperatingState.CLOSED)
    firms = grouped(there, lambda enterprise: str(enterprise.park))
    divided = {str(park.part_of) for park in snapshot.all(Park) if park.part_of}
    parks = [park for park in snapshot.all(Park) if park.id not in divided or park.id in firms]
    positions = {park.id: park.position or _middle(firms.get(str(park.id), [])) for park in parks}
    known = any(position is not None for position in positions.values())
    return tuple(
        _newcomer(park, positions[park.id]) for park in parks if positions[park.id] is not None or not known
    )


def extensions(snapshot: Snapshot, technology: Technology) -> tuple[Place, ...]:
    """Return the firms that could extend: those that run the technology, or whose industry does."""
    running = {
        str(facility.enterprise)
        for facility in snapshot.all(Facility)
        if facility.technology == technology.id and facility.state is not OperatingState.CLOSED
    }
    return tuple(
        Place(LeadSite(firm.park, EnterpriseId(firm.id), firm.position), firm)
        for firm in snapshot.all(Enterprise)
        if firm.state is not OperatingState.CLOSED
        and (firm.id in running or _industry_runs(industry_of(firm), technology))
    )


def wanted(places: Iterable[Place], snapshot: Snapshot, name: str) -> frozenset[LeadSite]:
    """Return the sites of a name: an area with all firms in it, or one firm, by id or name.

    Raises
    ------
    SymbioflowError
        ``UNKNOWN_SITE``.
    """
    asked = folded(name)
    parks = {park.id for park in snapshot.all(Park) if is_called(park, asked)}
    firms = {firm.id for firm in snapshot.all(Enterprise) if is_called(firm, asked)}
    if not parks and not firms:
        raise SymbioflowError("UNKNOWN_SITE", name=name)
    return frozenset(
        place.site for place in places if place.site.park in parks or place.site.enterprise in firms
    )


def _industry_runs(industry: str, technology: Technology) -> bool:
    scheme, _, digits = industry.partition(":")
    return any(is_of_class(digits, code) for code in getattr(technology, scheme, ())) if digits else False


def _middle(firms: list[Enterprise]) -> Position | None:
    found = [firm.position for firm in firms if firm.position is not None]
    if not found:
        return None
    count = len(found)
    return Position(
        sum(position.lat for position in found) / count,
        sum(position.lon for position in found) / count,
        Grade.DERIVED,
    )


def _newcomer(park: Park, position: Position | None) -> Place:
    name = message("lead.newcomer", park=names_of(park))
    enterprise = Enterprise(
        id=EnterpriseId(NEWCOMER + park.id),
        name_zh=name.zh,
        name_en=name.en,
        park=ParkId(park.id),
        state=OperatingState.PLANNED,
        position=position,
        evidence=Evidence((), Grade.ESTIMATE),
    )
    return Place(LeadSite(ParkId(park.id), None, position), enterprise)
