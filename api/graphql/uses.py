"""Who could use a waste that the park does not have yet, from its text and the industry that gives it off."""

from __future__ import annotations

from typing import Any

import strawberry


@strawberry.type(description="A receiving industry, NACE Rev.2 with its neighbours in other schemes.")
class ReceivingIndustry:
    """An industry."""

    nace: str = strawberry.field(description="NACE Rev.2 class, four digits.")
    isic: str = strawberry.field(description="ISIC Rev.4 class.")
    gbt4754: str = strawberry.field(description="Nearest class of GB/T 4754; empty when unknown.")
    name_zh: str = strawberry.field(description="Name in Chinese; empty when unknown.")
    name_en: str = strawberry.field(description="Name in English.")


@strawberry.type(description="Why an industry is suggested.")
class UseReason:
    """A reason."""

    source: str = strawberry.field(
        description="Technology, process knowledge, precedent, donor or popularity."
    )
    row: str = strawberry.field(description="The row that speaks; empty where no single one does.")
    text_zh: str = strawberry.field(description="In Chinese.")
    text_en: str = strawberry.field(description="In English.")
    reference: str = strawberry.field(description="Where it is documented.")


@strawberry.type(description="A receiving industry and what it would use the waste as.")
class UseSuggestion:
    """A use."""

    rank: int = strawberry.field(description="1 is the best.")
    industry: ReceivingIndustry = strawberry.field(description="Who.")
    use: str = strawberry.field(description="As what, in English.")
    use_zh: str = strawberry.field(description="As what, in Chinese.")
    score: float = strawberry.field(description="0 to 1, comparable within one answer.")
    reasons: list[UseReason] = strawberry.field(description="Why.")


@strawberry.type(description="A material that a text was taken to mean.")
class MeantMaterial:
    """A reading of the text."""

    local_id: str = strawberry.field(description="Identifier of the material.")
    score: float = strawberry.field(description="0 to 1.")
    why: str = strawberry.field(description="Which name or code matched.")


@strawberry.type(description="Receiving industries for one waste text and donor.")
class UseAnswer:
    """An answer."""

    waste: str = strawberry.field(description="The text asked about.")
    donor: str = strawberry.field(description="The donor's industry code as asked.")
    known: bool = strawberry.field(description="False where the text is no known material.")
    materials: list[MeantMaterial] = strawberry.field(description="What the text was taken to mean.")
    suggestions: list[UseSuggestion] = strawberry.field(description="Industries, the best first.")


def use_answer(document: dict[str, Any]) -> UseAnswer:
    """Return the type for a document of `api.uses`."""
    return UseAnswer(
        waste=document["waste"],
        donor=document["donor"],
        known=document["known"],
        materials=[
            MeantMaterial(local_id=row["localId"], score=row["score"], why=row["why"])
            for row in document["materials"]
        ],
        suggestions=[_suggestion(row) for row in document["suggestions"]],
    )


def _suggestion(row: dict[str, Any]) -> UseSuggestion:
    industry = row["industry"]
    return UseSuggestion(
        rank=row["rank"],
        industry=ReceivingIndustry(
            nace=industry["nace"],
            isic=industry["isic"],
            gbt4754=industry["gbt4754"],
            name_zh=industry["nameZh"],
            name_en=industry["nameEn"],
        ),
        use=row["use"],
        use_zh=row["useZh"],
        score=row["score"],
        reasons=[
            UseReason(
                source=reason["source"],
                row=reason["row"],
                text_zh=reason["textZh"],
                text_en=reason["textEn"],
                reference=reason["reference"],
            )
            for reason in row["reasons"]
        ],
    )
