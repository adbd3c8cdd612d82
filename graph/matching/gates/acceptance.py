"""Which input ports take which materials, by the taxonomy.

A port that takes a material takes its kinds. The other way, from a more general material down to a port that
wants one of its kinds, is open only where it is asked for: somebody must say which kind it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from operator import itemgetter

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from graph.errors import SymbioflowError
from graph.snapshot import Snapshot
from graph.taxonomy import Lineage, ancestors
from graph.tools import Columns, grouped, matching, numbered
from graph.value import unchanged_outputs
from graph.vocabulary import Direction, OperatingState


@dataclass(frozen=True, slots=True)
class Downward:
    """How far a more general material may be offered to a port that wants one of its kinds.

    Attributes
    ----------
    steps : int
        Levels of the taxonomy; 0 closes the way.
    kinds : int
        A material with more kinds than this within those levels is an umbrella, and closed.
    """

    steps: int
    kinds: int


#: Only what a port takes for certain.
CLOSED = Downward(0, 0)


@dataclass(frozen=True, slots=True)
class Accepted(Columns):
    """Materials that input ports take, or might; rows of the snapshot's tables.

    Attributes
    ----------
    material, wanted : int array
        What comes, and the port's own material.
    technology, port : int array
    main : bool array
        Whether the port takes a main input.
    steps : int array
        Levels of the taxonomy between both materials; 0 where they are the same.
    narrower : bool array
        Whether the port wants a kind of the material.
    """

    material: NDArray[np.int64]
    wanted: NDArray[np.int64]
    technology: NDArray[np.int64]
    port: NDArray[np.int64]
    main: NDArray[np.bool_]
    steps: NDArray[np.int64]
    narrower: NDArray[np.bool_]

    @property
    def taken_as(self) -> NDArray[np.int64]:
        """The material whose limits hold: its own, or the kind of it that the port wants."""
        return np.where(self.narrower, self.wanted, self.material)

    def by_material(self, snapshot: Snapshot) -> dict[str, list[str]]:
        """Return the ids of the technologies that take each material, by id."""
        technology, material = (snapshot.strings(name, "id") for name in ("technologies", "materials"))
        pairs = zip(material[self.material].tolist(), technology[self.technology].tolist(), strict=True)
        return {name: [taker for _, taker in some] for name, some in grouped(pairs, itemgetter(0)).items()}


def accepted_materials(snapshot: Snapshot, downward: Downward = CLOSED) -> Accepted:
    """Return which materials each input port takes, by material and by the technology's id.

    Made once, for all who ask.

    Parameters
    ----------
    snapshot : Snapshot
    downward : Downward
        How far to go from a more general material to ports that want a kind of it.
    """
    made = _surely if downward == CLOSED else _perhaps
    return snapshot.derived(made, "materials", "ports", "technologies", given=(downward,))


def _surely(snapshot: Snapshot, downward: Downward) -> Accepted:
    # Apart from what may be taken, so that whoever asks for both in turn finds both kept.
    return _perhaps(snapshot, downward)


def _perhaps(snapshot: Snapshot, downward: Downward) -> Accepted:
    ports = _inputs(snapshot)
    lineage = ancestors(snapshot)
    line, at = matching(lineage.ancestor, ports.wanted)
    accepted = replace(ports.take(at), material=lineage.material[line], steps=lineage.steps[line])
    # What a technology makes of a material it does not take for it: washed gypsum is not washed again.
    unchanged = sorted(unchanged_outputs(snapshot))
    treated = _pairs(
        snapshot,
        snapshot.positions("technologies", [maker for maker, _ in unchanged]),
        snapshot.positions("materials", [made for _, made in unchanged]),
    )
    own = _pairs(snapshot, accepted.technology, accepted.material)
    accepted = accepted.take(~np.isin(own, treated) | (accepted.steps == 0))
    if downward.steps > 0:
        kinds = openable_kinds(snapshot, downward)
        line, at = matching(kinds.material, ports.wanted)
        guessed = replace(
            ports.take(at),
            material=kinds.ancestor[line],
            steps=kinds.steps[line],
            narrower=np.ones(len(at), dtype=bool),
        )
        sure = _pairs(snapshot, accepted.technology, accepted.material)
        guessed = guessed.take(~np.isin(_pairs(snapshot, guessed.technology, guessed.material), sure))
        accepted = Accepted.joined([accepted, guessed])
    # A technology may list a parent and its child: the nearer port takes the child.
    names = snapshot.strings("technologies", "id").astype(str)[accepted.technology]
    order = np.lexsort((accepted.port, accepted.steps, accepted.main, names, accepted.material))
    accepted = accepted.take(order)
    _, first = numbered(accepted.material, accepted.technology, accepted.main)
    return accepted.take(first)


def _inputs(snapshot: Snapshot) -> Accepted:
    """Return each input port with its own material."""
    technology = snapshot.rows("ports", "technology")
    material = snapshot.rows("ports", "material")
    direction = snapshot.strings("ports", "direction")
    main = direction == Direction.MAIN_INPUT.value
    taking = main | (direction == Direction.AUXILIARY_INPUT.value)
    rows = np.flatnonzero(taking & (technology >= 0) & (material >= 0))
    none = np.zeros(len(rows), dtype=np.int64)
    return Accepted(
        material=material[rows],
        wanted=material[rows],
        technology=technology[rows],
        port=rows,
        main=main[rows],
        steps=none,
        narrower=none.astype(bool),
    )


def _pairs(
    snapshot: Snapshot, technology: NDArray[np.int64], material: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return one number for each technology and material."""
    return technology * snapshot.count("materials") + material


def openable_kinds(snapshot: Snapshot, downward: Downward) -> Lineage:
    """Return the kinds (`material`) that more general materials (`ancestor`) may turn out to be.

    What a treatment makes of a material is no kind that it could turn out to be: unwashed gypsum is not
    washed gypsum that nobody named.
    """
    lineage = ancestors(snapshot)
    below = lineage.take((lineage.steps > 0) & (lineage.steps <= downward.steps))
    kinds = np.bincount(below.ancestor, minlength=snapshot.count("materials"))
    treated = snapshot.positions("materials", [material for _, material in unchanged_outputs(snapshot)])
    return below.take((kinds[below.ancestor] <= downward.kinds) & ~np.isin(below.material, treated))


def running_technologies(snapshot: Snapshot) -> frozenset[str]:
    """Return the technologies of the facilities that run or are planned."""
    return frozenset(snapshot.strings("facilities", "technology")[running_rows(snapshot)])


def running_rows(snapshot: Snapshot) -> NDArray[np.int64]:
    """Return the rows of the facilities that run or are planned, at an enterprise that is not closed."""
    facilities, sites = snapshot.tables["facilities"], snapshot.tables["enterprises"]
    closed, site_closed = (
        pc.fill_null(pc.equal(table["state"], OperatingState.CLOSED.value), False).to_numpy()
        for table in (facilities, sites)
    )
    site = snapshot.rows("facilities", "enterprise")
    return np.flatnonzero(~closed & ~np.append(site_closed, False)[site])


def require_supply(snapshot: Snapshot) -> None:
    """Refuse streams whose amounts are no numbers: nothing could be said of where they go.

    Raises
    ------
    SymbioflowError
        ``NOT_FINITE``, naming the stream.
    """
    for column in ("supply_likely", "in_use_likely"):
        amounts = snapshot.numbers("waste_streams", column)
        if not np.isfinite(amounts).all():
            row = int(np.flatnonzero(~np.isfinite(amounts))[0])
            name = snapshot.strings("waste_streams", "id")[row]
            raise SymbioflowError(
                "NOT_FINITE.stream", stream=str(name), column=column, given=float(amounts[row])
            )
