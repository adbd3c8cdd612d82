"""A proposal as one JSON document: what was understood, what it would do, and what is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from graph.knowledge import Candidate
from graph.ranges import Range
from ingest.proposing.result import Proposal
from ingest.proposing.sentences import reason_left_aside, say_ask, say_doubt
from ingest.understanding import Sheet, option_title, reason, say


def proposal_document(proposal: Proposal, loaded: bool, language: str = "en") -> dict[str, Any]:
    """Return the document of ``symbioflow import --json``.

    Parameters
    ----------
    loaded : bool
        Whether it was loaded.
    language : {"zh", "en"}
        Of questions, reasons and problems.
    """
    changes = proposal.changes
    return {
        "sheets": [_sheet(sheet, language) for sheet in proposal.understood.sheets],
        "park": proposal.park,
        "tag": proposal.tag,
        "enterprises": [
            {
                "id": firm.id,
                "name": firm.name,
                "park": firm.park,
                "known": firm.known,
                "industryText": firm.industry_text,
                "industry": firm.industry or None,
                "candidates": _candidates(firm.candidates),
                "row": firm.place.row,
            }
            for firm in proposal.firms
        ],
        "streams": [
            {
                "id": waste.id,
                "enterprise": waste.enterprise,
                "text": waste.text or waste.code,
                "code": waste.code or None,
                "material": waste.material or None,
                "candidates": _candidates(waste.candidates),
                "supply": _range(waste.supply),
                "inUse": _range(waste.in_use),
                "unit": waste.unit or None,
                "year": waste.year or None,
                "verified": waste.verified,
                "takers": [{"name": name or None, "amount": amount} for name, amount in waste.takers],
                "row": waste.place.row,
                "sheet": waste.place.sheet,
                "file": waste.place.file,
            }
            for waste in proposal.wastes
        ],
        "changes": {
            "new": [{"table": table, "id": id_} for table, id_ in changes.new],
            "changed": [
                {"table": cell.table, "id": cell.id, "column": cell.column, "old": cell.old, "new": cell.new}
                for cell in changes.changed
            ],
            "gone": [{"table": table, "id": id_} for table, id_ in changes.gone],
        },
        "leftAside": [
            {
                **asdict(item.place),
                "text": item.text,
                "reason": item.reason,
                "words": reason_left_aside(item, language),
            }
            for item in proposal.left_aside
        ],
        "doubts": [
            {
                **asdict(doubt.place),
                "code": doubt.code,
                "text": say_doubt(doubt, language),
            }
            for doubt in proposal.doubts
        ],
        "questions": [
            *(
                {
                    "id": question.id,
                    "code": question.code,
                    "file": question.file,
                    "sheet": question.sheet,
                    "row": question.row or None,
                    "text": say(question, language),
                    "options": [
                        {"answer": option, "name": option_title(question, option, language) or option}
                        for option in question.options
                    ],
                }
                for question in proposal.understood.questions
            ),
            *(
                {
                    "id": ask.id,
                    "code": ask.code,
                    "file": ask.place.file,
                    "sheet": ask.place.sheet,
                    "row": ask.place.row or None,
                    "text": say_ask(ask, language),
                    "options": [{"answer": answer, "name": name} for answer, name in ask.options],
                }
                for ask in proposal.questions
            ),
        ],
        "problems": [{"code": problem.code, "text": problem.text(language)} for problem in proposal.problems],
        "loaded": loaded,
    }


def _sheet(sheet: Sheet, language: str) -> dict[str, Any]:
    return {
        "file": sheet.file,
        "sheet": sheet.sheet,
        "kind": sheet.kind,
        "headerRow": sheet.header_rows[-1] if sheet.header_rows else None,
        "columns": [
            {
                "header": column.header,
                "field": None if column.aside else column.field,
                "unit": column.unit or None,
                "likeness": column.likeness,
            }
            for column in sheet.columns
        ],
        "leftOut": [
            {"row": item.row, "reason": item.reason, "words": reason(item, language)}
            for item in sheet.left_out
        ],
        "remarks": [say(remark, language) for remark in sheet.remarks],
    }


def _candidates(found: Sequence[Candidate]) -> list[dict[str, Any]]:
    return [
        {"id": item.id, "likeness": item.likeness, "why": item.why.value, "text": item.text} for item in found
    ]


def _range(value: Range | None) -> dict[str, float] | None:
    return None if value is None else {"low": value.low, "likely": value.likely, "high": value.high}
