"""Names of rows of one table, to be found by a part of them, whole or misspelt."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph.knowledge.words.initials import asks_for_initials, initials
from graph.knowledge.words.likeness import LikenessIndex
from graph.knowledge.words.phrases import normalised
from graph.knowledge.words.reading import Candidate, Why
from graph.snapshot import Snapshot
from graph.tables import TABLES, Kind
from graph.wording import folded

#: A name less like the text is not found.
LEAST_LIKENESS = 0.4
#: What a name counts that holds the text, the more the less it adds.
_HOLDS = 0.5
#: What a name counts whose initials the text is: less than any name that is written so.
_WHOLE = 0.9
_PERHAPS = 0.7
#: In a table of more names spelling is looked at only where no name holds the text.
_MANY_NAMES = 20_000

#: Columns with texts that a row is known by, where a table has them, and what they are.
_COLUMNS = {
    "id": Why.ID,
    **dict.fromkeys(("name_zh", "name_en", "title_zh", "title_en"), Why.NAME),
    **dict.fromkeys(("synonyms_zh", "synonyms_en"), Why.SYNONYM),
    **dict.fromkeys(
        ("donor", "waste", "treatment", "receiver", "final_use", "country", "gives_zh", "gives_en", "issuer"),
        Why.READING,
    ),
}


@dataclass(frozen=True, slots=True)
class _Name:
    id: str
    written: str
    folded: str
    why: Why


class NameBook:
    """The names of a table of a snapshot; built once.

    Examples
    --------
    >>> from graph.evidence import Evidence, Grade
    >>> from graph.model import Park
    >>> park = Park(id="anning", name_en="Anning industrial park", evidence=Evidence((), Grade.OFFICIAL))
    >>> book = NameBook(Snapshot.of([park]), "parks")
    >>> [(found.id, found.why.value) for found in book.like("ANNING  industrial park")]
    [('anning', 'name')]
    >>> [(found.id, found.why.value) for found in book.like("Aning industrial park")]
    [('anning', 'reading')]
    """

    def __init__(self, snapshot: Snapshot, table: str) -> None:
        self.table = table
        rows = snapshot.tables[table]
        ids = rows["id"].to_pylist()
        self._names: list[_Name] = []
        for column in TABLES[table].columns:
            # A flag or number of the same name is no text that a row is known by.
            if column.name in _COLUMNS and column.kind in (Kind.TEXT, Kind.TEXTS):
                why = _COLUMNS[column.name]
                for id, value in zip(ids, rows[column.name].to_pylist(), strict=True):
                    for written in filter(None, value if isinstance(value, list) else [value]):
                        self._names.append(_Name(id, written, folded(written), why))

    def holding(self, text: str) -> tuple[Candidate, ...]:
        """Return the rows with a name that holds the text, best first."""
        wanted = folded(text)
        found: dict[str, Candidate] = {}
        for name in self._names if wanted else ():
            if wanted in name.folded:
                exact = wanted == name.folded
                share = 1.0 if exact else _HOLDS + (1.0 - _HOLDS) * len(wanted) / len(name.folded)
                self._keep(found, name, share, name.why if exact else Why.READING)
        return _ranked(found)

    def like(self, text: str) -> tuple[Candidate, ...]:
        """Return the rows with a name that holds the text or is spelt like it, best first."""
        found = {item.id: item for item in self.holding(text)}
        if not found or len(self._names) <= _MANY_NAMES:
            phrase = normalised(text)
            forms, index = self._forms
            likeness = index.likeness(phrase)
            for at in np.flatnonzero(likeness >= LEAST_LIKENESS):
                name, same = self._names[at], forms[at] == phrase
                why = name.why if same else Why.READING
                self._keep(found, name, 1.0 if same else float(likeness[at]), why)
        return _ranked(found)

    def abbreviated(self, text: str) -> tuple[Candidate, ...]:
        """Return the rows with a Chinese name whose pinyin has the text for initials, best first."""
        wanted = folded(text)
        asked = asks_for_initials(wanted)
        found: dict[str, Candidate] = {}
        for name, letters in self._initials if asked is not None else ():
            if asked is not None and asked.search(letters):
                # A letter that only may be meant counts less than one that is.
                most = _WHOLE if wanted in letters else _PERHAPS
                self._keep(found, name, _HOLDS + (most - _HOLDS) * len(wanted) / len(letters), Why.READING)
        return _ranked(found)

    @cached_property
    def _initials(self) -> list[tuple[_Name, str]]:
        return [
            (name, initials(name.written))
            for name in self._names
            if name.why in (Why.NAME, Why.SYNONYM) and not name.written.isascii()
        ]

    @cached_property
    def _forms(self) -> tuple[list[str], LikenessIndex]:
        forms = [normalised(name.written) for name in self._names]
        return forms, LikenessIndex(forms)

    def _keep(self, found: dict[str, Candidate], name: _Name, likeness: float, why: Why) -> None:
        best = found.get(name.id)
        if best is None or likeness > best.likeness:
            found[name.id] = Candidate(self.table, name.id, round(likeness, 6), why, name.written)


def _ranked(found: dict[str, Candidate]) -> tuple[Candidate, ...]:
    return tuple(sorted(found.values(), key=lambda item: (-item.likeness, item.id)))
