"""The park with everything that may be added to it, as one snapshot that is posed again with other sizes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from graph.evidence import Evidence, Grade
from graph.model import Facility, Technology
from graph.planning import Additions, PlanOptions, pose
from graph.ranges import Range
from graph.recruiting.finding.sites import Place
from graph.snapshot import Snapshot, records_of
from graph.vocabulary import FacilityId, OperatingState, Sharing

#: What the id of a facility that may be added begins with.
ADDED = "lead:"


@dataclass(frozen=True)
class Option:
    """One technology at one place."""

    technology: Technology
    place: Place

    @property
    def facility(self) -> FacilityId:
        """The id of the facility that would run it there."""
        return FacilityId(f"{ADDED}{self.place.enterprise.id}:{self.technology.id}")


@dataclass(frozen=True)
class Field:
    """A snapshot and the options that may be added.

    Attributes
    ----------
    snapshot : Snapshot
        The park as it is.
    options : tuple of Option
    asked : PlanOptions
    """

    snapshot: Snapshot
    options: tuple[Option, ...]
    asked: PlanOptions

    def facility(self, option: Option, capacity: Range | None) -> Facility:
        """Return the facility of an option at a size."""
        return Facility(
            id=option.facility,
            name_zh=option.technology.name_zh,
            name_en=option.technology.name_en,
            enterprise=option.place.enterprise.id,
            technology=option.technology.id,
            state=OperatingState.PLANNED,
            capacity=capacity,
            sharing=Sharing.PUBLIC,
            evidence=Evidence((), Grade.ESTIMATE),
        )

    def with_options(self, sizes: Mapping[FacilityId, Range]) -> Snapshot:
        """Return the snapshot with every option; one without a size takes nothing."""
        newcomers = {
            option.place.enterprise.id: option.place.enterprise
            for option in self.options
            if option.place.site.enterprise is None
        }
        facilities = [self.facility(option, sizes.get(option.facility)) for option in self.options]
        return self.snapshot.with_records(records_of([*newcomers.values(), *facilities]))

    @cached_property
    def linked(self) -> Additions:
        """What every option would add if it were of size 1: which links it has, and the plan without it."""
        any_size = {option.facility: Range.exact(1.0) for option in self.options}
        names = frozenset(str(name) for name in any_size)
        return Additions(pose(self.with_options(any_size), self.asked, names), names)

    def additions(self, sizes: Mapping[FacilityId, Range]) -> Additions:
        """Return what options of some sizes would add; the others are not there."""
        snapshot, ids = self.with_options(sizes), frozenset(str(name) for name in sizes)
        return Additions(pose(snapshot, self.asked, ids, self.linked.problem.candidates), ids)
