"""How much is in use where a list says nothing of it: nobody knows, until somebody answers for its file.

Most lists of wastes say what there is and nothing of where it goes. Their wastes are neither free nor used:
how much is in use is open, from nothing to all that the list does not send elsewhere, and is asked once a
file. So is a row without a word where others have one. In a column of amounts an empty cell is none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

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
#: Answers, the likeliest first.
_UNKNOWN, _FREE = "unknown", "free"


class UnsaidUse:
    """Keeps of which lists nothing is known about use, and what was answered for their files."""

    def __init__(self, lines: Iterable[Line], flows: Iterable[WeighedFlow], asker: Asker) -> None:
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
        if most <= 0.0 or self._asker.answer("USE_UNSAID", place.file) == _FREE:
            return None
        self._places[place.file].append(place)
        self._shown.setdefault(place.file, shown)
        return Range(0.0, 0.0, most)

    def ask(self) -> None:
        """Ask once for each file that says nothing."""
        for file, places in self._places.items():
            if self._asker.answer("USE_UNSAID", file) not in (_UNKNOWN, LEAVE_OUT):
                values = (file, str(len(places)), self._shown[file])
                options = [(_UNKNOWN, ""), (_FREE, "")]
                self._asker.ask("USE_UNSAID", file, places[0], values, options)


def _counts(line: Line) -> bool:
    """Return whether a line says how much is in use, or that what it counts is offered."""
    counted = next((name for name in SUPPLY if name in line.amounts), "")
    offered = _OFFERED.search(line.headers.get(counted, ""))
    return bool(_TELLING & {*line.amounts, *line.waiting, *line.nothing} or offered)


def _says(line: Line) -> bool:
    """Return whether a line says in words where its waste goes."""
    return bool(line.fate.strip() or line.outlets)


def _waste(line: Line) -> tuple[str, str]:
    return folded(line.firm), folded(line.text)
