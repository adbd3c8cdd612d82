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
from tests.browser.conftest import ARGUMENTS

#: Name of the picture -> address.
PAGES = {
    "overview": "/",
    "flows": "/flows",
    "flows-focus": "/flows?focus=facility:xiangfeng-environmental--pg-wash-purification",
    "flows-water": "/flows?unit=m3&show=difference",
    "matches": "/matches",
    "matches-refused": "/matches?tab=refused",
    "match": "/match?id=tianan-chemical--phosphogypsum>xiangfeng-environmental--pg-wash-purification"
    ">pg-wash-purification:in_main:phosphogypsum",
    "plan": "/plan",
    "firm": "/firm?id=kunming-steel",
    "stream": "/stream?id=kunming-steel--steel-slag",
    "facility": "/facility?id=xiangfeng-environmental--pg-wash-purification",
    "material": "/material?id=phosphogypsum",
    "search": "/search?q=磷石膏",
    "data": "/data",
    "refused": "/flows?scenario=nowhere",
}
WIDTHS = (1280, 390)
FIRST_SECONDS = 300.0


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
        # The kernels are compiled at the first plan of a new checkout, which takes longer than a page may.
        client.get("/", timeout=FIRST_SECONDS)
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        for language in ("zh", "en"):
            for width in WIDTHS:
                context = browser.new_context(viewport={"width": width, "height": 900})
                page = context.new_page()
                for name, address in PAGES.items():
                    if wanted and name not in wanted:
                        continue
                    mark = "&" if "?" in address else "?"
                    response = page.goto(
                        f"{str(client.base_url).rstrip('/')}{address}{mark}language={language}"
                    )
                    assert response is not None
                    assert response.status < 500, address
                    page.wait_for_load_state("networkidle")
                    page.screenshot(path=folder / f"{name}-{language}-{width}.png", full_page=True)
                    print(folder / f"{name}-{language}-{width}.png")
                context.close()
        browser.close()


if __name__ == "__main__":
    main(Path("out/shots").resolve(), sys.argv[1:])
