"""What is asked and said while one sheet is read, each once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.understanding.result import LEAVE_OUT, Question, Remark, question_id

#: Questions about single cells of one sheet; with more of them the sheet has another trouble.
_MOST_CELLS_ASKED = 40
#: Questions that any answer settles; others are asked again as long as their answer cannot be read.
_SETTLED = frozenset(
    {"CODE_IS_DATE", "FIELD", "FILL_DOWN", "FIRM", "KIND", "MOISTURE", "SECTION_FIRMS", "TWICE"}
)


@dataclass(slots=True)
class Findings:
    """Questions and remarks of one sheet, each asked and said once."""

    file: str
    sheet: str
    answers: Mapping[str, str]
    questions: dict[str, Question] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def ask(
        self, code: str, row: int, header: str, values: tuple[str, ...], options: tuple[str, ...], of: str
    ) -> None:
        """Ask something, unless it was answered, the same was asked before or too much was."""
        identity = question_id(code, of)
        if identity in self.answers and (code in _SETTLED or self.answers[identity] == LEAVE_OUT):
            return
        if identity not in self.questions and len(self.questions) < _MOST_CELLS_ASKED:
            self.questions[identity] = Question(
                identity, self.file, self.sheet, row, header, code, values, options
            )

    def remark(self, code: str, row: int = 0, column: str = "", *values: str) -> None:
        """Say something."""
        self.remarks.append(Remark(code, row, column, values))
