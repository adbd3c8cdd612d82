"""From what sheets say to what they would do to a store: rows, changes by cell, and what is still open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.checks import check_records
from graph.errors import Problem
from graph.evidence import Evidence, Grade, SourceId
from graph.knowledge import Reader
from graph.model import Source
from graph.snapshot import Records, Snapshot, records_of
from ingest.changes import RowChanges, row_changes, without_needed
from ingest.proposing.analyses import find_analyses
from ingest.proposing.asking import Asker
from ingest.proposing.desk import Desk
from ingest.proposing.firms import find_directed_uses, find_firms
from ingest.proposing.places import find_parks
from ingest.proposing.plants import find_facilities, find_linkages
from ingest.proposing.result import Proposal
from ingest.proposing.wastes import find_wastes
from ingest.understanding import Understood


def propose(
    understood: Understood,
    known: Snapshot,
    answers: Mapping[str, str],
    tag: str,
    park: str = "",
    earlier: Mapping[str, Sequence[str]] | None = None,
    takes_likely: bool = False,
) -> Proposal:
    """Return what the files would do to a store that holds `known`; nothing is stored.

    Parameters
    ----------
    understood : Understood
    known : Snapshot
        With the library; firms and wastes of earlier loads keep their ids.
    answers : mapping of str to str
        Question id -> answer.
    tag : str
        Load tag.
    park : str
        Id or name of the park; by default the one that the sheets or the store name.
    earlier : mapping of str to sequence of str, optional
        Table -> ids that an earlier load of the tag brought.
    takes_likely : bool
        Whether what is likely enough is taken without asking.
    """
    files = sorted({sheet.file for sheet in understood.sheets})
    sources = [Source(id=SourceId(f"file:{file}"), citation=file, grade=Grade.COMPANY) for file in files]
    evidence = Evidence(tuple(source.id for source in sources[:1]), Grade.COMPANY)
    sheets = [sheet for sheet in understood.sheets if sheet.rows]
    if not sheets:
        return _nothing(understood, tag)
    desk = Desk(known, Reader(known), Asker(answers, takes_likely), evidence)
    parks = find_parks(sheets, park, desk)
    firms = find_firms(sheets, parks, desk)
    directed = find_directed_uses(sheets, firms, desk)
    facilities = find_facilities(sheets, firms, desk)
    wastes = find_wastes(sheets, firms, facilities.rows, desk)
    linkages = find_linkages(wastes.found, firms, facilities.rows, parks.default, desk)
    analyses = find_analyses(sheets, firms, wastes.found, desk)
    entities = (
        *(*sources, *parks.rows, *firms.rows, *directed.rows, *linkages.takers, *wastes.rows),
        *(*facilities.rows, *linkages.facilities, *linkages.rows, *analyses.rows),
    )
    records = records_of(entities)
    named = {
        "parks": {firm.park for firm in firms.found} | {str(row.id) for row in parks.rows} | {parks.default},
        "enterprises": {firm.id for firm in firms.found},
        # What the files name but cannot settle yet stays as it is.
        "waste_streams": {waste.id for waste in wastes.found},
    }
    gone = _gone(earlier or {}, records, named, known)
    problems = (*understood.problems, *_findings(records, known, files))
    return Proposal(
        tag=tag,
        park=parks.default,
        understood=understood,
        firms=firms.found,
        wastes=wastes.found,
        records=records,
        changes=row_changes(known, records, gone),
        questions=tuple(desk.asker.questions.values()),
        left_aside=(
            *(*directed.left_aside, *wastes.left_aside, *facilities.left_aside),
            *(*linkages.left_aside, *analyses.left_aside),
        ),
        problems=problems,
        doubts=(*parks.regions, *firms.doubts, *directed.doubts, *wastes.doubts),
    )


def _nothing(understood: Understood, tag: str) -> Proposal:
    return Proposal(tag, "", understood, (), (), {}, RowChanges((), (), ()), (), (), understood.problems)


def _gone(
    earlier: Mapping[str, Sequence[str]], records: Records, named: Mapping[str, set[str]], known: Snapshot
) -> dict[str, list[str]]:
    """Return what an earlier load brought and the files no longer name; a row that stays is named too."""
    written = {name: set(part["id"].to_pylist()) for name, part in records.items()}
    gone = {
        name: sorted(set(ids) - written.get(name, set()) - named.get(name, set()))
        for name, ids in earlier.items()
    }
    # A source that a row which stays still cites stays too.
    gone["sources"] = without_needed(known.with_records(records), gone).get("sources", [])
    return {name: ids for name, ids in gone.items() if ids}


def _findings(records: Records, known: Snapshot, files: Sequence[str]) -> list[Problem]:
    """Return the broken rules of the rows, each placed in the file."""
    file = files[0] if files else ""
    return [
        Problem(file, one.table, 0, one.column, one.code, f"{one.id}: {one.value}", one.expected)
        for one in check_records(records, known)
    ]
