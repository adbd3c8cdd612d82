"""The one reader of words: text, codes and names, in Chinese or English, to rows of the graph.

Search, matching, pathways, uses, filters and files all ask it, so that a text means the same on every face.
Units are read by `graph.units`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from graph.knowledge.codes import is_only_codes
from graph.knowledge.contradictions import Contradictions
from graph.knowledge.industries import IndustryReader
from graph.knowledge.materials import MaterialReader
from graph.knowledge.words import Candidate, Decision, NameBook, Reading, decided
from graph.snapshot import Snapshot
from graph.tools import once

#: Tables whose rows a search finds.
SEARCHED_TABLES = ("parks", "enterprises", "materials", "technologies", "facilities", "waste_streams")


class Reader:
    """What the words of a person mean in one snapshot; each part is prepared when it is first asked.

    Examples
    --------
    >>> from graph.evidence import Evidence, Grade
    >>> from graph.model import Material
    >>> from graph.vocabulary import Hazard, Phase, Unit
    >>> slag = Material(
    ...     id="steel-slag", name_zh="钢渣", name_en="Steel slag", phase=Phase.SOLID, unit=Unit.TONNE,
    ...     hazard=Hazard.NONE, ewc_codes=("100202",), evidence=Evidence((), Grade.TEXTBOOK),
    ... )
    >>> reader = Reader(Snapshot.of([slag]))
    >>> for text in ("钢渣", "10 02 02", "stel slag"):
    ...     found = reader.material(text)
    ...     print(found.decision.value, found.candidates[0].id, found.candidates[0].why.value)
    certain steel-slag name
    certain steel-slag code
    ask steel-slag reading
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @cached_property
    def materials(self) -> MaterialReader:
        """The reader of materials."""
        return MaterialReader.of(self._snapshot)

    @cached_property
    def industries(self) -> IndustryReader:
        """The reader of industries."""
        return IndustryReader.of(self._snapshot)

    @cached_property
    def contradictions(self) -> Contradictions:
        """What tells codes that contradict words."""
        return Contradictions.among(self._snapshot)

    def material(self, text: str, donor_isic: frozenset[str] = frozenset()) -> Reading:
        """Return the materials that a text may mean, codes compared with words; see `Contradictions.read`."""
        return self.contradictions.read(text, donor_isic)

    def industry(self, text: str) -> Reading:
        """Return the industries that a code or words may mean; see `IndustryReader.read`."""
        return self.industries.read(text)

    def named(self, table: str, text: str) -> Reading:
        """Return the rows of a table that a name may mean; only a name that is exactly so is certain."""
        found = self._book(table).like(text)
        exact = [item for item in found if item.why.exact]
        if exact:
            return Reading(text, decided(exact, lambda best, other: False), found)
        return Reading(text, Decision.ASK if found else Decision.UNKNOWN, found)

    def search(
        self, text: str, tables: Sequence[str] = SEARCHED_TABLES, limit: int | None = 20
    ) -> tuple[Candidate, ...]:
        """Return the rows of several tables that a text may mean, best first.

        Names are found by a part of them, misspelt, and in Chinese by the initials of their pinyin.

        Parameters
        ----------
        limit : int or None
            How many at most; None for all.
        """
        by_code = is_only_codes(text)
        found: dict[tuple[str, str], Candidate] = {}
        for table in tables:
            book = self._book(table)
            candidates = () if by_code else (*book.like(text), *book.abbreviated(text))
            if table == "materials":
                candidates = (*self.materials.candidates(text), *candidates)
            for item in candidates:
                best = found.get((table, item.id))
                if best is None or item.likeness > best.likeness:
                    found[table, item.id] = item
        # What is as like keeps the order of the tables, and within one the order in which it was read.
        ranked = sorted(found.values(), key=lambda item: (-item.likeness, item.why.order))
        return tuple(ranked[:limit])

    def rows(self, table: str, text: str) -> frozenset[str]:
        """Return the ids of a table that a filter by text keeps: whose names hold it, else those like it."""
        holding = () if is_only_codes(text) else self._book(table).holding(text)
        return frozenset(item.id for item in holding or self.search(text, (table,), None))

    @once
    def _book(self, table: str) -> NameBook:
        return NameBook(self._snapshot, table)
