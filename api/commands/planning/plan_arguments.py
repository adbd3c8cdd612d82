"""The options of a plan as the command line takes them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import typer

from api.language import LANGUAGE
from api.plan_options import AIM, UNBOUNDED, Option, asks, weights_of

_ZH = "tonnes、benefit 或 co2，或三个权重，例如 0.5,0.3,0.2。"
_EN = "tonnes, benefit or co2, or three weights such as 0.5,0.3,0.2."


def _argument(option: Option) -> tuple[Any, Any]:
    """Return the annotation and default of an option; the objective is a word that holds the mix too."""
    zh, en = (_ZH, _EN) if option.name == "objective" else (option.zh, option.en)
    # This module is read when a command is run, and the language is known by then.
    words = zh if LANGUAGE.get() == "zh" else en
    name = f"--{option.name.replace('_', '-')}"
    if option.name == "objective":
        return Annotated[str, typer.Option(name, help=words)], option.default.value
    if option.name == "on":
        day = typer.Option(name, formats=["%Y-%m-%d"], help=words, metavar="YYYY-MM-DD")
        return Annotated[datetime | None, day], None
    return Annotated[option.kind, typer.Option(name, help=words)], option.default


def _given(values: dict[str, Any]) -> dict[str, Any]:
    found = dict(values)
    if "objective" in found:
        found["objective"], found["mix"] = weights_of(found["objective"])
    if found.get("on") is not None:
        found["on"] = found["on"].date()
    return found


#: For a command that aims at one objective, whose words hold the weights of a mix.
with_plan_options = asks(_argument, _given, without={"mix"})
#: For what looks at the plan and at the technical potential side by side.
with_state_options = asks(_argument, _given, without={"mix", "potential"})
#: For a front, which aims at several.
with_front_options = asks(_argument, _given, without=AIM)
#: For the steps to a target, which aim at its share and leave stock where it is.
with_target_options = asks(_argument, _given, without=AIM | {"horizon"})
#: For leads, which are added to a plan without lots, decisions and mixes.
with_lead_options = asks(_argument, _given, without=UNBOUNDED)
