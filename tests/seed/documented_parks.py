"""The documented cases as parks that a manager might hand in: names, industries, tonnes and words, no more.

``python -m tests.seed.documented_parks`` prints how many documented exchanges are among the first three
suggestions of their stream in parks of every size, and why the others are not: the tables of
docs/evaluation.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import pyarrow.compute as pc

from graph.knowledge import Decision, IndustryReader, Reading
from graph.matching import MatchOptions, Suggestion, suggest
from graph.matching.coldstart.index import ColdStartIndex
from graph.model import Enterprise, Park, Precedent, WasteStream
from graph.ranges import Range
from graph.snapshot import Snapshot, records_of
from graph.vocabulary import EnterpriseId, MaterialId, OperatingState, ParkId, Sharing, StreamId
from ingest.library import library_records
from tests.build import ESTIMATE

#: Nobody documented amounts; every stream has this many tonnes a year.
TONNES = 1000.0


@dataclass(frozen=True)
class DocumentedPark:
    """One case as a park in a library that has never heard of it.

    Attributes
    ----------
    snapshot : Snapshot
    receivers : mapping of StreamId to set of EnterpriseId
        Who is documented to take each stream.
    asked : set of StreamId
        Streams of which `import` would ask what they are.
    enterprises : int
    """

    snapshot: Snapshot
    receivers: Mapping[str, set[str]]
    asked: frozenset[str]
    enterprises: int


class Missed(StrEnum):
    """Why a documented receiver is not among the first: the first of these that holds."""

    WORDS = "`import` would ask what the waste is"
    INDUSTRY = "its industry has no code that is known"
    NOTHING = "nothing is known of its industry and the waste"
    LEVEL = "others of its industry stand level with it"
    BEHIND = "others of the park take it as usually or more"


@dataclass(frozen=True)
class Found:
    """Shares: exchanges found, what chance would find, and streams with any documented receiver found."""

    exchanges: int
    hits: float
    chance: float
    answered: float


def documented_parks(library: Snapshot, fewest: int, most: int) -> Iterator[DocumentedPark]:
    """Yield the cases of several exchanges and so many enterprises, both ends included."""
    index = ColdStartIndex(library)
    cases: dict[str, list[Precedent]] = defaultdict(list)
    for row in library.all(Precedent):
        if row.waste.strip() and row.receiver_nace:
            cases[row.case].append(row)
    for case, rows in cases.items():
        park = _park(library, index, case, rows)
        if fewest <= park.enterprises <= most and sum(map(len, park.receivers.values())) > 1:
            yield park


def found_among_first(parks: Iterable[DocumentedPark], first: int = 3) -> Found:
    """Return how much of what is documented is among the first suggestions."""
    hits: list[bool] = []
    chances: list[float] = []
    answered: list[bool] = []
    for park in parks:
        offered = _offered(park)
        for stream, receivers in park.receivers.items():
            among = {_receiver(item) for item in offered[stream][:first]}
            hits += [receiver in among for receiver in receivers]
            chances += [min(1.0, first / (park.enterprises - 1))] * len(receivers)
            answered.append(bool(receivers & among))
    return Found(len(hits), sum(hits) / len(hits), sum(chances) / len(hits), sum(answered) / len(answered))


def why_missed(parks: Iterable[DocumentedPark], first: int = 3) -> Counter[Missed]:
    """Return how many of what is documented are missed for which reason."""
    found: Counter[Missed] = Counter()
    for park in parks:
        offered = _offered(park)
        known = IndustryReader.of(park.snapshot)
        nace = {firm.id: firm.nace for firm in park.snapshot.all(Enterprise)}
        for stream, receivers in park.receivers.items():
            items = {_receiver(item): item for item in offered[stream]}
            for receiver in receivers - set(list(items)[:first]):
                item, last = items.get(receiver), list(items.values())[:first][-1:]
                if stream in park.asked:
                    found[Missed.WORDS] += 1
                elif not known.all_below((nace[receiver],)):
                    found[Missed.INDUSTRY] += 1
                elif item is None:
                    found[Missed.NOTHING] += 1
                elif (item.usual, item.score) == (last[0].usual, last[0].score):
                    found[Missed.LEVEL] += 1
                else:
                    found[Missed.BEHIND] += 1
    return found


def main() -> None:
    """Print both tables."""
    library = Snapshot.from_records(library_records())
    print("| enterprises | exchanges | among the first three | at random | streams answered |")
    print("| --- | --- | --- | --- | --- |")
    for fewest, most in ((2, 99), (5, 99), (8, 15)):
        found = found_among_first(documented_parks(library, fewest, most))
        size = f"{fewest} to {most}" if most < 99 else f"{fewest} and more"
        print(
            f"| {size} | {found.exchanges} | {found.hits:.2f} | {found.chance:.2f} | {found.answered:.2f} |"
        )
    everywhere, middling = (why_missed(documented_parks(library, *size)) for size in ((2, 99), (8, 15)))
    print("\n| why missed | 2 and more | 8 to 15 |")
    print("| --- | --- | --- |")
    for why in Missed:
        print(f"| {why} | {everywhere[why]} | {middling[why]} |")


def _offered(park: DocumentedPark) -> Mapping[str, list[Suggestion]]:
    """Return what each stream is offered to, best first."""
    offered: dict[str, list[Suggestion]] = defaultdict(list)
    for item in suggest(park.snapshot, MatchOptions(top=0)).items:
        offered[item.stream].append(item)
    return offered


def _receiver(item: Suggestion) -> str:
    return str(item.facility).split(":")[1]


def _park(library: Snapshot, index: ColdStartIndex, case: str, rows: list[Precedent]) -> DocumentedPark:
    firms: dict[tuple[str, tuple[str, ...]], Enterprise] = {}
    streams: dict[tuple[str, str], WasteStream] = {}
    receivers: dict[str, set[str]] = defaultdict(set)
    asked: set[str] = set()
    for row in rows:
        donor, receiver = (
            firms.setdefault(
                member,
                Enterprise(
                    id=EnterpriseId(f"e{len(firms)}"),
                    name_en=member[0],
                    park=ParkId("park"),
                    state=OperatingState.OPERATING,
                    nace=next(iter(member[1]), ""),
                    evidence=ESTIMATE,
                ),
            )
            for member in ((row.donor, row.donor_nace), (row.receiver, row.receiver_nace))
        )
        key = donor.id, row.waste
        if key not in streams:
            reading = _reading(index, row)
            if reading.decision is not Decision.CERTAIN:
                asked.add(f"s{len(streams)}")
            streams[key] = WasteStream(
                id=StreamId(f"s{len(streams)}"),
                name_en=row.waste,
                enterprise=donor.id,
                material=MaterialId(reading.candidates[0].id),
                supply=Range.exact(TONNES),
                in_use=Range.exact(0.0),
                sharing=Sharing.PUBLIC,
                evidence=ESTIMATE,
            )
        if receiver.id != donor.id:  # what a works does with its own waste is no question of a park
            receivers[streams[key].id].add(receiver.id)
    known = library.tables["precedents"]
    unheard = library.replacing({"precedents": known.filter(pc.not_equal(known["case"], case))})
    area = Park(id=ParkId("park"), name_en="park", evidence=ESTIMATE)
    snapshot = unheard.with_records(records_of([area, *firms.values(), *streams.values()]))
    return DocumentedPark(snapshot, receivers, frozenset(asked), len(firms))


def _reading(index: ColdStartIndex, row: Precedent) -> Reading:
    """Return what the reader of words takes a waste for."""
    return index.meaning(row.waste, index.industries.all_below(row.donor_nace))


if __name__ == "__main__":
    main()
