"""What SQLite reports as coded errors: busy, full, read-only, damaged and unreadable are five troubles."""

from __future__ import annotations

import sqlite3

from graph.errors import EXIT_STORE_REFUSED, EXIT_STORE_UNREACHABLE, SymbioflowError
from graph.stores.damage import Damage, damaged, damaged_layout
from graph.wording import Message, message


def coded(error: sqlite3.Error, url: str, seconds: float) -> SymbioflowError:
    """Return what SQLite reports as a refusal.

    Parameters
    ----------
    seconds : float
        How long it waited for another writer.
    """
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return SymbioflowError("STORE_BUSY", exit_code=EXIT_STORE_UNREACHABLE, url=url, seconds=seconds)
    if name.startswith("SQLITE_FULL"):
        return SymbioflowError("STORE_FULL", exit_code=EXIT_STORE_UNREACHABLE, url=url)
    if name.startswith("SQLITE_READONLY"):
        return SymbioflowError("STORE_READ_ONLY", exit_code=EXIT_STORE_REFUSED, url=url)
    if name.startswith("SQLITE_CORRUPT"):
        return damaged(url, Damage(message("damage.file", reason=str(error)), message("remedy.restore")))
    if "no such column" in str(error) or "no such table" in str(error):
        return damaged(url, damaged_layout(str(error)))
    if "decode to UTF-8" in str(error):
        return damaged(url, Damage(message("damage.bytes", reason=str(error)), message("remedy.value")))
    return unreadable(url, str(error))


def unreadable(url: str, reason: str | Message) -> SymbioflowError:
    """Return the refusal of a file that cannot be used, for a reason that it is not a code's own."""
    return SymbioflowError("STORE_UNREADABLE", exit_code=EXIT_STORE_UNREACHABLE, url=url, reason=reason)
