"""The library of knowledge that every store has, apart from any park's own rows, and its updates.

Materials, technologies, standards, prices, factors, precedents, uses and weights come with the program.
Their version is a digest of the shipped files; a store keeps account of which one it holds as a load.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from graph.snapshot import Records, Snapshot
from graph.stores import Change, Load, Moment, Store
from ingest.changes import RowChanges, row_changes, unwritten, without_needed
from ingest.strict import DESCRIPTOR, SEED_FOLDER, read

#: Load tag of the library.
LIBRARY_TAG = "library"

#: Tables of a park; all others are the library's.
PARK_TABLES = frozenset(
    {
        "parks",
        "enterprises",
        "directed_uses",
        "facilities",
        "projects",
        "waste_streams",
        "stream_components",
        "linkages",
        "linkage_events",
        "targets",
        "entry_thresholds",
        "candidate_firms",
        "outline_rings",
        "scenarios",
        "scenario_changes",
    }
)


@cache
def shipped_records() -> Records:
    """Return everything in ``seed_data``, the library and the Anning park, through the checks of any file."""
    return read(SEED_FOLDER / DESCRIPTOR).records


def library_records() -> Records:
    """Return the shipped library."""
    return {name: part for name, part in shipped_records().items() if name not in PARK_TABLES}


def anning_records() -> Records:
    """Return the park of Anning, which rests on the library."""
    return {name: part for name, part in shipped_records().items() if name in PARK_TABLES}


@cache
def shipped_version() -> str:
    """Return the version of the shipped library: the first digits of a digest over its files.

    Reads bytes only, so that asking for it costs nothing.
    """
    digest = hashlib.sha256()
    for path in sorted(SEED_FOLDER.glob("*.csv")):
        if path.stem not in PARK_TABLES:
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def library_load(store: Store) -> Load | None:
    """Return the load that brought the store's library; None if it has none of its own."""
    held = [load for load in store.loads() if load.tag == LIBRARY_TAG and not load.undone]
    return held[-1] if held else None


@dataclass(frozen=True, slots=True)
class Ground:
    """What a load is worked out on.

    Attributes
    ----------
    moment : Moment
        Of the store.
    known : Snapshot
        Its rows, with the library's where it has none yet.
    library : tuple of Change
        What brings the library then, to be made in one transaction with the load.
    """

    moment: Moment
    known: Snapshot
    library: tuple[Change, ...]


def ground_of(store: Store, at: str, with_library: bool = True) -> Ground:
    """Return what a load at a time stands on; nothing is written.

    Parameters
    ----------
    with_library : bool
        False: the load rests on what the store holds, library or not.
    """
    # The moment first: a change in between makes the load be worked out anew, never on a mix.
    moment = store.moment()
    brings = with_library and library_load(store) is None
    change = _library_change(at) if brings else None
    known = store.read()
    return Ground(
        moment,
        known if change is None else known.with_records(change.written),
        () if change is None else (change,),
    )


def ensure_library(store: Store, at: str) -> bool:
    """Give a store the shipped library if it has none; return whether it did.

    An older library stays until somebody updates it (`update_library`).

    Parameters
    ----------
    at : str
        UTC time, ISO 8601.
    """
    if library_load(store) is not None:
        return False
    store.apply(_library_change(at))
    return True


def library_changes(store: Store) -> RowChanges:
    """Return what an update to the shipped library would do: new, changed and gone rows."""
    known = store.read()
    return row_changes(known, library_records(), _gone(store, known))


def update_library(store: Store, at: str) -> Load:
    """Replace the store's library by the shipped one; the park's rows, and what they need, stay."""
    moment = store.moment()
    change = Change(LIBRARY_TAG, at, shipped_version(), library_records(), _gone(store, store.read()))
    return store.apply_all((change,), moment)[0]


def _library_change(at: str) -> Change:
    return Change(LIBRARY_TAG, at, shipped_version(), library_records())


def _gone(store: Store, known: Snapshot) -> Mapping[str, list[str]]:
    """Return the rows of the store's library that are shipped no more and that nothing needs."""
    shipped = library_records()
    return without_needed(known.with_records(shipped), unwritten(store.load_tags(), LIBRARY_TAG, shipped))
