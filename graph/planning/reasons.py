"""Why a remainder of a stream has no use in a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from graph.matching.composition import REFUSED
from graph.matching.suggestions import Scored
from graph.model import Facility
from graph.planning.columns import DIVERT
from graph.planning.linear import Floats, Ints
from graph.planning.options import Objective
from graph.planning.plan import UnplacedReason
from graph.planning.programme import BLEND_MAXIMUM, BLEND_MINIMUM, CAPACITY, MONTH_CAPACITY, Programme
from graph.planning.solver import Solution

#: A price below this is none.
NOTHING = 1e-9
_GATES = {
    "phase": ("物态", "phase"),
    "licence": ("危废许可", "hazard licence"),
    "composition": ("成分限值", "composition limit"),
    "moisture": ("含水率限值", "moisture limit"),
    "capacity_gate": ("处理能力", "capacity"),
    "distance_gate": ("运输半径", "distance"),
    "transfer": ("转移规则", "transfer rule"),
    "dates": ("运行日期", "dates"),
}
#: The objective's unit, for prices: what one more unit of the waste or of room would bring.
_PRICED_IN = {
    Objective.TONNES: "",
    Objective.BENEFIT: " CNY",
    Objective.CO2: " kg CO2e",
    Objective.WEIGHTED: "",
}

#: A reason and its details in Chinese and English.
Reason = tuple[UnplacedReason, str, str]


@dataclass(frozen=True)
class Reasons:
    """Finds the reason for every stream of one plan.

    Attributes
    ----------
    price : array
        Of each column: what it gains beyond what its rows are worth, in the objective's unit.
    """

    scored: Scored
    programme: Programme
    solution: Solution
    price: Floats
    objective: Objective

    @cached_property
    def _pairs(self) -> Mapping[str, pd.DataFrame]:
        pairs = self.scored.gated.pairs
        return {str(stream): mine for stream, mine in pairs.groupby("stream")} if len(pairs) else {}

    @cached_property
    def _columns(self) -> Mapping[int, Ints]:
        flows = self.programme.layout.flows
        columns = flows.where(DIVERT)
        order = columns[np.argsort(flows.stream[columns], kind="stable")]
        streams, first = np.unique(flows.stream[order], return_index=True)
        ends = np.concatenate((first, [len(order)]))[1:]
        return {
            int(stream): order[begin:end] for stream, begin, end in zip(streams, first, ends, strict=True)
        }

    @cached_property
    def _names(self) -> Mapping[str, Facility]:
        return self.programme.layout.snapshot.by_id(Facility)

    def of(self, stream: str, row: int, rest: float) -> Reason:
        """Return why `rest` of a stream (id and row) has no use."""
        if rest == 0.0:
            return UnplacedReason.NONE, "", ""
        mine = self._pairs.get(stream)
        if mine is None:
            return UnplacedReason.NO_CONSUMER, "没有设施接收该物料", "no facility takes the material"
        columns = self._columns.get(row, np.empty(0, dtype=np.int64))
        flows = self.programme.layout.flows
        alone = columns[~flows.blended[columns]]
        open_pairs = mine[~mine["refused"]]
        if len(alone):
            return self._full(alone) or self._mixed(columns) or self._worthless(alone)
        if len(open_pairs):
            zh, en = self._facilities(open_pairs["facility"])
            return UnplacedReason.UNKNOWN_CAPACITY, f"产能未知：{zh}", f"capacity not known: {en}"
        return self._mixed(columns) or self._refused(mine)

    def _refused(self, mine: pd.DataFrame) -> Reason:
        closing = [gate for gate in _GATES if (mine[gate] == REFUSED).any()]
        zh = "、".join(_GATES[gate][0] for gate in closing)
        en = ", ".join(_GATES[gate][1] for gate in closing)
        if closing == ["distance_gate"]:
            nearest = float(mine["distance"].min())
            return (
                UnplacedReason.DISTANCE,
                f"最近 {nearest:.0f} km，超出半径",
                f"the nearest is {nearest:.0f} km away",
            )
        return UnplacedReason.GATE, f"被拒于：{zh}", f"every facility refuses it: {en}"

    def _full(self, columns: Ints) -> Reason | None:
        """Return the facilities whose room is worth something, with price and room."""
        programme, sites = self.programme, self.programme.layout.sites
        found = np.unique(programme.layout.flows.site[columns])
        value = np.zeros(len(sites))
        for kind in (CAPACITY, MONTH_CAPACITY):
            rows = np.flatnonzero(programme.row_kind == kind)
            np.maximum.at(value, programme.row_a[rows], self.solution.row_dual[rows])
        full = [int(site) for site in found if value[site] > NOTHING]
        if not full:
            return None
        unit = _PRICED_IN[self.objective]
        words = [
            f"{value[site]:.2f}{unit}; {sites['capacity'][site]:,.0f} {sites['unit'][site]}" for site in full
        ]
        zh, en = (
            separator.join(f"{name} ({word})" for name, word in zip(names, words, strict=True))
            for separator, names in (("、", self._named(full, "zh")), (", ", self._named(full, "en")))
        )
        return (
            UnplacedReason.CAPACITY,
            f"产能已满（影子价格；产能）：{zh}",
            f"full (shadow price; room): {en}",
        )

    def _mixed(self, columns: Ints) -> Reason | None:
        """Return the components that keep a mix from taking more, if some do."""
        linear, kinds = self.programme.linear, self.programme.row_kind
        components = set()
        for column in columns:
            rows = linear.index[linear.start[column] : linear.start[column + 1]]
            values = linear.value[linear.start[column] : linear.start[column + 1]]
            for row in rows[np.isin(kinds[rows], (BLEND_MAXIMUM, BLEND_MINIMUM)) & (values > 0.0)]:
                partners = (linear.index == row) & (linear.value < 0.0)
                if self.solution.row_dual[row] > NOTHING and partners.any():
                    components.add(
                        self.programme.layout.text("limits", "component", self.programme.row_b[row])
                    )
        if not components:
            return None
        names = ", ".join(sorted(components))
        return UnplacedReason.BLENDING, f"掺混已达限值：{names}", f"the mix is at its limit of {names}"

    def _worthless(self, columns: Ints) -> Reason:
        short = -float(self.price[columns].max())
        if self.objective is Objective.BENEFIT and short > NOTHING:
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

    def _named(self, sites: list[int], language: str) -> list[str]:
        ids = self.programme.layout.sites["facility"]
        return [getattr(self._names[ids[site]], f"name_{language}") for site in sites]

    def _facilities(self, ids: pd.Series) -> tuple[str, str]:
        known = [self._names[name] for name in sorted(set(ids))]
        return "、".join(one.name_zh for one in known), ", ".join(one.name_en for one in known)
