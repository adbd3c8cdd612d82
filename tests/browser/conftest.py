"""A Chromium for the browser tests, a park served to it, and pages that keep every request and complaint."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from api.settings import Settings
from graph.stores import open_store
from ingest import shipped_records
from tests import chromium
from tests.api.conftest import Running
from tests.web import FIRST_SECONDS

#: As root and without a network, Chromium starts only so; the rest keeps it from calling home.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A page in the browser.

    Attributes
    ----------
    requests : list of str
        URL of everything the page asked for, itself included.
    complaints : list of str
        Console errors and warnings, uncaught exceptions and dialogs.
    """

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


Opener = Callable[..., Opened]
#: What looks for what keeps people out.
AXE = (Path(__file__).parent / "vendor" / "axe.js").read_text(encoding="utf-8")
#: Tables that are wider than where they stand.
PUSHED = """() => [...document.querySelectorAll(".wide:has(> table)")]
    .filter(part => part.checkVisibility() && part.scrollWidth > part.clientWidth + 1)
    .map(part => part.getAttribute("aria-label"))"""
WIDTHS = {"desk": 1280, "telephone": 390}


def watched(context: BrowserContext) -> Opened:
    """Return a new page whose requests and complaints are kept from its first moment."""
    opened = Opened(context.new_page())
    opened.page.on("request", lambda request: opened.requests.append(request.url))
    opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.page.on(
        "console",
        lambda message: message.type in ("error", "warning") and opened.complaints.append(message.text),
    )
    opened.page.on(
        "dialog", lambda dialog: (opened.complaints.append(f"dialog {dialog.message}"), dialog.dismiss())
    )
    return opened


def findings(page: Page, *rules: str) -> list[str]:
    """What axe finds, with the place, by all its rules or by some.

    They run in a world of their own, past the page's policy.
    """
    page.evaluate(AXE)
    options = {"runOnly": list(rules)} if rules else {}
    found = page.evaluate("async options => (await axe.run(options)).violations", options)
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def settled(page: Page) -> None:
    """Wait until a page has asked for everything and all that it has worked out is there."""
    page.wait_for_load_state("networkidle")
    expect(page.locator("long-work .working:visible")).to_have_count(0, timeout=60_000)


def address_of_park(folder: Path, records: Any) -> Settings:
    store = open_store(f"sqlite:///{folder}/park.db")
    store.ensure_schema()
    store.upsert(records, "test")
    store.close()
    return Settings(store=f"sqlite:///{folder}/park.db", language="zh", heavy_seconds=FIRST_SECONDS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine; without one the browser tests are left out, unless they may not be."""
    path = chromium.find()
    if path is None:
        required = os.environ.get("CI") == "true" or os.environ.get("SYMBIOFLOW_REQUIRE_BROWSER") == "1"
        say = pytest.fail if required else pytest.skip
        say(f"no Chromium here: browser tests left out (name one in {chromium.VARIABLE} or install chromium)")
    with sync_playwright() as playwright:
        # What is waited for comes; how soon depends on what else the machine does.
        expect.set_options(timeout=30_000)
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Opens the text of a page from a file and waits until it is drawn; keywords are Playwright's."""
    contexts = []

    def open_page(text: str, **options: Any) -> Opened:
        context = browser.new_context(**({"reduced_motion": "reduce"} | options))
        contexts.append(context)
        opened = watched(context)
        place = tmp_path / f"page-{len(contexts)}.html"
        place.write_text(text, encoding="utf-8")
        opened.page.goto(place.as_uri())
        opened.page.wait_for_selector("html[data-ready=yes]")
        return opened

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def anning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server with the Anning park."""
    with Running(address_of_park(tmp_path_factory.mktemp("web"), shipped_records())) as client:
        # What takes a while is worked out before anybody waits for it.
        for address in ("/", "/spread", "/lead-list", "/portfolio-list?budget=3e8&years=5", "/losses"):
            client.get(address, timeout=FIRST_SECONDS)
        yield str(client.base_url).rstrip("/")


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Opened]]:
    """Opens an address and waits until the page is whole; keywords are Playwright's."""
    contexts = []

    def visit(address: str, **options: Any) -> Opened:
        context = browser.new_context(**({"reduced_motion": "reduce", "accept_downloads": True} | options))
        contexts.append(context)
        opened = watched(context)
        opened.page.goto(address)
        settled(opened.page)
        return opened

    yield visit
    for context in contexts:
        context.close()
