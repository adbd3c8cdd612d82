"""What technologies make of what comes in, and what they leave in it, one step at a time.

Plans follow whole parks with it (`carried`), pathways the ways of one stream, so that both say the same yield
and the same refusal of the same waste.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np

from graph.matching.gates.acceptance import accepted_materials
from graph.matching.gates.carried.judging import Broken, Step, compared, of_the_whole
from graph.matching.gates.contents import (
    DRY,
    FREE_WATER,
    WET,
    Content,
    Contents,
    Part,
    Yields,
    basis_family,
    stream_values,
    turned,
    waters,
)
from graph.matching.gates.conveyance import TEMPERATURE
from graph.model import Port
from graph.snapshot import Snapshot
from graph.vocabulary import Direction, FateBasis, Phase

#: All origins that may be in one input; empty where nothing is known of any of it.
Charge = frozenset[Part]
#: An origin of which nobody knows anything.
_UNKNOWN = (Part("", ()),)
#: What an output that nobody traced does not have as it came: any treatment may dry or wet, and a heat pump
#: makes it warmer. No other one does, so that its output is at most as warm as what came in.
_NOT_KEPT = frozenset((FREE_WATER, TEMPERATURE))
#: States of which one holds nothing of another.
_APART = (Phase.GAS.value, Phase.HEAT.value)
#: Tables that say what comes in, what is made of it and which limits hold.
_READ = (
    "waste_streams",
    "stream_components",
    "materials",
    "material_components",
    "technologies",
    "ports",
    "port_yields",
    "element_contents",
    "component_fates",
    "limits",
    "standards",
    "conveyances",
)


class Fate(NamedTuple):
    """What an output has of a component of what came in, and of which of its contents that is said."""

    factor: Content
    basis: FateBasis


class Carrier:
    """Follows what comes into technologies.

    Parameters
    ----------
    snapshot : Snapshot
    on : date or None
        Day on which limits must be in force.

    Attributes
    ----------
    yields : Yields
    broken : dict of (Step, Contents) to Broken
        Of all that was judged: what the taker of a step would refuse were it a stream, with a limit that it
        breaks.
    warm : dict of (Step, Contents) to float
        Of all that was judged and is warm enough where it is made: by how many degrees; not there where
        nothing asks for a temperature, or nobody knows it.
    held : dict of (Step, Contents) to mapping of int to float
        Of all that was judged and is the sale of a product: what it holds at the limits (rows) that cap it
        and are of the whole as received, where that is known exactly.
    """

    def __init__(self, snapshot: Snapshot, on: date | None = None) -> None:
        self.yields = Yields(snapshot)
        self.broken: dict[tuple[Step, Contents], Broken] = {}
        self.warm: dict[tuple[Step, Contents], float] = {}
        self.held: dict[tuple[Step, Contents], Mapping[int, float]] = {}
        self._snapshot, self._on = snapshot, on
        self._known: dict[str, Contents] = {}
        self._judged: set[tuple[Step, Contents]] = set()

    @classmethod
    def of(cls, snapshot: Snapshot, on: date | None = None) -> Carrier:
        """Return the carrier of a snapshot and a day, made once for all that hold its streams and recipes.

        What was judged for one plan is judged for the next, and for suggestions.
        """
        return snapshot.derived(cls, *_READ, given=(on,))

    def read(self, streams: Iterable[str]) -> None:
        """Read what was measured in some streams."""
        asked = dict.fromkeys(name for name in streams if name not in self._known)
        rows = self._snapshot.positions("waste_streams", list(asked))
        rows = np.sort(rows[rows >= 0])
        table = self._snapshot.tables["waste_streams"]
        known: dict[str, Contents] = dict.fromkeys(asked, ())
        if len(rows):
            known |= _measured(self._snapshot.replacing({"waste_streams": table.take(rows)}))
        # Known to others only when it is whole: several may read and judge at once.
        self._known |= known

    def charge(self, streams: Iterable[tuple[str, str]]) -> Charge:
        """Return what comes in of streams that were read, each with what it is taken as; see `Arrival`.

        Of what nobody knows anything no limit or yield can speak.
        """
        parts = (Part(taken_as, self._known.get(stream, ())) for stream, taken_as in streams)
        return frozenset(part for part in parts if part.taken_as or part.contents)

    def left(self, step: Step, charge: Charge) -> Charge:
        """Return what comes to the taker of a step of what came in at its giver."""
        if step.sale:
            # What nobody traced may be thinned by all that is added: it breaks no limit of the product.
            factors: Mapping[str, Fate] | None = self._traced.get((step.giver, step.material), {})
        else:
            factors = self._fate(step.giver, step.material)
        taken_as = self.yields.taken_as(step.taker, step.material) if step.main else ""
        lost = _NOT_KEPT if step.giver in self._pumps else _NOT_KEPT - {TEMPERATURE}
        after = (Part(taken_as, _treated(part.contents, factors, lost)) for part in charge or _UNKNOWN)
        return frozenset(part for part in after if part.taken_as or part.contents)

    def judge(self, left: Iterable[tuple[Step, Charge]]) -> None:
        """Compare what is left on steps with the limits of who takes it, all at once."""
        asked = {(step, part.contents) for step, charge in left for part in charge if part.contents}
        self._compare(asked)
        self.judge_added(
            (step, frozenset((Part("", contents),))) for step, contents in asked if not step.main
        )

    def judge_added(self, left: Iterable[tuple[Step, Charge]]) -> None:
        """Compare what auxiliary inputs bring into products with the limits of these."""
        beside = [(step, part.contents) for step, charge in left for part in charge if not step.sale]
        self._compare(
            {one for step, contents in beside for one in self.added(step.taker, step.material, contents)}
        )

    def _compare(self, asked: set[tuple[Step, Contents]]) -> None:
        asked = asked - self._judged
        broken, warm, held = compared(self._snapshot, sorted(asked), self._on)
        self.broken |= broken
        self.warm |= warm
        self.held |= held
        self._judged |= asked

    def brought(self, technology: str, charge: Charge) -> dict[int, float]:
        """Return what a unit of an input brings into products at limits of their own, if that was judged."""
        sales = self.sales.get(technology, ())
        return highest(
            self.held.get((sale, part.contents), {}) for sale in sales for part in self.left(sale, charge)
        )

    def brought_beside(self, step: Step, charge: Charge) -> dict[int, float]:
        """Return what a unit of an auxiliary input brings into products, if that was judged."""
        ratio = self._auxiliary.get((step.taker, step.material))
        if ratio is None or not ratio.likely > 0.0:
            return {}
        return {limit: value / ratio.likely for limit, value in self.adds(step, charge).items()}

    def adds(self, step: Step, charge: Charge) -> dict[int, float]:
        """Return what all of an auxiliary input that a recipe asks for adds to its products, if judged."""
        return highest(
            self.held.get(key, {})
            for part in charge
            for key in self.added(step.taker, step.material, part.contents)
        )

    def keeps(self, technology: str, material: str) -> float:
        """Return what an output has of each degree of what came in; 0 where its temperature is its own."""
        fate = self._fate(technology, material)
        if fate is None:
            return 1.0
        return fate[TEMPERATURE].factor.likely if TEMPERATURE in fate else 0.0

    def spare(self, step: Step, charge: Charge) -> float:
        """Return by how many degrees what is left on a step that was judged is warmer than it has to be."""
        return min((self.warm.get((step, part.contents), np.inf) for part in charge), default=np.inf)

    def refuses(self, step: Step, charge: Charge) -> bool:
        """Return whether the taker would refuse what is left on a step that was judged."""
        return any((step, part.contents) in self.broken or self.spoilt(step, part) for part in charge)

    def spoilt(self, step: Step, part: Part) -> Broken | None:
        """Return the limit of a product of the taker that an auxiliary input breaks by itself, if judged."""
        if step.main or step.sale:
            return None
        brought = (self.broken.get(key) for key in self.added(step.taker, step.material, part.contents))
        return next((one for one in brought if one is not None and one.above), None)

    def added(self, technology: str, material: str, contents: Contents) -> list[tuple[Step, Contents]]:
        """Return what an auxiliary input brings into products that the recipe sets a limit, per unit of each.

        Its ratio times what it contains, times what the product holds of what comes in. Counted are contents
        by mass, and activities, of the whole as received; of dry matter nobody can tell here.
        """
        ratio = self._auxiliary.get((technology, material))
        if ratio is None:
            return []
        brought = tuple((key, content.times(ratio)) for key, content in contents if of_the_whole(*key))
        found = []
        for sale in self.sales.get(technology, ()):
            left = _treated(brought, self._traced.get((technology, sale.material), {}))
            if left:
                found.append((sale, left))
        return found

    @cached_property
    def _auxiliary(self) -> dict[tuple[str, str], Content]:
        """Return the ratios of auxiliary inputs, by technology and the materials that are taken as each."""
        units = dict(
            zip(*(self._snapshot.strings("materials", name).tolist() for name in ("id", "unit")), strict=True)
        )
        ports = self._snapshot.by_id(Port)
        main: dict[str, str] = {
            port.technology: units[port.material]
            for port in ports.values()
            if port.direction is Direction.MAIN_INPUT
        }
        taken = accepted_materials(self._snapshot)
        beside = taken.take(~taken.main)
        names = (
            self._snapshot.strings(table, "id")[rows].tolist()
            for table, rows in (
                ("technologies", beside.technology),
                ("materials", beside.material),
                ("ports", beside.port),
            )
        )
        found = {}
        for technology, material, name in zip(*names, strict=True):
            if technology in self.sales and units[ports[name].material] == main.get(technology):
                found[technology, material] = Content(*(ports[name].ratio.likely,) * 3)
        return found

    @cached_property
    def sales(self) -> dict[str, list[Step]]:
        """Return the sales of products that their own recipe sets a limit, by technology.

        What a technology also takes in was judged there.
        """
        made: set[tuple[str, str]] = set()
        taken: set[tuple[str, str]] = set()
        for port in self._snapshot.all(Port):
            if port.direction is Direction.PRODUCT:
                made.add((port.technology, port.material))
            elif port.direction in (Direction.MAIN_INPUT, Direction.AUXILIARY_INPUT):
                taken.add((port.technology, port.material))
        table = self._snapshot.tables["limits"]
        bounded = zip(table["technology"].to_pylist(), table["material"].to_pylist(), strict=True)
        found: dict[str, list[Step]] = {}
        for technology, material in sorted(made.intersection(bounded) - taken):
            found.setdefault(technology, []).append(Step(technology, material, technology, main=False))
        return found

    @cached_property
    def _traced(self) -> dict[tuple[str, str], dict[str, Fate]]:
        words = (
            self._snapshot.strings("component_fates", name)
            for name in ("technology", "material", "component", "basis")
        )
        factors = (
            self._snapshot.numbers("component_fates", f"factor_{end}").tolist() for end in Content._fields
        )
        found: dict[tuple[str, str], dict[str, Fate]] = {}
        for technology, material, component, basis, *factor in zip(*words, *factors, strict=True):
            fate = Fate(Content(*factor), FateBasis(basis))
            found.setdefault((technology, material), {})[component] = fate
        return found

    @cached_property
    def _states(self) -> tuple[dict[str, str], dict[str, set[str]]]:
        """Return the state of each material, and those of the main inputs of each technology."""
        ids, phases = (self._snapshot.strings("materials", column) for column in ("id", "phase"))
        state = {name: phase if phase in _APART else "" for name, phase in zip(ids, phases, strict=True)}
        takes: dict[str, set[str]] = {}
        for port in self._snapshot.all(Port):
            if port.direction is Direction.MAIN_INPUT:
                takes.setdefault(port.technology, set()).add(state[port.material])
        return state, takes

    @cached_property
    def _pumps(self) -> frozenset[str]:
        """Return the technologies that give more heat than they take: it is as warm as they make it."""
        state, takes = self._states
        given: dict[str, float] = {}
        for port in self._snapshot.all(Port):
            if port.direction is Direction.PRODUCT and state[port.material] == Phase.HEAT.value:
                given[port.technology] = given.get(port.technology, 0.0) + port.ratio.likely
        heat = {Phase.HEAT.value}
        return frozenset(name for name, ratio in given.items() if ratio > 1.0 and takes.get(name) == heat)

    def _fate(self, technology: str, material: str) -> Mapping[str, Fate] | None:
        """Return what becomes of components in one output of a technology.

        None: nobody traced it, and it can hold what came in. A gas or heat holds nothing of what is neither.
        """
        traced = self._traced.get((technology, material))
        if traced is not None:
            return traced
        state, takes = self._states
        return None if state[material] in takes.get(technology, ()) else {}


def _measured(snapshot: Snapshot) -> dict[str, Contents]:
    """Return what was measured in each stream; a typical value decides nothing, indices are made anew."""
    values = stream_values(snapshot)
    kept = values.take(values.measured & ~np.isnan(values.likely) & (values.basis != "index"))
    names = snapshot.strings("waste_streams", "id")[kept.owner].tolist()
    # No content is below nothing, whatever a laboratory says.
    ends = (np.maximum(end, 0.0).tolist() for end in (kept.low, kept.likely, kept.high))
    found: dict[str, list[tuple[tuple[str, str], Content]]] = {}
    for stream, component, basis, *of_range in zip(
        names, kept.component.tolist(), kept.basis.tolist(), *ends, strict=True
    ):
        found.setdefault(stream, []).append(((component, basis), Content(*of_range)))
    return {stream: tuple(sorted(contents)) for stream, contents in found.items()}


def _treated(
    contents: Contents, factors: Mapping[str, Fate] | None, lost: frozenset[str] = _NOT_KEPT
) -> Contents:
    if factors is None:
        return tuple((key, content) for key, content in contents if key[0] not in lost)
    water = waters(contents)
    return tuple(
        (told, amount.times(factors[key[0]].factor))
        for key, content in contents
        if key[0] in factors
        for told, amount in _on_basis(key, content, factors[key[0]].basis, water)
    )


def _on_basis(
    key: tuple[str, str], content: Content, basis: FateBasis, water: Sequence[Content]
) -> Iterator[tuple[tuple[str, str], Content]]:
    """Give a content on the basis that a factor is of, once for each water content that was measured.

    As it is, where it states no basis or no water is known.
    """
    component, measured = key
    wanted = {FateBasis.DRY: (WET, " wet", " dry"), FateBasis.WET: (DRY, " dry", " wet")}.get(basis)
    known = [one for one in water if max(one) < 100.0]
    if wanted is None or component == FREE_WATER or basis_family(measured)[0] != wanted[0] or not known:
        yield key, content
        return
    _, of, instead = wanted
    for one in known:
        ends = turned(content, one, DRY if basis is FateBasis.DRY else WET)
        yield (component, measured.removesuffix(of) + instead), ends


def highest(some: Iterable[Mapping[int, float]]) -> dict[int, float]:
    """Return the highest of each of some values.

    Examples
    --------
    >>> highest([{1: 0.2, 2: 0.1}, {1: 0.3}])
    {1: 0.3, 2: 0.1}
    """
    found: dict[int, float] = {}
    for values in some:
        for key, value in values.items():
            found[key] = max(found.get(key, value), value)
    return found
