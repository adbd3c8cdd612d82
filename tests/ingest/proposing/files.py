"""Foreign files of these tests, written as people write them, proposed to a store with the library alone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from graph.snapshot import Snapshot
from ingest.library import library_records
from ingest.proposing import Proposal, propose
from ingest.understanding import Source, understand

CASES = Path(__file__).parents[1] / "cases"


@cache
def library() -> Snapshot:
    return Snapshot.from_records(library_records())


def proposed(
    *files: tuple[str, str],
    answers: Mapping[str, str] | None = None,
    known: Snapshot | None = None,
    yes: bool = True,
    park: str = "滨河工业园",
) -> Proposal:
    """Return what CSV texts, given as (file name, text), would do to a store."""
    given = dict(answers or {})
    sources = [Source(name, text.encode("utf-8")) for name, text in files]
    return propose(understand(sources, given), known or library(), given, "test", park, None, yes)


def proposed_case(name: str, yes: bool = True) -> Proposal:
    """Return what one of the shipped case files would do to a store that has the library and nothing else."""
    source = Source(name, (CASES / name).read_bytes())
    return propose(understand([source]), library(), {}, "case", "", None, yes)


def asked_of(proposal: Proposal) -> list[tuple[str, str]]:
    """Return code and id of what is asked, besides what every list without a word of use is asked."""
    questions = (*proposal.understood.questions, *proposal.questions)
    return [(item.code, item.id) for item in questions if item.code != "USE_UNSAID"]
