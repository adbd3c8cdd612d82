"""The answer of cold start as the document that the command line prints, one line for each waste."""

from __future__ import annotations

from typing import Any

from graph.errors import SymbioflowError
from graph.matching.coldstart import UseReason, UseSuggestion, UseSuggestions


def use_document(found: UseSuggestions, trouble: SymbioflowError | None = None) -> dict[str, Any]:
    """Return ``{"waste", "donor", "suggestions": [{"industry", "use", "score", "reasons"}]}``.

    Where the question could not be answered as asked, an ``error`` with its code and message is added; the
    suggestions are then what can still be said, often nothing.
    """
    document: dict[str, Any] = {
        "waste": found.waste,
        "donor": found.donor,
        "suggestions": [_suggestion(item) for item in found.suggestions],
    }
    if trouble is not None:
        document["error"] = {
            "code": trouble.code,
            "message": trouble.message,
            "messageZh": trouble.text("zh"),
        }
    return document


def _suggestion(item: UseSuggestion) -> dict[str, Any]:
    industry = item.industry
    return {
        "industry": {
            "nace": industry.code,
            "isic": industry.isic,
            "gbt4754": industry.gbt4754[0] if industry.gbt4754 else "",
            "nameZh": industry.name_zh,
            "nameEn": industry.name_en,
        },
        "use": item.use_en,
        "score": item.score,
        "reasons": [_reason(reason) for reason in item.reasons],
    }


def _reason(reason: UseReason) -> dict[str, Any]:
    return {
        "source": reason.source.value,
        "row": reason.row,
        "textZh": reason.text_zh,
        "textEn": reason.text_en,
        "reference": reason.reference,
    }
