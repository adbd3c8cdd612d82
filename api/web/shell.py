"""What stands around every page: where one can go, which park and scenario, which data, in which language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.web.state import State
from api.web.things import name_of
from graph.wording import Words

#: Pages of the navigation in their order: words under ``nav.<name>`` -> address.
NAVIGATION: Mapping[str, str] = {
    "overview": "/",
    "flows": "/flows",
    "network": "/network",
    "map": "/map",
    "matches": "/matches",
    "plan": "/plan",
    "leads": "/leads",
    "data": "/data",
}
#: Address of the navigation -> the pages that stand beside it, itself first.
BESIDE: Mapping[str, Mapping[str, str]] = {
    "/": {"overview": "/", "report": "/report"},
    "/flows": {"flows": "/flows", "bundles": "/bundles"},
    "/plan": {"plan": "/plan", "tradeoffs": "/tradeoffs"},
    "/leads": {"leads": "/leads", "portfolio": "/portfolio", "indicators": "/indicators"},
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a switch."""

    id: str
    name: Words
    depth: int = 0


def shell_of(answer: Mapping[str, Any], state: State) -> dict[str, Any]:
    """Return the shell's values from the document ``shell``."""
    current = next((at for at, pages in BESIDE.items() if state.path in pages.values()), state.path)
    counts = {row["table"]: row["rows"] for row in answer["snapshot"]["counts"]}
    return {
        "navigation": NAVIGATION,
        "current": current,
        "beside": BESIDE.get(current, {}),
        "parks": _parks(answer["parks"]["nodes"]),
        "scenarios": tuple(Choice(row["localId"], name_of(row)) for row in answer["scenarios"]),
        "data_version": answer["snapshot"]["dataVersion"],
        "fingerprint": answer["snapshot"]["fingerprint"],
        "counts": counts,
        "last_load": answer["snapshot"]["lastLoad"],
        "other_language": "en" if state.language == "zh" else "zh",
    }


def _parks(rows: list[Mapping[str, Any]]) -> tuple[Choice, ...]:
    """Return the parks, each before its areas."""
    found: list[Choice] = []

    def add(parent: str | None, depth: int) -> None:
        for row in rows:
            at = None if row["partOf"] is None else row["partOf"]["localId"]
            if at == parent:
                found.append(Choice(row["localId"], name_of(row), depth))
                add(row["localId"], depth + 1)

    add(None, 0)
    return tuple(found)
