"""Cold start: from a waste text and a donor industry to the industries that could use it, with reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.knowledge import Candidate, Decision, Reading
from graph.matching.coldstart.index import ColdStartIndex, UseSource, Vector
from graph.model import Industry, MaterialUse, Precedent
from graph.vocabulary import MaterialId, UseRole
from graph.wording import message, names_of

#: Rows of each source that a suggestion cites.
CITED = 3
#: A precedent that counts less than this is not cited.
_LEAST_VOICE = 0.05


@dataclass(frozen=True, slots=True)
class UsePart:
    """One source's say: `value` times `weight` is its share of the score.

    Attributes
    ----------
    source : UseSource
        Which source.
    weight : float
        Its share of the score; all weights sum to 1.
    """

    source: UseSource
    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class UseReason:
    """Why an industry is suggested.

    Attributes
    ----------
    source : UseSource
        What speaks.
    row : str
        Id of the row of process knowledge, technology or precedent that speaks; empty where no single one
        does.
    material : MaterialId or None
        The material that the text was taken to mean; None where none matters.
    text_zh : str
        In Chinese.
    text_en : str
        In English.
    reference : str
        Sources of the row; for a precedent where it is documented.
    """

    source: UseSource
    row: str
    material: MaterialId | None
    text_zh: str
    text_en: str
    reference: str


@dataclass(frozen=True, slots=True)
class UseSuggestion:
    """A receiving industry and what it would use the waste as.

    Attributes
    ----------
    rank : int
        1 is the best.
    industry : Industry
        Who, as a class of NACE Rev.2.
    role : UseRole or None
        What it is taken as; None where no process knowledge speaks for it.
    use_zh : str
        The use in Chinese.
    use_en : str
        The use in English.
    score : float
        0 to 1, comparable between the industries of one answer.
    reasons : tuple of UseReason
        Why.
    """

    rank: int
    industry: Industry
    role: UseRole | None
    use_zh: str
    use_en: str
    score: float
    parts: tuple[UsePart, ...]
    reasons: tuple[UseReason, ...]


@dataclass(frozen=True, slots=True)
class UseSuggestions:
    """The answer to one waste text and donor.

    Attributes
    ----------
    waste : str
        The text asked about.
    donor : str
        The donor's industry code as asked.
    donor_classes : tuple of str
        Classes of NACE that the donor's code means; empty for an unknown donor.
    reading : Reading
        What the text may mean; every candidate speaks as far as it is like the text.
    """

    waste: str
    donor: str
    donor_classes: tuple[str, ...]
    reading: Reading
    suggestions: tuple[UseSuggestion, ...]

    @property
    def known(self) -> bool:
        """Whether the text could be read as any material of the library."""
        return self.reading.decision is not Decision.UNKNOWN

    def __str__(self) -> str:
        meant = ", ".join(f"{item.id} {item.likeness:.2f}" for item in self.reading.candidates) or "unknown"
        lines = [f"{self.waste!r} from {self.donor or 'unknown donor'}: {meant}"]
        lines.extend(
            f"{item.rank:3} {item.score:.3f} {item.industry.code} {item.industry.name_en}: {item.use_en}"
            for item in self.suggestions
        )
        return "\n".join(lines)


def suggest_uses(index: ColdStartIndex, waste: str, donor: str = "", top: int = 10) -> UseSuggestions:
    """Rank the industries that could use a waste, from its text and the donor's industry alone.

    The score of an industry is the weighted mean of what six sources say of it (`UseSource`). A text that
    cannot be read as any material is answered from the donor and like-worded precedents only, and with
    nothing when there is neither.

    Parameters
    ----------
    waste : str
        In Chinese or English, with or without a waste code.
    donor : str
        NACE, ISIC or GB/T 4754 code; see `IndustryReader.resolve`. Empty when not known.
    top : int
        How many industries to return at most.

    Raises
    ------
    SymbioflowError
        ``UNKNOWN_INDUSTRY`` or ``TEXT_TOO_LONG``.
    """
    classes = index.industries.resolve(donor)
    reading = index.meaning(waste, classes)
    meant = reading.candidates
    voices = index.voices(index.likely(meant), waste, classes)
    if not meant and not classes and voices.max(initial=0.0) < _LEAST_VOICE:
        return UseSuggestions(waste, donor, classes, reading, ())
    parts = index.parts(meant, waste, classes)
    mixture = index.mixture()
    scores = mixture @ parts
    order = [int(at) for at in np.argsort(-scores, kind="stable")[: max(0, top)] if scores[at] > 0.0]
    reasoner = _Reasoner(index, meant, voices, classes)
    suggestions = []
    for rank, at in enumerate(order, start=1):
        role, use_zh, use_en = reasoner.use(at)
        suggestions.append(
            UseSuggestion(
                rank,
                index.industries.by_nace[index.industries.classes[at]],
                role,
                use_zh,
                use_en,
                float(scores[at]),
                tuple(
                    UsePart(source, float(value), float(weight))
                    for source, value, weight in zip(UseSource, parts[:, at], mixture, strict=True)
                ),
                reasoner.reasons(at, parts[:, at]),
            )
        )
    return UseSuggestions(waste, donor, classes, reading, tuple(suggestions))


class _Reasoner:
    """Finds the rows behind a suggestion, those that count most first."""

    def __init__(
        self,
        index: ColdStartIndex,
        meant: Sequence[Candidate],
        voices: Vector,
        donor: tuple[str, ...],
    ) -> None:
        self.index = index
        self.voices = voices
        #: What industries like the donor typically give off.
        self.given_off = index.given_off(donor)
        #: Every material that is meant or kin to it: how far its uses hold, and the material meant.
        self.kin: dict[int, tuple[float, MaterialId]] = {}
        for item, share in zip(
            meant, index.likely(meant)[[index.material_at[item.id] for item in meant]], strict=True
        ):
            relation = share * index.use_kinship[index.material_at[item.id]]
            for at in np.flatnonzero(relation):
                if relation[at] > self.kin.get(int(at), (0.0, ""))[0]:
                    self.kin[int(at)] = (float(relation[at]), MaterialId(item.id))

    def knowledge(self, column: int) -> list[tuple[MaterialUse, MaterialId]]:
        """Return the rows of process knowledge for a class with the material they were found by."""
        found = [
            (holds * self.index.uses[at].commonness, self.index.uses[at], meant)
            for kin, (holds, meant) in self.kin.items()
            for at in self.index.use_rows.get((kin, column), ())
        ]
        found.sort(key=lambda row: (-row[0], row[1].id))
        return [(use, meant) for _, use, meant in found[:CITED]]

    def technologies(self, column: int) -> list[tuple[str, MaterialId]]:
        """Return the ids of technologies of a class that take the material."""
        best: dict[str, tuple[float, MaterialId]] = {}
        for kin, (holds, meant) in self.kin.items():
            for technology in self.index.port_rows.get((kin, column), ()):
                if holds > best.get(technology, (0.0, ""))[0]:
                    best[technology] = (holds, meant)
        ranked = sorted(best.items(), key=lambda row: (-row[1][0], row[0]))
        return [(technology, meant) for technology, (_, meant) in ranked[:CITED]]

    def precedents(self, column: int) -> list[Precedent]:
        """Return the precedents that count most among those received by a class."""
        count = self.voices * self.index.receivers[:, column]
        return [
            self.index.precedents[at]
            for at in np.argsort(-count, kind="stable")[:CITED]
            if count[at] >= _LEAST_VOICE
        ]

    def use(self, column: int) -> tuple[UseRole | None, str, str]:
        """Return what the class would use the material as, from the strongest row there is."""
        for use, _ in self.knowledge(column):
            return use.role, use.use_zh, use.use_en
        for technology, _ in self.technologies(column):
            row = self.index.technologies[technology]
            return None, row.name_zh, row.name_en
        for precedent in self.precedents(column):
            return None, precedent.final_use, precedent.final_use
        return None, "", ""

    def reasons(self, column: int, parts: Vector) -> tuple[UseReason, ...]:
        """Return the rows that speak for a class, source by source."""
        reasons: list[UseReason] = []
        for use, meant in self.knowledge(column):
            sources = ";".join(use.evidence.sources)
            reasons.append(
                UseReason(
                    UseSource.KNOWLEDGE, use.id, meant, use.use_zh, f"{use.role.value}: {use.use_en}", sources
                )
            )
        for technology, meant in self.technologies(column):
            row = self.index.technologies[technology]
            sources = ";".join(row.evidence.sources)
            reasons.append(
                UseReason(UseSource.TECHNOLOGY, technology, meant, row.name_zh, row.name_en, sources)
            )
        for item in self.precedents(column):
            place = ", ".join(word for word in (item.country, item.year) if word)
            text = f"{place}: {item.donor} -> {item.receiver}: {item.waste} ({item.final_use})"
            reasons.append(UseReason(UseSource.PRECEDENT, item.id, None, text, text, item.reference))
        if parts[list(UseSource).index(UseSource.DONOR)] > 0.0:
            reasons.append(self._donor_reason(column))
        if not reasons:
            often = message("use.popularity")
            reasons.append(UseReason(UseSource.POPULARITY, "", None, often.zh, often.en, ""))
        return tuple(reasons)

    def _donor_reason(self, column: int) -> UseReason:
        best = max(self.given_off, key=lambda at: (self.index.knowledge[at, column], -at))
        material = self.index.materials.materials[best]
        usual = message("use.donor", material=names_of(material))
        return UseReason(UseSource.DONOR, "", material.id, usual.zh, usual.en, "")
