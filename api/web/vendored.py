"""The files of others that the pages and their tests bring along: listed with licence, version and SHA-256.

``make vendor`` (``python -m api.web.vendored``) compares every file with the list and says what differs.
"""

from __future__ import annotations

import csv
import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: Lists of vendored files; each stands in the folder of what it lists.
LISTS = (
    ROOT / "api" / "web" / "static" / "vendor" / "vendored.csv",
    ROOT / "tests" / "browser" / "vendor" / "vendored.csv",
)


def differences(listed: Path) -> Iterator[str]:
    """Yield what is wrong with the folder of a list: a file changed, missing, or not on the list."""
    folder = listed.parent
    with listed.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        for name in (row["file"], row["licence_file"]):
            if not (folder / name).is_file():
                yield f"{folder.name}/{name}: missing"
        if (folder / row["file"]).is_file() and _digest(folder / row["file"]) != row["sha256"]:
            yield f"{folder.name}/{row['file']}: is not {row['name']} {row['version']} as listed"
    known = {row[column] for row in rows for column in ("file", "licence_file")} | {listed.name}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in known:
            yield f"{folder.name}/{name}: not on the list"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> int:
    """Print every difference; 1 if there is one."""
    found = [line for listed in LISTS if listed.is_file() for line in differences(listed)]
    print("\n".join(found) if found else "Every vendored file is the one on its list.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
