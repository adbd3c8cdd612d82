"""Today's flows without one of their parts: what falls away with it, and what that frees or leaves unused.

Nobody has planned today's flows anew: a facility that gets less of its main input passes on so much less, to
everybody alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph.planning.allocation import Problem
from graph.planning.programme import CARRYING, Column
from graph.planning.solver import Floats, summed
from graph.planning.today import TodayFlow
from graph.vocabulary import Direction

#: Changes of a share below this are rounding; rings of facilities come this near to their end.
_SETTLED = 1e-12
_MOST_ROUNDS = 200


@dataclass(frozen=True)
class Fallen:
    """What is left of today's flows.

    Attributes
    ----------
    left : float array
        Of each of `Problem.today.flows`.
    free_supply : mapping of str to float
        What of each stream that is still there has lost its taker.
    free_output : mapping of (str, str) to float
        The same of what facilities make: facility and material.
    free_room : mapping of (str, str) to float
        What has become free at each facility's port.
    """

    left: Floats
    free_supply: Mapping[str, float]
    free_output: Mapping[tuple[str, str], float]
    free_room: Mapping[tuple[str, str], float]


class Standing:
    """Today's flows by what they start and end at."""

    def __init__(self, problem: Problem) -> None:
        self.flows: Sequence[TodayFlow] = problem.today.flows
        self.amount = np.array([flow.amount for flow in self.flows], dtype=np.float64)
        snapshot = problem.snapshot
        direction = dict(
            zip(snapshot.strings("ports", "id"), snapshot.strings("ports", "direction"), strict=True)
        )
        self.main = np.array(
            [direction[flow.port] == Direction.MAIN_INPUT.value for flow in self.flows], dtype=bool
        )
        self._into = self._by([flow.facility for flow in self.flows])
        self._out_of = self._by([flow.from_facility for flow in self.flows])
        self._problem = problem

    @staticmethod
    def _by(names: Sequence[str | None]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for at, name in enumerate(names):
            if name is not None:
                found.setdefault(str(name), []).append(at)
        return found

    def without(self, streams: frozenset[str], facilities: frozenset[str]) -> Fallen:
        """Return what is left of today's flows when some streams and facilities are gone."""
        share = np.ones(len(self.flows))
        touched = [
            at
            for at, flow in enumerate(self.flows)
            if flow.stream in streams or flow.from_facility in facilities or flow.facility in facilities
        ]
        share[touched] = 0.0
        waiting = {str(self.flows[at].facility) for at in touched} - facilities
        for _ in range(_MOST_ROUNDS):
            changed: set[str] = set()
            for facility in waiting & self._out_of.keys():
                main = [at for at in self._into.get(facility, ()) if self.main[at]]
                before = float(self.amount[main].sum())
                part = float(self.amount[main] @ share[main]) / before if before > 0.0 else 1.0
                for at in self._out_of[facility]:
                    if self.flows[at].facility not in facilities and share[at] - part > _SETTLED:
                        share[at] = part
                        changed.add(str(self.flows[at].facility))
            waiting = changed
            if not waiting:
                break
        return self._fallen(share, streams, facilities)

    def _fallen(self, share: Floats, streams: frozenset[str], facilities: frozenset[str]) -> Fallen:
        supply: dict[str, float] = {}
        output: dict[tuple[str, str], float] = {}
        room: dict[tuple[str, str], float] = {}
        for at in np.flatnonzero(share < 1.0).tolist():
            flow, lost = self.flows[at], float(self.amount[at] * (1.0 - share[at]))
            if flow.facility not in facilities:
                key = str(flow.facility), str(flow.port)
                room[key] = room.get(key, 0.0) + lost
            elif flow.stream is not None and flow.stream not in streams:
                supply[flow.stream] = supply.get(flow.stream, 0.0) + lost
            elif flow.from_facility is not None and flow.from_facility not in facilities:
                # What its giver still makes of what it still gets.
                main = [one for one in self._into.get(str(flow.from_facility), ()) if self.main[one]]
                before = float(self.amount[main].sum())
                still = float(self.amount[main] @ share[main]) / before if before > 0.0 else 1.0
                made = str(flow.from_facility), str(flow.material)
                output[made] = output.get(made, 0.0) + lost * still
        return Fallen(self.amount * share, supply, output, room)

    def as_columns(self, amounts: Floats) -> tuple[Floats, float]:
        """Return today's flows as amounts of the plan's columns, and the tonnes that none of them stands for.

        What a facility makes of them beside what it passes on is sold where it sells it, else disposed of: so
        money that is lost today is counted by the same terms as that of the plan.
        """
        layout = self._problem.programme.layout
        flows, outputs = layout.flows, layout.outputs
        found = np.zeros(len(flows))
        missing = 0.0
        fed, passed, same = np.zeros(len(layout.campaigns)), np.zeros(len(outputs)), outputs.same
        for at, column in enumerate(self._columns):
            if column < 0:
                missing += float(amounts[at])
                continue
            found[column] += amounts[at]
            if flows.main[column]:
                fed[flows.campaign[column]] += amounts[at]
            if flows.kind[column] == Column.TRANSFER:
                passed[same[flows.output[column]]] += amounts[at]
        # What campaigns make is worth the same.
        made = summed(same, outputs.ratio * fed[outputs.campaign], len(outputs))
        left = np.maximum(made - passed, 0.0)
        for kind in (Column.SELL, Column.DISPOSE):
            columns = flows.where(kind)
            columns = columns[self._problem.programme.linear.upper[columns] > 0.0]
            output, first = np.unique(flows.output[columns], return_index=True)
            found[columns[first]] += left[output]
            left[output] = 0.0
        return found, missing

    @cached_property
    def _columns(self) -> list[int]:
        """The plan's column that each of today's flows would be; -1 where gates let none be."""
        layout = self._problem.programme.layout
        takers = np.isin(layout.sites.facility.astype(str), [str(flow.facility) for flow in self.flows])
        columns = layout.flows.where(*CARRYING)
        place: dict[tuple[str | None, str | None, str, str], int] = {}
        for column in columns[takers[layout.flows.site[columns]]] if takers.any() else ():
            ends = layout.ends(int(column))
            place[ends.stream, ends.from_facility, ends.facility, ends.port] = int(column)
        return [
            place.get((flow.stream, flow.from_facility, flow.facility, flow.port), -1) for flow in self.flows
        ]
