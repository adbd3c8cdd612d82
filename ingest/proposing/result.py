"""What a foreign file would bring into a store: firms, wastes, rows, changes, and what is to be asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from graph.errors import Problem
from graph.evidence import Evidence, SourceId
from graph.knowledge import Candidate
from graph.ranges import Range
from graph.snapshot import Records
from ingest.changes import RowChanges
from ingest.understanding import Understood


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: a row of a sheet of a file, as a person counts."""

    file: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Ask:
    """A question about what words mean, besides those of the sheets themselves.

    Attributes
    ----------
    id : str
        Made of what is asked, so that an answer serves next year's file too.
    code : str
        A code of `ingest.proposing.sentences`, such as ``MATERIAL`` or ``SAME_FIRM``.
    values : tuple of str
        What stands in the words of the question.
    options : tuple of (str, str)
        Answer and what it is called, the likeliest first; any other text is read anew.
    likeness : float
        Of the first option, 0 to 1.
    """

    id: str
    code: str
    place: Place
    values: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    likeness: float


@dataclass(frozen=True, slots=True)
class LeftAside:
    """Something of the file that is not loaded, and why, by code."""

    place: Place
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that is loaded though it is hard to believe, by code; `say_doubt` puts it into words."""

    place: Place
    code: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FirmFound:
    """A firm that the files name.

    Attributes
    ----------
    id : str
        The store's where it is known, else made of the name.
    known : bool
        Whether the store has it already.
    industry : str
        GB/T 4754 or NACE code; empty where nothing says it.
    classes : tuple of str
        The NACE classes that it means; a bare code of one list may be another thing in the other.
    candidates : tuple of Candidate
        Industries that its words may mean, best first.
    """

    id: str
    name: str
    park: str
    known: bool
    industry_text: str
    industry: str
    classes: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    place: Place


def told_in(evidence: Evidence, places: Iterable[Place]) -> Evidence:
    """Return evidence with the files as its sources that a row was told in.

    Examples
    --------
    >>> from graph.evidence import Grade
    >>> told = told_in(Evidence((SourceId("file:firms.csv"),), Grade.COMPANY), [Place("wastes.csv", "", 2)])
    >>> told.sources
    ('file:wastes.csv',)
    """
    files = sorted({place.file for place in places if place.file})
    return replace(evidence, sources=tuple(SourceId(f"file:{file}") for file in files) or evidence.sources)


@dataclass(frozen=True, slots=True)
class WasteFound:
    """A waste of a firm that the files name.

    Attributes
    ----------
    material : str
        Id; empty where it has to be asked.
    candidates : tuple of Candidate
        Materials that the text and codes may mean, best first.
    supply, in_use : Range or None
        Per year, in `unit`; None where no amount stands there.
    verified : bool
        Whether the amount is the sum of weighed records.
    takers : tuple of (str, float)
        Who took how much of it for a use, as records say.
    """

    id: str
    enterprise: str
    text: str
    code: str
    material: str
    candidates: tuple[Candidate, ...]
    supply: Range | None
    in_use: Range | None
    unit: str
    year: int
    verified: bool
    takers: tuple[tuple[str, float], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything a file would do to a store, before it does it.

    Attributes
    ----------
    tag : str
        Load tag.
    records : Records
        Rows to write: all that is certain or was answered.
    changes : RowChanges
        What they change in the store, and what an earlier load of the tag brought that is gone.
    questions : tuple of Ask
        What is open beside the questions of `understood`.
    problems : tuple of Problem
        What cannot be loaded at all.
    doubts : tuple of Doubt
        What is loaded and should be looked at.
    """

    tag: str
    park: str
    understood: Understood
    firms: tuple[FirmFound, ...]
    wastes: tuple[WasteFound, ...]
    records: Records
    changes: RowChanges
    questions: tuple[Ask, ...]
    left_aside: tuple[LeftAside, ...]
    problems: tuple[Problem, ...]
    doubts: tuple[Doubt, ...] = ()
