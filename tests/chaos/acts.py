"""What is killed: changes of a small park in either store, commands on the Anning park and on nothing."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from graph.model import Linkage
from graph.snapshot import Snapshot, records_of
from graph.stores import Change, StateChange, Store, copy, open_store, write_backup
from graph.vocabulary import LinkageId, LinkageState
from ingest import ensure_library, export_folder, export_workbook, load, load_anning
from ingest.library import LIBRARY_TAG
from tests import neo4j_server
from tests.chaos.campaign import (
    Act,
    Ground,
    State,
    backup_state,
    book_state,
    empty_ground,
    export_state,
    graph_state,
    page_state,
    state_of,
    store_state,
    text_state,
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

RELEASED = Path(__file__).parents[1] / "graph" / "stores" / "released"
#: The schema that is brought up to date.
_OLD_SCHEMA = 2

_FIRMS = "id,name_zh,park,state\nchaos-works,钢厂,chaos,运行\n"
_STREAMS = "id,name_zh,enterprise,material,supply\nchaos-slag,转炉渣,chaos-works,steel-slag,100\n"
_FLAT = "企业名称,行业,废物名称,年产生量（吨）\n甲钢厂,炼钢,钢渣,500\n"


def _command(
    name: str, *words: str, file: str = "unused", reads: Callable[[Path], State] | None = None
) -> Act:
    return Act(name, ("api.cli", *words, "--store", "{url}"), file, reads)


#: Commands that change a store, wherever it is.
_CHANGING = (
    _command("ingest", "ingest", "{folder}/files"),
    _command(
        "import",
        *("import", "{folder}/flat.csv", "--yes", "--answers", "{file}"),
        file="answers.json",
        reads=text_state,
    ),
    _command("loads undo", "loads", "undo", "3"),
    _command("loads replace", "loads", "replace", "files", "{folder}/fewer"),
    _command("loads remove", "loads", "remove", "files"),
    _command("library update", "library", "update"),
    _command("restore", "restore", "{file}", file="backup.db", reads=backup_state),
)
#: Commands that write a file.
_WRITING = (
    _command("export", "export", "{file}", file="export", reads=export_state),
    _command("export xlsx", "export", "{file}", "--format", "xlsx", file="park.xlsx", reads=book_state),
    _command("network", "network", "{file}", file="network.html", reads=page_state),
    _command("graphml", "network", "{file}", file="network.graphml", reads=graph_state),
    _command("trace", "trace", "steel-slag", "--output", "{file}", file="network.json", reads=graph_state),
    _command("backup", "backup", "{file}", file="backup.db", reads=backup_state),
    Act("copy", ("api.cli", "copy", "--from", "{url}", "--to", "sqlite:///{file}"), "other.db", store_state),
)
#: Commands on a store that has the Anning park, in which somebody stopped a linkage.
COMMANDS = (
    _command("demo", "demo", "--out", "{folder}", file="network.html", reads=page_state),
    *_CHANGING,
    *_WRITING,
    _command("report", "report", "--out", "{file}", file="park.html", reads=page_state),
    _command("report xlsx", "report", "--out", "{file}", file="park.xlsx", reads=book_state),
    _command("brief", "brief", "1", "--out", "{file}", file="park.html", reads=page_state),
    _command("brief xlsx", "brief", "1", "--out", "{file}", file="park.xlsx", reads=book_state),
    Act("new-park", ("api.cli", "new-park", "{file}"), "empty.xlsx", book_state),
    Act("synth", ("api.cli", "synth", "{file}"), "export", export_state),
)
#: Commands on the same in Neo4j, but for what would only draw or write the same file again.
NEO4J_COMMANDS = (*_CHANGING, *(act for act in _WRITING if act.name in ("export", "backup", "copy")))
#: A command on a store of an earlier schema.
MIGRATION = _command("migrate", "migrate")
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
    (folder / "fewer").mkdir()
    for name in ("parks.csv", "enterprises.csv"):
        shutil.copyfile(folder / "files" / name, folder / "fewer" / name)
    # As somebody wrote them: what the program writes is in another order.
    (folder / "answers.json").write_text('{"b": "c", "a": "b"}', encoding="utf-8")
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
    """Make the Anning park with a stopped linkage and an older library, and older files of every sort."""
    files(folder)
    export_workbook(park_records(), folder / "park.xlsx")
    (folder / "network.graphml").write_text("older", encoding="utf-8")
    (folder / "network.json").write_text("older", encoding="utf-8")
    (folder / "park.html").write_text("<html>older</html>", encoding="utf-8")
    ensure_library(store, AT)
    load_anning(store)
    write_backup(store, folder / "backup.db")
    export_folder(store.read().tables, folder / "export", encoding="utf-8-sig")
    with closing(open_store(f"sqlite:///{folder / 'other.db'}")) as other:
        copy(store, other)
    (folder / "network.html").write_text("<html>older</html>", encoding="utf-8")
    load(store, folder / "files")
    older = replace(store.get("materials", ["steel-slag"])[0], name_en="Slag of an older library")
    store.apply(Change(LIBRARY_TAG, AT, "older", records_of([older])))
    linkage = next(item for item in store.read().all(Linkage) if item.state is LinkageState.OPERATING)
    store.change_state(StateChange(LinkageId(linkage.id), LinkageState.STOPPED, linkage.version, "chaos", AT))


def old_ground(folder: Path) -> Ground:
    """Return a ground with a store of an earlier schema."""

    def made(kept: Path) -> None:
        with closing(sqlite3.connect(kept / "park.db")) as connection:
            connection.executescript((RELEASED / f"schema_{_OLD_SCHEMA}.sql").read_text(encoding="utf-8"))

    return empty_ground(folder, made)


@contextmanager
def neo4j_ground(folder: Path, prepared: Callable[[Store, Path], None]) -> Iterator[Ground]:
    """Yield a ground in the tests' Neo4j: a park made by `prepared`, with the same files beside it."""
    kept, live = folder / "kept", folder / "live"
    kept.mkdir(parents=True)
    with closing(open_store(f"sqlite:///{kept / 'park.db'}")) as made:
        made.ensure_schema()
        prepared(made, kept)
        dump = made.dump()
    login = neo4j_server.server()

    def opened() -> Store:
        return open_store(login.url, login.user, login.password)

    def reset() -> None:
        shutil.rmtree(live, ignore_errors=True)
        shutil.copytree(kept, live)
        with closing(opened()) as store:
            store.ensure_schema()
            if state_of(store.dump()) == state_of(dump):
                return
            # Through nothing, so that histories begin anew.
            store.replace(replace(dump, snapshot=Snapshot.of([]), tags={}, loads=()), AT)
            store.replace(dump, AT)

    names = ("CHAOS", "SYMBIOFLOW_STORE")
    environment = {f"{name}_USER": login.user or "" for name in names}
    environment |= {f"{name}_PASSWORD": login.password or "" for name in names}
    with neo4j_server.exclusive():
        yield Ground(login.url, live, reset, opened, environment)
