"""Errors with a code: what is wrong, where, what was expected. Every face shows the same code."""

from __future__ import annotations

from dataclasses import dataclass

from graph.wording import Message, Words, message

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
    """A refusal that a user can act on, in both languages.

    Parameters
    ----------
    key : str
        Of a sentence in the catalogue (`graph.wording.messages`): the code, or ``CODE.case`` where one code
        has several sentences.
    said : str or Words, optional
        Another text than the catalogue's: in both languages, or one that stands for both.
    exit_code : int
        What the command line returns.
    **arguments
        Of the sentence.

    Attributes
    ----------
    code : str
        Stable, upper case, the same on the command line and in GraphQL ``extensions.code``.
    said : Message or Words
        What is wrong, where, and what was expected, in one line.

    Examples
    --------
    >>> error = SymbioflowError("UNKNOWN_SCENARIO", name="x", known=("a", "b"))
    >>> error.code, error.text("en")
    ('UNKNOWN_SCENARIO', "there is no scenario 'x'; known: a, b")
    >>> error.text("zh")
    '没有情景“x”；已有：a、b'
    """

    def __init__(
        self,
        key: str,
        said: str | Words | Message | None = None,
        exit_code: int = EXIT_BAD_INPUT,
        **arguments: object,
    ) -> None:
        self.code = key.partition(".")[0]
        self.said: Words | Message = (
            Words(said, said)
            if isinstance(said, str)
            else said
            if said is not None
            else message(key, **arguments)
        )
        self.exit_code = exit_code
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """The text in English."""
        return self.text("en")

    def text(self, language: str) -> str:
        """Return the text in ``zh``, else in English."""
        return self.said.text(language)


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
        For example ``NOT_A_NUMBER``; ``<code>.cell`` in the catalogue says what it means of a cell.
    value : str
        What stood there, shortened.
    expected : Message
        What would have been right, with an example.

    Examples
    --------
    >>> wanted = message("expected.any_number", example="24.9")
    >>> found = Problem("parks.csv", "", 14, "lat", "NOT_A_NUMBER", "二十", wanted)
    >>> found.text("en")
    "parks.csv row 14, column lat: '二十': the value is not a number (expected a number, for example 24.9)"
    >>> found.text("zh")
    'parks.csv 第 14 行“lat”列：“二十”不是数字（应为：数字，例如 24.9）'
    """

    file: str
    sheet: str
    row: int
    column: str
    code: str
    value: str
    expected: Message

    def text(self, language: str) -> str:
        """Return one sentence that says where it is, what it is and what would be right."""
        return message(
            "problem",
            file=self.file,
            sheet=message("problem.sheet", sheet=self.sheet) if self.sheet else "",
            row=message("problem.row", row=self.row) if self.row else "",
            column=message("problem.column", column=self.column) if self.column else "",
            value=message("problem.value", value=self.value) if self.value else "",
            wrong=message(f"{self.code}.cell"),
            expected=self.expected,
        ).text(language)

    def __str__(self) -> str:
        return self.text("en")


class RefusedInput(SymbioflowError):
    """A load refused whole, with every problem found; the store is as it was."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        key = "REFUSED_INPUT.one" if len(problems) == 1 else "REFUSED_INPUT"
        super().__init__(key, exit_code=EXIT_BAD_INPUT, count=len(problems))
        self.problems = problems
