"""Screenshots of every page of the Anning park, to be looked at: ``make shots`` writes them to out/shots."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from api.settings import Settings
from graph.stores import open_store
from ingest import shipped_records
from tests import chromium
from tests.api.conftest import Running
from tests.browser.conftest import ARGUMENTS, settled
from tests.web import ADDRESSES, FIRST_SECONDS, WRONG, with_language

WIDTHS = (1280, 390)


def main(folder: Path, wanted: list[str]) -> None:
    """Write ``<page>-<language>-<width>.png`` for every page, or for those whose names are given."""
    path = chromium.find()
    folder.mkdir(parents=True, exist_ok=True)
    url = f"sqlite:///{folder}/anning.db"
    Path(folder, "anning.db").unlink(missing_ok=True)
    store = open_store(url)
    store.ensure_schema()
    store.upsert(shipped_records(), "seed")
    store.close()
    with sync_playwright() as playwright, Running(Settings(store=url)) as client:
        client.get("/", timeout=FIRST_SECONDS)
        here = str(client.base_url).rstrip("/")
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        for language in ("zh", "en"):
            for width in WIDTHS:
                context = browser.new_context(viewport={"width": width, "height": 900})
                page = context.new_page()
                for name, address in (ADDRESSES | {"wrong": WRONG}).items():
                    if wanted and name not in wanted:
                        continue
                    response = page.goto(f"{here}{with_language(address, language)}")
                    assert response is not None
                    assert response.status < 500, address
                    settled(page)
                    page.screenshot(path=folder / f"{name}-{language}-{width}.png", full_page=True)
                    print(folder / f"{name}-{language}-{width}.png")
                context.close()
        browser.close()


if __name__ == "__main__":
    main(Path("out/shots").resolve(), sys.argv[1:])
