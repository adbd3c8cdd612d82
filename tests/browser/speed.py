"""How long warm pages take in a real browser: ``make speed``, in the Anning park and one of 2,000 streams.

A figure says little on a busy machine, so none is asserted in a test.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from api.web.routes import PARTS
from ingest import shipped_records
from tests import chromium
from tests.api.conftest import Running
from tests.bench.made_up import snapshot_at
from tests.browser.conftest import ARGUMENTS, address_of_park
from tests.web import FIRST_SECONDS

#: Times that each figure is the middle of.
TIMES = 7
PAGES = ("/", "/flows", "/matches", "/plan", "/leads", "/data")
#: A page, a switch on it, and two values to turn it between.
SWITCHES = (("/flows", "#show", ("difference", "plan")), ("/matches", "#sort", ("amount", "score")))
#: From asking for a page to all of it, pictures too, but for what is worked out after it is there.
READY = "() => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
#: Turns a switch, and says after how many ms what it swaps is there.
TURNED = """([where, value]) => new Promise(done => {
    const turned = document.querySelector(where), before = document.getElementById("main");
    const watched = new MutationObserver(() => {
        if (document.getElementById("main") === before) return;
        watched.disconnect();
        requestAnimationFrame(() => done(performance.now() - start));
    });
    watched.observe(document.body, { childList: true, subtree: true });
    turned.value = value;
    const start = performance.now();
    turned.dispatchEvent(new Event("change", { bubbles: true }));
})"""


def measured(page: Page, here: str) -> dict[str, float]:
    """Return in ms how long pages take to be ready and switches to take effect."""
    page.set_default_timeout(1_000 * FIRST_SECONDS)
    # What is worked out after a page is there would be begun and given up with each visit.
    for part in PARTS:
        page.route(f"**{part}*", lambda route: route.abort())
    found = {}
    for path in PAGES:
        times = []
        for _ in range(TIMES + 1):
            page.goto(here + path)
            times.append(page.evaluate(READY))
        found[f"{path} ready"] = statistics.median(times[1:])
    for path, where, values in SWITCHES:
        page.goto(here + path)
        page.wait_for_load_state("networkidle")
        times = [page.evaluate(TURNED, [where, values[at % 2]]) for at in range(2 * TIMES)]
        # The first two ask for what is kept from then on.
        found[f"{path} {where} swapped"] = statistics.median(times[2:])
    return found


def main() -> None:
    """Print the figures of both parks."""
    path = chromium.find()
    parks: dict[str, Callable[[], Any]] = {
        "Anning": shipped_records,
        "2,000 streams": lambda: snapshot_at("park").tables,
    }
    for name, records in parks.items():
        with (
            tempfile.TemporaryDirectory() as folder,
            sync_playwright() as playwright,
            Running(address_of_park(Path(folder), records())) as client,
        ):
            for at in PAGES:
                client.get(at, timeout=FIRST_SECONDS).raise_for_status()
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
            for what, taken in measured(page, str(client.base_url).rstrip("/")).items():
                print(f"{name}: {what} after {taken:.0f} ms", flush=True)
            browser.close()


if __name__ == "__main__":
    main()
