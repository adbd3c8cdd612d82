"""How much is in use where a list says nothing of it: nobody knows, until somebody answers for its file.

Most lists of wastes say what there is and nothing of where it goes. Their wastes are neither free nor used:
how much is in use is open, from nothing to all that the list does not send elsewhere, and is asked once a
file. So is a row without a word where others have one. In a column of amounts an empty cell is none.

An answer is about a form: the headers of a file without their years, in one park, and of the firm where the
file is of one alone. Next year's file is that form again, whatever it is called; another park's is not, nor
is another firm's on the same sheet of paper.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from graph.model import WasteStream
from graph.ranges import Range
from graph.wording import folded
from ingest.proposing.asking import Asker
from ingest.proposing.result import Place
from ingest.proposing.wastes.fates import IN_USE, within
from ingest.proposing.wastes.lines import SUPPLY, Line
from ingest.understanding import LEAVE_OUT, WeighedFlow

#: Fields that say how much of a waste is in use, or that none of it is.
_TELLING = frozenset({*IN_USE, "use_rate"})
#: What is offered goes nowhere yet: 可供量, surplus (t/a), Offer t/y.
_OFFERED = re.compile(
    r"可供|富余|余量|出让|\boffer|\bavailab|\bsurplus|\bangebot|verfügbar|disponib", re.IGNORECASE
)
#: A header that asks to leave empty what is not known: there an empty cell is not none.
_BLANK_IS_UNKNOWN = re.compile(
    r"(?:不详|不知道|不清楚|未知)[^)）]{0,4}(?:留空|空着|不填)|blank (?:if|where|when) (?:not known|unknown)",
    re.IGNORECASE,
)
#: Years of a header, which next year's has otherwise: 2024年产生量, FY2024/25.
_YEARS = re.compile(r"(?:19|20)\d{2}(?:\s*[-/]\s*\d{2,4})?\s*(?:年度?)?")
#: Answers, the likeliest first.
_UNKNOWN, _FREE = "unknown", "free"


class UnsaidUse:
    """Keeps of which lists nothing is known about use, and what was answered for their files."""

    def __init__(
        self, lines: Sequence[Line], flows: Iterable[WeighedFlow], parks: Iterable[str], asker: Asker
    ) -> None:
        became: dict[tuple[str, str], set[str]] = defaultdict(set)
        for flow in flows:
            became[folded(flow.enterprise), folded(flow.waste)].add(flow.became)
        #: Of records that say who took a waste and not what for.
        self._sent = {waste for waste, fates in became.items() if "sent" in fates}
        #: Lists that count what is in use, so that an empty cell is none.
        self._counting = {
            (line.place.file, line.place.sheet)
            for line in lines
            if _counts(line) or {"use", "disposal"} & became.get(_waste(line), set())
        }
        self._asker = asker
        self._forms = forms_of(lines, parks)
        self._places: dict[str, list[Place]] = defaultdict(list)
        self._shown: dict[str, str] = {}

    def of(
        self, lines: Sequence[Line], shown: str, supply: Range, elsewhere: Range, before: WasteStream | None
    ) -> Range | None:
        """Return what is in use of a waste whose own lines say nothing of it; None where nothing is.

        What the store has stays: a list that does not speak of it takes nothing back.

        Parameters
        ----------
        lines : sequence of Line
            Of one waste.
        elsewhere : Range
            What is disposed of or stored.
        before : WasteStream or None
            What the store has of it.
        """
        most = max(supply.high - elsewhere.low, 0.0)
        if most > 0.0 and lines[0].verified and _waste(lines[0]) in self._sent:
            return Range(0.0, 0.0, most)
        if any((line.place.file, line.place.sheet) in self._counting or _says(line) for line in lines):
            return None
        if before is not None and before.in_use.likely > 0.0:
            return within(before.in_use, supply)
        place = lines[0].place
        if most <= 0.0 or self._answer(place.file) == _FREE:
            return None
        self._places[place.file].append(place)
        self._shown.setdefault(place.file, shown)
        return Range(0.0, 0.0, most)

    def ask(self) -> None:
        """Ask once for each file that says nothing."""
        for file, places in self._places.items():
            if self._answer(file) not in (_UNKNOWN, LEAVE_OUT):
                values = (file, str(len(places)), self._shown[file])
                options = [(_UNKNOWN, ""), (_FREE, "")]
                self._asker.ask("USE_UNSAID", self._forms[file], places[0], values, options)

    def _answer(self, file: str) -> str | None:
        # Before forms were told apart, answers were kept by the name of the file.
        by_form = self._asker.answer("USE_UNSAID", self._forms[file])
        return by_form if by_form is not None else self._asker.answer("USE_UNSAID", file)


def forms_of(lines: Iterable[Line], parks: Iterable[str]) -> Mapping[str, str]:
    """Return file -> its form: the park, the headers without years, and the firm where it is of one alone.

    Parameters
    ----------
    parks : iterable of str
        Of the firms of the files.
    """
    headers: dict[str, set[str]] = defaultdict(set)
    firms: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        headers[line.place.file] |= {_YEARS.sub("", header).strip() for header in line.headers.values()}
        firms[line.place.file].add(folded(line.firm))
    where = ", ".join(sorted(set(parks)))
    return {
        file: " | ".join((where, *sorted(named), *(firms[file] if len(firms[file]) == 1 else ())))
        for file, named in headers.items()
    }


def _counts(line: Line) -> bool:
    """Return whether a line says how much is in use, or that what it counts is offered."""
    if any(_BLANK_IS_UNKNOWN.search(line.headers.get(name, "")) for name in IN_USE):
        return False
    counted = next((name for name in SUPPLY if name in line.amounts), "")
    offered = _OFFERED.search(line.headers.get(counted, ""))
    return bool(_TELLING & {*line.amounts, *line.waiting, *line.nothing} or offered)


def _says(line: Line) -> bool:
    """Return whether a line says in words where its waste goes."""
    return bool(line.fate.strip() or line.outlets)


def _waste(line: Line) -> tuple[str, str]:
    return folded(line.firm), folded(line.text)
