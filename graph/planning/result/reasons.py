"""Why a remainder of a stream has no use in a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.matching import GateName
from graph.matching.ranking import Candidates
from graph.messages import names_of
from graph.model import Facility, Limit, Technology
from graph.planning.options import Objective
from graph.planning.programme import Column, Programme, Row
from graph.planning.result.plan import UnplacedReason
from graph.planning.solver import Floats, Ints, Solution, summed
from graph.planning.tolerances import NO_REASON

#: Gates that can refuse, in words.
_GATES = {
    GateName.PHASE: ("物态", "phase"),
    GateName.LICENCE: ("危废许可", "hazard licence"),
    GateName.COMPOSITION: ("成分限值", "composition limit"),
    GateName.MOISTURE: ("含水率限值", "moisture limit"),
    GateName.CAPACITY: ("处理能力", "capacity"),
    GateName.DISTANCE: ("运输半径", "distance"),
    GateName.TRANSFER: ("转移规则", "transfer rule"),
    GateName.DATES: ("运行日期", "dates"),
}
#: So many limits that a stream breaks are named.
_NAMED = 4
#: A reason and its details in Chinese and English.
Reason = tuple[UnplacedReason, str, str]


class Refusals(NamedTuple):
    """Limits that are broken, in words."""

    zh: tuple[str, ...]
    en: tuple[str, ...]


@dataclass(frozen=True)
class Reasons:
    """Finds the reason for every stream of one plan.

    Attributes
    ----------
    price : array
        Of each column: what it gains beyond what its rows are worth, in the objective's unit.
    """

    candidates: Candidates
    programme: Programme
    solution: Solution
    price: Floats
    objective: Objective

    @cached_property
    def _links(self) -> tuple[Ints, Ints]:
        """Streams and facilities (rows) of the linkages that no gate refuses, by stream."""
        alone = ~self.candidates.blended
        return self.candidates.stream[alone], self.candidates.facility[alone]

    @cached_property
    def _columns(self) -> Mapping[int, Ints]:
        flows = self.programme.layout.flows
        columns = flows.where(Column.DIVERT)
        order = columns[np.argsort(flows.stream[columns], kind="stable")]
        streams, first = np.unique(flows.stream[order], return_index=True)
        ends = np.concatenate((first, [len(order)]))[1:]
        return {
            int(stream): order[begin:end] for stream, begin, end in zip(streams, first, ends, strict=True)
        }

    @cached_property
    def _names(self) -> Mapping[str, Facility]:
        return self.programme.layout.snapshot.by_id(Facility)

    @cached_property
    def _technologies(self) -> Mapping[str, Technology]:
        return self.programme.layout.snapshot.by_id(Technology)

    def reason(self, row: int, rest: float) -> Reason:
        """Return why `rest` of a stream (row in the snapshot) has no use, and the limits that it breaks."""
        if rest == 0.0:
            return UnplacedReason.NONE, "", ""
        why, zh, en = self._why(row)
        limits = self._limits(row)
        return why, "；".join((zh, *limits.zh)), "; ".join((en, *limits.en))

    def _why(self, row: int) -> Reason:
        if not self.candidates.has_takers(row):
            return UnplacedReason.NO_CONSUMER, "没有设施接收该物料", "no facility takes the material"
        columns = self._columns.get(row, np.empty(0, dtype=np.int64))
        flows = self.programme.layout.flows
        alone = columns[~flows.blended[columns]]
        streams, facilities = self._links
        waiting = facilities[np.searchsorted(streams, row) : np.searchsorted(streams, row, side="right")]
        if len(alone):
            return self._full(alone) or self._mixed(columns) or self._worthless(alone)
        if len(waiting):
            zh, en = self._facilities(waiting)
            return UnplacedReason.UNKNOWN_CAPACITY, f"产能未知：{zh}", f"capacity not known: {en}"
        mixing = np.array([column for column in columns if self._has_partners(column)], dtype=np.int64)
        if len(mixing):
            return self._mixed(mixing) or self._full(mixing) or self._worthless(mixing)
        return self._refused(row)

    def _limits(self, row: int) -> Refusals:
        """Return the limits that the stream breaks itself, and those that what is left of it breaks."""
        layout = self.programme.layout
        broken = [self._limit(limit, value) for limit, value in self.candidates.broken(row)]
        broken = list(dict.fromkeys(broken))[:_NAMED]
        zh = [f"超出限值：{'、'.join(word for word, _ in broken)}"] if broken else []
        en = [f"limits that it breaks: {', '.join(word for _, word in broken)}"] if broken else []
        stream = frozenset((layout.text("waste_streams", "id", row),))
        columns = self._columns.get(row, np.empty(0, dtype=np.int64))
        runs = np.unique(layout.sites.technology_row[layout.flows.site[columns]])
        after: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
        for technology in runs.tolist():
            for one in layout.origins.broken(layout.text("technologies", "id", technology), stream):
                taker = names_of(self._technologies[one.step.taker])
                giver = names_of(self._technologies[one.step.giver])
                limit_zh, limit_en = self._limit(one.limit, one.value)
                key = f"经{giver.zh}后（{limit_zh}）被拒于：", f"after {giver.en} ({limit_en}) refused by "
                takers = after.setdefault(key, ([], []))
                takers[0].append(taker.zh)
                takers[1].append(taker.en)
        named = list(after.items())[:_NAMED]
        zh += [f"{key[0]}{'、'.join(dict.fromkeys(takers[0]))}" for key, takers in named]
        en += [f"{key[1]}{', '.join(dict.fromkeys(takers[1]))}" for key, takers in named]
        return Refusals(tuple(zh), tuple(en))

    def _limit(self, row: int, value: float) -> tuple[str, str]:
        """Return what is found against a limit and what is allowed, in Chinese and English."""
        limit = self.programme.layout.snapshot.at(Limit, row)
        found = f"{limit.component} {value:.4g} {limit.basis}"
        if limit.maximum is not None and value > limit.maximum:
            return f"{found}，上限 {limit.maximum:g}", f"{found}, at most {limit.maximum:g}"
        if limit.minimum is not None and value < limit.minimum:
            return f"{found}，下限 {limit.minimum:g}", f"{found}, at least {limit.minimum:g}"
        # What is all water meets no limit of dry matter, whatever it holds.
        return f"{limit.component}：没有干物质", f"{limit.component}: no dry matter"

    def _refused(self, row: int) -> Reason:
        closing, nearest = self.candidates.closing(row)
        zh = "、".join(_GATES[gate][0] for gate in closing)
        en = ", ".join(_GATES[gate][1] for gate in closing)
        if closing == (GateName.DISTANCE,):
            return (
                UnplacedReason.DISTANCE,
                f"最近 {nearest:.0f} km，超出半径",
                f"the nearest is {nearest:.0f} km away",
            )
        return UnplacedReason.GATE, f"被拒于：{zh}", f"every facility refuses it: {en}"

    def _full(self, columns: Ints) -> Reason | None:
        """Return the facilities whose room is worth something or used up, with price and room."""
        programme, sites, flows = self.programme, self.programme.layout.sites, self.programme.layout.flows
        found = np.unique(flows.site[columns])
        value = np.zeros(len(sites))
        for kind in (Row.CAPACITY, Row.MONTH_CAPACITY):
            rows = np.flatnonzero(programme.row_kind == kind)
            np.maximum.at(value, programme.row_a[rows], self.solution.row_dual[rows])
        # The share of an input in the mix is room of its own; only its own port's counts.
        shares = np.flatnonzero(
            (programme.row_kind == Row.SHARE) & np.isin(programme.row_b, flows.port[columns])
        )
        np.maximum.at(value, programme.row_a[shares], self.solution.row_dual[shares])
        room = sites.capacity.copy()
        tight = shares[self.solution.row_dual[shares] > NO_REASON]
        room[programme.row_a[tight]] = programme.linear.row_upper[tight]
        # Water and heat have no price in an objective of tonnes: that the room is used up says it for them.
        harmless = np.unique(flows.site[columns[self.price[columns] >= -NO_REASON]])
        used_up = self._used_up & np.isin(np.arange(len(sites)), harmless)
        full = [int(site) for site in found if value[site] > NO_REASON or used_up[site]]
        if not full:
            return None
        # A price in tonnes is a share of a tonne, and one in a mix has no unit.
        unit = f" {self.objective.unit}" if self.objective in (Objective.BENEFIT, Objective.CO2) else ""
        words = [f"{value[site]:.2f}{unit}; {room[site]:,.0f} {sites.unit[site]}" for site in full]
        zh, en = (
            separator.join(f"{name} ({word})" for name, word in zip(names, words, strict=True))
            for separator, names in (("、", self._named(full, "zh")), (", ", self._named(full, "en")))
        )
        return (
            UnplacedReason.CAPACITY,
            f"产能已满（影子价格；产能）：{zh}",
            f"full (shadow price; room): {en}",
        )

    @cached_property
    def _used_up(self) -> NDArray[np.bool_]:
        """Return which facilities have no room left."""
        flows, sites = self.programme.layout.flows, self.programme.layout.sites
        feeding = flows.feeding()
        taken = summed(flows.site[feeding], self.solution.flows[feeding], len(sites))
        used: NDArray[np.bool_] = taken >= sites.capacity * (1.0 - NO_REASON)
        return used

    def _has_partners(self, column: int) -> bool:
        """Whether something else could bring each limit that the column breaks back within its bound."""
        linear, kinds = self.programme.linear, self.programme.row_kind
        entries = slice(linear.start[column], linear.start[column + 1])
        rows, values = linear.index[entries], linear.value[entries]
        broken = rows[np.isin(kinds[rows], (Row.BLEND_MAXIMUM, Row.BLEND_MINIMUM)) & (values > 0.0)]
        return bool(self._relieved[broken].all())

    @cached_property
    def _relieved(self) -> NDArray[np.bool_]:
        """Return which rows have a column that makes room in them."""
        linear = self.programme.linear
        relieved = np.zeros(linear.rows, dtype=bool)
        relieved[linear.index[linear.value < 0.0]] = True
        return relieved

    def _mixed(self, columns: Ints) -> Reason | None:
        """Return the components that keep a mix from taking more, if some do."""
        linear, kinds = self.programme.linear, self.programme.row_kind
        components = set()
        for column in columns:
            rows = linear.index[linear.start[column] : linear.start[column + 1]]
            values = linear.value[linear.start[column] : linear.start[column + 1]]
            for row in rows[np.isin(kinds[rows], (Row.BLEND_MAXIMUM, Row.BLEND_MINIMUM)) & (values > 0.0)]:
                if self.solution.row_dual[row] > NO_REASON and self._relieved[row]:
                    components.add(
                        self.programme.layout.text("limits", "component", self.programme.row_b[row])
                    )
        if not components:
            return None
        names = ", ".join(sorted(components))
        return UnplacedReason.BLENDING, f"掺混已达限值：{names}", f"the mix is at its limit of {names}"

    def _worthless(self, columns: Ints) -> Reason:
        closed = self._closed(columns)
        if closed is not None:
            return closed
        short = -float(self.price[columns].max())
        if self.objective is Objective.BENEFIT and short > NO_REASON:
            return (
                UnplacedReason.UNECONOMIC,
                f"每单位亏损 {short:.2f} 元",
                f"the best use loses {short:.2f} CNY per unit",
            )
        return (
            UnplacedReason.NO_GAIN,
            "可用设施的残渣或辅料限制抵消了收益",
            "what is left could only go where residue or the main input leaves no gain",
        )

    def _closed(self, columns: Ints) -> Reason | None:
        """Return what bars every column: the register, the smallest lot, or facilities that stand still."""
        flows = self.programme.layout.flows
        if not self.programme.linear.upper[columns].any():
            return (
                UnplacedReason.GATE,
                "登记中已拒绝，或不足最小批量",
                "the register rejects it, or it is less than the smallest lot",
            )
        decisions = flows.where(Column.RUN)
        idle = flows.site[decisions[self.solution.flows[decisions] < 0.5]]
        sites = np.unique(flows.site[columns])
        if not np.isin(sites, idle).all():
            return None
        zh, en = (self._named([int(site) for site in sites], language) for language in ("zh", "en"))
        return (
            UnplacedReason.NO_GAIN,
            f"在预算和最小规模内不运行：{'、'.join(zh)}",
            f"does not run within the budget and its minimum scale: {', '.join(en)}",
        )

    def _named(self, sites: list[int], language: str) -> list[str]:
        ids = self.programme.layout.sites.facility
        return [names_of(self._names[ids[site]]).text(language) for site in sites]

    def _facilities(self, rows: Ints) -> tuple[str, str]:
        layout = self.programme.layout
        known = [self._names[layout.text("facilities", "id", row)] for row in np.unique(rows)]
        names = [names_of(facility) for facility in known]
        return "、".join(name.zh for name in names), ", ".join(name.en for name in names)
