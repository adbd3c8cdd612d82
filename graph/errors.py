"""Errors with a code: what is wrong, where, what was expected. Every face shows the same code."""

from __future__ import annotations

from dataclasses import dataclass

EXIT_UNEXPECTED = 1
EXIT_USAGE = 2
EXIT_BAD_INPUT = 3
EXIT_STORE_UNREACHABLE = 4
EXIT_STORE_REFUSED = 5
EXIT_SCHEMA_MISMATCH = 6
EXIT_NO_PLAN = 7
#: As a shell has it for what was interrupted from the keyboard.
EXIT_CANCELLED = 130


class SymbioflowError(Exception):
    """A refusal that a user can act on.

    Parameters
    ----------
    code : str
        Stable, upper case, the same on the command line and in GraphQL ``extensions.code``.
    message : str
        One line: what is wrong, where, and what was expected.
    exit_code : int
        What the command line returns.
    """

    def __init__(self, code: str, message: str, exit_code: int = EXIT_BAD_INPUT) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.exit_code = exit_code


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One refused value: its place, what stood there and what was expected.

    Attributes
    ----------
    file, sheet : str
        Where it stands; `sheet` is empty for CSV.
    row : int
        As a person counts in the file (the header is row 1); 0 when the whole file is meant.
    column : str
        Header as it stands in the file; empty when the whole row is meant.
    code : str
        For example ``NOT_A_NUMBER``.
    value : str
        What stood there, shortened.
    expected : str
        What would have been right, with an example.
    """

    file: str
    sheet: str
    row: int
    column: str
    code: str
    value: str
    expected: str

    def __str__(self) -> str:
        sheet = f" sheet {self.sheet}" if self.sheet else ""
        row = f" row {self.row}" if self.row else ""
        column = f", column {self.column}" if self.column else ""
        return f"{self.file}{sheet}{row}{column}: {self.value!r} ({self.code}; expected {self.expected})"


class RefusedInput(SymbioflowError):
    """A load refused whole, with every problem found; the store is as it was."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        count = len(problems)
        word = "problem" if count == 1 else "problems"
        super().__init__("REFUSED_INPUT", f"nothing was loaded: {count} {word} in the input", EXIT_BAD_INPUT)
        self.problems = problems
