"""Classes of industry, and the names of those that rows give by their code."""

from __future__ import annotations

from api.graphql.context import Info
from api.graphql.nodes import exposed, window_of
from graph import model


@window_of(model.Industry)
class Industry:
    """A class of industry with its neighbours in other schemes."""

    scheme: str = exposed("nace or gbt4754.")
    code: str = exposed("Its code in the scheme, without dots.")
    isic: str = exposed("ISIC Rev.4 class; empty when unknown.")
    gbt4754: list[str] = exposed("Nearest classes of GB/T 4754; empty when unknown.")
    parent: str = exposed("Code of the next higher class; empty at the top.")
    name_zh: str = exposed("Name in Chinese; empty when unknown.")
    name_en: str = exposed("Name in English; empty when unknown.")


def industry_named(info: Info, scheme: str, code: str) -> model.Industry | None:
    """Return the class of a scheme that has a code; None where the table does not know it."""
    return info.context.view.get(model.Industry, f"{scheme}-{code}") if code else None
