"""Parks for pages: one of any size, and one whose names try to break out of the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from graph.model import Facility, Weight
from graph.snapshot import Snapshot
from tests import build
from tests.graph.park import small_park

HOSTILE = (
    "<img src=x onerror=\"document.title='broken'\">",
    '"></script><script>document.title="broken"</script>',
    '<a href="javascript:document.title=1">href</a>',
    "<!--<script>",
    "{{ 7 * 7 }} ${7 * 7} &lt;b&gt; \u2028 \u2029",
)


def hostile_park() -> Snapshot:
    """The small park with a hostile text as every name, note and citation."""
    texts = ("name_zh", "name_en", "note", "products", "citation", "description_zh", "description_en")
    return Snapshot.of(
        replace(item, **{text: "".join(HOSTILE) for text in texts if hasattr(item, text)})
        for item in small_park()
    )


def hostile_rows() -> list[Any]:
    """The rows of the hostile park, with the weights that matching and planning need."""
    park = hostile_park()
    kinds = {type(row): None for row in small_park() if not isinstance(row, Weight)}
    return [*(row for kind in kinds for row in park.all(kind)), *build.WEIGHTS]


def large_park(enterprises: int, streams: int, facilities: int) -> Snapshot:
    """Enterprises with `streams` streams and `facilities` facilities each; the first one has most waste."""
    return Snapshot.of(_large(enterprises, streams, facilities))


def _large(enterprises: int, streams: int, facilities: int) -> Iterable[Any]:
    yield build.PARK
    yield build.material("slag", name_zh="钢渣")
    yield build.material("powder", name_zh="微粉")
    yield from build.recipe("grinding", "slag", "powder")
    for number in range(enterprises):
        name = f"e{number:04}"
        yield replace(build.enterprise(name), name_zh=f"企业{number}")
        for place in range(streams):
            supply = 1000.0 * (enterprises - number) + place
            yield replace(build.stream(f"{name}-s{place}", name, "slag", supply), name_zh=f"钢渣{number}")
        for place in range(facilities):
            yield build.facility(f"{name}-f{place}", name, "grinding", 5000.0)


def without_capacity() -> Snapshot:
    """The small park whose facility has no known capacity."""
    return Snapshot.of(
        replace(item, capacity=None) if isinstance(item, Facility) else item for item in small_park()
    )
