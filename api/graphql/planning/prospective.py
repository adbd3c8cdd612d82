"""What receivers could take of whom no facility is on record."""

from __future__ import annotations

from typing import Any

from api.figures import ask_words
from api.graphql.context import Info
from api.graphql.nodes import computed, exposed, window_of
from api.graphql.park import Enterprise, Material, WasteStream
from api.graphql.values import Quantity, spanned
from graph import model, planning
from graph.vocabulary import Unit


def _stream(value: Any, info: Info) -> Any:
    stream = value.flow.stream
    return None if stream is None else info.context.view.get(model.WasteStream, stream)


def _material(value: Any, info: Info) -> Any:
    return info.context.view.get(model.Material, value.flow.material)


@window_of(planning.ProspectiveFlow, hides="flow what")
class ProspectiveFlow:
    """What a receiver could take of whom no facility is on record: assumed, to be asked, in no plan."""

    stream: WasteStream | None = computed(
        "Which stream; null for what another prospective receiver would hand on.", _stream
    )
    material: Material = computed("What it is.", _material)
    enterprise: Enterprise
    what_zh: str = exposed("What it would do with it, in Chinese.", of="what.zh")
    what_en: str = exposed("What it would do with it, in English.", of="what.en")
    amount: float = exposed("How much per year, in `unit`.", of="flow.amount")
    unit: Unit = exposed("What is counted.", of="flow.unit")
    room: Quantity = spanned(
        "What it might take of its main input in all, assumed from its industry and what there is to take.",
        lambda value: f"{value.flow.unit.value}/yr",
    )
    ask_zh: str = computed("What to ask it, in Chinese.", lambda value, info: ask_words(value).text("zh"))
    ask_en: str = computed("What to ask it, in English.", lambda value, info: ask_words(value).text("en"))
    suggestion: str | None = computed(
        "Id of the suggestion that explains it; null where there is no stream.",
        lambda value, info: (
            None
            if value.flow.stream is None
            else f"{value.flow.stream}>{value.flow.facility}>{value.flow.port}"
        ),
    )
