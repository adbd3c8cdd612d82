"""Work that is followed tells how far it is and ends with the one who listens."""

from __future__ import annotations

import asyncio
import time
from threading import Event

import pytest

from api.lane import ASKING, Client, followed, part_of_whole
from graph.errors import SymbioflowError


def steps(count: int, ended: Event | None = None, pause: float = 0.0) -> str:
    """Work that says how far it is before each step, and stops where nobody follows any more."""
    progress = ASKING.get().progress
    assert progress is not None
    for step in range(count):
        time.sleep(pause)
        if not progress(step / count):
            if ended is not None:
                ended.set()
            return "given up"
    return "done"


async def heard(count: int) -> list[object]:
    return [word async for word in followed(lambda: steps(count))]


def test_each_hundredth_is_told_once_and_the_result_comes_last() -> None:
    assert asyncio.run(heard(4)) == [0.0, 0.25, 0.5, 0.75, ("done",)]
    assert len(asyncio.run(heard(1_000))) == 101


def test_what_the_work_raises_is_raised_to_the_listener() -> None:
    def refused() -> str:
        raise SymbioflowError("NOT_READY")

    async def listen() -> None:
        async for _ in followed(refused):
            pass

    with pytest.raises(SymbioflowError) as raised:
        asyncio.run(listen())
    assert raised.value.code == "NOT_READY"


def test_work_ends_when_nobody_listens_any_more() -> None:
    ended = Event()

    async def leave() -> None:
        following = followed(lambda: steps(10_000, ended, 0.01))
        assert await anext(following) == 0.0
        await following.aclose()

    asyncio.run(leave())
    assert ended.wait(5.0)


def test_a_request_that_nobody_follows_tells_nothing() -> None:
    assert ASKING.get().progress is None


def test_work_of_several_parts_is_one_work_that_goes_on_and_never_back() -> None:
    def parts() -> str:
        for begin, end in ((0.0, 0.2), (0.2, 1.0)):
            with part_of_whole(begin, end):
                steps(4)
                # Asked once more, as by a part that draws again what is kept.
                steps(2)
        return "done"

    async def heard_of_parts() -> list[object]:
        return [word async for word in followed(parts)]

    *told, whole = asyncio.run(heard_of_parts())
    assert told == pytest.approx([0.0, 0.05, 0.1, 0.15, 0.2, 0.4, 0.6, 0.8])
    assert whole == ("done",)


def test_who_leaves_ends_the_part_at_hand() -> None:
    client = Client(lambda _: None)
    before = ASKING.set(client)
    try:
        with part_of_whole(0.0, 0.5):
            client.leave()
            assert steps(3) == "given up"
    finally:
        ASKING.reset(before)
