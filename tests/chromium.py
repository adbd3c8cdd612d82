"""The Chromium that the browser tests drive: where it is, and how one is brought in where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from playwright.sync_api import sync_playwright

VARIABLE = "SYMBIOFLOW_CHROMIUM"
NONE_FOUND = 3
_SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_APT_PACKAGES = ("chromium", "fonts-noto-cjk")
_ANSWER_SECONDS = 60
_INSTALL_SECONDS = 300


@cache
def find() -> Path | None:
    """Return a Chromium that starts: the one named by `VARIABLE`, Playwright's own, or the system's.

    Call it before Playwright is started, for it asks Playwright where its own one is.
    """
    named = os.environ.get(VARIABLE)
    if named:
        if not _starts(Path(named)):
            raise SystemExit(f"{VARIABLE} is {named!r}, which is not a Chromium that starts")
        return Path(named)
    return next((path for path in _usual_places() if _starts(path)), None)


def install() -> None:
    """Try Playwright's installer, then the system's package manager where this user may run it."""
    if _runs(sys.executable, "-m", "playwright", "install", "chromium") and _found_anew():
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        _runs("apt-get", "update", "-qq")
        _runs("apt-get", "install", "-y", "-qq", "--no-install-recommends", *_APT_PACKAGES)


def main() -> int:
    """Say which Chromium will be used, installing one if need be; `NONE_FOUND` if there is none to be had."""
    found = find()
    if not found:
        print("No Chromium here; trying to install one for the browser tests", flush=True)
        install()
        found = _found_anew()
    print(f"Browser tests use {found}" if found else "No Chromium could be installed")
    return 0 if found else NONE_FOUND


def _found_anew() -> Path | None:
    find.cache_clear()
    return find()


def _usual_places() -> Iterator[Path]:
    with sync_playwright() as playwright:
        yield Path(playwright.chromium.executable_path)
    for name in _SYSTEM_NAMES:
        path = shutil.which(name)
        if path:
            yield Path(path)


def _starts(path: Path) -> bool:
    return path.is_file() and _runs(str(path), "--version", seconds=_ANSWER_SECONDS)


def _runs(*command: str, seconds: int = _INSTALL_SECONDS) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, timeout=seconds, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
