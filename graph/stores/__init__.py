"""Where the graph is kept: the store port, its two adapters (SQLite, Neo4j) and the copy between them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.stores.backups import Backup, read_backup, restore_backup, write_backup
    from graph.stores.copying import copy
    from graph.stores.damage import Damage
    from graph.stores.loads import worked_out
    from graph.stores.opening import open_store
    from graph.stores.protocol import (
        SCHEMA_VERSION,
        SEARCHED_TABLES,
        Change,
        Dump,
        Hit,
        Load,
        LoadTags,
        Moment,
        StateChange,
        Store,
    )
else:
    from graph.tools import opened

    __all__, __dir__, __getattr__ = opened(__name__)
