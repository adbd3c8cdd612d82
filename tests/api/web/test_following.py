"""A part that takes a while tells how far it is, and ends with the one who asked for it."""

from __future__ import annotations

import json
import time
from contextlib import suppress

import httpx
import pytest

from api.settings import Settings
from tests.api.conftest import Running
from tests.web import FIRST_SECONDS

EVENTS = {"Accept": "text/event-stream"}


def events_of(answer: httpx.Response) -> list[tuple[str, object]]:
    parts = [part.split("\n") for part in answer.text.strip().split("\n\n")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in parts]


@pytest.mark.parametrize("address", ["/spread", "/lead-list", "/losses"])
def test_a_part_tells_how_far_it_is_and_ends_with_what_the_page_without_a_script_shows(
    anning_url: str, address: str
) -> None:
    # A server of its own: what another test had worked out would be kept, and nothing left to follow.
    with Running(Settings(store=anning_url, language="en", heavy_seconds=FIRST_SECONDS)) as client:
        told = events_of(client.get(address, headers=EVENTS, timeout=FIRST_SECONDS))
        shares = [share for name, share in told if name == "done"]
        assert shares == sorted(shares)
        assert any(0.0 < share < 1.0 for share in shares)
        assert told[-1] == ("whole", client.get(address).text)
        # What was worked out is kept: there is nothing to follow any more.
        assert events_of(client.get(address, headers=EVENTS)) == [told[-1]]


def test_a_refusal_is_told_in_words(pages: httpx.Client) -> None:
    told = events_of(pages.get("/spread?scenario=nowhere&language=en", headers=EVENTS))
    assert [name for name, _ in told] == ["whole"]
    assert "no scenario" in str(told[0][1])


@pytest.mark.parametrize("headers", [EVENTS, {}], ids=["followed", "waited for"])
def test_a_browser_closed_in_the_middle_leaves_nothing_running(
    anning_url: str, headers: dict[str, str]
) -> None:
    server = Running(Settings(store=anning_url, language="zh", heavy_seconds=FIRST_SECONDS))
    with server as client:
        client.get("/plan", timeout=FIRST_SECONDS)
        lane = server.app.state.service._lane
        with (
            suppress(httpx.ReadTimeout),
            client.stream("GET", "/losses", headers=headers, timeout=0.3) as answer,
        ):
            next(answer.iter_lines())
        deadline = time.monotonic() + 60.0
        while lane.busy() and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not lane.busy()
        # It was given up and not finished: whoever asks next follows it from the beginning.
        told = events_of(client.get("/losses", headers=EVENTS, timeout=FIRST_SECONDS))
        assert told[0][0] == "done"
        assert len(told) > 3
