"""Commands that keep a store safe: backup, restore, and the change to a newer schema."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.common import LanguageOption, StoreOption, connected, opened_to_read, session
from graph.stores import SCHEMA_VERSION, restore_backup, write_backup
from ingest import now

#: The linkages that are named of those that a restore moved.
_SHOWN = 20


def backup(
    path: Annotated[Path, typer.Argument(help="File to write; an older one of the name is replaced.")],
    store: StoreOption = None,
    language: LanguageOption = None,
) -> None:
    """Run ``symbioflow backup``."""
    run = session(store, language)
    with opened_to_read(run.settings) as source:
        made = write_backup(source, path)
    run.out.print(
        run.say(
            f"已备份 {made.rows} 行（数据版本 {made.version}）到 {path}，已读回核对；SHA-256 {made.digest}",
            f"{made.rows} rows (data version {made.version}) are backed up to {path} and were read back; "
            f"SHA-256 {made.digest}",
        ),
        soft_wrap=True,
    )


def restore(
    path: Annotated[Path, typer.Argument(help="File that `backup` wrote.")],
    store: StoreOption = None,
    language: LanguageOption = None,
) -> None:
    """Run ``symbioflow restore``."""
    run = session(store, language)
    with connected(run.settings) as target:
        held, moved = restore_backup(target, path, now())
        version = target.version()
    run.out.print(
        run.say(
            f"已恢复 {held.rows} 行（备份时的数据版本 {held.version}，现为 {version}）",
            f"{held.rows} rows are restored (data version {held.version} when they were backed up, "
            f"{version} now)",
        )
    )
    if moved:
        named = ", ".join(moved[:_SHOWN])
        run.tell(
            f"{len(moved)} 条连接在备份之后状态已变，恢复的状态记为新的一步：{named}",
            f"{len(moved)} linkages had moved on since; the backup's state is a new step of: {named}",
        )


def migrate(store: StoreOption = None, language: LanguageOption = None) -> None:
    """Run ``symbioflow migrate``."""
    run = session(store, language)
    with connected(run.settings) as target:
        found = target.schema_version()
        if found != SCHEMA_VERSION:
            target.ensure_schema()
    run.out.print(
        run.say(f"结构版本 {found} → {SCHEMA_VERSION}", f"schema version {found} → {SCHEMA_VERSION}")
        if found != SCHEMA_VERSION
        else run.say(f"结构版本已是 {found}", f"the schema is at version {found} already")
    )
