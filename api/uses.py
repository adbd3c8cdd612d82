"""The answer of cold start as one document, the same on the command line and in GraphQL."""

from __future__ import annotations

from typing import Any

from graph.matching.cold_start import UseReason, UseSuggestion, UseSuggestions


def use_document(found: UseSuggestions) -> dict[str, Any]:
    """Return an answer with the names of the GraphQL type `UseAnswer`.

    `known` is false where the text could be read as no material of the library.
    """
    return {
        "waste": found.waste,
        "donor": found.donor,
        "known": found.known,
        "materials": [
            {"localId": match.material, "score": match.score, "why": match.why} for match in found.materials
        ],
        "suggestions": [_suggestion(item) for item in found.suggestions],
    }


def _suggestion(item: UseSuggestion) -> dict[str, Any]:
    industry = item.industry
    return {
        "rank": item.rank,
        "industry": {
            "nace": industry.code,
            "isic": industry.isic,
            "gbt4754": industry.gbt4754[0] if industry.gbt4754 else "",
            "nameZh": industry.name_zh,
            "nameEn": industry.name_en,
        },
        "use": item.use_en,
        "useZh": item.use_zh,
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
