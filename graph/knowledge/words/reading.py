"""What a reading of words gives: candidates with likeness and why, and whether one may be taken.

A face takes a candidate only where the reading is certain; else it shows up to three and asks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from graph.errors import EXIT_USAGE, SymbioflowError
from graph.wording import ListedWord, message

#: What is looked for -> its word in the catalogue.
_KINDS = {"material": "kind.material"}
#: How many candidates a question offers.
OFFERED = 3
#: A candidate below this is asked about, and so is one that another comes as near as `MARGIN`.
SURE = 0.85
MARGIN = 0.05


class Why(ListedWord):
    """What of a row was recognised in a text, the surest first."""

    ID = "id", "Its identifier."
    NAME = "name", "Its own name."
    SYNONYM = "synonym", "A synonym."
    CODE = "code", "A code that it carries, or that is named like it."
    READING = "reading", "Words that are like one of its names."

    @property
    def order(self) -> int:
        """Place among the reasons, 0 the surest."""
        return _ORDER[self]

    @property
    def exact(self) -> bool:
        """Whether the text is what the row is called."""
        return self in (Why.ID, Why.NAME, Why.SYNONYM)


_ORDER = {why: place for place, why in enumerate(Why)}


class Decision(ListedWord):
    """Whether the best reading of a text may be taken.

    The best candidate may be taken, must be asked about, or there is none.
    """

    CERTAIN = "certain", "It may."
    ASK = "ask", "A person should be asked which candidate is meant."
    UNKNOWN = "unknown", "There is no candidate."


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that a text may mean.

    Attributes
    ----------
    table, id : str
        The row.
    likeness : float
        0 to 1; 1 where the text is one of its names.
    why : Why
        What was recognised; ``reading`` where the words are only like its names.
    text : str
        The name or code that was recognised.
    """

    table: str
    id: str
    likeness: float
    why: Why
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text may mean.

    Attributes
    ----------
    candidates : tuple of Candidate
        Best first; empty when the text is unknown.
    contradicted : str
        Codes in the text that are those of another material than its words name; then what the words mean
        comes first and what the codes mean after it.

    Examples
    --------
    >>> slag = Candidate("materials", "steel-slag", 1.0, Why.NAME, "钢渣")
    >>> Reading("钢渣", Decision.CERTAIN, (slag,)).taken("material")
    'steel-slag'
    """

    text: str
    decision: Decision
    candidates: tuple[Candidate, ...]
    contradicted: str = ""

    @property
    def offered(self) -> tuple[Candidate, ...]:
        """The candidates of a question: the first three."""
        return self.candidates[:OFFERED]

    def taken(self, kind: str) -> str:
        """Return the id of the row meant.

        Parameters
        ----------
        kind : str
            What is looked for, for the message and the code: ``material``, ``scenario`` ...

        Raises
        ------
        SymbioflowError
            ``UNCLEAR_<KIND>`` naming up to three candidates, ``UNKNOWN_<KIND>`` where there is none.
        """
        if self.decision is Decision.CERTAIN:
            return self.candidates[0].id
        shown, word = self.text[:40], message(_KINDS[kind])
        if self.decision is Decision.UNKNOWN:
            said = message("reading.unknown", kind=word, name=shown)
            raise SymbioflowError(f"UNKNOWN_{kind.upper()}", said, EXIT_USAGE)
        asked = tuple(f"{item.id} ({item.text})" for item in self.offered)
        said = message("reading.unclear", kind=word, name=shown, candidates=asked)
        if self.contradicted:
            said = message("reading.contradicted", name=shown, codes=self.contradicted, candidates=asked)
        raise SymbioflowError(f"UNCLEAR_{kind.upper()}", said, EXIT_USAGE)


def decided(ranked: Sequence[Candidate], outranks: Callable[[Candidate, Candidate], bool]) -> Decision:
    """Return whether the first of ranked candidates may be taken.

    Parameters
    ----------
    outranks : callable
        Whether the first need not be asked about beside one that comes about as near.

    Examples
    --------
    >>> lime, soda = (Candidate("materials", id, 1.0, Why.SYNONYM, "白泥") for id in ("lime-mud", "soda-mud"))
    >>> decided([lime, soda], lambda best, other: False).value
    'ask'
    """
    if not ranked:
        return Decision.UNKNOWN
    best = ranked[0]
    rivals = (other for other in ranked[1:] if other.likeness > best.likeness - MARGIN)
    sure = best.likeness >= SURE and all(outranks(best, other) for other in rivals)
    return Decision.CERTAIN if sure else Decision.ASK
