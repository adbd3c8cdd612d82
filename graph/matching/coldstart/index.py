"""What speaks for a receiving industry before anything is measured: the sources that a cold start mixes.

Six sources speak, each with a number from 0 to 1 for every class of NACE: process knowledge (`MaterialUse`)
of the class itself and of its division, the technology library, documented exchanges of like wastes, what
the donor's industry usually gives off, and how often an industry receives anything at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from graph.knowledge import (
    Candidate,
    Contradictions,
    IndustryReader,
    LikenessIndex,
    MaterialReader,
    Reading,
    normalised,
    readings_of,
    sector_likeness,
)
from graph.matching.weights import Weights
from graph.model import MaterialUse, Port, Precedent, Technology
from graph.snapshot import Snapshot
from graph.taxonomy import upward
from graph.tools import once
from graph.vocabulary import Direction
from graph.wording import ListedWord

Vector = np.ndarray[Any, np.dtype[np.float64]]

#: Tables that an index is made of.
_READ = (
    "weights",
    "materials",
    "material_uses",
    "waste_codes",
    "technologies",
    "ports",
    "industries",
    "enterprises",
    "precedents",
)
#: `MaterialUse.commonness` of a main outlet.
_MAIN_OUTLET = 3.0
_INPUT_WEIGHTS = {
    Direction.MAIN_INPUT: "cold.main-input",
    Direction.AUXILIARY_INPUT: "cold.auxiliary-input",
}


class UseSource(ListedWord):
    """What speaks for a receiving industry.

    The weight of each is ``cold.<source>`` among all industries and ``park.<source>`` among neighbours.
    """

    KNOWLEDGE = "knowledge", "General process knowledge: the industry takes the material."
    DIVISION = "division", "Several industries of the same division take the material."
    TECHNOLOGY = "technology", "A recipe of the library that the industry runs takes the material."
    PRECEDENT = "precedent", "Documented exchanges of like wastes."
    DONOR = "donor", "The industry takes what the donor's industry usually gives off."
    POPULARITY = "popularity", "How often the industry receives anything."


class ColdStartIndex:
    """A snapshot prepared for cold starts; built once, then asked any number of times.

    Attributes
    ----------
    kinship : array
        How far a use of one material (column) holds for another (row): 1 for itself, less for each step up
        or down the taxonomy.
    use_kinship : array
        The same for process knowledge, where a family's uses count less for a material that has its own.
    knowledge, technology : array
        What each material (row) is to each NACE class (column), 0 to 1, kin included.
    use_rows : dict
        (material, class) -> positions in `uses`.
    port_rows : dict
        (material, class) -> ids of the technologies.
    receivers : array
        Share of each precedent (row) that goes to each NACE class.
    division_starts : array
        Position of each division's first class.
    """

    def __init__(self, snapshot: Snapshot, weights: Weights | None = None) -> None:
        self.weights = weights or Weights.of(snapshot)
        self.industries, self.materials = IndustryReader.of(snapshot), MaterialReader.of(snapshot)
        self._contradictions = Contradictions.among(snapshot)
        self.precedents = snapshot.all(Precedent)
        self.uses = snapshot.all(MaterialUse)
        self.technologies = snapshot.by_id(Technology)
        self.class_at = {code: at for at, code in enumerate(self.industries.classes)}
        self.material_at = {str(item.id): at for at, item in enumerate(self.materials.materials)}
        divisions = np.array([code[:2] for code in self.industries.classes], dtype=object)
        _, self.division_starts, self._division_at = np.unique(
            divisions, return_index=True, return_inverse=True
        )
        parent_of = {str(item.id): item.kind_of for item in self.materials.materials}.get
        #: Materials, their more general kinds and how many steps these are above, by position.
        self._above = np.array(
            [
                (at, self.material_at[above], steps)
                for name, at in self.material_at.items()
                for steps, above in enumerate(upward(name, parent_of))
            ],
            dtype=np.int64,
        ).reshape(-1, 3)
        self.kinship = self._kinship()
        self.use_kinship = self._use_kinship()
        self._uses_by_material: dict[str, list[tuple[MaterialUse, str]]] = {}
        self.knowledge, self.use_rows = self._knowledge()
        self.technology, self.port_rows = self._technology(snapshot.all(Port))
        self._breadth = self.knowledge.mean(axis=0) if len(self.knowledge) else np.zeros(len(self.class_at))
        #: What the waste of each precedent means.
        self.readings = readings_of(snapshot)
        self._prepare_precedents()

    @classmethod
    def of(cls, snapshot: Snapshot, weights: Weights | None = None) -> ColdStartIndex:
        """Return the index of a snapshot; under its own weights one is made for all of the same library."""
        if weights is not None and weights != Weights.of(snapshot):
            return cls(snapshot, weights)
        return snapshot.derived(cls, *_READ)

    def meaning(self, waste: str, donor: tuple[str, ...]) -> Reading:
        """Return what a waste text means when an industry (NACE classes) gives it off."""
        return self._contradictions.read(waste, self.industries.isic_of(donor))

    def parts(
        self, meant: Sequence[Candidate], waste: str, donor: tuple[str, ...], left_out: str = ""
    ) -> Vector:
        """Return every source's say on every NACE class, shape (sources, classes).

        Parameters
        ----------
        donor : tuple of str
            NACE classes of the donor; empty when it is not known.
        left_out : str
            Precedents of this case are left out of everything that learns from precedents.
        """
        return self._parts(self.likely(meant), waste, donor, left_out)

    def usual(self, likely: Vector, waste: str, left_out: str = "") -> Vector:
        """Return how usual it is that each NACE class takes what words mean, whoever gives it off; 0 to 1.

        The same sources as for a text, in the mixture that ranks neighbours.

        Parameters
        ----------
        likely : array
            How far each material is meant; see `settled`.
        left_out : str
            As for `parts`.
        """
        found: Vector = self.mixture_among_neighbours() @ self._parts(likely, waste, (), left_out)
        return found

    def settled(self, material: str, meant: Sequence[Candidate] = ()) -> Vector:
        """Return how far each material is meant by words of which somebody has said what they mean.

        What was said counts 1. What else the words may mean counts as far as it reads like them beside what
        was said, at most 1 too: several kinds that read alike speak together. Words that do not read like
        what was said speak for nothing.
        """
        likely = np.zeros(len(self.material_at))
        likely[self.material_at[material]] = 1.0
        said = next((item.likeness for item in meant if item.id == material), 0.0)
        if said > 0.0:
            for item in meant:
                beside = (item.likeness / said) ** self.weights["cold.sharpness"]
                likely[self.material_at[item.id]] = min(1.0, beside)
        return likely

    def like_exchanges(self, material: str) -> Vector:
        """Return how like the waste of each precedent is to a material of the library, 0 to 1."""
        return self.voices(self.settled(material), self.name(material), ())

    def uses_of(self, material: str) -> list[tuple[MaterialUse, str]]:
        """Return what process knowledge says of a material itself, each row with each of its NACE classes."""
        return self._uses_by_material.get(material, [])

    def name(self, material: str) -> str:
        """Return the name of a material of the library."""
        row = self.materials.materials[self.material_at[material]]
        return row.name_en or row.name_zh

    def _parts(self, likely: Vector, waste: str, donor: tuple[str, ...], left_out: str = "") -> Vector:
        certainty = likely.max(initial=0.0) / (likely.sum() or 1.0)
        knowledge = certainty * _sum_of(likely, self.knowledge)
        kept, popular = self._without(left_out)
        voices = self.voices(likely, waste, donor) * kept
        shrinkage = self.weights["cold.shrinkage"]
        return np.stack(
            [
                knowledge,
                self.division_of(knowledge),
                certainty * _sum_of(likely, self.technology),
                voices @ self.receivers / (float(voices.sum()) + shrinkage),
                self._usual_for(donor),
                popular,
            ]
        )

    @once
    def _without(self, case: str) -> tuple[Vector, Vector]:
        """Return which precedents are of other cases, and how often each class receives in those, 0 to 1."""
        kept = np.array([precedent.case != case for precedent in self.precedents], dtype=np.float64)
        often = kept @ self.receivers + self.weights["cold.shrinkage"] * self._breadth
        return kept, often / (float(often.max(initial=0.0)) or 1.0)

    def division_of(self, knowledge: Vector) -> Vector:
        """Return how far each class's division takes the material, squared so that main outlets decide.

        Where several classes of a division are outlets, one of that division is the likelier receiver.
        """
        squares = np.add.reduceat(knowledge**2, self.division_starts)
        share: Vector = (squares / (float(squares.max(initial=0.0)) or 1.0))[self._division_at]
        return share

    def mixture(self) -> Vector:
        """Return the weight of each source, in the order of `UseSource`; they sum to 1."""
        return _shares([self.weights[f"cold.{source.value}"] for source in UseSource])

    def mixture_among_neighbours(self) -> Vector:
        """Return the weight of each source where the receivers are named; they sum to 1.

        How often an industry receives anything, and what is usual of its division, tell industries apart
        but not the works next door. A table without these weights takes those of all industries.
        """
        everywhere = {source: self.weights[f"cold.{source.value}"] for source in UseSource}
        return _shares(
            [self.weights.values.get(f"park.{source.value}", all_) for source, all_ in everywhere.items()]
        )

    def likely(self, meant: Sequence[Candidate]) -> Vector:
        """Return how far each material is meant: its score, sharpened so that weak matches count little."""
        likely = np.zeros(len(self.material_at))
        for match in meant:
            likely[self.material_at[match.id]] = match.likeness ** self.weights["cold.sharpness"]
        return likely

    def voices(self, likely: Vector, waste: str, donor: tuple[str, ...]) -> Vector:
        """Return how much each precedent counts: like waste by meaning or words, lifted by a like donor."""
        spread = _unit(_sum_of(likely, self.kinship))
        kin = np.flatnonzero(spread)
        meaning = self._meanings[:, kin] @ spread[kin]
        alike = np.maximum(meaning, self._texts.likeness(normalised(waste)))
        voices: Vector = alike ** self.weights["cold.sharpness"]
        if donor:
            like = np.array([sector_likeness(item.donor_nace, donor) for item in self.precedents])
            voices = voices * (1.0 + self.weights["cold.donor-lift"] * like)
        return voices

    def given_off(self, donor: tuple[str, ...]) -> list[int]:
        """Return the materials (positions) that industries like the donor typically give off.

        Where the library names none for the donor's ISIC classes, those of their division.
        """
        classes = self.industries.isic_of(donor)
        if not classes:
            return []
        found = [at for at, item in enumerate(self.materials.materials) if classes & set(item.donor_isic)]
        if found:
            return found
        divisions = {code[:2] for code in classes}
        return [
            at
            for at, item in enumerate(self.materials.materials)
            if divisions & {code[:2] for code in item.donor_isic}
        ]

    def _usual_for(self, donor: tuple[str, ...]) -> Vector:
        rows = self.given_off(donor)
        usual: Vector = self.knowledge[rows].mean(axis=0) if rows else np.zeros(len(self.class_at))
        usual /= float(usual.max(initial=0.0)) or 1.0
        return usual

    def _kinship(self) -> Vector:
        at, above, steps = self._above.T
        up, down = (
            np.array([self.weights[name] ** times for times in range(int(steps.max(initial=0)) + 1)])
            for name in ("cold.per-step-up", "cold.per-step-down")
        )
        kinship = np.zeros((len(self.material_at),) * 2)
        kinship[at, above] = up[steps]
        kinship[above, at] = np.maximum(kinship[above, at], down[steps])
        return kinship

    def _use_kinship(self) -> Vector:
        kinship, (at, above, steps) = self.kinship.copy(), self._above.T
        own = np.isin(at, [self.material_at[use.material] for use in self.uses]) & (steps > 0)
        kinship[at[own], above[own]] *= self.weights["cold.inherited"]
        return kinship

    def _knowledge(self) -> tuple[Vector, dict[tuple[int, int], list[int]]]:
        own = np.zeros((len(self.material_at), len(self.class_at)))
        rows: dict[tuple[int, int], list[int]] = {}
        for at, use in enumerate(self.uses):
            for code in use.nace:
                if code in self.class_at:
                    place = (self.material_at[use.material], self.class_at[code])
                    own[place] = max(own[place], use.commonness / _MAIN_OUTLET)
                    rows.setdefault(place, []).append(at)
                    self._uses_by_material.setdefault(str(use.material), []).append((use, code))
        return _with_kin(own, self.use_kinship), rows

    def _technology(self, ports: Sequence[Port]) -> tuple[Vector, dict[tuple[int, int], list[str]]]:
        own = np.zeros((len(self.material_at), len(self.class_at)))
        rows: dict[tuple[int, int], list[str]] = {}
        for port in ports:
            if port.direction not in _INPUT_WEIGHTS:
                continue
            technology = self.technologies[port.technology]
            value = self.weights[_INPUT_WEIGHTS[port.direction]] * technology.trl / 9.0
            for code in technology.nace:
                if code in self.class_at:
                    place = (self.material_at[port.material], self.class_at[code])
                    own[place] = max(own[place], value)
                    rows.setdefault(place, []).append(str(technology.id))
        return _with_kin(own, self.kinship), rows

    def _prepare_precedents(self) -> None:
        texts = [normalised(precedent.waste) for precedent in self.precedents]
        self._texts = LikenessIndex(texts, self.materials.index.rarity)
        self.receivers = np.zeros((len(self.precedents), len(self.class_at)))
        self._meanings = np.zeros((len(self.precedents), len(self.material_at)))
        for at, precedent in enumerate(self.precedents):
            self._meanings[at] = _unit(_sum_of(self.likely(self.readings[at]), self.kinship))
            classes = [self.class_at[code] for code in self.industries.all_below(precedent.receiver_nace)]
            if classes:
                share = self._breadth[classes] + 1e-9
                self.receivers[at, classes] = share / share.sum()


def _with_kin(own: Vector, kinship: Vector) -> Vector:
    """Return for each material the best of its own and its kin's values."""
    result = np.empty_like(own)
    for at, relation in enumerate(kinship):
        kin = np.flatnonzero(relation)
        result[at] = (relation[kin, None] * own[kin]).max(axis=0)
    return result


def _sum_of(likely: Vector, rows: Vector) -> Vector:
    """Return the sum of the rows of the likely materials, each as likely as it is."""
    at = np.flatnonzero(likely)
    result: Vector = likely[at] @ rows[at]
    return result


def _shares(raw: Sequence[float]) -> Vector:
    """Return weights that sum to 1."""
    weights = np.array(raw)
    shares: Vector = weights / weights.sum()
    return shares


def _unit(vector: Vector) -> Vector:
    """Return a vector of length 1, or the zero vector."""
    result: Vector = vector / (float(np.sqrt(vector @ vector)) or 1.0)
    return result
