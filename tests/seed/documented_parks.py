"""The documented cases as parks that a manager might hand in: names, industries, tonnes and words, no more.

``python -m tests.seed.documented_parks`` prints how many documented exchanges are among the first three
suggestions of their stream in parks of every size: the table of docs/evaluation.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyarrow.compute as pc

from graph.matching import MatchOptions, suggest
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
    enterprises : int
    """

    snapshot: Snapshot
    receivers: Mapping[str, set[str]]
    enterprises: int


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
        offered: dict[str, set[str]] = defaultdict(set)
        for item in suggest(park.snapshot, MatchOptions(top=first)).items:
            offered[item.stream].add(item.facility.split(":")[1])
        for stream, receivers in park.receivers.items():
            hits += [receiver in offered[stream] for receiver in receivers]
            chances += [min(1.0, first / (park.enterprises - 1))] * len(receivers)
            answered.append(bool(receivers & offered[stream]))
    return Found(len(hits), sum(hits) / len(hits), sum(chances) / len(hits), sum(answered) / len(answered))


def main() -> None:
    """Print the table."""
    library = Snapshot.from_records(library_records())
    print("| enterprises | exchanges | among the first three | at random | streams answered |")
    print("| --- | --- | --- | --- | --- |")
    for fewest, most in ((2, 99), (5, 99), (8, 15)):
        found = found_among_first(documented_parks(library, fewest, most))
        size = f"{fewest} to {most}" if most < 99 else f"{fewest} and more"
        print(
            f"| {size} | {found.exchanges} | {found.hits:.2f} | {found.chance:.2f} | {found.answered:.2f} |"
        )


def _park(library: Snapshot, index: ColdStartIndex, case: str, rows: list[Precedent]) -> DocumentedPark:
    firms: dict[tuple[str, tuple[str, ...]], Enterprise] = {}
    streams: dict[tuple[str, str], WasteStream] = {}
    receivers: dict[str, set[str]] = defaultdict(set)
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
            streams[key] = WasteStream(
                id=StreamId(f"s{len(streams)}"),
                name_en=row.waste,
                enterprise=donor.id,
                material=_material(index, row),
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
    return DocumentedPark(snapshot, receivers, len(firms))


def _material(index: ColdStartIndex, row: Precedent) -> MaterialId:
    """Return what the reader of words takes a waste for, its best candidate."""
    donor = index.industries.all_below(row.donor_nace)
    return MaterialId(index.meaning(row.waste, donor).candidates[0].id)


if __name__ == "__main__":
    main()
