"""What is killed: changes of a small park in either store, commands on the Anning park and on nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from graph.model import Linkage
from graph.snapshot import Snapshot, records_of
from graph.stores import Change, StateChange, Store, copy, open_store, write_backup
from graph.vocabulary import LinkageId, LinkageState
from ingest import ensure_library, export_folder, load, load_anning
from tests import neo4j_server
from tests.chaos.campaign import (
    Act,
    Ground,
    State,
    backup_state,
    export_state,
    page_state,
    store_state,
)
from tests.chaos.worker import AT
from tests.parks import LINKAGE, material, park_records

_WORKER = "tests.chaos.worker"


def _change(name: str, file: str = "unused", reads: Callable[[Path], State] | None = None) -> Act:
    return Act(name, (_WORKER, name, "{url}", "{file}"), file, reads, endless=name == "states")


#: Changes of the small park.
CHANGES = (
    _change("apply"),
    _change("undo"),
    _change("states"),
    _change("restore", "backup.db", backup_state),
    _change("backup", "written.db", backup_state),
    _change("copied", "other.db"),
    _change("renamed"),
)

_FIRMS = "id,name_zh,park,state\nchaos-works,钢厂,chaos,运行\n"
_STREAMS = "id,name_zh,enterprise,material,supply\nchaos-slag,转炉渣,chaos-works,steel-slag,100\n"
_FLAT = "企业名称,行业,废物名称,年产生量（吨）\n甲钢厂,炼钢,钢渣,500\n"


def _command(
    name: str, *words: str, file: str = "unused", reads: Callable[[Path], State] | None = None
) -> Act:
    return Act(name, ("api.cli", *words, "--store", "{url}"), file, reads)


#: Commands on a store that has the Anning park, in which somebody stopped a linkage.
COMMANDS = (
    _command("demo", "demo", "--out", "{folder}", file="network.html", reads=page_state),
    _command("ingest", "ingest", "{folder}/files"),
    _command("import", "import", "{folder}/flat.csv", "--yes"),
    _command("loads undo", "loads", "undo", "3"),
    _command("export", "export", "{file}", file="export", reads=export_state),
    _command("network", "network", "{file}", file="network.html", reads=page_state),
    _command("backup", "backup", "{file}", file="backup.db", reads=backup_state),
    _command("restore", "restore", "{file}", file="backup.db", reads=backup_state),
    Act("copy", ("api.cli", "copy", "--from", "{url}", "--to", "sqlite:///{file}"), "other.db", store_state),
)
#: Commands on a store that does not exist yet.
FIRST_COMMANDS = (
    _command("first demo", "demo", "--out", "{folder}"),
    _command("first ingest", "ingest", "{folder}/files"),
    _command("first import", "import", "{folder}/flat.csv", "--yes"),
)


def files(folder: Path) -> None:
    """Write what is ingested and imported."""
    (folder / "files").mkdir()
    (folder / "files" / "parks.csv").write_text("id,name_zh\nchaos,某园区\n", encoding="utf-8")
    (folder / "files" / "enterprises.csv").write_text(_FIRMS, encoding="utf-8")
    (folder / "files" / "waste_streams.csv").write_text(_STREAMS, encoding="utf-8")
    (folder / "flat.csv").write_text(_FLAT, encoding="utf-8")


def small_park(store: Store, folder: Path) -> None:
    """Make a small park with a load, a backup of before, and a newer copy beside it."""
    store.upsert(park_records(), "first")
    write_backup(store, folder / "backup.db")
    write_backup(store, folder / "written.db")
    store.apply(Change("coke", AT, "coke.csv", records_of([material("coke", "焦", "Coke")])))
    with closing(open_store(f"sqlite:///{folder / 'other.db'}")) as other:
        copy(store, other)
        other.change_state(StateChange(LINKAGE, LinkageState.CONTACTED, 1, "chaos", AT))


def anning_park(store: Store, folder: Path) -> None:
    """Make the Anning park with a stopped linkage, and an older backup, export, copy and page."""
    files(folder)
    ensure_library(store, AT)
    load_anning(store)
    write_backup(store, folder / "backup.db")
    export_folder(store.read().tables, folder / "export", encoding="utf-8-sig")
    with closing(open_store(f"sqlite:///{folder / 'other.db'}")) as other:
        copy(store, other)
    (folder / "network.html").write_text("<html>older</html>", encoding="utf-8")
    load(store, folder / "files")
    linkage = next(item for item in store.read().all(Linkage) if item.state is LinkageState.OPERATING)
    store.change_state(StateChange(LinkageId(linkage.id), LinkageState.STOPPED, linkage.version, "chaos", AT))


@contextmanager
def neo4j_ground(folder: Path) -> Iterator[Ground]:
    """Yield a ground in the tests' Neo4j: the small park, with the same files beside it."""
    folder.mkdir()
    with closing(open_store(f"sqlite:///{folder / 'park.db'}")) as made:
        made.ensure_schema()
        small_park(made, folder)
        dump = made.dump()
    login = neo4j_server.server()
    written = (folder / "written.db").read_bytes()

    def opened() -> Store:
        return open_store(login.url, login.user, login.password)

    def reset() -> None:
        with closing(opened()) as store:
            store.ensure_schema()
            # Through nothing, so that histories begin anew.
            store.replace(replace(dump, snapshot=Snapshot.of([]), tags={}, loads=()), AT)
            store.replace(dump, AT)
        (folder / "written.db").write_bytes(written)

    environment = {"CHAOS_USER": login.user or "", "CHAOS_PASSWORD": login.password or ""}
    with neo4j_server.exclusive():
        yield Ground(login.url, folder, reset, opened, environment)
